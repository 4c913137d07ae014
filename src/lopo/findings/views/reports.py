"""Reports, boards and rows: asked for, watched, fetched."""

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lopo.findings import actions, permissions, queries
from lopo.findings.forms import AskedForm
from lopo.findings.models import Report
from lopo.findings.queries import Subject
from lopo.findings.queries.reports import Of
from lopo.foundation.staff_pages import UNPROCESSABLE, refused, said, see_other, staff_page
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal
from lopo.people.api import asking, person_asking
from lopo.publications.api import issue, printed
from lopo.surveys.api import SKM, Period, in_force, period_name, voices_in_period

from .answering import today
from .kept import TYPES, file_answer
from .pages import url_of
from .words import periods_ended, periods_to_choose

HOME = "findings:reports"


def _refused(request: HttpRequest, refusal: Refusal, **_named: object) -> HttpResponseBase:
    return refused(request, refusal, HOME)


desk_page = staff_page("/petugas/survei/laporan/", _refused)


def _form(request: HttpRequest, found: list[Of]) -> AskedForm:
    last = queries.default_period(today()).before
    return AskedForm(
        [(one.key, one.subject.name) for one in found],
        periods_to_choose(last, today()),
        request.POST if request.method == "POST" else None,
        initial={"period": last.spelled},
    )


def _list(request: HttpRequest, form: AskedForm, status: int = 200) -> HttpResponse:
    made = Report.objects.filter(asked_by=person_asking(request))
    rows = [
        {"report": one, "name": actions.of_report(one).subject.name,
         "period": period_name(actions.period_of_report(one))}
        for one in made.select_related("agency", "unit", "centre__host_agency")[:20]
    ]  # fmt: skip
    agencies, centres = permissions.exported(asking(request))
    context = {
        "form": form,
        "rows": rows,
        "takes": [
            *((one.name, reverse("findings:rows", args=[one.code])) for one in agencies),
            *((one.name, reverse("findings:rows_of_centre", args=[one.code])) for one in centres),
        ],
        "choices": periods_ended(today()),
        "sees_plans": permissions.sees_plans(asking(request)),
    }
    return render(request, "findings/reports.html", context, status=status)


@require_safe
@desk_page
def reports(request: HttpRequest) -> HttpResponse:
    """Of whom and when; what was made today."""
    return _list(request, _form(request, permissions.reported(asking(request))))


@require_POST
@desk_page
def start(request: HttpRequest) -> HttpResponse:
    """Have it made: a small one at once."""
    found = permissions.reported(asking(request))
    form = _form(request, found)
    if not form.is_valid():
        return _list(request, form, UNPROCESSABLE)
    period: Period = form.cleaned_data["period"]
    (of,) = [one for one in found if one.key == form.cleaned_data["of"]]
    instrument = in_force(SKM, period.last)
    if instrument is None or period.first > today():
        form.add_error("period", _("This period has not begun, or nothing was asked in it."))
        return _list(request, form, UNPROCESSABLE)
    count = voices_in_period(instrument, period, **of.subject.where)
    report = actions.start_report(
        of=of,
        period=period,
        is_small=count <= actions.SMALL,
        author=person_asking(request),
        clock=system_clock,
    )
    return see_other("findings:report", report.token)


@require_safe
@desk_page
def report(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is; only that part when only that is asked for."""
    principal = asking(request)
    found = permissions.report(principal, token)
    context = {
        "report": found,
        "centre": found.centre,
        "running": found.state in actions.OPEN,
        "sees_plans": permissions.sees_plans(principal),
        "name": actions.of_report(found).subject.name,
        "period": period_name(actions.period_of_report(found)),
        "may_release": permissions.may_release(principal, found)
        and found.asked_by_id != person_asking(request).pk
        and actions.period_of_report(found).is_over(today()),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"findings/{'_making' if part else 'report'}.html", context)


@require_safe
@desk_page
def download(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The file, as PDF or DOCX."""
    found = permissions.report(asking(request), token)
    return file_answer(found, kind)


@require_POST
@desk_page
def release(request: HttpRequest, token: str) -> HttpResponse:
    """Show the PDF to everybody."""
    principal = asking(request)
    found = permissions.report(principal, token)
    if not permissions.may_release(principal, found):
        raise Http404(_("There is no such report."))
    actions.release_report(report=found, publisher=person_asking(request), clock=system_clock)
    return said(request, _("The report is released."), "findings:report", token)


@require_safe
def agency_board(request: HttpRequest, agency: str) -> HttpResponse:
    """The publication board of an agency, A3."""
    return _board(request, Of(permissions.agency_or_404(agency)))


@require_safe
def centre_board(request: HttpRequest, centre: str) -> HttpResponse:
    """The same of a centre."""
    place = permissions.centre_or_404(centre)
    return _board(request, Of(place.host_agency, centre=place))


def _board(request: HttpRequest, of: Of) -> HttpResponse:
    now = today()
    permissions.only_skm_or_404(request.GET.get("kuesioner", ""))
    period = permissions.period_or_404(request.GET.get("periode", ""))
    period = period or queries.default_period(now).before
    if period.first > now or in_force(SKM, period.last) is None:
        raise Http404(_("There is no such period."))
    path = url_of(of.subject)
    said_ = queries.board_of(of, period, now, path)
    issued = issue(
        kind=queries.BOARD,
        subject=of.key,
        version=queries.board_version(period, said_),
        title=said_["title"],
        issuer=of.agency.name,
        path=path,
        clock=system_clock,
    )
    pdf = printed(queries.board_sheet(said_, issued))
    name = f'inline; filename="papan-skm-{of.subject.code}-{period.spelled}.pdf"'
    return HttpResponse(pdf, TYPES["pdf"], headers={"Content-Disposition": name})


@require_safe
@desk_page
def rows(request: HttpRequest, agency: str) -> HttpResponse:
    """Ballots of an agency for the ministry's tool, of a period that has ended."""
    owner = permissions.agency_to_export(asking(request), agency)
    return _rows(queries.of_agency(owner), _ended(request))


@require_safe
@desk_page
def rows_of_centre(request: HttpRequest, centre: str) -> HttpResponse:
    """The same of a centre."""
    period = _ended(request)
    return _rows(
        queries.of_centre(permissions.centre_to_export(asking(request), centre, period)), period
    )


def _ended(request: HttpRequest) -> Period:
    """The period that is asked for; without one, the quarter before this."""
    asked = permissions.period_or_404(request.GET.get("periode", ""))
    return asked or queries.default_period(today()).before


def _rows(subject: Subject, period: Period) -> HttpResponse:
    head, told = queries.rows_of(subject, period, today())
    if not head:
        raise Http404(_("Rows are given of periods that have ended."))
    made = io.StringIO()
    csv.writer(made).writerows([head, *told])
    name = f'attachment; filename="e-sukma-{subject.code}-{period.spelled}.csv"'
    return HttpResponse(
        made.getvalue(), "text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


@require_safe
def changed(request: HttpRequest, centre: str = "") -> HttpResponse:
    """What earlier voices changed, as a part of other pages: everywhere, or at a centre."""
    agencies = [permissions.centre_or_404(centre).host_agency_id] if centre else None
    return render(request, "findings/_changed.html", {"items": queries.changed_by(agencies)})


@require_safe
def changed_of_agency(request: HttpRequest, agency: str) -> HttpResponse:
    """The same of an agency."""
    found = permissions.agency_or_404(agency)
    return render(request, "findings/_changed.html", {"items": queries.changed_by([found.pk])})
