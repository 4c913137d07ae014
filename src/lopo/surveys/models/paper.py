"""Questionnaires filled on paper, on their way into the box: entered by one, checked by another."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PaperBatch(models.Model):
    """Sheets collected at a centre on a day, under a number that is written on them.

    ``instrument`` is the version of the day. ``sheets`` is how many were counted in the hand.
    ``sample`` are the sheets a second person enters again, drawn when the batch is handed over.
    Once counted, only numbers are left: what the sheets said is in the box and nowhere else, and
    the paper stays in the archive by the batch's number.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "entered_by": "Which staff account typed the sheets; evidence that two persons did it.",
        "checked_by": "Which staff account checked them; evidence that two persons did it.",
    }

    class State(models.TextChoices):
        """How far it is."""

        ENTERING = "ENTERING", _("Being entered")
        SUBMITTED = "SUBMITTED", _("Waiting for the check")
        COUNTED = "COUNTED", _("Counted")
        REJECTED = "REJECTED", _("Not counted")

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    instrument = models.ForeignKey("surveys.Instrument", models.PROTECT, related_name="+")
    day = models.DateField()
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("catalogue.Service", models.PROTECT, null=True, related_name="+")
    sheets = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.ENTERING)
    sample = ArrayField(models.PositiveSmallIntegerField(), default=list)
    entered_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    checked_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    ballots = models.PositiveSmallIntegerField(null=True)
    differences = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField()
    decided_on = models.DateField(null=True)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "number"], name="one_paper_batch_a_number"
            ),
            models.CheckConstraint(condition=Q(sheets__gte=1), name="paper_batch_has_sheets"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")),
                name="paper_batch_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state="COUNTED")
                | Q(checked_by__isnull=False, ballots__isnull=False, decided_on__isnull=False),
                name="paper_batch_counted_was_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state="REJECTED") | ~Q(reason=""), name="paper_batch_rejected_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As it is written on the sheets: ``2026-014``."""
        return f"{self.year}-{self.number:03}"


class Sheet(models.Model):
    """What one sheet says: answers in the order of the items, null where there is none."""

    personal_data: ClassVar[dict[str, str]] = {}

    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="%(class)ss")
    number = models.PositiveSmallIntegerField()
    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    answers = ArrayField(models.PositiveSmallIntegerField(null=True))
    profile = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ["number"]


class PaperForm(Sheet):
    """A sheet as it was first entered; deleted as soon as its batch is counted or given up."""

    personal_data: ClassVar[dict[str, str]] = {
        "remark": "Free text; may name somebody in spite of the notice. Deleted with the count.",
    }

    remark = models.CharField(max_length=1000, blank=True)

    class Meta(Sheet.Meta):
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_paper_form_a_sheet")
        ]

    def __str__(self) -> str:
        return f"sheet {self.number}"


class PaperCheck(Sheet):
    """The same sheet entered once more by somebody else; ``is_settled``: both say the same now."""

    personal_data: ClassVar[dict[str, str]] = {}

    is_settled = models.BooleanField(default=False)

    class Meta(Sheet.Meta):
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_paper_check_a_sheet")
        ]

    def __str__(self) -> str:
        return f"check of sheet {self.number}"
