"""Remarks that staff may read: those opened with the ballots they came among."""

from uuid import UUID

from django.db.models import QuerySet

from lopo.organisation.api import Centre
from lopo.surveys.models import Remark, SealedBallot


def waiting_voices(centre: Centre) -> int:
    """How many ballots of a centre wait for others; whether they hold a remark is not known."""
    return SealedBallot.objects.filter(centre=centre).count()


def open_remarks_of(centre: Centre, *, search: str = "") -> "QuerySet[Remark]":
    """The remarks of a centre: by quarter, in random order within it (their keys are)."""
    found = Remark.objects.filter(centre=centre)
    if search:
        found = found.filter(text__icontains=search, hidden_reason="")
    return found.select_related("service", "hidden_by").order_by("-quarter", "pk")


def open_remark(centre: Centre, pk: UUID) -> Remark | None:
    """A remark of this centre."""
    return Remark.objects.filter(centre=centre, pk=pk).first()
