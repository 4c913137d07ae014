"""Files on their way in: read by the worker while somebody watches."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FileImport(models.Model):
    """A file with an agency's standards: handed in, taken in whole or refused, forgotten.

    ``content`` is kept until it ends, the row for a day. What became of it stands in ``made``
    (counts) or in ``faults`` (``shown``, each with table, row and column, and how many ``more``).
    """

    personal_data: ClassVar[dict[str, str]] = {
        "author": "Who handed the file in and writes its drafts; deleted with the row in a day.",
        "content": "A file of somebody's computer; none expected in it. Deleted when it is read.",
    }

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Being taken in")
        DONE = "DONE", _("The file is read")
        REFUSED = "REFUSED", _("Nothing was taken in, nothing has changed")
        STOPPED = "STOPPED", _("Stopped before the end, nothing has changed")

    class Phase(models.TextChoices):
        """What is being done."""

        READ = "READ", _("The file is being read.")
        CHECK = "CHECK", _("The services are being checked.")
        WRITE = "WRITE", _("The drafts are being written.")

    agency = models.ForeignKey("organisation.Agency", models.CASCADE, related_name="+")
    author = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    # 128 secret bits: the name of the page.
    token = models.CharField(max_length=32, unique=True)
    file_name = models.CharField(max_length=120)
    # In which language faults are told.
    language = models.CharField(max_length=5)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    phase = models.CharField(max_length=5, choices=Phase, default=Phase.READ)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made = models.JSONField(default=dict)
    faults = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    # When the worker was last heard of.
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="import_within_total"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["WAITING", "RUNNING"],
                    content__isnull=False,
                    finished_at__isnull=True,
                )
                | Q(
                    state__in=["DONE", "REFUSED", "STOPPED"],
                    content__isnull=True,
                    finished_at__isnull=False,
                ),
                name="an_ended_import_keeps_no_file",
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(state__in=["WAITING", "RUNNING"]),
                name="one_open_import_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"import of {self.agency_id} {self.state}"
