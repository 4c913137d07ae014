"""When hours, holidays, exceptions or closures change, the remembered timetables are forgotten."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from .models import (
    Break,
    Closure,
    Holiday,
    HoursException,
    Season,
    SeasonHours,
    WeeklyHours,
)
from .queries import forget_opening_hours


def connect() -> None:
    """Listen; called once when the application starts."""
    for model in (WeeklyHours, Break, Holiday, Season, SeasonHours, HoursException, Closure):
        for signal in (post_save, post_delete):
            signal.connect(_forget, sender=model, dispatch_uid=f"forget:{model.__name__}")


def _forget(sender: type[Any], **_: Any) -> None:
    forget_opening_hours()
