"""What the register of regulations does not take, each with its sentence and its field."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.registers.models import Regulation
from lopo.registers.rules import (
    FIRST_DAY,
    YEARS_AHEAD,
    Entry,
    is_believable,
    is_official,
    leads_back,
)


def refuse_known(code: str, title: str, *, except_for: Regulation | None = None) -> None:
    """Refuse a code or a title the register has already."""
    others = Regulation.objects.exclude(pk=except_for.pk) if except_for else Regulation.objects
    if code and others.filter(code=code).exists():
        raise wrong("code", _("The register has this code already."))
    if others.filter(title__iexact=title).exists():
        raise wrong("title", _("The register has this regulation already."))


def refuse_wrong(entry: Entry, today: date) -> None:
    """Refuse days no regulation has, and links to where no official text is."""
    for field in ("valid_from", "valid_to"):
        day = getattr(entry, field)
        if day is not None and not is_believable(day, today):
            told = {"first": FIRST_DAY.year, "last": today.year + YEARS_AHEAD}
            raise wrong(field, _("Only a day from 17 August %(first)s to %(last)s.") % told)
    if entry.link and not is_official(entry.link, settings.LAW_HOSTS):
        sentence = _("Only an address of an official text, at a host such as %(hosts)s.")
        raise wrong("link", sentence % {"hosts": ", ".join(settings.LAW_HOSTS)})


def refuse_successor(held: Regulation, entry: Entry) -> None:
    """Refuse a successor of what has not ended, and one that leads back."""
    if entry.replaced_by is None:
        return
    if entry.valid_to is None:
        raise wrong("valid_to", _("Say since when it holds no longer."))
    rows: Collection[tuple[int, int | None]] = Regulation.objects.values_list("pk", "replaced_by")
    if leads_back(dict(rows), entry.replaced_by, held.pk):
        raise wrong("replaced_by", _("That one was itself replaced by this regulation."))


def wrong(field: str, message: str) -> FieldRefusal:
    """One error at one field."""
    return FieldRefusal(message, [FieldError(field=field, code="invalid", message=message)])
