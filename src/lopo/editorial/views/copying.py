"""Beginning from what another service promises: find it, see what would change, take it over."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lopo.catalogue import api as catalogue
from lopo.catalogue.api import Service, Standard
from lopo.editorial import permissions
from lopo.foundation.staff_pages import revision_seen, said, see_other
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Unknown
from lopo.people.api import Duty, asking, person_asking

from .overview import around
from .pages import editor_page

LONGEST_SEARCH = 200
MOST_ROWS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Take over the content of a service of any agency; its author may take that back."""
    held = permissions.draft(asking(request), code, Duty.EDITOR)
    if held.state == Standard.State.SUBMITTED:
        return see_other("editorial:standard", code)
    if request.method != "POST":
        return render(request, "editorial/copy.html", _context(request, held))
    chosen = request.POST.get("dari", "")
    if not chosen:
        return see_other("editorial:copy", code)
    source = _source(chosen)
    catalogue.save_draft(
        draft=held,
        content=source.standard.told,
        seen=revision_seen(request),
        author=person_asking(request),
        clock=system_clock,
    )
    return said(
        request,
        _("The draft now holds what %(name)s promises. You can take that back.")
        % {"name": source.name},
        "editorial:draft",
        code,
    )


def _source(code: str) -> Service:
    """The service copied from: one that is promised to the public today."""
    source = catalogue.service_in_full(code) if "\x00" not in code else None
    if source is None:
        raise Unknown(_("There is no such service."))
    return source


def _context(request: HttpRequest, held: Standard) -> dict[str, Any]:
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").strip()
    chosen = request.GET.get("dari", "")
    source = _source(chosen) if chosen else None
    found = catalogue.search(asked).services if asked and source is None else []
    return {
        **around(held.service),
        "draft": held,
        "asked": asked,
        "rows": [
            {"service": one, "href": f"?{urlencode({'dari': one.code})}"}
            for one in found
            if one.pk != held.service_id
        ][:MOST_ROWS],
        "source": source,
        "changes": catalogue.differences_said(held.told, source.standard.told) if source else [],
    }
