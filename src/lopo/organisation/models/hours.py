"""When centres are open: weekly hours, seasons, holidays, exceptions, closures."""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lopo.organisation.rules import DAY_MINUTES, PROVINCES

from .places import Centre

# Spoken and shown on a TV: one sentence, not a letter.
REASON_LENGTH = 120


def _int_range(start: str, end: str, bounds: str) -> Func:
    """A range usable by GiST without the btree_gist extension."""
    return Func(F(start), F(end), Value(bounds), function="int8range")


def _never_overlapping(name: str, starts: str, ends: str) -> ExclusionConstraint:
    """No two rows of a centre cover the same minute of a weekday at the same time."""
    validity = Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange")
    return ExclusionConstraint(
        name=name,
        expressions=[
            (_int_range("centre", "centre", "[]"), RangeOperators.OVERLAPS),
            (_int_range("weekday", "weekday", "[]"), RangeOperators.OVERLAPS),
            (_int_range(starts, ends, "[)"), RangeOperators.OVERLAPS),
            (validity, RangeOperators.OVERLAPS),
        ],
    )


def _once_at_a_time(
    name: str, span: Func, said: Any, condition: Q | None = None
) -> ExclusionConstraint:
    """No two rows of a centre hold at the same time."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (_int_range("centre", "centre", "[]"), RangeOperators.OVERLAPS),
            (span, RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=said,
    )


def _day_range() -> Func:
    return Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange")


def _hours_and_break(prefix: str) -> list[models.CheckConstraint]:
    """Hours close after they open; a break is whole and lies within them."""
    hours = Q(closes_minute__gt=F("opens_minute"), closes_minute__lte=DAY_MINUTES)
    pause = Q(
        break_starts_minute__gt=F("opens_minute"),
        break_ends_minute__gt=F("break_starts_minute"),
        break_ends_minute__lt=F("closes_minute"),
    )
    none = Q(break_starts_minute__isnull=True, break_ends_minute__isnull=True)
    closed = Q(opens_minute__isnull=True, closes_minute__isnull=True) & none
    return [
        models.CheckConstraint(
            name=f"{prefix}_close_after_opening",
            # A check that is neither true nor false passes in SQL: half an entry is refused here.
            condition=closed | (Q(opens_minute__isnull=False, closes_minute__isnull=False) & hours),
            violation_error_message=_("Closing time must be later than opening time."),
        ),
        models.CheckConstraint(
            name=f"{prefix}_break_within_hours",
            condition=none
            | (
                Q(break_starts_minute__isnull=False, break_ends_minute__isnull=False)
                & Q(opens_minute__isnull=False)
                & pause
            ),
            violation_error_message=_("A break lies between opening and closing time."),
        ),
    ]


class WeeklyHours(models.Model):
    """When a centre is open on one weekday (0 is Monday), in minutes of the local day."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField()
    opens_minute = models.PositiveSmallIntegerField()
    closes_minute = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["weekday", "opens_minute", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_weekday_exists"),
            models.CheckConstraint(
                condition=Q(closes_minute__gt=F("opens_minute"), closes_minute__lte=DAY_MINUTES),
                name="hours_close_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="hours_valid_forwards",
            ),
            _never_overlapping("hours_never_overlap", "opens_minute", "closes_minute"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_minute}-{self.closes_minute}"


class Break(models.Model):
    """A pause inside the opening hours of one weekday."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="breaks")
    weekday = models.PositiveSmallIntegerField()
    starts_minute = models.PositiveSmallIntegerField()
    ends_minute = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["weekday", "starts_minute", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="break_weekday_exists"),
            models.CheckConstraint(
                condition=Q(ends_minute__gt=F("starts_minute"), ends_minute__lte=DAY_MINUTES),
                name="break_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="break_valid_forwards",
            ),
            _never_overlapping("breaks_never_overlap", "starts_minute", "ends_minute"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts_minute}-{self.ends_minute}"


class Scope(models.TextChoices):
    """For whom a holiday holds: one centre, its province, or everyone, by law or by decree."""

    CENTRE = "CENTRE", _("This centre only")
    PROVINCE = "PROVINCE", _("All centres of the province")
    NATIONAL = "NATIONAL", _("Everyone: national holiday")
    COLLECTIVE_LEAVE = "COLLECTIVE_LEAVE", _("Everyone: collective leave")


class Holiday(models.Model):
    """A day on which centres that observe holidays stay closed.

    It holds everywhere, in one province (``province``) or at one centre (``centre``).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    class Kind(models.TextChoices):
        """Who declared it: the law, the yearly joint decree of three ministers, or a region."""

        NATIONAL = "NATIONAL", _("National holiday")
        COLLECTIVE_LEAVE = "COLLECTIVE_LEAVE", _("Collective leave")
        REGIONAL = "REGIONAL", _("Regional holiday")

    date = models.DateField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    province = models.CharField(max_length=2, blank=True, choices=sorted(PROVINCES.items()))
    centre = models.ForeignKey(
        Centre, models.CASCADE, null=True, blank=True, related_name="own_holidays"
    )
    legal_basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["date", "-kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "kind", "province", "centre"],
                name="one_holiday_of_a_kind_a_day",
                nulls_distinct=False,
                violation_error_message=_("There is such a holiday on this day already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["NATIONAL", "COLLECTIVE_LEAVE"], province="", centre=None)
                | Q(kind="REGIONAL", province__gt="", centre=None)
                | Q(kind="REGIONAL", province="", centre__isnull=False),
                name="holiday_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"

    @property
    def scope(self) -> "Scope":
        """For whom it holds, and as what."""
        if self.centre_id is not None:
            return Scope.CENTRE
        return Scope.PROVINCE if self.province else Scope(self.kind)


class Season(models.Model):
    """Days on which a centre keeps other weekly hours, such as Ramadan."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="seasons")
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    legal_basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="season_forwards",
                violation_error_message=_("The last day must not be before the first."),
            ),
            _once_at_a_time(
                "seasons_never_overlap",
                _day_range(),
                _("Another season holds on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DayHours(models.Model):
    """Opening and closing of a day with at most one break, in minutes of the local day."""

    personal_data: ClassVar[dict[str, str]] = {}

    opens_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    closes_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    break_starts_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    break_ends_minute = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class SeasonHours(DayHours):
    """One weekday of a season; a weekday without a row is closed."""

    personal_data: ClassVar[dict[str, str]] = {}

    season = models.ForeignKey(Season, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["season", "weekday"], name="one_row_per_season_day"),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, opens_minute__isnull=False),
                name="season_weekday_exists",
            ),
            *_hours_and_break("season"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_minute}-{self.closes_minute}"


class HoursException(DayHours):
    """Days of one centre with special hours, or closed (no hours), and why."""

    personal_data: ClassVar[dict[str, str]] = {
        "decided_by": "opaque id of the staff account that decided; evidence for inspections",
        "withdrawn_by": "opaque id of the staff account that took it back; the same",
    }

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="hours_exceptions")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=REASON_LENGTH)
    legal_basis = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="exception_forwards",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exception_has_a_reason"),
            *_hours_and_break("exception"),
            _once_at_a_time(
                "exceptions_never_overlap",
                _day_range(),
                _("Another exception holds on some of these days."),
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.reason}"


class Closure(models.Model):
    """A temporary closure: from a moment until it reopens by itself, or is ended earlier."""

    personal_data: ClassVar[dict[str, str]] = {
        "closed_by": "opaque id of the staff account that closed; evidence for inspections",
        "reopened_by": "opaque id of the staff account that reopened; evidence for inspections",
    }

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=REASON_LENGTH)
    closed_by = models.CharField(max_length=40)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="closure_forwards",
                violation_error_message=_("The reopening must lie ahead."),
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True)
                | Q(reopened_at__gte=F("starts_at"), reopened_at__lte=F("ends_at")),
                name="closure_reopened_within",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="closure_has_a_reason"),
            _once_at_a_time(
                "closures_never_overlap",
                Func(
                    F("starts_at"),
                    Coalesce("reopened_at", "ends_at"),
                    Value("[)"),
                    function="tstzrange",
                ),
                _("The centre is closed for the time being already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at} {self.reason}"
