"""What was published under a code, and the batches of sheets an agency had made."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lopo.organisation.api import Agency


class Publication(models.Model):
    """One thing that went out under a code: a version of a poster, a sheet, a page. Never changes.

    Whether it still holds is asked of those who know its kind (``queries.standing``).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=14, unique=True)
    kind = models.CharField(max_length=24)
    # Opaque here: `standard:12`, `agency:bkd`; whoever registered the kind can read it.
    subject = models.CharField(max_length=80)
    version = models.CharField(max_length=64)
    title = models.CharField(max_length=250)
    issuer = models.CharField(max_length=200)
    # Where the living thing is: a path of this site.
    path = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "version"], name="one_code_per_version_and_kind"
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$"),
                name="publication_code_is_readable",
            ),
            models.CheckConstraint(
                condition=Q(path="") | Q(path__startswith="/"), name="publication_path_is_ours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Batch(models.Model):
    """All the sheets of an agency in one archive: asked for, made by the worker, deleted."""

    personal_data: ClassVar[dict[str, str]] = {
        "asked_by": "Opaque id of the staff account that asked; deleted with the batch in a week.",
    }

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Being made")
        DONE = "DONE", _("Ready")
        FAILED = "FAILED", _("Failed")

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    # 128 secret bits: the name of the page and of the archive.
    token = models.CharField(max_length=32, unique=True)
    wants = models.JSONField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="batch_within_total"),
            models.CheckConstraint(
                condition=Q(state__in=["DONE", "FAILED"], finished_at__isnull=False)
                | Q(state__in=["WAITING", "RUNNING"], finished_at__isnull=True),
                name="batch_ends_at_a_time",
            ),
            # Pressed twice, or by two people, an archive is made once.
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(state__in=["WAITING", "RUNNING"]),
                name="one_open_batch_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"batch of {self.agency_id} {self.state}"
