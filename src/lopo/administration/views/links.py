"""The links of invitations, shown once: nobody can look them up afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lopo.organisation.api import Centre
from lopo.people.api import invitation_link, invitation_share_link


@dataclass(frozen=True, slots=True)
class Link:
    """One invitation: for whom, as what, and the secret of its link."""

    name: str
    roles: Sequence[str]
    raw: str


def links_page(request: HttpRequest, centre: Centre, links: Sequence[Link]) -> HttpResponse:
    """The page that shows them; it is never kept anywhere."""
    shown = [
        {
            "name": link.name,
            "roles": link.roles,
            "url": invitation_link(link.raw),
            "share": invitation_share_link(link.raw, centre),
        }
        for link in links
    ]
    context = {"centre": centre, "links": shown}
    return render(request, "administration/links.html", context)
