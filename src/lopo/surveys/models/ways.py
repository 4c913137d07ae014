"""The ways in: codes at counters, and links that may be used once."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class SurveyPoint(models.Model):
    """A code to scan (`/s/…`) at a counter, or (without one) in the room of a centre."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=8, unique=True)
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, null=True, related_name="+")
    instrument_code = models.CharField(max_length=16, default="SKM")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "counter", "instrument_code"],
                name="one_point_a_counter",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.code


class SurveyInvitation(models.Model):
    """The right to answer once about one served visit.

    The link is not kept, only its hash; it follows from the visitor's ticket by a secret outside
    the database. The row does not change when it is used: whether it was, only the link can tell
    (``SpentLink``). So nobody who reads the database learns who has answered.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "hash": "Follows from the visitor's link; tells nothing without it. Deleted when it ends.",
    }

    hash = models.CharField(max_length=64, primary_key=True)
    instrument = models.ForeignKey("surveys.Instrument", models.PROTECT, related_name="+")
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    standard = models.ForeignKey("catalogue.Standard", models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    valid_until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["valid_until"], name="invitation_ends")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("day")), name="invitation_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.day}"


class SpentLink(models.Model):
    """A link that was used, under another hash than its invitation's: the two cannot be joined."""

    personal_data: ClassVar[dict[str, str]] = {
        "hash": "Follows from the visitor's link; tells nothing without it. Deleted when it ends.",
    }

    hash = models.CharField(max_length=64, primary_key=True)
    valid_until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["valid_until"], name="spent_link_ends")]

    def __str__(self) -> str:
        return f"spent until {self.valid_until}"
