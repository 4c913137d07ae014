"""Giving an agency a look, changing it, taking it away."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.foundation.typeset import TypesetFault, typeset
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.organisation.api import Agency
from lopo.profiles.models import HOUSE, AgencyIdentity, AgencyProfile, Logo
from lopo.profiles.queries import colour_fault_said, logo_fault_said, logo_svg
from lopo.profiles.rules import Colours, Drawing, LogoFault, faults_of_colours, read_logo

from .profiles import ProfileChanged
from .recording import record

# A trial print is thrown away: its day says nothing.
SOME_DAY = date(2026, 1, 1)
FIELDS = ("ground", "action", "accent", "motto", "logo", "logo_alt", "revision", "changed_at")


@dataclass(frozen=True, slots=True)
class Look:
    """What is saved: colours, motto, and a logo as it was sent (None: the one there is stays)."""

    colours: Colours = HOUSE
    motto: str = ""
    logo: bytes | None = None
    logo_alt: str = ""


@transaction.atomic
def save_look(
    *, agency: Agency, look: Look, seen: int, actor: Actor, clock: Clock
) -> AgencyIdentity:
    """Save the look of an agency.

    Raises ``FieldRefusal`` for colours text cannot be read on and for files that are no logo,
    ``ProfileChanged`` if another look was saved since ``seen`` was read.
    """
    errors = [
        FieldError(fault.field, "contrast", colour_fault_said(fault))
        for fault in faults_of_colours(look.colours)
    ]
    drawing = _drawing(look.logo, errors)
    held = _held(agency, seen)
    if (drawing or held.logo_id) and not look.logo_alt:
        errors.append(FieldError("logo_alt", "missing", _("Say what the logo shows.")))
    if errors:
        raise FieldRefusal(errors[0].message, errors)
    earlier = held.logo
    held.ground, held.action = look.colours.ground, look.colours.action
    held.accent, held.motto = look.colours.accent, look.motto
    held.logo = _kept(drawing) if drawing else earlier
    held.logo_alt = look.logo_alt if held.logo else ""
    return _saved(held, earlier, "look_saved", actor, clock)


@transaction.atomic
def remove_look(*, agency: Agency, seen: int, actor: Actor, clock: Clock) -> AgencyIdentity:
    """Back to the look of the house; the motto is said, not seen, and stays."""
    held = _held(agency, seen)
    earlier = held.logo
    held.ground, held.action, held.accent = HOUSE.ground, HOUSE.action, HOUSE.accent
    held.logo, held.logo_alt = None, ""
    return _saved(held, earlier, "look_removed", actor, clock)


def _held(agency: Agency, seen: int) -> AgencyIdentity:
    """The row of the look, locked after that of the profile: the ledger counts under it."""
    AgencyProfile.objects.get_or_create(agency=agency)
    AgencyProfile.objects.select_for_update(of=("self",)).get(agency=agency)
    AgencyIdentity.objects.get_or_create(agency=agency)
    held = AgencyIdentity.objects.select_for_update(of=("self",)).get(agency=agency)
    if held.revision != seen:
        raise ProfileChanged(_("Somebody else has changed this meanwhile. Please read it again."))
    return held


def _saved(
    held: AgencyIdentity, earlier: Logo | None, verb: str, actor: Actor, clock: Clock
) -> AgencyIdentity:
    held.revision, held.changed_at = held.revision + 1, clock()
    held.save(update_fields=FIELDS)
    if earlier is not None and earlier.pk != held.logo_id:
        _forget(earlier)
    facts = {"revision": held.revision, "colours": held.colours.name}
    record(agency=held.agency, verb=verb, facts=facts, actor=actor, at=held.changed_at)
    return held


def _drawing(raw: bytes | None, errors: list[FieldError]) -> Drawing | None:
    if raw is None:
        return None
    try:
        drawing = read_logo(raw)
        _refuse_unprintable(drawing)
        return drawing
    except LogoFault as fault:
        errors.append(FieldError("logo", fault.code, logo_fault_said(fault)))
        return None


def _refuse_unprintable(drawing: Drawing) -> None:
    """Printed once by itself: else every sheet of the agency would fail with it."""
    try:
        typeset("profiles/logo.typ", {"logo": logo_svg(drawing)}, dated=SOME_DAY)
    except TypesetFault:
        raise LogoFault("not-printable") from None


def _kept(drawing: Drawing) -> Logo:
    """The drawing as a row; the same drawing of two agencies is one."""
    facts = {
        "kind": drawing.kind,
        "raw": drawing.raw,
        "width": drawing.width,
        "height": drawing.height,
    }
    digest = hashlib.sha256(drawing.raw).hexdigest()
    return Logo.objects.get_or_create(digest=digest, defaults=facts)[0]


def _forget(logo: Logo) -> None:
    """A logo nobody wears is gone from its address too."""
    if not AgencyIdentity.objects.filter(logo=logo).exists():
        Logo.objects.filter(pk=logo.pk).delete()
