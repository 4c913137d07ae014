"""What an administrator has said so far about a centre that does not exist yet."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class SetupDraft(models.Model):
    """A centre being set up: the answers of every step, kept until it opens.

    Nothing of it is in force before "open the centre": then all of it happens in one act.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "begun_by": "Which account began; kept to explain who set the centre up.",
        "answers": "Names of people to invite; removed when their invitations are made.",
    }

    begun_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    centre = models.OneToOneField(
        "organisation.Centre", models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(centre__isnull=True, opened_at__isnull=True)
                | Q(centre__isnull=False, opened_at__isnull=False),
                name="an_opened_draft_is_a_centre",
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
