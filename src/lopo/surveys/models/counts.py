"""What is counted beside the ballots, apart from them: who took part, never what was said."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .ballots import OpenedPlace, Place, begins_a_quarter


class Channel(models.TextChoices):
    """How a ballot came in."""

    COUNTER = "COUNTER"
    LINK = "LINK"
    KIOSK = "KIOSK"
    MESSAGE = "MESSAGE"
    PAPER = "PAPER"


class Participation(Place):
    """How many answered about a service on a day, where and how; nothing of what they answered.

    ``standard``: the version they were served under, where the way in knows it. Flags
    (``from_staff_network``, ``from_known_device``) are counts, too: they ask for a second look.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    standard = models.ForeignKey("catalogue.Standard", models.PROTECT, null=True, related_name="+")
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=7, choices=Channel)
    day = models.DateField()
    ballots = models.PositiveIntegerField(default=0)
    from_staff_network = models.PositiveIntegerField(default=0)
    from_known_device = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "day"], name="participation_agency"),
            models.Index(fields=["service", "day"], name="participation_service"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "centre",
                    "day",
                    "service",
                    "counter",
                    "channel",
                    "instrument",
                    "agency",
                    "unit",
                    "standard",
                ],
                name="one_participation",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.ballots} on {self.day}"


class CounterTally(models.Model):
    """How often which questionnaire was filled in at a counter in a quarter, as one sealed sum.

    ``sealed``: a table of patterns and counts under a key that is not in the database. Neither
    services nor days are in it: it leads to no ballot.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "sealed": "Counts of answers at a counter, unreadable without the installation's key.",
    }

    instrument = models.ForeignKey("surveys.Instrument", models.PROTECT, related_name="+")
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, related_name="+")
    quarter = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "quarter", "instrument"], name="one_tally_a_counter"
            ),
            models.CheckConstraint(
                condition=begins_a_quarter("quarter"), name="tally_knows_the_quarter_only"
            ),
        ]

    def __str__(self) -> str:
        return f"tally of {self.counter_id} {self.quarter}"


class RespondentCount(OpenedPlace):
    """How many said so of themselves; each field counted for itself, never joined with another.

    Counted when their ballots are opened, many at once, at the place these are told by: what
    somebody says of themselves who came alone would name them.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    field = models.CharField(max_length=12)
    option = models.CharField(max_length=16)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "quarter", "instrument", "agency", "unit", "field", "option"],
                name="one_respondent_count",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=begins_a_quarter("quarter"), name="respondents_know_the_quarter_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.option}: {self.count}"


class Turnout(models.Model):
    """How many were served on a day at a counter, and how many did not want to be asked."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    served = models.PositiveIntegerField(default=0)
    declined = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["agency", "day"], name="turnout_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "day", "service", "counter", "agency"],
                name="one_turnout",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.served} served on {self.day}"


class Population(models.Model):
    """How many people an agency serves, as it declares it (13,686 civil servants of NTT)."""

    personal_data: ClassVar[dict[str, str]] = {}

    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="one_population_a_day"),
            models.CheckConstraint(condition=Q(people__gte=1), name="population_is_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.people} from {self.valid_from}"
