"""From where on something about the survey is worth a look: published numbers, not code."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class WatchThreshold(models.Model):
    """A limit that a rule of the supervisor's page compares with, from a day on."""

    personal_data: ClassVar[dict[str, str]] = {}

    class Code(models.TextChoices):
        """What is compared."""

        LEAST = "LEAST"
        DAY = "DAY"
        BURST = "BURST"
        STAFF = "STAFF"
        DEVICE = "DEVICE"
        STRAIGHT = "STRAIGHT"
        ALIKE = "ALIKE"
        TOP = "TOP"

    code = models.CharField(max_length=8, choices=Code)
    value = models.DecimalField(max_digits=6, decimal_places=2)
    valid_from = models.DateField()
    legal_basis = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_threshold_a_day"),
            models.CheckConstraint(condition=Q(value__gt=0), name="threshold_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"
