"""The sheets of a whole agency: asked for, watched, fetched."""

from collections.abc import Iterator
from pathlib import Path

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lopo.catalogue.api import list_services
from lopo.foundation.days import civil_date
from lopo.foundation.staff_pages import UNPROCESSABLE, see_other, staff_page
from lopo.kernel.clock import system_clock
from lopo.people.api import asking
from lopo.publications import actions, permissions
from lopo.publications.forms import BatchForm
from lopo.publications.models import Batch

CHUNK = 64 * 1024
sheets_page = staff_page("/petugas/terbitan/")


@require_safe
@sheets_page
def batches(request: HttpRequest) -> HttpResponse:
    """The agencies somebody works for: what can be made, and what was."""
    found = permissions.agencies(asking(request))
    return _overview(request, found[0].code if len(found) == 1 else "", BatchForm())


def _overview(
    request: HttpRequest, chosen: str, form: BatchForm, status: int = 200
) -> HttpResponse:
    agencies = permissions.agencies(asking(request))
    made = Batch.objects.filter(agency__in=agencies).select_related("agency")
    rows = [
        {
            "agency": agency,
            "count": list_services(agency).count() if len(agencies) == 1 else None,
            "form": form if agency.code == chosen else BatchForm(auto_id=f"{agency.code}_%s"),
            "open": agency.code == chosen or len(agencies) == 1,
        }
        for agency in agencies
    ]
    context = {"rows": rows, "made": list(made[:20])}
    return render(request, "publications/batches.html", context, status=status)


@require_POST
@sheets_page
def start(request: HttpRequest, agency: str) -> HttpResponse:
    """Have them made; while some are being made, those are shown."""
    principal = asking(request)
    found = permissions.agency_of(principal, agency)
    form = BatchForm(request.POST, auto_id=f"{agency}_%s")
    if not form.is_valid():
        return _overview(request, agency, form, UNPROCESSABLE)
    batch = actions.start_batch(
        agency=found, **form.wanted(), actor=principal.actor, clock=system_clock
    )
    return see_other("publications:batch", batch.token)


@require_safe
@sheets_page
def batch(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is; the part of the page that changes alone when only that is asked for."""
    found = permissions.batch_of(asking(request), token)
    until = civil_date(found.asked_at + actions.batches.KEPT)
    context = {"batch": found, "running": found.state in actions.batches.OPEN, "until": until}
    part = request.headers.get("HX-Request") == "true"
    template = "publications/_progress.html" if part else "publications/batch.html"
    return render(request, template, context)


@require_safe
@sheets_page
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The archive."""
    found = permissions.batch_of(asking(request), token)
    path = actions.archive_of(found)
    if found.state != Batch.State.DONE or not path.is_file():
        raise Http404(_("There is no such batch, or it is older than a week."))
    name = f"terbitan-{found.agency.code}-{civil_date(found.asked_at):%Y%m%d}.zip"
    answer = StreamingHttpResponse(_chunks(path), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Length"] = str(path.stat().st_size)
    return answer


def _chunks(path: Path) -> Iterator[bytes]:
    """The file bit by bit; opened when the first one is sent, closed after the last."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
