"""What an agency says to everybody, and in whose name it was published."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

IS_PUBLIC = Q(state__in=["PUBLISHED", "WITHDRAWN"])


class Notice(models.Model):
    """A pledge (maklumat, UU 25/2009 art. 22), an announcement, or the correction of a hoax.

    Shown from ``valid_from`` through ``valid_until`` (empty: until replaced or withdrawn).
    Written by one person, published by another; once published it can only end.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "drafted_by": "Who wrote it, so that somebody else publishes it; kept with the notice.",
        "published_by": "Who answers for the publication; kept with the notice.",
        "withdrawn_by": "Who answers for the withdrawal; kept with the notice.",
    }

    class Kind(models.TextChoices):
        """What it is."""

        PLEDGE = "MAKLUMAT", _("Service pledge")
        ANNOUNCEMENT = "PENGUMUMAN", _("Announcement")
        CORRECTION = "KLARIFIKASI", _("Correction of a hoax")

    class State(models.TextChoices):
        """Where it stands; whether it is shown is a question of the day."""

        DRAFT = "DRAFT", _("Draft")
        PUBLISHED = "PUBLISHED", _("Published")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    code = models.CharField(max_length=16, unique=True)
    agency = models.ForeignKey("organisation.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=160)
    body = models.TextField(max_length=4000)
    # What was claimed, for a correction; empty otherwise.
    claim = models.CharField(max_length=500, blank=True)
    is_urgent = models.BooleanField(default=False)
    on_tv = models.BooleanField(default=False)
    signer_office = models.CharField(max_length=200, blank=True)
    decree_number = models.CharField(max_length=120, blank=True)
    decree_date = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    drafted_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-is_urgent", "-valid_from", "-pk"]
        indexes = [models.Index(fields=["agency", "kind", "valid_from"], name="notice_shown")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="notice_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(published_by=F("drafted_by")), name="who_writes_does_not_publish"
            ),
            models.CheckConstraint(
                condition=~IS_PUBLIC | Q(published_at__isnull=False), name="publication_has_a_time"
            ),
            models.CheckConstraint(
                condition=~IS_PUBLIC
                | ~Q(kind="MAKLUMAT")
                | (~Q(signer_office="") & ~Q(decree_number="") & Q(decree_date__isnull=False)),
                name="pledge_names_signer_number_date",
            ),
            models.CheckConstraint(
                condition=~Q(kind="KLARIFIKASI") | ~Q(claim=""), name="correction_names_the_claim"
            ),
            models.CheckConstraint(
                condition=~Q(state="WITHDRAWN")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="notice_withdrawal_has_a_reason",
            ),
            ExclusionConstraint(
                name="one_pledge_in_force",
                expressions=[
                    (
                        Func(F("agency"), F("agency"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state="PUBLISHED", kind="MAKLUMAT"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def shows_on(self, day: date) -> bool:
        """Whether everybody sees it on a day."""
        begun = self.state == self.State.PUBLISHED and self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)
