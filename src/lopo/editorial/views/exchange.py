"""Standards of an agency as files: out in three formats, in as drafts."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lopo.catalogue import api as catalogue
from lopo.editorial import permissions
from lopo.editorial.forms import FileForm
from lopo.foundation.staff_pages import UNPROCESSABLE
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal, Unknown
from lopo.people.api import Duty, asking

from .pages import editor_page

FAULTS_SHOWN = 50
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
def take_in(request: HttpRequest, agency: str) -> HttpResponse:
    """Read a file: what it says otherwise becomes drafts; with one fault nothing is changed."""
    principal = asking(request)
    owner = permissions.agency_of(principal, agency, Duty.EDITOR)
    form = FileForm(request.POST or None, request.FILES or None)
    context = {"agency": owner, "form": form, "faults": [], "more": 0, "made": None}
    if request.method != "POST":
        return render(request, "editorial/files.html", context)
    if form.is_valid() and principal.user is not None:
        try:
            context["made"] = catalogue.draft_from_file(
                raw=form.cleaned_data["file"].read(),
                agency=owner,
                author=principal.user,
                clock=system_clock,
            )
            return render(request, "editorial/files.html", context)
        except FieldRefusal as refusal:
            faults = [f"{error.field}: {error.message}" for error in refusal.errors]
            context |= {"faults": faults[:FAULTS_SHOWN], "more": len(faults[FAULTS_SHOWN:])}
        except Refusal as refusal:
            context["faults"] = [refusal.message]
    else:
        context["faults"] = _plain(form)
    return render(request, "editorial/files.html", context, status=UNPROCESSABLE)


def _plain(form: forms.Form) -> list[str]:
    return [str(text) for errors in form.errors.values() for text in errors]
