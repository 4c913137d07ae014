"""What the centres do for people: services, their requirements and steps, and where."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

COUNTER_CHANNEL = "loket"


class Service(models.Model):
    """One public service of an agency (jenis pelayanan)."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=24, unique=True)
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=80)
    description = models.CharField(max_length=500, blank=True)
    audience = models.CharField(max_length=200, blank=True)
    channels = models.JSONField(default=list)
    duration_working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_start = models.CharField(max_length=200, blank=True)
    duration_outside = models.CharField(max_length=300, blank=True)
    fee_amount = models.PositiveBigIntegerField(default=0)
    fee_note = models.CharField(max_length=200, blank=True)
    products = models.JSONField(default=list)
    special_terms = models.JSONField(default=list)
    legal_basis = models.JSONField(default=list)
    synonyms = models.JSONField(default=list)
    signatory = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    # What the last import read, so an unchanged service is left alone and pages get an ETag.
    content_hash = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField()
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9-]*$"), name="service_code_is_plain"
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="service_search")]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """Which state of it somebody has read, for pages that change it."""
        return f"{self.updated_at.isoformat()} {self.content_hash[:16]}".rstrip()


class Requirement(models.Model):
    """A document or condition a visitor brings (persyaratan)."""

    personal_data: ClassVar[dict[str, str]] = {}

    service = models.ForeignKey(Service, models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    format = models.CharField(max_length=40, blank=True)
    mandatory = models.BooleanField(default=True)
    condition = models.CharField(max_length=300, blank=True)
    sensitive = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "position"], name="one_requirement_per_position"
            ),
            models.UniqueConstraint(fields=["service", "code"], name="one_requirement_per_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One step of a service's procedure: who does what, and how long it takes (SOP)."""

    personal_data: ClassVar[dict[str, str]] = {}

    class DurationUnit(models.TextChoices):
        """How a step's time is counted."""

        MINUTE = "MENIT", _("minutes")
        WORKING_DAY = "HARI_KERJA", _("working days")

    service = models.ForeignKey(Service, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    actor_code = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200)
    activity = models.CharField(max_length=300)
    completeness = models.CharField(max_length=200, blank=True)
    duration_value = models.PositiveSmallIntegerField(null=True, blank=True)
    # Null together with the value: the time is not ours to promise.
    duration_unit = models.CharField(  # noqa: DJ001
        max_length=12, choices=DurationUnit, null=True, blank=True
    )
    output = models.CharField(max_length=200, blank=True)
    external = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["service", "position"], name="one_step_per_position"),
            models.CheckConstraint(
                condition=Q(duration_value__isnull=True, duration_unit__isnull=True)
                | Q(
                    duration_value__isnull=False,
                    duration_unit__isnull=False,
                    duration_unit__in=["MENIT", "HARI_KERJA"],
                ),
                name="step_duration_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.activity


class Offering(models.Model):
    """A service as given at one centre; its queue takes the numbers (none: other channels)."""

    personal_data: ClassVar[dict[str, str]] = {}

    service = models.ForeignKey(Service, models.PROTECT, related_name="offerings")
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    queue = models.ForeignKey(
        "organisation.Queue", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # No longer given here; the row stays, so that an import does not offer it again by itself.
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["service__position", "service__code"]
        constraints = [
            models.UniqueConstraint(fields=["service", "centre"], name="one_offering"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}@{self.centre_id}"


class SearchSynonym(models.Model):
    """What people say for what the rules call otherwise: 'kuliah' means 'tugas belajar'."""

    personal_data: ClassVar[dict[str, str]] = {}

    term = models.CharField(max_length=80)
    expands_to = models.CharField(max_length=200)

    class Meta:
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(fields=["term", "expands_to"], name="one_search_synonym"),
            models.CheckConstraint(
                condition=Q(term__regex=r"^[a-z0-9]+( [a-z0-9]+)*$"), name="search_term_is_plain"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} = {self.expands_to}"


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
