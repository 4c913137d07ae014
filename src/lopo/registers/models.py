"""What many standards share: the regulations they stand on, and the documents they ask for."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from .rules import Entry, Wording, is_in_force

# How a document reaches the agency; the same words as in a standard (guarded by a test).
HANDOVERS = ["HAND_IN", "UPLOAD", "SHOW_ORIGINAL", "SIGN_AT_COLLECTION"]


class Regulation(models.Model):
    """A regulation as standards cite it (dasar hukum, UU 25/2009 art. 21 a), and how long it holds.

    It holds from ``valid_from`` (empty: since before anybody asks) up to, not including,
    ``valid_to``; ``replaced_by`` names what took its place, if anything did.

    Decreed pages show what stands here, so no one person changes it: what somebody proposes waits
    in ``proposed`` until somebody else confirms it.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "proposed_by": "Whose proposal waits: nobody confirms their own.",
        "changed_by": "Who proposed what stands here; answers for it, never published.",
        "confirmed_by": "Who confirmed what stands here; answers for it, never published.",
    }

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    note = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=500, blank=True)
    # How often it was changed: who changes it names the one they read.
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    proposed = models.JSONField(null=True, blank=True)
    proposed_by = models.CharField(max_length=40, blank=True)
    changed_by = models.CharField(max_length=40, blank=True)
    confirmed_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(Lower("title"), name="one_regulation_per_title"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(title=""), name="regulation_has_code_and_title"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="regulation_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(valid_to__isnull=False),
                name="what_is_replaced_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="nothing_replaces_itself",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"),
                name="regulation_link_is_https",
            ),
            models.CheckConstraint(
                condition=Q(proposed__isnull=True, proposed_by="")
                | (Q(proposed__isnull=False) & ~Q(proposed_by="")),
                name="what_is_proposed_has_an_author",
            ),
            models.CheckConstraint(
                condition=Q(changed_by="", confirmed_by="")
                | (~Q(changed_by="") & ~Q(confirmed_by="") & ~Q(confirmed_by=F("changed_by"))),
                name="nobody_confirms_their_own_change",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def entry(self) -> Entry:
        """What the public is told of it now."""
        return Entry(self.title, self.link, self.valid_from, self.valid_to, self.replaced_by_id)

    @property
    def waiting(self) -> Entry | None:
        """What waits for a second person."""
        return Entry.from_stored(self.proposed) if self.proposed is not None else None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return is_in_force(self.valid_from, self.valid_to, day)

    def has_ended_by(self, day: date) -> bool:
        """Whether it no longer holds on a day."""
        return self.valid_to is not None and self.valid_to <= day


class SharedRequirement(models.Model):
    """A document or condition that many standards ask for in the same words.

    ``agency`` empty: for all agencies; an agency's own one goes before it. What differs from
    service to service (always or under a condition) stays in each standard. ``former`` keeps
    every earlier wording, the oldest first: by it a standard that lags behind is recognised.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=40)
    agency = models.ForeignKey(
        "organisation.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=300)
    format = models.CharField(max_length=40, blank=True)
    handover = models.CharField(max_length=20, default="HAND_IN")
    sensitive = models.BooleanField(default=False)
    former = models.JSONField(default=list, blank=True)
    # How often it was changed: who changes it names the one they read.
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(agency__isnull=True),
                name="one_shared_requirement_per_code",
            ),
            models.UniqueConstraint(
                fields=["agency", "code"],
                condition=Q(agency__isnull=False),
                name="one_requirement_per_agency_and_code",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""), name="requirement_has_code_and_name"
            ),
            models.CheckConstraint(
                condition=Q(handover__in=HANDOVERS), name="requirement_handover_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def wording(self) -> Wording:
        """What it says now."""
        return Wording(self.name, self.format, self.handover, self.sensitive)

    @property
    def earlier(self) -> tuple[Wording, ...]:
        """What it said before, the oldest first."""
        return tuple(Wording.from_stored(row) for row in self.former)
