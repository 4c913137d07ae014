"""Places and who runs them: agencies, units, centres, queues, counters."""

from functools import cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lopo.organisation.rules import DAY_MINUTES, PROVINCES

# The live channel carries "<centre code>:<rev>" in 20 bytes, so centre codes stay short.
CENTRE_CODE_LENGTH = 12
ARCHIVAL_REASON_LENGTH = 200


@cache
def known_zones() -> frozenset[str]:
    """The zones this machine can compute with; asked once, as it opens some 600 files to tell."""
    return frozenset(available_timezones())


def validate_zone(name: str) -> None:
    """Refuse a zone the machine cannot compute with."""
    if name not in known_zones():
        raise ValidationError(_("%(zone)s is not a known time zone."), params={"zone": name})


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
    province = models.CharField(max_length=2, blank=True, choices=sorted(PROVINCES.items()))
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


class Archival(models.Model):
    """A whole centre out of use: since when, why (everybody reads it), and until when."""

    personal_data: ClassVar[dict[str, str]] = {
        "archived_by": "opaque id of the staff account that archived; evidence for inspections",
        "restored_by": "opaque id of the staff account that restored; evidence for inspections",
    }

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="archivals")
    archived_at = models.DateTimeField()
    archived_by = models.CharField(max_length=40)
    reason = models.CharField(max_length=ARCHIVAL_REASON_LENGTH)
    restored_at = models.DateTimeField(null=True, blank=True)
    restored_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["archived_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre"], condition=Q(restored_at__isnull=True), name="archived_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="archival_has_a_reason"),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True, restored_by="")
                | Q(restored_at__isnull=False, restored_at__gte=F("archived_at"))
                & ~Q(restored_by=""),
                name="archival_ends_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.archived_at}"


class Queue(models.Model):
    """A line of numbers of a centre; its letter starts every number (A-012)."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="queues")
    code = models.CharField(max_length=1)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    # Numbers taken from afar have a quota of their own, never the room's; empty is no limit.
    daily_quota = models.PositiveIntegerField(null=True, blank=True)
    remote_daily_quota = models.PositiveIntegerField(null=True, blank=True)
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
