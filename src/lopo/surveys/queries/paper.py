"""Batches of paper: those of a centre, and how far one is."""

from django.db.models import Count, QuerySet

from lopo.organisation.api import Centre
from lopo.surveys.models import PaperBatch, PaperCheck, PaperForm


def batches_of(centre: Centre) -> "QuerySet[PaperBatch]":
    """The batches of a centre, the newest first, each with how many sheets are entered."""
    rows = PaperBatch.objects.filter(centre=centre)
    rows = rows.select_related("counter", "service", "instrument", "entered_by", "checked_by")
    return rows.annotate(entered=Count("paperforms")).order_by("-year", "-number")


def batch_of(centre: Centre, pk: int) -> PaperBatch | None:
    """A batch of this centre; another centre's does not exist here."""
    return batches_of(centre).select_related("centre__host_agency").filter(pk=pk).first()


def forms_of(batch: PaperBatch) -> list[PaperForm]:
    """The sheets entered so far."""
    return list(batch.paperforms.select_related("service").order_by("number"))


def checks_of(batch: PaperBatch) -> list[PaperCheck]:
    """The sheets entered once more."""
    return list(batch.paperchecks.select_related("service").order_by("number"))


def next_sheet(batch: PaperBatch, entered: set[int]) -> int | None:
    """The lowest sheet that is not entered; None when all are."""
    return next((one for one in range(1, batch.sheets + 1) if one not in entered), None)
