"""Released reports, for everybody: all of them, one of them, and one that was superseded."""

from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.findings import actions, permissions, queries
from lopo.findings.models import Report
from lopo.foundation.days import civil_date
from lopo.foundation.parts import address_of
from lopo.surveys.api import period_name

from .answering import page
from .kept import file_answer, kept_of
from .pages import url_of
from .words import period_months

PER_PAGE = 20
Choice = TypeVar("Choice")


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every report that holds, the newest first; of an agency or a period only, when asked."""
    asked = {name: request.GET.get(name, "") for name in ("perangkat", "periode")}
    agency = permissions.agency_or_404(asked["perangkat"]) if asked["perangkat"] else None
    period = permissions.period_or_404(asked["periode"])
    found = Paginator(queries.releases(agency, period), PER_PAGE)
    shown = found.get_page(request.GET.get("page", ""))
    before = queries.releases_before(shown.object_list)
    agencies, periods = queries.told_of()
    context = {
        "rows": [_told(one, before.get(one.pk)) for one in shown.object_list],
        "page": shown,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "agency": agency,
        "chosen": period.spelled if period else "",
        "agencies": _with(agency, agencies),
        "periods": [(one.spelled, period_name(one)) for one in _with(period, periods)],
        "crumbs": _crumbs(),
    }
    return page(request, "findings/releases.html", context)


def _with(chosen: Choice | None, offered: list[Choice]) -> list[Choice]:
    """What may be chosen, and what is, though nothing is out of it."""
    return offered if chosen is None or chosen in offered else [*offered, chosen]


@require_safe
def released(request: HttpRequest, token: str) -> HttpResponse:
    """A released report: its PDF, or, superseded, when that was and what holds now."""
    found = permissions.released_report(token)
    newest = queries.release_in_force(found) if found.superseded_at else None
    if newest is None:
        return file_answer(found, "pdf")
    assert found.superseded_at is not None
    context = {
        "old": _told(found),
        "new": _told(newest),
        "superseded": civil_date(found.superseded_at),
        "crumbs": [*_crumbs(), {"href": reverse("findings:releases"), "label": _("SKM reports")}],
    }
    if found.centre is not None:
        context["centre"] = found.centre
    response = page(request, "findings/superseded.html", context)
    # Whoever searches is to find what holds.
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def released_file(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A file of a released report, superseded or not: `pdf` or `docx`."""
    return file_answer(permissions.released_report(token), kind)


def _told(report: Report, before: Report | None = None) -> dict[str, Any]:
    """A release as pages say it; ``before``: the one it took the place of."""
    of, period = actions.of_report(report), actions.period_of_report(report)
    name = of.subject.name
    assert report.released_at is not None
    return {
        "token": report.token,
        "code": report.code,
        "name": name,
        "agency": of.agency.name if of.agency.name != name else "",
        "period": period_name(period),
        "months": period_months(period),
        "result": f"{url}?periode={period.spelled}" if (url := url_of(of.subject)) else "",
        "released": civil_date(report.released_at),
        "files": kept_of(report),
        "before": before,
        "before_released": _day(before),
    }


def _day(report: Report | None) -> Any:
    return civil_date(report.released_at) if report and report.released_at else None


def _crumbs() -> list[dict[str, str]]:
    return [
        {"href": address_of("portal:home"), "label": _("Home")},
        {"href": reverse("findings:province"), "label": _("Our performance")},
    ]
