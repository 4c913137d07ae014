"""What must be right before a row is written, as refusals that name the field."""

from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.organisation.models import Centre

Row = TypeVar("Row", bound=models.Model)


def saved(row: Row) -> Row:
    """The row, checked and written."""
    check(row)
    row.save()
    return row


def check(row: models.Model) -> None:
    """Turn a failed validation into a refusal that names the field."""
    try:
        row.full_clean()
    except ValidationError as problem:
        errors = [
            FieldError(field=name, code="invalid", message=" ".join(messages))
            for name, messages in problem.message_dict.items()
        ]
        raise FieldRefusal(_("Please check what was entered."), errors) from problem


def field_refusal(name: str, message: str) -> FieldRefusal:
    """A refusal about one field."""
    return FieldRefusal(message, [FieldError(field=name, code="invalid", message=message)])


def local_day(centre: Centre, at: datetime) -> date:
    """The day it is where the centre stands."""
    return at.astimezone(ZoneInfo(centre.zone)).date()


def not_in_the_past(name: str, day: date, centre: Centre, at: datetime) -> None:
    """Refuse a day that is over where the centre stands."""
    if day < local_day(centre, at):
        raise field_refusal(name, _("This day is over. Choose today or a later day."))
