"""What was said, in boxes that nobody can trace back to who said it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact


class BallotBox(models.Model):
    """The box of a centre on a day: locked by whoever puts something in, then shaken."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day"], name="one_box_a_day")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day}"


class Place(models.Model):
    """What a ballot and the counts beside it are told by: never who, never when exactly."""

    personal_data: ClassVar[dict[str, str]] = {}

    instrument = models.ForeignKey("surveys.Instrument", models.PROTECT, related_name="+")
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Ballot(Place):
    """One filled questionnaire. It knows no link, no visitor, no officer and no hour.

    ``answers`` are in the order of the items; null: not answered (never 0). The row is written
    anew, under a new random key and among the others of its day in random order, with every
    further ballot of the day: neither order nor the database's own row versions tell anything.
    ``is_open``: already among what is shown of a running period in detail.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    class Channel(models.TextChoices):
        """How it came in."""

        COUNTER = "COUNTER"
        LINK = "LINK"
        KIOSK = "KIOSK"
        MESSAGE = "MESSAGE"
        PAPER = "PAPER"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    standard = models.ForeignKey("catalogue.Standard", models.PROTECT, null=True, related_name="+")
    counter = models.ForeignKey("organisation.Counter", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=7, choices=Channel)
    day = models.DateField()
    answers = ArrayField(models.PositiveSmallIntegerField(null=True))
    answered = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    from_staff_network = models.BooleanField(default=False)
    from_known_device = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "day"], name="ballot_agency"),
            models.Index(fields=["centre", "day"], name="ballot_centre"),
            models.Index(fields=["service", "day"], name="ballot_service"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered__gte=1, total__gte=F("answered")),
                name="ballot_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"ballot of {self.day}"


class Remark(Place):
    """What somebody wrote in their own words, apart from their answers; only the month is kept.

    Read by staff once enough others have spoken (``is_open``); ``hidden_reason`` when it names
    somebody or insults.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "text": "Free text; may name somebody in spite of the notice. Staff only, may be hidden.",
        "hidden_by": "Who decided that it is not shown; kept with the decision.",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    month = models.DateField()
    text = models.CharField(max_length=1000)
    is_open = models.BooleanField(default=False)
    hidden_reason = models.CharField(max_length=200, blank=True)
    hidden_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["centre", "month"], name="remark_month")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        Value("day"),
                        F("month"),
                        function="date_part",
                        output_field=models.FloatField(),
                    ),
                    1.0,
                ),
                name="remark_knows_the_month_only",
            ),
        ]

    def __str__(self) -> str:
        return f"remark of {self.month}"


class RespondentCount(Place):
    """How many said so of themselves; each field counted for itself, never joined with another.

    ``day``: the first of the quarter. By day they would be joined to a ballot that is alone there.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    day = models.DateField()
    field = models.CharField(max_length=12)
    option = models.CharField(max_length=16)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "day", "instrument", "agency", "unit", "field", "option"],
                name="one_respondent_count",
                nulls_distinct=False,
            )
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
