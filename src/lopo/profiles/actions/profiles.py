"""Saving what an agency says of itself: profiles and facts at once, in one revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.foundation.days import civil_date
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import Refusal
from lopo.organisation.api import Agency
from lopo.profiles.models import AgencyProfile, ComplianceFact
from lopo.profiles.queries import typed_items

from .recording import record

PROFILE_FIELDS: Final = (
    "tasks", "structure", "address", "hours", "phone", "email", "website", "performers",
)  # fmt: skip


class ProfileChanged(Refusal):
    """Somebody saved it since it was read."""

    code = "profile-changed"


@dataclass(frozen=True, slots=True)
class FactTold:
    """What the agency says of one item; ``is_confirmed``: looked at again today, nothing new."""

    is_present: bool = False
    text: str = ""
    evidence_url: str = ""
    is_confirmed: bool = False


@transaction.atomic
def save_profile(
    *,
    agency: Agency,
    told: Mapping[str, str],
    facts: Mapping[str, FactTold],
    seen: int,
    actor: Actor,
    clock: Clock,
) -> AgencyProfile:
    """Save both profiles and the facts, by the code of their item.

    ``seen`` is the revision that was read; raises ``ProfileChanged`` if another is saved now.
    What somebody else answers (``ComplianceItem.answered_by``) is not taken from here.
    """
    AgencyProfile.objects.get_or_create(agency=agency)
    held = AgencyProfile.objects.select_for_update(of=("self",)).get(agency=agency)
    if held.revision != seen:
        raise ProfileChanged(_("Somebody else has changed this meanwhile. Please read it again."))
    for name in PROFILE_FIELDS:
        setattr(held, name, told.get(name, ""))
    held.revision, held.changed_at = held.revision + 1, clock()
    held.save(update_fields=[*PROFILE_FIELDS, "revision", "changed_at"])
    today = civil_date(held.changed_at)
    for item in typed_items(today):
        _save_fact(agency, item.pk, facts.get(item.code, FactTold()), today)
    record(
        agency=agency,
        verb="profile_saved",
        facts={"revision": held.revision},
        actor=actor,
        at=held.changed_at,
    )
    return held


def _save_fact(agency: Agency, item_id: int, told: FactTold, today: date) -> None:
    """One row an item; its day moves when it says something new, or was looked at again."""
    said: dict[str, Any] = {
        "is_present": told.is_present,
        "text": told.text,
        "evidence_url": told.evidence_url,
    }
    held = ComplianceFact.objects.filter(agency=agency, item_id=item_id).first()
    if held is None:
        if any(said.values()):
            ComplianceFact.objects.create(
                agency=agency, item_id=item_id, confirmed_on=today, **said
            )
        return
    is_new = any(getattr(held, name) != value for name, value in said.items())
    if is_new or told.is_confirmed:
        for name, value in said.items():
            setattr(held, name, value)
        held.confirmed_on = today
        held.save(update_fields=[*said, "confirmed_on"])
