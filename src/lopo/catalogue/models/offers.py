"""What the centres do for people: services, their requirements and steps, and where."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from lopo.catalogue.rules import Fee, fee_from_stored

if TYPE_CHECKING:
    from .standards import Standard

COUNTER_CHANNEL = "loket"


class Service(models.Model):
    """One public service of an agency (jenis pelayanan): what it is called and where it belongs.

    What it promises is in its standard.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=24, unique=True)
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=80)
    description = models.CharField(max_length=500, blank=True)
    audience = models.CharField(max_length=200, blank=True)
    channels = models.JSONField(default=list)
    synonyms = models.JSONField(default=list)
    life_events = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9-]*$"), name="service_code_is_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def standard(self) -> "Standard":
        """The version in force on the day asked for; only the reads of ``queries`` bring it."""
        held: Standard = self.held  # type: ignore[attr-defined]
        return held

    @standard.setter
    def standard(self, version: "Standard") -> None:
        """Give it a version without asking the database."""
        self.__dict__["held"] = version

    @property
    def price(self) -> tuple[int, int]:
        """The least and the most it costs by its standard in force, in rupiah."""
        return self.standard.told.fee.price

    @property
    def proviso(self) -> str:
        """What is paid all the same although the service is free; "" where that is nothing."""
        return self.standard.told.fee.proviso

    @property
    def version(self) -> str:
        """Which state of it somebody has read, for pages that change it."""
        return f"{self.updated_at.isoformat()} {self.standard.digest[:16]}"


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

    @property
    def standard_id(self) -> int:
        """The version of the standard in force; only the reads of ``queries`` bring it."""
        return int(self.held_id)  # type: ignore[attr-defined]

    @property
    def price(self) -> tuple[int, int]:
        """The least and the most it costs by that version, in rupiah."""
        return self._held_fee.price

    @property
    def proviso(self) -> str:
        """What is paid all the same although it is free by that version."""
        return self._held_fee.proviso

    @property
    def _held_fee(self) -> Fee:
        """What it costs by that version, as ``offerings_of`` has read it along."""
        return fee_from_stored(self.held_fee)  # type: ignore[attr-defined]


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
