"""Remarks: those that wait to be opened, and those that staff may read."""

from uuid import UUID

from django.db.models import Count, QuerySet

from lopo.organisation.api import Centre
from lopo.surveys.models import Remark


def centres_with_waiting_remarks() -> dict[int, int]:
    """How many remarks wait at which centre."""
    rows = Remark.objects.filter(is_open=False).values("centre_id").annotate(n=Count("pk"))
    return {row["centre_id"]: row["n"] for row in rows.order_by()}


def waiting_remarks(centre: Centre) -> int:
    """How many remarks of a centre wait for others."""
    return Remark.objects.filter(centre=centre, is_open=False).count()


def open_remarks_of(centre: Centre, *, search: str = "") -> "QuerySet[Remark]":
    """The remarks that staff may read: by month, in random order within it (their keys are)."""
    found = Remark.objects.filter(centre=centre, is_open=True)
    if search:
        found = found.filter(text__icontains=search, hidden_reason="")
    return found.select_related("service", "hidden_by").order_by("-month", "pk")


def open_remark(centre: Centre, pk: UUID) -> Remark | None:
    """A remark of this centre that staff may read."""
    return Remark.objects.filter(centre=centre, is_open=True, pk=pk).first()
