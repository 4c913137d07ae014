"""What the waiting-room screen tells."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Announcement(models.Model):
    """A message on the waiting-room screen of a centre."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    title = models.CharField(max_length=90)
    body = models.CharField(max_length=240, blank=True)
    shown_from = models.DateField()
    shown_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_until__gte=F("shown_from")), name="announcement_period"
            )
        ]

    def __str__(self) -> str:
        return self.title
