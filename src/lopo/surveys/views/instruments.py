"""Questionnaires for whoever keeps the system: seen, brought, ended, exempted, graded anew."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lopo.foundation.days import civil_date
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, said
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.api import list_agencies
from lopo.people.api import asking
from lopo.surveys import actions, permissions, queries
from lopo.surveys.forms import BandsForm, EndForm, ExemptionForm, InstrumentsFileForm
from lopo.surveys.models import Instrument

from .staff import staff_survey_page

FAULTS_SHOWN = 40


@require_http_methods(["GET", "HEAD", "POST"])
@staff_survey_page
def every(request: HttpRequest) -> HttpResponseBase:
    """Every questionnaire with its versions, and a file with more."""
    permissions.may_manage_instruments(asking(request))
    sends = request.method == "POST"
    form = InstrumentsFileForm(request.POST, request.FILES) if sends else InstrumentsFileForm()
    named: list[dict[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            report = actions.import_instruments(raw=form.cleaned_data["file"], clock=system_clock)
        except actions.InstrumentsRefused as refusal:
            form.add_error("file", refusal.message)
            named = [
                {"place": one.field, "text": one.message} for one in refusal.errors[:FAULTS_SHOWN]
            ]
        else:
            told = ", ".join(report.created) or _("nothing new")
            return said(request, _("Taken over: %(what)s.") % {"what": told}, "surveys:instruments")
    return _page(
        request,
        "surveys/instruments.html",
        {"form": form, "named": named, "rows": queries.every_instrument(), "today": _today()},
    )


def _today() -> Any:
    return civil_date(system_clock())


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    form = context.get("form")
    faults = faults_of(form) if form is not None and form.is_bound else []
    status = UNPROCESSABLE if faults else 200
    return render(request, template, {"faults": faults, **context}, status=status)


@require_http_methods(["GET", "HEAD"])
@staff_survey_page
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A version: its items, its grades, what does not apply to whom."""
    found = permissions.instrument_to_manage(asking(request), pk)
    return _page(request, "surveys/instrument.html", _around(found))


def _around(found: Instrument) -> dict[str, Any]:
    return {
        "instrument": found,
        "items": queries.items_of(found),
        "profile": queries.profile_of(found),
        "bands": queries.bands_of(found.code),
        "exemptions": queries.exemptions_of(found),
        "today": _today(),
        "is_plan": actions.is_plan(found, actions.newest_day(system_clock)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@staff_survey_page
def end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Name the last day of a version."""
    found = permissions.instrument_to_manage(asking(request), pk)
    form = EndForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.end_instrument(
            instrument=found, last_day=form.cleaned_data["last_day"], clock=system_clock
        )

    title = _("End this version")
    return _entered(request, found, form, act, title)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_survey_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a version back that has not begun, after asking once more."""
    found = permissions.instrument_to_manage(asking(request), pk)
    if request.method != "POST":
        return _page(request, "surveys/instrument_withdraw.html", _around(found))
    actions.withdraw_instrument(instrument=found, clock=system_clock)
    return said(request, _("The version is withdrawn."), "surveys:instruments")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_survey_page
def bands(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Grades of a new year; those in force end the day before."""
    found = permissions.instrument_to_manage(asking(request), pk)
    form = BandsForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.change_bands(
            code=found.code,
            rows=form.rows,
            valid_from=form.cleaned_data["valid_from"],
            legal_basis=form.cleaned_data["legal_basis"],
            clock=system_clock,
        )

    return _entered(request, found, form, act, _("Grades of a new year"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_survey_page
def exempt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Enter that an item does not apply."""
    found = permissions.instrument_to_manage(asking(request), pk)
    form = ExemptionForm(
        request.POST if request.method == "POST" else None,
        items=queries.items_of(found),
        agencies=list(list_agencies()),
        today=_today(),
    )

    def act() -> None:
        actions.exempt_item(**form.cleaned_data, clock=system_clock)

    return _entered(request, found, form, act, _("An item does not apply"))


def _entered(
    request: HttpRequest, found: Instrument, form: Any, act: Any, title: str
) -> HttpResponseBase:
    """Show a form, or do what it asks for and go back to the questionnaire."""
    if form.is_bound and form.is_valid():
        try:
            act()
        except FieldRefusal as refusal:
            blame(form, refusal)
        except actions.BandsPast as refusal:
            form.add_error(None, refusal.message)
        else:
            return said(request, _("Saved."), "surveys:instrument", found.pk)
    context = {"form": form, "instrument": found, "title": title}
    return _page(request, "surveys/instrument_form.html", context)


@require_POST
@staff_survey_page
def exemption_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """From tomorrow on the item applies again."""
    found = permissions.exemption_to_end(asking(request), pk)
    actions.end_exemption(exemption=found, clock=system_clock)
    return said(request, _("Saved."), "surveys:instrument", found.item.instrument_id)
