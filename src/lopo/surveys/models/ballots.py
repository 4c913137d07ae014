"""What was said: sealed while few have spoken, and among a handful of others ever after."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

QUARTERS_BEGIN_IN = (1, 4, 7, 10)


def begins_a_quarter(field: str) -> Q:
    """Only the first day of a quarter may stand in this field."""
    return Q(**{f"{field}__day": 1, f"{field}__month__in": QUARTERS_BEGIN_IN})


class BallotBox(models.Model):
    """The box of a centre in a quarter: locked by whoever puts something in or takes it out."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    quarter = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "quarter"], name="one_box_a_quarter"),
            models.CheckConstraint(
                condition=begins_a_quarter("quarter"), name="box_knows_the_quarter_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.quarter}"


class Place(models.Model):
    """What a ballot and the counts beside it are told by: never who, never when exactly."""

    personal_data: ClassVar[dict[str, str]] = {}

    instrument = models.ForeignKey("surveys.Instrument", models.PROTECT, related_name="+")
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class SealedBallot(Place):
    """A ballot that waits until enough others have spoken about the same service.

    ``sealed``: answers, remark and profile, under a key that is not in the database, bound to the
    place and quarter beside it (``foundation.sealing``). It is deleted when it is opened.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "sealed": "Answers, remark, profile; no one reads it without the installation's key.",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    quarter = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["centre", "quarter", "service"], name="sealed_ballot")]
        constraints = [
            models.CheckConstraint(
                condition=begins_a_quarter("quarter"), name="sealed_knows_the_quarter_only"
            ),
        ]

    def __str__(self) -> str:
        return f"sealed ballot of {self.quarter}"


class OpenedPlace(models.Model):
    """Where what may be read was said, and in which quarter.

    What was too rare in a quarter that ended has lost the name of its unit or agency.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    instrument = models.ForeignKey("surveys.Instrument", models.PROTECT, related_name="+")
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")
    quarter = models.DateField()

    class Meta:
        abstract = True


class AmongOthers(OpenedPlace):
    """What may be read, because at least a handful lie in the same place and quarter.

    The name of a service that was too rare is the first to be lost.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("catalogue.Service", models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


NAMES_ARE_LOST_FROM_BELOW = Q(agency__isnull=False) | Q(unit=None, service=None)


class Ballot(AmongOthers):
    """One filled questionnaire. It knows no link, no visitor, no counter, no day, no way in.

    ``answers`` are in the order of the items; null: not answered (never 0). ``not_asked``: the
    items that did not apply, a bit each from the first: what was asked of whom is public, and
    would tell a ballot apart. Of every place, quarter and set of questions there are none or as
    many as may be shown (``SurveyPolicy.smallest``; a trigger).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    answers = ArrayField(models.PositiveSmallIntegerField(null=True))
    answered = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    not_asked = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "quarter"], name="ballot_agency"),
            models.Index(fields=["centre", "quarter"], name="ballot_centre"),
            models.Index(fields=["service", "quarter"], name="ballot_service"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(not_asked__gte=0, total__gte=F("answered")),
                name="ballot_counts_right",
            ),
            models.CheckConstraint(
                condition=NAMES_ARE_LOST_FROM_BELOW, name="ballot_loses_names_from_below"
            ),
            models.CheckConstraint(
                condition=begins_a_quarter("quarter"), name="ballot_knows_the_quarter_only"
            ),
        ]

    def __str__(self) -> str:
        return f"ballot of {self.quarter}"


class Remark(AmongOthers):
    """What somebody wrote in their own words, apart from their answers.

    It is opened with the ballots it came among. ``hidden_reason`` when it names somebody or
    insults.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "text": "Free text; may name somebody in spite of the notice. Staff only, may be hidden.",
        "hidden_by": "Who decided that it is not shown; kept with the decision.",
    }

    text = models.CharField(max_length=1000)
    hidden_reason = models.CharField(max_length=200, blank=True)
    hidden_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["centre", "quarter"], name="remark_quarter")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=NAMES_ARE_LOST_FROM_BELOW, name="remark_loses_names_from_below"
            ),
            models.CheckConstraint(
                condition=begins_a_quarter("quarter"), name="remark_knows_the_quarter_only"
            ),
        ]

    def __str__(self) -> str:
        return f"remark of {self.quarter}"
