"""The page where a visitor fills in a form. The server keeps nothing until told to seal it."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lopo.foundation.addresses import client_address
from lopo.foundation.buckets import take
from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import TooManyRequests
from lopo.paperwork import actions
from lopo.paperwork.forms import REGION_LIST, PaperForm
from lopo.paperwork.queries import Form, draft_by_token, form_of
from lopo.paperwork.rules import SUGGESTED, Kind, Seal, read, typed_again
from lopo.people.api import kiosk_centre
from lopo.ui.templatetags.lopo import indonesia

from . import keeping, papers
from .showing import steps_of

# An office of many people behind one address must never meet it; a program that prints must.
PAPERS_PER_WINDOW, WINDOW = 120, timedelta(minutes=10)
LARGEST_REQUEST = 512 * 1024
OK, WRONG, TOO_LARGE, TOO_MANY = 200, 422, 413, 429


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def form_page(request: HttpRequest, code: str) -> HttpResponse:
    """Fill in the form of a service. At a kiosk its address goes to the visitor's own phone."""
    form = _form_or_404(code)
    if form.service.code != code:
        return redirect("paperwork:form", code=form.service.code, permanent=True)
    if kiosk_centre(request) is not None:
        return _for_the_phone(request, form)
    if request.method != "POST":
        return _page(request, form, PaperForm(form.definition))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REQUEST:
        return _refused(
            request, form, _("What was sent is too large. Nothing was kept."), TOO_LARGE
        )
    verb = VERBS.get(request.POST.get("verb", ""), _check)
    try:
        response = verb(request, form)
    except TooManyRequests as refusal:
        response = _wait(request, form, refusal)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def blank(request: HttpRequest, code: str) -> HttpResponse:
    """The empty form to print; the same until the standard or the form changes."""
    form = _form_or_404(code)
    tag = f'"{papers.blank_tag(form)}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    try:
        _count_paper(request)
    except TooManyRequests as refusal:
        return _wait(request, form, refusal)
    response = HttpResponse(papers.blank_paper(form), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="formulir-{form.service.code}.pdf"'
    response["Cache-Control"] = "public, max-age=300"
    response["ETag"] = tag
    return response


def _form_or_404(code: str) -> Form:
    form = form_of(code) or form_of(code.upper())
    if form is None:
        raise Http404(_("There is no such service."))
    return form


def _check(request: HttpRequest, form: Form) -> HttpResponse:
    """Say what is missing or wrong."""
    filled = PaperForm(form.definition, request.POST)
    return _page(request, form, filled, checked=filled.is_valid())


def _print(request: HttpRequest, form: Form) -> HttpResponse:
    """A PDF of what was filled; what is missing may be written by pen."""
    filled = PaperForm(form.definition, request.POST, demands=PaperForm.WRONG)
    if not filled.is_valid():
        return _page(request, form, filled)
    _count_paper(request)
    pdf = papers.filled_paper(form, filled.cleaned_data, None)
    return _download(pdf, "application/pdf", f"formulir-{form.service.code}.pdf")


def _save(request: HttpRequest, form: Form) -> HttpResponse:
    """A file for the visitor; unfinished is fine."""
    filled = PaperForm(form.definition, request.POST, demands=PaperForm.NOTHING)
    filled.full_clean()
    typed = typed_again(form.definition, filled.typed())
    raw = keeping.written(form, typed)
    return _download(raw, "application/json", f"formulir-{form.service.code}.json")


def _open(request: HttpRequest, form: Form) -> HttpResponse:
    """Go on with a file saved earlier; a file that is none leaves the page as it was."""
    try:
        typed, same = keeping.opened(form, request.FILES.get("berkas"))
    except keeping.FileRefused as refusal:
        kept = PaperForm(form.definition, request.POST, demands=PaperForm.NOTHING)
        return _page(request, form, kept, file_problem=refusal.message, status=WRONG)
    opened = PaperForm(form.definition, typed=typed)
    return _page(request, form, opened, opened="same" if same else "changed")


def _seal(request: HttpRequest, form: Form) -> HttpResponse:
    """Keep it sealed for the counter, and show the code that opens it."""
    filled = PaperForm(form.definition, request.POST)
    if not form.for_counter or not filled.is_valid():
        return _page(request, form, filled)
    _count_paper(request)
    seal, until = actions.seal_draft(form=form, answers=filled.cleaned_data, clock=system_clock)
    return _sealed(request, form, filled, seal, until)


def _sealed(
    request: HttpRequest, form: Form, filled: PaperForm, seal: Seal, until: datetime
) -> HttpResponse:
    context = {
        **_shared(request, form),
        "code": seal.code,
        "human": papers.readable(seal.human),
        "until": civil_date(until),
        "answers": json.dumps(filled.cleaned_data, ensure_ascii=False),
        "version": form.version,
    }
    return render(request, "paperwork/sealed.html", context)


def _print_sealed(request: HttpRequest, form: Form) -> HttpResponse:
    """The PDF with the code: everything comes from the visitor's page, nothing from us."""
    seal = Seal.of_code(request.POST.get("segel", ""))
    draft = draft_by_token(seal.token_hash, system_clock()) if seal else None
    typed = typed_again(form.definition, _json(request.POST.get("isi")))
    if seal is None or draft is None:
        gone = _("The sealed form is no longer here. Please seal it once more.")
        again = PaperForm(form.definition, typed=typed)
        return _page(request, form, again, refused=gone, status=WRONG)
    _count_paper(request)
    answers = read(form.definition, typed).answers
    pdf = papers.filled_paper(form, answers, (seal, draft.expires_at))
    return _download(pdf, "application/pdf", f"formulir-{form.service.code}.pdf")


def _withdraw(request: HttpRequest, form: Form) -> HttpResponse:
    """The visitor changed their mind: the draft is deleted, the answers stay on the page."""
    actions.withdraw_draft(typed=request.POST.get("segel", ""), clock=system_clock)
    typed = typed_again(form.definition, _json(request.POST.get("isi")))
    return _page(request, form, PaperForm(form.definition, typed=typed), opened="withdrawn")


def _json(text: str | None) -> Any:
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError):
        return None


VERBS: dict[str, Callable[[HttpRequest, Form], HttpResponse]] = {
    "periksa": _check,
    "cetak": _print,
    "simpan": _save,
    "buka": _open,
    "bawa": _seal,
    "cetak-segel": _print_sealed,
    "batal": _withdraw,
}


def _page(
    request: HttpRequest, form: Form, filled: PaperForm, *, status: int = OK, **said: Any
) -> HttpResponse:
    status = WRONG if filled.errors else status
    context = {
        **_shared(request, form),
        "form": filled,
        "steps": steps_of(filled),
        "regions": SUGGESTED if _asks_for_region(form) else (),
        "region_list": REGION_LIST,
        "checked": False,
        "opened": "",
        "file_problem": "",
        "refused": "",
        **said,
    }
    return render(request, "paperwork/form.html", context, status=status)


def _shared(request: HttpRequest, form: Form) -> dict[str, Any]:
    service = form.service
    return {
        "paper": form,
        "service": service,
        "definition": form.definition,
        "stay_url": request.path,
        "privacy": papers.privacy_said(),
        "crumbs": [
            {"href": reverse("catalogue:list"), "label": _("Services")},
            {
                "href": reverse("catalogue:service", args=[service.code]),
                "label": indonesia(service.name),
            },
        ],
    }


def _asks_for_region(form: Form) -> bool:
    return any(field.kind is Kind.REGION for field in form.definition.fields)


def _for_the_phone(request: HttpRequest, form: Form) -> HttpResponse:
    context = {**_shared(request, form), "address": papers.address_of(form)}
    return render(request, "paperwork/kiosk.html", context)


def _refused(request: HttpRequest, form: Form, message: str, status: int) -> HttpResponse:
    return _page(request, form, PaperForm(form.definition), refused=message, status=status)


def _wait(request: HttpRequest, form: Form, refusal: TooManyRequests) -> HttpResponse:
    """Too often: the sentence, with everything that was written still there."""
    kept = PaperForm(form.definition, request.POST or None, demands=PaperForm.NOTHING)
    response = _page(request, form, kept, refused=refusal.message, status=TOO_MANY)
    response["Retry-After"] = str(refusal.retry_after)
    return response


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _count_paper(request: HttpRequest) -> None:
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    address = client_address(str(request.META.get("REMOTE_ADDR", "")), forwarded)
    wait = take(f"paper:{address}", limit=PAPERS_PER_WINDOW, window=WINDOW, now=system_clock())
    if wait is not None:
        raise TooManyRequests(
            _("Too many papers were made from your network. Please wait a moment."),
            retry_after=wait,
        )
