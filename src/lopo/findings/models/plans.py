"""The follow-up plan (rencana tindak lanjut) of a period, and what became of it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PERIOD = r"^[0-9]{4}(-(tw[1-4]|s[12]))?$"


class FollowUpPlan(models.Model):
    """What an agency, or a unit of it, does about its weakest elements (PermenPANRB 14/2017).

    ``period``: as spelled in addresses, the one whose result it follows from. Written by one
    person, released by another; what is realised is entered later, each time as a new revision.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "written_by": "Who wrote it last, so that somebody else releases it; kept with the plan.",
        "released_by": "Who answers for it; kept with the plan.",
    }

    class State(models.TextChoices):
        """Whether everybody sees it."""

        DRAFT = "DRAFT", _("Draft")
        RELEASED = "RELEASED", _("Released")

    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=8)
    period_end = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    released_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-period_end", "agency", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "unit", "period"], name="one_plan_a_period", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(period__regex=PERIOD), name="plan_names_a_period"),
            models.CheckConstraint(
                condition=~Q(released_by=F("written_by")), name="who_plans_does_not_release"
            ),
            models.CheckConstraint(
                condition=Q(state="DRAFT", released_by=None, released_at=None)
                | Q(state="RELEASED", released_by__isnull=False, released_at__isnull=False),
                name="released_plan_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"plan of {self.agency_id} after {self.period}"


class FollowUp(models.Model):
    """One thing that is done about one element.

    ``value``: the element's value when it was planned, frozen. ``function``: the office that
    answers for it, never a person. ``quarters`` of ``year``: when it is done (TW I–IV).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "PLANNED", _("Planned")
        RUNNING = "RUNNING", _("In hand")
        DONE = "DONE", _("Done")
        DROPPED = "DROPPED", _("Dropped")

    plan = models.ForeignKey(FollowUpPlan, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    element = models.CharField(max_length=4)
    element_name = models.CharField(max_length=120)
    value = models.DecimalField(max_digits=5, decimal_places=2)
    action = models.CharField(max_length=400)
    year = models.PositiveSmallIntegerField()
    quarters = ArrayField(models.PositiveSmallIntegerField())
    function = models.CharField(max_length=160)
    target = models.DecimalField(max_digits=5, decimal_places=2)
    evidence = models.CharField(max_length=300, blank=True)
    evidence_link = models.URLField(max_length=300, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    realised_date = models.DateField(null=True)
    realisation = models.CharField(max_length=400, blank=True)
    dropped_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "element"], name="one_follow_up_an_element"),
            models.UniqueConstraint(fields=["plan", "position"], name="one_follow_up_a_place"),
            models.CheckConstraint(
                condition=~Q(action="") & ~Q(function=""), name="follow_up_says_what_and_who"
            ),
            models.CheckConstraint(
                condition=Q(quarters__contained_by=[1, 2, 3, 4], quarters__len__gte=1),
                name="follow_up_says_when",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=100, target__lte=100, target__gte=F("value")),
                name="follow_up_aims_higher",
            ),
            models.CheckConstraint(
                condition=~Q(state="DONE") | (Q(realised_date__isnull=False) & ~Q(realisation="")),
                name="done_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="DROPPED") | ~Q(dropped_reason=""), name="dropped_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element} of plan {self.plan_id}"
