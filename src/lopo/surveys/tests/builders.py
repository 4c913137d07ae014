"""Builders for stories of the survey."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from lopo.catalogue.api import Service
from lopo.frontdesk import actions as desk_actions
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import (
    Clockwork,
    close_session,
    make_centre,
    make_ticket,
    open_desk,
    service_of,
)
from lopo.kernel.clock import Clock
from lopo.organisation.api import Centre
from lopo.surveys import actions, queries
from lopo.surveys.actions import About, Circumstances, Said
from lopo.surveys.models import Ballot, Instrument, Participation, SealedBallot
from lopo.surveys.rules import Pattern, Period

NEXT_QUARTER = date(2027, 1, 4)
ALL = tuple(f"U{number}" for number in range(1, 10))
PROFILE = {"GENDER": "P", "AGE": "25-34", "EDUCATION": "S1", "WORK": "PNS"}


def all_of(value: int) -> dict[str, int | None]:
    """Every question answered alike."""
    return dict.fromkeys(ALL, value)


def asked_at(clock: Clock) -> queries.Asked:
    """The official questionnaire, whole."""
    asked = queries.asked_about("SKM", clock().date())
    assert asked is not None
    return asked


def vote(
    centre: Centre,
    answers: Mapping[str, int | None] | int = 4,
    *,
    service: Service | None = None,
    clock: Clock | None = None,
    channel: str = "COUNTER",
    **said: Any,
) -> None:
    """Somebody at a counter of this centre answers, by the real act."""
    clock = clock or Clockwork()
    given = all_of(answers) if isinstance(answers, int) else answers
    actions.cast_ballot(
        about=About(centre, service or service_of(centre)),
        asked=asked_at(clock),
        said=Said(given, **said),
        circumstances=Circumstances(channel),
        clock=clock,
    )


def next_version(since: date, **questions: str) -> Instrument:
    """The official questionnaire once more from a day on, with other words for some items."""
    before = Instrument.objects.filter(code="SKM").latest("version")
    file = {
        "kode": "SKM",
        "versi": before.version + 1,
        "nama": before.name,
        "dasar_hukum": before.legal_basis,
        "skala": [before.lowest, before.highest],
        "berlaku_sejak": since.isoformat(),
        "unsur": [
            {
                "kode": item.code,
                "nama": item.name,
                "pertanyaan": questions.get(item.code, item.question),
                "ringkas": item.short_question,
                "jawaban": item.answers,
                "urutan_formulir": item.form_position,
            }
            for item in queries.items_of(before)
        ],
        "profil": [
            {
                "kode": one.code,
                "nama": one.name,
                "pilihan": [{"kode": o["code"], "nama": o["name"]} for o in one.options],
            }
            for one in queries.profile_of(before)
        ],
        "mutu": [
            {"mutu": band.grade, "nama": band.name, "terendah": str(band.lowest)}
            for band in queries.bands_on("SKM", since)
        ],
    }
    raw = json.dumps({"instrumen": [file]}).encode()
    actions.import_instruments(raw=raw, clock=Clockwork())
    return Instrument.objects.get(code="SKM", version=before.version + 1)


def served(centre: Centre | None = None, *, clock: Clockwork | None = None) -> Ticket:
    """A visitor who was served at counter 1, in seconds; the counter is closed again."""
    centre, clock = centre or make_centre(), clock or Clockwork()
    ticket = make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock.forward(seconds=1))
    desk_actions.call_next_ticket(desk=desk, clock=clock.forward(seconds=1))
    desk_actions.start_service(desk=desk, clock=clock.forward(seconds=1))
    desk_actions.finish_service(desk=desk, clock=clock.forward(seconds=5))
    close_session(desk, clock=clock.forward(seconds=1))
    ticket.refresh_from_db()
    return ticket


def answer(ticket: Ticket, answers: int = 4, *, clock: Clock | None = None) -> None:
    """The visitor of a ticket answers by the link of their visit."""
    clock = clock or Clockwork()
    actions.answer_invitation(
        key=actions.key_of_ticket(ticket.token),
        asked=asked_at(clock),
        said=Said(all_of(answers)),
        circumstances=Circumstances("LINK"),
        clock=clock,
    )


def counted(**where: Any) -> int:
    """How many voices there are, as those who count them see it."""
    found = Participation.objects.filter(**where)
    return sum(found.values_list("ballots", flat=True))


def said_so_far(**where: Any) -> list[Pattern]:
    """Everything that was answered, opened or not; only who has the key reads it."""
    opened = Ballot.objects.filter(**where).values_list("answers", flat=True)
    waiting = queries.voices_in(SealedBallot.objects.filter(**where))
    return [*map(tuple, opened), *(one.answers for one in waiting)]


def outcome_of(code: str, period: Period, **where: Any) -> queries.Outcome | None:
    """The index of everything that was answered, hidden or not."""
    frame = queries.frame_of(code, period.last)
    if frame is None:
        return None
    patterns: dict[Pattern, int] = {}
    where = {"quarter__gte": period.first, "quarter__lte": period.last, **where}
    for one in said_so_far(instrument=frame.instrument, **where):
        patterns[one] = patterns.get(one, 0) + 1
    return frame.outcome(queries.counted_from(patterns, frame.items))


def profiles_so_far(**where: Any) -> list[Mapping[str, str]]:
    """What those who wait said of themselves; only who has the key reads it."""
    waiting = queries.voices_in(SealedBallot.objects.filter(**where))
    return [one.profile for one in waiting]


def remarks_so_far(**where: Any) -> list[str]:
    """Every remark that waits; only who has the key reads it."""
    waiting = queries.voices_in(SealedBallot.objects.filter(**where))
    return [one.remark for one in waiting if one.remark]


def quarter_ends() -> None:
    """The first morning of the next quarter."""
    days = (NEXT_QUARTER - Clockwork()().date()).days
    assert actions.open_what_waits(Clockwork().forward(days=days))


def rows_of(table: str, order: str) -> list[dict[str, Any]]:
    """A table as somebody reads it who may read everything, in an order of their choice."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text::bigint AS xmin, ctid, * FROM {table} ORDER BY {order}")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
