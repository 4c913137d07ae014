"""What people looked for in vain."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class MissedSearch(models.Model):
    """What somebody looked for in vain, and on how many searches; nothing about who or when."""

    personal_data: ClassVar[dict[str, str]] = {}

    # Plain words only (rules.worth_counting): neither numbers of persons nor addresses.
    text = models.CharField(max_length=80, unique=True)
    count = models.PositiveIntegerField(default=1)
    first_date = models.DateField()
    last_date = models.DateField()

    class Meta:
        ordering = ["-count", "-last_date", "text"]
        constraints = [
            models.CheckConstraint(
                condition=Q(text__regex=r"^[a-z0-9]+( [a-z0-9]+)*$"), name="missed_text_is_plain"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="missed_at_least_once"),
            models.CheckConstraint(
                condition=Q(last_date__gte=models.F("first_date")), name="missed_first_then_last"
            ),
        ]

    def __str__(self) -> str:
        return self.text
