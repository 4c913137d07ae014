"""Standards of an agency as files: out in three formats, in as drafts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lopo.catalogue import api as catalogue
from lopo.editorial import actions, permissions, queries
from lopo.editorial.forms import FileForm
from lopo.editorial.models import FileImport
from lopo.foundation.staff_pages import UNPROCESSABLE, see_other
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal, Unknown
from lopo.organisation.api import Agency
from lopo.people.api import Duty, User, asking

from .pages import editor_page

NAMES = {"json": "json", "xlsx": "xlsx", "csv": "csv.zip"}


@require_safe
@editor_page
def export(request: HttpRequest, agency: str, kind: str) -> HttpResponse:
    """The standards in force of an agency as a file."""
    owner = permissions.agency_of(asking(request), agency)
    if kind not in NAMES:
        raise Unknown(_("There is no such file."))
    raw = catalogue.export_standards(owner, kind)
    response = HttpResponse(raw, content_type=catalogue.FORMATS[kind])
    response["Content-Disposition"] = f'attachment; filename="standar-{agency}.{NAMES[kind]}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def take_in(request: HttpRequest, agency: str) -> HttpResponseBase:
    """Read a file: what it says otherwise becomes drafts; with one fault nothing is changed.

    A small one is read at once, a large one by the worker, on a page that says how far it is.
    """
    principal = asking(request)
    owner = permissions.agency_of(principal, agency, Duty.EDITOR)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or principal.user is None:
        return _page(request, owner, form)
    if not form.is_valid():
        return _page(request, owner, form, faults=_plain(form))
    try:
        return _taken(request, owner, form, principal.user)
    except actions.ImportUnderway as refusal:
        return _shown_instead(request, owner, refusal)
    except Refusal as refusal:
        return _page(request, owner, form, faults=actions.faults_told(refusal))


def _taken(request: HttpRequest, owner: Agency, form: FileForm, author: User) -> HttpResponseBase:
    file = form.cleaned_data["file"]
    raw: bytes = file.read()
    if actions.is_small(raw):
        actions.refuse_second(owner, system_clock)
        made = catalogue.draft_from_file(raw=raw, agency=owner, author=author, clock=system_clock)
        counts = {name: len(getattr(made, name)) for name in ("drafted", "added", "unchanged")}
        return _page(request, owner, form, made=counts)
    begun = actions.begin_import(
        raw=raw,
        file_name=file.name or "",
        agency=owner,
        author=author,
        language=get_language() or "id",
        clock=system_clock,
    )
    return see_other("editorial:import", owner.code, begun.token)


def _shown_instead(request: HttpRequest, owner: Agency, refusal: Refusal) -> HttpResponseBase:
    """The one that is being taken in, and that the other was not read."""
    messages.error(request, refusal.message)
    found = queries.open_import(owner)
    if found is None:
        return see_other("editorial:files", owner.code)
    return see_other("editorial:import", owner.code, found.token)


def _page(
    request: HttpRequest,
    owner: Agency,
    form: forms.Form,
    *,
    faults: list[str] | None = None,
    made: dict[str, int] | None = None,
) -> HttpResponse:
    told = faults or []
    context = {
        "agency": owner,
        "form": form,
        "made": made,
        "faults": told[: actions.MOST_FAULTS],
        "more": len(told[actions.MOST_FAULTS :]),
        "underway": queries.open_import(owner),
    }
    status = UNPROCESSABLE if told else 200
    return render(request, "editorial/files.html", context, status=status)


@require_safe
@editor_page
def watch(request: HttpRequest, agency: str, token: str) -> HttpResponse:
    """How far a file is; the part of the page that changes alone when only that is asked for."""
    found = permissions.import_of(asking(request), agency, token)
    part = request.headers.get("HX-Request") == "true"
    template = "editorial/_import.html" if part else "editorial/import.html"
    return render(request, template, _around(found))


def _around(found: FileImport) -> dict[str, Any]:
    stopped = queries.is_silent(found, system_clock())
    state = FileImport.State.STOPPED if stopped else FileImport.State(found.state)
    return {
        "agency": found.agency,
        "file": found,
        "state": state,
        "running": state in queries.OPEN,
        "made": found.made,
        "faults": found.faults.get("shown", []),
        "more": found.faults.get("more", 0),
        "is_measured": state == FileImport.State.RUNNING and found.phase == FileImport.Phase.WRITE,
    }


def _plain(form: forms.Form) -> list[str]:
    return [str(text) for errors in form.errors.values() for text in errors]
