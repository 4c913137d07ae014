"""At the counter: scan the code on a visitor's paper or phone and read what was filled in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lopo.kernel.clock import system_clock
from lopo.kernel.errors import NotPermitted, Refusal, Unauthenticated, Unknown
from lopo.paperwork import actions
from lopo.paperwork.permissions import Reader, reader_at
from lopo.paperwork.rules import YES, Field, Kind, cell_said, said
from lopo.people.api import Principal

WRONG = 422
LONGEST_CODE = 200


def reader_page(
    view: Callable[[HttpRequest, Reader], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A page of those who serve at a centre; for the rest it does not exist. Never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, centre: str) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            raise Unauthenticated(_("Your sign-in has ended. Please sign in again."))
        try:
            reader = reader_at(Principal(kind="staff", user=user), centre)
        except (Unknown, NotPermitted) as refusal:
            raise Http404(refusal.message) from None
        response = view(request, reader)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@reader_page
def desk(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Scan, read, done. The code travels in the body of the request, never in an address."""
    if request.method != "POST":
        return _page(request, reader)
    typed = request.POST.get("kode", "")[:LONGEST_CODE]
    if request.POST.get("verb") == "selesai":
        actions.finish_draft(typed=typed, reader=reader, clock=system_clock)
        messages.success(request, _("Deleted. Nothing of this form is kept here any more."))
        return redirect("paperwork:desk", centre=reader.centre.code)
    try:
        opened = actions.open_draft(typed=typed, reader=reader, clock=system_clock)
    except Refusal as refusal:
        return _page(request, reader, problem=refusal.message, status=WRONG)
    return _page(request, reader, opened=opened, sections=_sections(opened), code=typed)


@require_safe
@reader_page
def scan(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The field to scan into, for a page of the console."""
    context = {"centre": reader.centre, "problem": "", "alone": False}
    return render(request, "paperwork/_scan.html", context)


def _page(
    request: HttpRequest, reader: Reader, *, status: int = 200, **context: Any
) -> HttpResponse:
    shown = {"centre": reader.centre, "opened": None, "problem": "", **context}
    return render(request, "paperwork/desk.html", shown, status=status)


def _sections(opened: actions.Opened) -> list[dict[str, Any]]:
    """What was filled, by section; tables as tables."""
    sections = []
    for section in opened.definition.sections:
        rows = [
            _row(field, opened.answers[field.code])
            for field in section.fields
            if field.code in opened.answers
        ]
        if rows:
            sections.append({"title": section.title, "rows": rows})
    return sections


def _row(field: Field, answer: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"label": field.label, "ticked": False, "lines": [], "table": []}
    if field.kind is Kind.DECLARATION:
        return {**row, "ticked": answer == YES}
    if field.kind is Kind.TABLE:
        cells = [
            [cell_said(one, line[one.code]) if one.code in line else "" for one in field.columns]
            for line in answer
        ]
        return {**row, "columns": [one.label for one in field.columns], "table": cells}
    return {**row, "lines": said(field, answer).split("\n")}
