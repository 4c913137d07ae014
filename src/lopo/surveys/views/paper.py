"""Paper at the desk of whoever enters it: batches, a sheet at a time, handing over."""

import hashlib
import json
import secrets
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lopo.foundation.idempotency import KEY, BadKey, keep_once
from lopo.foundation.staff_pages import blame, said, see_other
from lopo.frontdesk.api import local_date
from lopo.kernel.canonical import canonical_json
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal
from lopo.organisation.api import Centre, counters_of
from lopo.people.api import Permission, Principal, asking
from lopo.surveys import actions, permissions, queries
from lopo.surveys.forms import BatchForm, ReasonForm, SheetForm, SheetsForm
from lopo.surveys.models import Instrument, PaperBatch
from lopo.surveys.rules import lately

from .staff import PAPER, shown, staff_survey_page

SHOWN = 50
ENTER = Permission.ENTER_PAPER
# Where on the form of a new batch a refusal is said.
FIELD_OF: dict[type[Refusal], str] = {actions.BatchTooLate: "day", actions.OwnCounter: "counter"}
NOT_OF_THE_ACT = frozenset({"csrfmiddlewaretoken", "kunci"})


@require_safe
@staff_survey_page
def batches(request: HttpRequest, centre: str) -> HttpResponse:
    """The batches of a centre, the newest first."""
    principal = asking(request)
    place = permissions.survey_place(principal, centre, *PAPER)
    context = {
        "rows": list(queries.batches_of(place)[:SHOWN]),
        "may_enter": principal.may(ENTER, place),
        "instruments": _collected(local_date(place, system_clock())),
    }
    page = "surveys/paper.html"
    return shown(request, page, context, principal=principal, centre=place, tab="paper")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_survey_page
def batch_new(request: HttpRequest, centre: str) -> HttpResponseBase:
    """A new batch: its number is written on the sheets."""
    principal = asking(request)
    place = permissions.survey_place(principal, centre, ENTER)
    today = local_date(place, system_clock())
    form = BatchForm(
        request.POST if request.method == "POST" else None,
        services=queries.services_at(place),
        counters=list(counters_of(place)),
        instruments=_collected(today),
        today=today,
    )
    if form.is_bound and form.is_valid():
        try:
            pk = _opened_once(request, principal, place, form)
        except FieldRefusal as refusal:
            blame(form, refusal)
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(type(refusal)), refusal.message)
        else:
            return see_other("surveys:paper_batch", place.code, pk)
    context = {"form": form, "key": secrets.token_urlsafe(24)}
    page = "surveys/paper_new.html"
    return shown(request, page, context, principal=principal, centre=place, tab="paper")


def _collected(today: date) -> list[Instrument]:
    """The questionnaires of which sheets may still come in, ended ones with them."""
    return queries.instruments_between(lately(today)[-1].first, today)


def _opened_once(request: HttpRequest, principal: Principal, place: Centre, form: BatchForm) -> int:
    """Open the batch, once per key: a second press finds the first batch."""
    key = request.POST.get("kunci", "")
    if KEY.fullmatch(key) is None:
        raise BadKey(_("This page had become too old. Please press once more."))
    facts = form.cleaned_data

    def act() -> tuple[int, dict[str, int]]:
        batch = actions.open_batch(
            centre=place,
            day=facts["day"],
            sheets=facts["sheets"],
            officer=permissions.officer_of(principal),
            clock=system_clock,
            counter=form.counter,
            service=form.service,
            instrument_code=facts["instrument"],
        )
        return 200, {"pk": batch.pk}

    sent = sorted(
        [name, request.POST.getlist(name)] for name in request.POST if name not in NOT_OF_THE_ACT
    )
    _status, _type, stored = keep_once(
        scope=f"{principal.scope} POST {request.path}",
        key=key,
        fingerprint=hashlib.sha256(canonical_json(sent)).digest(),
        now=system_clock(),
        act=act,
    )
    return int(json.loads(stored)["pk"])


@require_safe
@staff_survey_page
def batch(request: HttpRequest, centre: str, pk: int) -> HttpResponse:
    """One batch: how far it is, and what comes next for whom."""
    principal = asking(request)
    found = permissions.paper_batch(principal, centre, pk, *PAPER)
    entered = {form.number for form in queries.forms_of(found)}
    checks = {check.number: check for check in queries.checks_of(found)}
    officer = permissions.officer_of(principal)
    own = found.entered_by_id == officer.pk
    context = {
        "batch": found,
        "entered": len(entered),
        "sheets": [{"number": n, "done": n in entered} for n in range(1, found.sheets + 1)],
        "next": queries.next_sheet(found, entered),
        "sample": [{"number": n, "check": checks.get(n)} for n in found.sample],
        "is_checked": _is_checked(found, checks),
        "next_check": next((n for n in found.sample if not _done(checks.get(n))), None),
        "enters": own and principal.may(ENTER, found.centre),
        "checks": not own
        and found.checked_by_id in (None, officer.pk)
        and principal.may(Permission.CHECK_PAPER, found.centre),
        "sheets_form": SheetsForm(sheets=found.sheets),
        "reason_form": ReasonForm(),
    }
    page = "surveys/paper_batch.html"
    return shown(request, page, context, principal=principal, centre=found.centre, tab="paper")


def _done(check: Any) -> bool:
    return check is not None and check.is_settled


def _is_checked(found: PaperBatch, checks: dict[int, Any]) -> bool:
    return bool(found.sample) and all(_done(checks.get(number)) for number in found.sample)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_survey_page
def sheet(request: HttpRequest, centre: str, pk: int, number: int) -> HttpResponseBase:
    """Enter one sheet; then the next one."""
    principal = asking(request)
    found = permissions.paper_batch(principal, centre, pk, ENTER)
    officer = permissions.officer_of(principal)
    if found.entered_by_id != officer.pk or found.state != PaperBatch.State.ENTERING:
        return see_other("surveys:paper_batch", centre, pk)
    forms = {one.number: one for one in queries.forms_of(found)}
    form = SheetForm(
        request.POST if request.method == "POST" else None,
        asked=actions.asked_of(found),
        services=[] if found.service else queries.services_at(found.centre),
        filled=forms.get(number),
    )
    if form.is_bound and form.is_valid() and _entered(found, number, form, officer):
        after = queries.next_sheet(found, {*forms, number})
        if after is None:
            return see_other("surveys:paper_batch", centre, pk)
        return see_other("surveys:paper_sheet", centre, pk, after)
    context = {"batch": found, "number": number, "form": form, "entered": len(forms)}
    page = "surveys/paper_sheet.html"
    return shown(request, page, context, principal=principal, centre=found.centre, tab="paper")


def _entered(found: PaperBatch, number: int, form: SheetForm, officer: Any) -> bool:
    try:
        actions.enter_form(
            batch=found, number=number, said=form.said(), service=form.service, officer=officer
        )
    except FieldRefusal as refusal:
        blame(form, refusal)
        return False
    return True


@require_POST
@staff_survey_page
def batch_sheets(request: HttpRequest, centre: str, pk: int) -> HttpResponseBase:
    """Counted anew."""
    principal = asking(request)
    found = permissions.paper_batch(principal, centre, pk, ENTER)
    form = SheetsForm(request.POST)
    if not form.is_valid():
        raise FieldRefusal(" ".join(map(str, form["sheets"].errors)), [])
    actions.change_sheets(
        batch=found,
        sheets=form.cleaned_data["sheets"],
        officer=permissions.officer_of(principal),
    )
    return said(request, _("Saved."), "surveys:paper_batch", centre, pk)


@require_POST
@staff_survey_page
def batch_submit(request: HttpRequest, centre: str, pk: int) -> HttpResponseBase:
    """Hand it over to the second person."""
    principal = asking(request)
    found = permissions.paper_batch(principal, centre, pk, ENTER)
    officer = permissions.officer_of(principal)
    actions.submit_batch(batch=found, officer=officer, clock=system_clock)
    told = _("Handed over. Somebody else checks it now.")
    return said(request, told, "surveys:paper_batch", centre, pk)


@require_POST
@staff_survey_page
def batch_discard(request: HttpRequest, centre: str, pk: int) -> HttpResponseBase:
    """Give it up."""
    principal = asking(request)
    found = permissions.paper_batch(principal, centre, pk, ENTER)
    actions.discard_batch(
        batch=found,
        reason=request.POST.get("reason", ""),
        officer=permissions.officer_of(principal),
        clock=system_clock,
    )
    return said(request, _("The batch was given up."), "surveys:paper_batch", centre, pk)
