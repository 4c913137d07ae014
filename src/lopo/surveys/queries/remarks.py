"""Remarks that staff may read: those opened with the ballots they came among."""

from uuid import UUID

from django.db.models import QuerySet

from lopo.organisation.api import Centre
from lopo.surveys.models import Remark, SealedBallot

from .instruments import SKM


def waiting_voices(centre: Centre) -> int:
    """How many ballots of a centre wait for others; whether they hold a remark is not known."""
    return SealedBallot.objects.filter(centre=centre).count()


def open_remarks_of(centre: Centre, *, search: str = "", code: str = "") -> "QuerySet[Remark]":
    """The remarks of a centre: by quarter, in random order within it (their keys are).

    ``code``: those that came with a questionnaire only.
    """
    found = Remark.objects.filter(centre=centre)
    if code:
        found = found.filter(instrument__code=code)
    if search:
        found = found.filter(text__icontains=search, hidden_reason="")
    return found.select_related("service", "hidden_by", "instrument").order_by("-quarter", "pk")


def remarked_questionnaires(centre: Centre) -> list[tuple[str, str]]:
    """Which questionnaires the remarks of a centre came with: code, newest name; SKM first."""
    rows = Remark.objects.filter(centre=centre).order_by("instrument__version")
    found = dict(rows.values_list("instrument__code", "instrument__name").distinct())
    return sorted(found.items(), key=lambda one: (one[0] != SKM, one))


def open_remark(centre: Centre, pk: UUID) -> Remark | None:
    """A remark of this centre."""
    return Remark.objects.filter(centre=centre, pk=pk).first()
