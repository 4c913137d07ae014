"""Places and who runs them: agencies, units, centres, queues, counters, hours, holidays."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

DAY_MINUTES = 1440
# The live channel carries "<centre code>:<rev>" in 20 bytes, so centre codes stay short.
CENTRE_CODE_LENGTH = 12


def validate_zone(name: str) -> None:
    """Refuse a zone the machine cannot compute with."""
    if name not in available_timezones():
        raise ValidationError(_("%(zone)s is not a known time zone."), params={"zone": name})


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


class Agency(models.Model):
    """A government agency that owns services (perangkat daerah)."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]*$"), name="agency_code_is_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an agency that answers for services (bidang, UPT)."""

    personal_data: ClassVar[dict[str, str]] = {}

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="one_unit_per_code"),
            models.UniqueConstraint(fields=["agency", "name"], name="one_unit_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Centre(models.Model):
    """A place where visitors are received (pusat layanan), with the policy of its room."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=CENTRE_CODE_LENGTH, unique=True)
    name = models.CharField(max_length=120)
    host_agency = models.ForeignKey(Agency, models.PROTECT, related_name="centres")
    zone = models.CharField(max_length=40, default="Asia/Makassar", validators=[validate_zone])
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    wifi_ssid = models.CharField(max_length=32, blank=True)
    wifi_password = models.CharField(max_length=63, blank=True)
    is_practice = models.BooleanField(default=False)
    observes_holidays = models.BooleanField(default=True)
    cut_off_minutes = models.PositiveSmallIntegerField(default=0)
    issue_during_break = models.BooleanField(default=True)
    no_show_calls = models.PositiveSmallIntegerField(default=3)
    no_show_interval_seconds = models.PositiveSmallIntegerField(default=45)
    return_minutes = models.PositiveSmallIntegerField(default=15)
    remote_grace_minutes = models.PositiveSmallIntegerField(default=30)
    daily_quota = models.PositiveIntegerField(null=True, blank=True)
    remote_daily_quota = models.PositiveIntegerField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["is_practice", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]*$"), name="centre_code_is_plain"
            ),
            models.CheckConstraint(
                condition=Q(cut_off_minutes__lt=DAY_MINUTES), name="cut_off_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(no_show_calls__gte=1, no_show_calls__lte=20),
                name="no_show_calls_sensible",
            ),
            models.CheckConstraint(
                condition=Q(no_show_interval_seconds__gte=1), name="no_show_interval_positive"
            ),
            models.CheckConstraint(
                condition=Q(remote_daily_quota__isnull=True)
                | Q(daily_quota__isnull=True)
                | Q(remote_daily_quota__lte=F("daily_quota")),
                name="remote_quota_within_quota",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Queue(models.Model):
    """A line of numbers of a centre; its letter starts every number (A-012)."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="queues")
    code = models.CharField(max_length=1)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="one_queue_per_letter"),
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]$"), name="queue_is_a_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Counter(models.Model):
    """A numbered place where an officer serves a visitor (meja layanan, loket)."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="counters")
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    queues: "models.ManyToManyField[Queue, Any]" = models.ManyToManyField(
        Queue, related_name="counters", blank=True
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="one_counter_per_code"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Za-z0-9][A-Za-z0-9-]*$"),
                name="counter_code_is_plain",
            ),
        ]

    def __str__(self) -> str:
        return self.name


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


class Holiday(models.Model):
    """A day on which centres that observe holidays stay closed."""

    personal_data: ClassVar[dict[str, str]] = {}

    class Kind(models.TextChoices):
        """Who declared it: the law, or the yearly joint decree of three ministers."""

        NATIONAL = "NATIONAL", _("National holiday")
        COLLECTIVE_LEAVE = "COLLECTIVE_LEAVE", _("Collective leave")

    date = models.DateField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    legal_basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["date", "-kind"]
        constraints = [
            models.UniqueConstraint(fields=["date", "kind"], name="one_holiday_of_a_kind_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=["NATIONAL", "COLLECTIVE_LEAVE"]), name="holiday_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
