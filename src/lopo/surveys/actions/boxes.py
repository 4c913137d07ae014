"""The box of a centre's quarter: what goes in, and what is counted beside it.

Whoever reads the whole database must not learn who said what, not even from what PostgreSQL keeps
about its rows: the transaction that wrote them (``xmin``) and where they lie (``ctid``). So a
ballot lies sealed until enough others have spoken about its service (``opening``), and who took
part is counted apart from what was said.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection

from lopo.catalogue.api import Service, Standard, standard_on
from lopo.foundation.sealing import NONCE_BYTES, seal
from lopo.organisation.api import Centre, Counter
from lopo.surveys.models import BallotBox, SealedBallot
from lopo.surveys.queries import Asked, Voice, bound_to, key_in_use, sealed_content
from lopo.surveys.rules import SEAL_BLOCK, current_period

from .tallies import Filled, note_at_counters

TAKE_PART = """
INSERT INTO surveys_participation AS p (instrument_id, centre_id, agency_id, unit_id, service_id,
  standard_id, counter_id, channel, day, ballots, from_staff_network, from_known_device)
VALUES (%(instrument)s, %(centre)s, %(agency)s, %(unit)s, %(service)s, %(standard)s, %(counter)s,
  %(channel)s, %(day)s, %(ballots)s, %(staff)s, %(device)s)
ON CONFLICT (centre_id, day, service_id, counter_id, channel, instrument_id, agency_id, unit_id,
    standard_id)
  DO UPDATE SET ballots = p.ballots + excluded.ballots,
    from_staff_network = p.from_staff_network + excluded.from_staff_network,
    from_known_device = p.from_known_device + excluded.from_known_device
"""


@dataclass(frozen=True, slots=True)
class About:
    """What a ballot is about: a service, given at a centre, perhaps at a counter."""

    centre: Centre
    service: Service
    counter: Counter | None = None
    standard: Standard | None = None


def under_its_standard(about: About, day: date) -> About:
    """With the version that held on the day, where the way in does not know it."""
    if about.standard is not None:
        return about
    return replace(about, standard=standard_on(about.service, day))


@dataclass(frozen=True, slots=True)
class Said:
    """A filled questionnaire: answers by item code, profile by field code, a remark.

    Who did not answer an item has no entry, or None: it is not counted, never as 0.
    """

    answers: Mapping[str, int | None]
    profile: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a ballot came: its channel, and what makes it worth a second look; never who."""

    channel: str
    from_staff_network: bool = False
    from_known_device: bool = False


def put_in(
    *, about: About, asked: Asked, said: Said, circumstances: Circumstances, day: date
) -> None:
    """Lock the box of a quarter, put one sealed ballot in, and count who took part."""
    quarter = current_period(day).first
    lock_box(about.centre.pk, quarter)
    voice = voice_of(about, asked, said, quarter)
    sealed_ballot(asked.instrument.pk, voice).save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(TAKE_PART, taking_part(about, asked, circumstances, day))
    if about.counter is not None:
        filled = Filled(asked.instrument.pk, about.counter.pk, quarter)
        note_at_counters({filled: {voice.answers: 1}})


def lock_box(centre_id: int, quarter: date) -> None:
    """Nobody else puts anything into a box, or opens it, until the transaction ends."""
    BallotBox.objects.bulk_create(
        [BallotBox(centre_id=centre_id, quarter=quarter)], ignore_conflicts=True
    )
    BallotBox.objects.select_for_update().get(centre=centre_id, quarter=quarter)


def voice_of(about: About, asked: Asked, said: Said, quarter: date) -> Voice:
    """A filled questionnaire as it goes into the box."""
    service = about.service
    not_asked = sum(1 << n for n, item in enumerate(asked.items) if item.code in asked.exempt)
    return Voice(
        quarter=quarter,
        path=(about.centre.pk, service.agency_id, service.unit_id, service.pk),
        answers=tuple(said.answers.get(item.code) for item in asked.items),
        not_asked=not_asked,
        remark=said.remark,
        profile=said.profile,
    )


def sealed_ballot(instrument_id: int, voice: Voice) -> SealedBallot:
    """A ballot nobody can read yet, not saved."""
    names = ("centre_id", "agency_id", "unit_id", "service_id")
    place: dict[str, Any] = dict(zip(names, voice.path, strict=True))
    row = SealedBallot(instrument_id=instrument_id, quarter=voice.quarter, **place)
    row.sealed = seal(
        key_in_use(),
        sealed_content(voice),
        bound_to=bound_to(row),
        nonce=os.urandom(NONCE_BYTES),
        block=SEAL_BLOCK,
    )
    return row


def taking_part(
    about: About, asked: Asked, circumstances: Circumstances, day: date
) -> dict[str, Any]:
    """One who took part, to be counted."""
    return {
        "instrument": asked.instrument.pk,
        "centre": about.centre.pk,
        "agency": about.service.agency_id,
        "unit": about.service.unit_id,
        "service": about.service.pk,
        "standard": about.standard.pk if about.standard else None,
        "counter": about.counter.pk if about.counter else None,
        "channel": circumstances.channel,
        "day": day,
        "ballots": 1,
        "staff": int(circumstances.from_staff_network),
        "device": int(circumstances.from_known_device),
    }
