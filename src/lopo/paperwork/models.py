"""Forms in versions that never change, and what a visitor sealed for the counter."""

from datetime import timedelta
from functools import cached_property
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from lopo.paperwork.rules import Definition, parse

KEPT_FOR = timedelta(days=7)


class FormDefinition(models.Model):
    """One version of a service's form.

    ``WRITTEN``: an agency drew it up; it holds from ``valid_from`` up to, not including,
    ``valid_to``. ``GENERATED``: assembled from the standard, kept from the first time a draft was
    sealed with it, so that what was filled can be read as it was asked.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "written_by": "Who answers for the form; kept with the version.",
    }

    class Origin(models.TextChoices):
        """Where a version comes from."""

        WRITTEN = "WRITTEN", _("Written by the agency")
        GENERATED = "GENERATED", _("Assembled from the standard")

    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=9, choices=Origin)
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    written_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["service", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="one_form_per_number"),
            models.UniqueConstraint(
                fields=["service", "digest"],
                condition=Q(origin="GENERATED"),
                name="one_generated_form_per_digest",
            ),
            ExclusionConstraint(
                name="one_written_form_in_force",
                expressions=[
                    (
                        Func(F("service"), F("service"), models.Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("valid_from"), F("valid_to"), function="daterange"), "&&"),
                ],
                condition=Q(origin="WRITTEN"),
            ),
            models.CheckConstraint(
                condition=Q(origin="WRITTEN", valid_from__isnull=False, written_by__isnull=False)
                | Q(origin="GENERATED", valid_from__isnull=True, valid_to__isnull=True),
                name="written_form_has_its_day_and_author",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="form_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} form v{self.number}"

    @cached_property
    def told(self) -> Definition:
        """The form as a value."""
        return parse(self.definition)


class SealedDraft(models.Model):
    """What a visitor filled in at home, for the counter to read once the visitor is there.

    The database holds a ciphertext whose key is on the visitor's paper only.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "ciphertext": "What the visitor filled in, readable only with the visitor's own code; "
        "deleted when the officer is done, at the end of the visit, or after 7 days.",
        "opened_by": "Which officer read it, so that it is deleted when that visit ends.",
    }

    token_hash = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=8, unique=True)
    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    form = models.ForeignKey(FormDefinition, models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    openings = models.PositiveSmallIntegerField(default=0)
    opened_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at"))
                & Q(expires_at__lte=F("created_at") + KEPT_FOR),
                name="draft_is_kept_seven_days_at_most",
            ),
            models.CheckConstraint(
                condition=Q(openings=0, opened_by__isnull=True, opened_at__isnull=True)
                | Q(openings__gt=0, opened_by__isnull=False, opened_at__isnull=False),
                name="an_opened_draft_names_its_reader",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z2-7]{8}$")
                & Q(
                    token_hash__regex=r"^[0-9a-f]{64}$"  # noqa: S106 - a pattern, no password
                ),
                name="draft_codes_are_plain",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class OpeningCount(models.Model):
    """How many drafts were opened at a centre on a day; it outlives the drafts."""

    personal_data: ClassVar[dict[str, str]] = {}

    centre = models.ForeignKey("organisation.Centre", models.PROTECT, related_name="+")
    day = models.DateField()
    openings = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "day"], name="one_opening_count_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day}: {self.openings}"
