"""Reports that somebody had made: made by the worker, kept for a day, or released for good."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .plans import PERIOD


class Report(models.Model):
    """The official SKM report of an agency, a unit or a centre for a period, as PDF and DOCX.

    Exactly one of ``agency`` (with a ``unit`` or without) and ``centre`` is named. ``beat_at`` is
    the sign of life of the worker that makes it. Not released, it is deleted after a day;
    released, it stays for good, also when a later release has ``superseded`` it.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "asked_by": "Who had it made, so that somebody else releases it; gone with the report.",
        "released_by": "Who answers for the released report; kept with it.",
    }

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Being made")
        DONE = "DONE", _("Ready")
        FAILED = "FAILED", _("Failed")

    # 128 secret bits: the name of its page and of its files.
    token = models.CharField(max_length=32, unique=True)
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=8)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=14, blank=True)
    asked_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, centre=None)
                | Q(agency=None, unit=None, centre__isnull=False),
                name="report_is_of_one",
            ),
            models.CheckConstraint(condition=Q(period__regex=PERIOD), name="report_names_a_period"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="report_within_total"),
            models.CheckConstraint(
                condition=Q(state__in=["DONE", "FAILED"], finished_at__isnull=False)
                | Q(state__in=["WAITING", "RUNNING"], finished_at=None),
                name="report_ends_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(released_by=F("asked_by")), name="who_reports_does_not_release"
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | Q(released_by__isnull=False, released_at__isnull=False, state="DONE"),
                name="released_report_is_ready",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(released_at__isnull=False),
                name="superseded_report_was_released",
            ),
            models.UniqueConstraint(
                fields=["agency", "unit", "centre", "period"],
                condition=Q(released_at__isnull=False, superseded_at=None),
                name="one_released_report",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.period} {self.state}"
