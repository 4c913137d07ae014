"""What becomes of those left over when a day ends: the centre's rule, a supervisor's decision."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DayEndRule(models.Model):
    """What becomes of those still waiting when the day ends, at a centre, from a day on.

    Without a row they are missed. Law as data: each row has its basis and stays.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    class Rule(models.TextChoices):
        """Missed, or carried over to the next day when a supervisor decides so."""

        MISS = "MISS", _("Missed")
        CARRY_OVER = "CARRY_OVER", _("May be carried over")

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    rule = models.CharField(max_length=10, choices=Rule)
    valid_from = models.DateField()
    legal_basis = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "valid_from"], name="one_day_end_rule_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} from {self.valid_from}"


class CarryOver(models.Model):
    """A supervisor's decision that who is left over on a day is served on the next one.

    ``carried_at`` is when the new numbers were given out; null while that day has not come.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "officer": "which staff account decided; evidence for inspections",
    }

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    service_date = models.DateField()
    reason = models.CharField(max_length=200)
    officer = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    carried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "service_date"], name="one_carry_over_a_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_carry_over_has_a_reason"),
            models.CheckConstraint(
                condition=Q(carried_at=None) | Q(carried_at__gt=F("decided_at")),
                name="carried_over_after_the_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_date}: {self.reason}"
