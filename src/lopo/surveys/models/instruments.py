"""What is asked, on which scale, and what a result is called: law as data."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

# The days from one field through another, both included; without an end they go on.
_DAYS = Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange")


def _same(field: str) -> Func:
    """A text as a range of one, so that an exclusion can compare it without an extension."""
    hashed = Func(F(field), function="hashtext", output_field=models.IntegerField())
    return Func(hashed, hashed, Value("[]"), function="int4range")


class Instrument(models.Model):
    """A version of a questionnaire: SKM of PermenPANRB 14/2017, SPAK, SPKP or a local one.

    ``lowest`` and ``highest`` are its scale. A version that was answered never changes any more
    (trigger); what changes is a further version with days of its own. ``ended_before``: the last
    day that was decided for the version before, which this one may have shortened (None: it had
    none). ``brought_grades``: whether grades came with it. Both tell what goes with a plan.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    legal_basis = models.CharField(max_length=300)
    lowest = models.PositiveSmallIntegerField()
    highest = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    ended_before = models.DateField(null=True, blank=True)
    brought_grades = models.BooleanField(default=False)

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_instrument_a_version"),
            models.CheckConstraint(
                condition=Q(lowest__gte=1, highest__gt=F("lowest"), highest__lte=10),
                name="instrument_has_a_scale",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="instrument_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_instrument_of_a_code_a_day",
                expressions=[
                    (_same("code"), RangeOperators.OVERLAPS),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Item(models.Model):
    """One element (unsur) of a questionnaire: its question and its answers, the lowest first.

    ``position`` is the regulation's order, ``form_position`` that of the sample form, which puts
    facilities (U9) before the handling of complaints (U8).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    form_position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=120)
    question = models.CharField(max_length=300)
    short_question = models.CharField(max_length=160)
    answers = ArrayField(models.CharField(max_length=60))

    class Meta:
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="one_item_a_code"),
            models.UniqueConstraint(fields=["instrument", "position"], name="one_item_a_place"),
            models.UniqueConstraint(
                fields=["instrument", "form_position"], name="one_item_a_place_on_the_form"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Band(models.Model):
    """A grade (mutu) of an instrument: from which converted value on, and in which years."""

    personal_data: ClassVar[dict[str, str]] = {}

    instrument_code = models.CharField(max_length=16)
    grade = models.CharField(max_length=2)
    name = models.CharField(max_length=60)
    lowest = models.DecimalField(max_digits=5, decimal_places=2)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["instrument_code", "valid_from", "-lowest"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lowest__gte=0, lowest__lte=100), name="band_lies_within_the_scale"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="band_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_band_of_a_grade_a_day",
                expressions=[
                    (_same("instrument_code"), RangeOperators.OVERLAPS),
                    (_same("grade"), RangeOperators.OVERLAPS),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade} ≥ {self.lowest}"


class ProfileField(models.Model):
    """Something a respondent may say of themselves, never their name (jenis kelamin, usia …).

    ``options``: what may be said, as ``{"code", "name", "export"}``; ``export`` is the name on
    the ministry's form, where it differs.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="profile_fields")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    options = models.JSONField()

    class Meta:
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="one_profile_field_a_code")
        ]

    def __str__(self) -> str:
        return self.code


class Exemption(models.Model):
    """An item that does not apply by rule: to an agency, to one service, or (neither) to all.

    The weight of the others is 1/x then (PermenPANRB 14/2017).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    item = models.ForeignKey(Item, models.PROTECT, related_name="exemptions")
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("catalogue.Service", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="exemption_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(legal_basis=""), name="exemption_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} from {self.valid_from}"


class SurveyPolicy(models.Model):
    """How results are made public and links live, from a day on.

    ``smallest``: no result of fewer ballots is shown, and none are opened. ``step``: what is shown
    of a running period in detail grows by so many ballots at once. ``link_days``: how long a link
    may be used.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    valid_from = models.DateField(unique=True)
    smallest = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    link_days = models.PositiveSmallIntegerField()
    legal_basis = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(smallest__gte=2, step__gte=F("smallest"), link_days__gte=1),
                name="survey_policy_protects",
            )
        ]

    def __str__(self) -> str:
        return f"from {self.valid_from}"
