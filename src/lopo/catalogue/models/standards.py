"""The service standard: versions that never change, and the drafts they come from.

UU 25/2009 art. 20–22 and PermenPANRB 15/2014: a standard is drawn up, talked over with the
public, decreed, in force from a date, and later superseded or withdrawn.
"""

from datetime import date
from functools import cached_property
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from lopo.catalogue.rules import Content, Promise, from_stored

from .offers import Service

LIVE_STATES = ["DECREED", "TAKEN_OVER"]
DRAFT_STATES = ["DRAFT", "CONSULTATION", "SUBMITTED"]
IS_LIVE = Q(state__in=LIVE_STATES)
# A tariff always has a legal basis (UU 25/2009 art. 31): the amount is 0, or a basis is named.
HAS_TARIFF_BASIS = Q(content__fee__amount=0) | ~Q(content__fee__basis="")


def in_force_on(day: date, prefix: str = "") -> Q:
    """The condition that a version holds on a day; ``prefix`` is the way to it, with ``__``."""
    since = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    until = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}state__in": LIVE_STATES}) & since & until


class Standard(models.Model):
    """One version of what a service promises (standar pelayanan), or a draft of the next one.

    It holds from ``valid_from`` (empty: since before it was recorded here) up to, not including,
    ``valid_to``. A version ``TAKEN_OVER`` is how the agency worked when it began to use the
    programme; it may be incomplete and says so, until the first decree.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "drafted_by": "Who drew it up, so that somebody else publishes it; kept with the version.",
        "published_by": "Who answers for the publication; kept with the version.",
        "withdrawn_by": "Who answers for the withdrawal; kept with the version.",
    }

    class State(models.TextChoices):
        """Where a version stands; whether it is in force is a question of the day."""

        DRAFT = "DRAFT", _("Draft")
        CONSULTATION = "CONSULTATION", _("In public consultation")
        SUBMITTED = "SUBMITTED", _("Submitted for decree")
        DECREED = "DECREED", _("Decreed")
        TAKEN_OVER = "TAKEN_OVER", _("Taken over, not decreed yet")
        DISCARDED = "DISCARDED", _("Discarded")

    service = models.ForeignKey(Service, models.PROTECT, related_name="standards")
    number = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    name = models.CharField(max_length=200)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    # How often a draft was saved: who saves names the one they read.
    revision = models.PositiveIntegerField(default=0)
    change_note = models.CharField(max_length=500, blank=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    drafted_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    decree_number = models.CharField(max_length=120, blank=True)
    decree_date = models.DateField(null=True)
    decree_office = models.CharField(max_length=200, blank=True)
    published_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    withdrawn_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["service", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="one_standard_per_number"),
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(state__in=DRAFT_STATES),
                name="one_open_draft_per_service",
            ),
            ExclusionConstraint(
                name="one_standard_in_force",
                expressions=[
                    (
                        Func(F("service"), F("service"), models.Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("valid_from"), F("valid_to"), function="daterange"), "&&"),
                ],
                condition=IS_LIVE,
            ),
            models.CheckConstraint(
                condition=(IS_LIVE & Q(number__isnull=False)) | (~IS_LIVE & Q(number__isnull=True)),
                name="standard_number_comes_with_its_life",
            ),
            models.CheckConstraint(
                condition=~Q(published_by=F("drafted_by")),
                name="who_drafts_does_not_publish",
            ),
            models.CheckConstraint(
                condition=~Q(state="DECREED")
                | (
                    ~Q(decree_number="")
                    & Q(decree_date__isnull=False)
                    & ~Q(decree_office="")
                    & Q(published_by__isnull=False, published_at__isnull=False)
                    & Q(valid_from__isnull=False)
                ),
                name="decree_names_its_number_date_and_office",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="standard_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~IS_LIVE | HAS_TARIFF_BASIS, name="tariff_has_a_legal_basis"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="withdrawal_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["service", "valid_from"], name="standard_in_time")]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.number or '–'} {self.state}"

    @cached_property
    def told(self) -> Content:
        """The components as values."""
        return from_stored(self.content)

    @property
    def promise(self) -> Promise:
        """The promised time."""
        return self.told.promise

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state in DRAFT_STATES

    def holds_on(self, day: date) -> bool:
        """Whether it was, or will be, in force on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return (
            self.state in LIVE_STATES and begun and (self.valid_to is None or day < self.valid_to)
        )


class Revision(models.Model):
    """One saving of a draft: what undo goes back to."""

    personal_data: ClassVar[dict[str, str]] = {
        "saved_by": "Who wrote it, so that somebody else publishes it; kept with the version.",
    }

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    # Not empty: this saving took others back, to that one; undo goes on from there.
    goes_back_to = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["standard", "number"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "number"], name="one_revision_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} #{self.number}"

    @property
    def told(self) -> Content:
        """The components as they were saved."""
        return from_stored(self.content)


class Contributor(models.Model):
    """Who wrote of a draft what is published beside its components: the note, the consultation."""

    personal_data: ClassVar[dict[str, str]] = {
        "user": "Who wrote it, so that somebody else publishes it; kept with the version.",
    }

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="contributors")
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standard", "user"], name="one_contributor_a_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.user_id}"


class Consultation(models.Model):
    """The public consultation of a draft (Forum Konsultasi Publik, PermenPANRB 16/2017).

    Either minutes of a meeting, or the reason why there was none; both are public.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    standard = models.OneToOneField(Standard, models.PROTECT, related_name="consultation")
    held_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    minutes = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    waived_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(held_on__isnull=False) & ~Q(minutes="") & Q(waived_because=""))
                | (Q(held_on__isnull=True) & ~Q(waived_because="")),
                name="consultation_was_held_or_waived",
            ),
        ]

    def __str__(self) -> str:
        return f"consultation of {self.standard_id}"


class Signatory(models.Model):
    """Who signed the minutes: a function within an element of the public, never a name."""

    personal_data: ClassVar[dict[str, str]] = {}

    class Element(models.TextChoices):
        """The elements of the public (PermenPANRB 16/2017)."""

        PROVIDER = "PENYELENGGARA", _("Provider of the service")
        USER = "PENGGUNA", _("Users of the service")
        EXPERT = "AHLI", _("Experts")
        AGENCY = "INSTANSI", _("Other agencies")
        SOCIETY = "OMS", _("Civil society organisations")
        MEDIA = "MEDIA", _("Media")

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="signatories")
    element = models.CharField(max_length=13, choices=Element)
    body = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.element} {self.body}"
