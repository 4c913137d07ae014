"""The links of invitations, shown once: nobody can look them up afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lopo.organisation.api import Centre


@dataclass(frozen=True, slots=True)
class Link:
    """One invitation: for whom, as what, and the secret of its link."""

    name: str
    role: str
    raw: str

    @property
    def url(self) -> str:
        """The whole address, to be sent or shown as a QR code."""
        return settings.PUBLIC_URL + reverse("people:invitation", args=[self.raw])


def links_page(request: HttpRequest, centre: Centre, links: Sequence[Link]) -> HttpResponse:
    """The page that shows them; it is never kept anywhere."""
    context = {"centre": centre, "links": links}
    return render(request, "administration/links.html", context)
