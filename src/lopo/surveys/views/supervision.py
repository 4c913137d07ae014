"""The supervisor's pages: who answered, what is worth a look, what was written."""

import csv
from datetime import date
from io import StringIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lopo.foundation.staff_pages import said
from lopo.frontdesk.api import local_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Unknown
from lopo.organisation.api import Centre
from lopo.people.api import Permission, asking
from lopo.surveys import actions, permissions, queries
from lopo.surveys.forms import PopulationForm, ReasonForm
from lopo.surveys.models import Channel, Remark
from lopo.surveys.queries import SKM, Frame
from lopo.surveys.rules import Period, current_period, lately, period_spelled

from .looking import looks_said
from .staff import shown, staff_survey_page

PER_PAGE = 50
LONGEST_SEARCH = 100
LONGEST_CODE = 16
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@staff_survey_page
def overview(request: HttpRequest, centre: str) -> HttpResponse:
    """How many were served and answered, whether that is enough, and the counters by grade."""
    principal = asking(request)
    place = permissions.centre_or_404(centre)
    agencies = permissions.seen_agencies(principal, place)
    period, today = _period(request, place)
    code, frame = _frame(request, period)
    finished = period if period.is_over(today) else current_period(today).before
    counters: list[Any] = []
    if agencies is None:
        own = permissions.own_counters(principal, place, system_clock)
        counters = queries.counters_graded(place, code, finished, without=own)
    seen = queries.overview_of(place, frame, period, agencies=agencies)
    context = {
        **_chosen(place, frame, period, today),
        "whole": seen.whole,
        "services": seen.services,
        "channels": _channels(seen.whole.channels),
        "counters": counters,
        "finished": queries.period_name(finished),
        "sees_all": agencies is None,
        "declared": queries.population_on(period.last, place.host_agency_id),
        "may_declare": _may_declare(principal, place),
        "named": frame.instrument if code != SKM else None,
    }
    page = "surveys/overview.html"
    return shown(request, page, context, principal=principal, centre=place, tab="overview")


def _may_declare(principal: Any, place: Centre) -> bool:
    return bool(
        principal.may(Permission.MANAGE_CENTRE, place)
        or permissions.charged_agencies(principal, place)
    )


def _period(request: HttpRequest, place: Centre) -> tuple[Period, date]:
    """The period asked for; one that nobody could have chosen counts as not asked."""
    today = local_date(place, system_clock())
    asked = period_spelled(request.GET.get("periode", ""))
    if asked is None or asked.first > today:
        return current_period(today), today
    return asked, today


def _frame(request: HttpRequest, period: Period) -> tuple[str, Frame]:
    code = request.GET.get("kuesioner", SKM)[:16].replace("\x00", "")
    frame = queries.frame_of(code, period.last)
    if frame is None:
        raise Unknown(_("There is no such questionnaire."))
    return code, frame


def _chosen(place: Centre, frame: Frame, period: Period, today: date) -> dict[str, Any]:
    """The period and questionnaire shown, and those one may choose; an ended one stays there."""
    quarters = lately(today)
    if period not in quarters:
        quarters.append(period)
    asked = queries.instruments_between(period.first, period.last, answered_at=place)
    code = frame.instrument.code
    if code not in {one.code for one in asked}:
        asked.append(frame.instrument)
    return {
        "period": period,
        "period_said": queries.period_name(period),
        "periods": [{"spelled": one.spelled, "said": queries.period_name(one)} for one in quarters],
        "code": code,
        "instruments": queries.told_apart(asked),
        "is_running": not period.is_over(today),
    }


def _channels(counts: dict[str, int]) -> list[dict[str, Any]]:
    names = {
        Channel.COUNTER: _("code at the counter"),
        Channel.LINK: _("link of the visit"),
        Channel.KIOSK: _("kiosk"),
        Channel.MESSAGE: _("message"),
        Channel.PAPER: _("paper"),
    }
    return [
        {"name": name, "count": counts[channel]}
        for channel, name in names.items()
        if counts.get(channel)
    ]


@require_safe
@staff_survey_page
def looks(request: HttpRequest, centre: str) -> HttpResponse:
    """What is worth a look, in sentences; everything stays counted."""
    principal = asking(request)
    place = permissions.survey_place(principal, centre, Permission.SEE_SURVEY)
    period, today = _period(request, place)
    frame = _frame(request, period)[1]
    own = permissions.own_counters(principal, place, system_clock)
    found = queries.looks_at(place, frame, period, without=own)
    context = {
        **_chosen(place, frame, period, today),
        **looks_said(found),
        "weeks": found.weeks,
        "hides_own": bool(own),
    }
    page = "surveys/looks.html"
    return shown(request, page, context, principal=principal, centre=place, tab="looks")


@require_safe
@staff_survey_page
def remarks(request: HttpRequest, centre: str) -> HttpResponse:
    """What was written, by quarter, in random order, searchable."""
    principal = asking(request)
    place = permissions.survey_place(principal, centre, Permission.SEE_SURVEY)
    search, code = _search(request), _code(request)
    found = queries.open_remarks_of(place, search=search, code=code)
    named = queries.remarked_questionnaires(place)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page", ""))
    rows = list(page.object_list)
    for row in rows:
        row.quarter_said = queries.period_name(current_period(row.quarter))  # type: ignore[attr-defined]
    context = {
        "search": search,
        "page": page,
        "rows": rows,
        "code": code,
        "questionnaires": named if len(named) > 1 or code else [],
        "query": urlencode({k: v for k, v in (("cari", search), ("kuesioner", code)) if v}),
        "waiting": queries.waiting_voices(place),
        "reasons": hiding_reasons(),
    }
    template = "surveys/remarks.html"
    return shown(request, template, context, principal=principal, centre=place, tab="remarks")


def hiding_reasons() -> list[str]:
    """What a remark is mostly hidden for; others may be written."""
    return [_("It names somebody."), _("It insults somebody."), _("It tells private matters.")]


def _search(request: HttpRequest) -> str:
    return " ".join(request.GET.get("cari", "").replace("\x00", "").split())[:LONGEST_SEARCH]


def _code(request: HttpRequest) -> str:
    """The questionnaire whose remarks are wanted; none: of all."""
    return request.GET.get("kuesioner", "").replace("\x00", "")[:LONGEST_CODE]


@require_safe
@staff_survey_page
def remarks_file(request: HttpRequest, centre: str) -> HttpResponse:
    """The remarks that are open and not hidden, as a table."""
    principal = asking(request)
    place = permissions.survey_place(principal, centre, Permission.SEE_SURVEY)
    found = queries.open_remarks_of(place, search=_search(request), code=_code(request))
    found = found.filter(hidden_reason="")
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow([_("Period"), _("Service"), _("Remark"), _("Questionnaire")])
    for one in found.iterator(chunk_size=1000):
        service = one.service.name if one.service else str(_("Other services"))
        quarter = current_period(one.quarter).spelled
        row = (service, one.text, one.instrument.name)
        writer.writerow([quarter, *(_plain(text) for text in row)])
    response = HttpResponse("\ufeff" + table.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="saran-{place.code}.csv"'
    return response


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


@require_POST
@staff_survey_page
def hide(request: HttpRequest, centre: str, pk: UUID) -> HttpResponseBase:
    """Do not show a remark any more, with a reason that stays."""
    principal = asking(request)
    remark: Remark = permissions.remark_to_hide(principal, centre, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.hide_remark(
        remark=remark,
        reason=reason,
        officer=permissions.officer_of(principal),
        clock=system_clock,
    )
    return said(request, _("The remark is hidden."), "surveys:remarks", centre)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_survey_page
def population(request: HttpRequest, centre: str) -> HttpResponseBase:
    """How many people an agency serves, as it declares it."""
    principal = asking(request)
    place = permissions.centre_or_404(centre)
    agencies = permissions.declaring_agencies(principal, place)
    today = local_date(place, system_clock())
    sent = request.POST if request.method == "POST" else None
    form = PopulationForm(sent, agencies=agencies, today=today)
    if form.is_bound and form.is_valid():
        facts = form.cleaned_data
        actions.declare_population(
            agency=form.agency,
            people=facts["people"],
            source=facts["source"],
            valid_from=facts["valid_from"],
        )
        return said(request, _("Saved."), "surveys:population", centre)
    rows = [row for one in agencies for row in queries.populations_of(one)]
    context = {"form": form, "rows": rows}
    page = "surveys/population.html"
    return shown(request, page, context, principal=principal, centre=place, tab="overview")
