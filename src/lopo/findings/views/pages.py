"""The result page: of the province, a centre, an agency, a service."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.api import list_services
from lopo.findings import permissions, queries
from lopo.findings.queries import Level, Shown, Subject, Value
from lopo.foundation.parts import address_of
from lopo.organisation.api import Centre, list_agencies, list_centres
from lopo.surveys.api import SKM, asking_in, enough_of, period_name

from .answering import page, today
from .drawn import elements_of, scale_of, trend_of
from .questionnaires import also_of, asked_in, choices_of
from .words import period_months, periods_to_choose

PAGES = {
    Level.PROVINCE: "findings:province",
    Level.CENTRE: "findings:centre",
    Level.AGENCY: "findings:agency",
    Level.SERVICE: "findings:service",
}
BADGES = {
    Level.CENTRE: "findings:centre_badge",
    Level.AGENCY: "findings:agency_badge",
    Level.SERVICE: "findings:service_badge",
}
BOARDS = {
    Level.CENTRE: "findings:centre_board",
    Level.AGENCY: "findings:agency_board",
}
SEVERAL = 2
NOTHING_MORE: dict[str, Any] = {
    **{"other": None, "is_asked": False},
    **{"changed": (), "badge_url": "", "board_url": "", "reports_url": ""},
}


def url_of(subject: Subject) -> str:
    """The result page of a subject; a part of an agency has none."""
    name = PAGES.get(subject.level)
    if name is None:
        return ""
    return reverse(name, args=[subject.code] if subject.code else [])


@require_safe
def province(request: HttpRequest) -> HttpResponse:
    """Everything together, and the way to each centre and agency."""
    shown = _asked(request, queries.PROVINCE)
    centres = [one.pk for one in list_centres() if not one.is_practice]
    agencies = list_agencies().values_list("pk", flat=True)
    groups = [
        (_("Service centres"), shown.parts(Level.CENTRE, centres)),
        (_("Agencies"), shown.parts(Level.AGENCY, agencies)),
    ]
    return _page(request, shown, groups)


@require_safe
def centre(request: HttpRequest, centre: str) -> HttpResponse:
    """A centre: its index moves with every voice."""
    place = permissions.centre_or_404(centre)
    shown = _asked(request, queries.of_centre(place))
    agencies = shown.parts(Level.AGENCY)
    offered = [] if place.is_practice else list_services(centre=place).values_list("pk", flat=True)
    groups = [
        (_("Agencies here"), agencies if len(agencies) >= SEVERAL else []),
        (_("Services here"), shown.parts(Level.SERVICE, offered)),
    ]
    return _page(request, shown, groups, place)


@require_safe
def agency(request: HttpRequest, agency: str) -> HttpResponse:
    """An agency, wherever its services are given."""
    found = permissions.agency_or_404(agency)
    shown = _asked(request, queries.of_agency(found))
    units = shown.parts(Level.UNIT)
    offered = list_services(found).values_list("pk", flat=True)
    groups = [
        (_("Units"), units if len(units) >= SEVERAL else []),
        (_("Services"), shown.parts(Level.SERVICE, offered)),
    ]
    return _page(request, shown, groups)


@require_safe
def service(request: HttpRequest, service: str) -> HttpResponse:
    """A service, wherever it is given."""
    found = permissions.service_or_404(service)
    return _page(request, _asked(request, queries.of_service(found)), [])


@require_safe
def headline(request: HttpRequest, centre: str) -> HttpResponse:
    """The number of a centre as its page shows it: fetched anew with every voice."""
    place = permissions.centre_or_404(centre)
    shown = _asked(request, queries.of_centre(place), with_trend=False)
    return page(request, "findings/_headline.html", _headline(shown))


def _asked(request: HttpRequest, subject: Subject, *, with_trend: bool = True) -> Shown:
    period = permissions.period_or_404(request.GET.get("periode", ""))
    code = permissions.questionnaire_or_404(request.GET.get("kuesioner", ""), today())
    return queries.shown(subject, period, today(), with_trend=with_trend, code=code)


def _headline(shown: Shown) -> dict[str, Any]:
    return {
        "shown": shown,
        "outcome": shown.outcome,
        "scale": scale_of(shown.outcome) if shown.outcome else None,
        "period_name": period_name(shown.period),
        "months": period_months(shown.period),
    }


def _page(
    request: HttpRequest,
    shown: Shown,
    groups: list[tuple[str, Any]],
    place: Centre | None = None,
) -> HttpResponse:
    subject, period = shown.subject, shown.period
    asked, also = {"periode": period.spelled}, also_of(shown)
    context = {
        **_headline(shown),
        **_sample(shown),
        **NOTHING_MORE,
        **(asked_in(shown) if also else _of_skm(shown, place)),
        "also": also,
        "tabs": choices_of(shown),
        "subject": subject,
        "detail": shown.detail,
        "drawn": elements_of(shown.detail) if shown.detail else None,
        "interval": shown.interval,
        "trend": trend_of(shown),
        "profile": queries.profile_in(shown.world, subject, period),
        "groups": [_group(title, rows) for title, rows in groups if rows],
        "choices": periods_to_choose(period, today()),
        "query": asked,
        "live": place.code if place else "",
        "address": settings.PUBLIC_URL + url_of(subject) + also.replace("&", "?", 1),
        "csv_url": _file(subject, "findings:csv", period.spelled) + also,
        "json_url": _file(subject, "findings:json", period.spelled) + also,
        "crumbs": [{"href": address_of("portal:home"), "label": _("Home")}]
        + (
            [{"href": reverse("findings:province"), "label": _("Our performance")}]
            if subject.level != Level.PROVINCE
            else []
        ),
    }
    if place is not None:
        context["centre"] = place
    return page(request, "findings/result.html", context)


def _of_skm(shown: Shown, place: Centre | None) -> dict[str, Any]:
    """What is made of the regulation's own survey only: plans, reports, board and badge."""
    subject = shown.subject
    return {
        "changed": queries.changed_by([subject.agency_id] if subject.agency_id else None),
        "badge_url": _badge(subject),
        "board_url": _board(shown),
        "reports_url": _reports(subject, place),
    }


def _group(title: str, rows: Sequence[Value]) -> dict[str, Any]:
    """Parts of a subject: those with a value and those without, by name."""
    linked = [(one, url_of(one.subject)) for one in rows]
    return {
        "title": title,
        "shown": [pair for pair in linked if pair[0].value is not None],
        "hidden": [pair for pair in linked if pair[0].value is None],
    }


def _badge(subject: Subject) -> str:
    name = BADGES.get(subject.level)
    return reverse(name, args=[subject.code]) if name else ""


def _board(shown: Shown) -> str:
    """The sheet to hang up, of what there is a result of."""
    name = BOARDS.get(shown.subject.level)
    if name is None or shown.outcome is None:
        return ""
    return f"{reverse(name, args=[shown.subject.code])}?periode={shown.period.spelled}"


def _reports(subject: Subject, place: Centre | None) -> str:
    """Released reports: of the agency a page is about, or of the host of its centre."""
    host = place.host_agency.code if place else ""
    code = subject.code if subject.level == Level.AGENCY else host
    return reverse("findings:releases") + (f"?perangkat={code}" if code else "")


def _file(subject: Subject, name: str, period: str) -> str:
    of = f"&{FILTERS[subject.level]}={subject.code}" if subject.level in FILTERS else ""
    return f"{reverse(name)}?periode={period}{of}"


FILTERS = {Level.CENTRE: "pusat", Level.AGENCY: "perangkat", Level.SERVICE: "layanan"}


def _sample(shown: Shown) -> dict[str, Any]:
    """How many could have answered, how many should, and how many did not want to.

    The link of a visit asks the regulation's own survey: refusals and the rate are of it only.
    Nothing is set against the few ballots that are opened while a period runs.
    """
    asking, declared = asking_in(shown.period, **shown.subject.where), shown.declared
    people = declared.people if declared else asking.served
    enough = enough_of(people)
    return {
        "asking": asking if shown.world.code == SKM else None,
        "declared": declared,
        "people": people,
        "enough": enough,
        "missing": max(0, enough - shown.ballots) if shown.counts_all else None,
        "rate": _rate(shown, asking.served),
    }


def _rate(shown: Shown, served: int) -> int | None:
    """How many of a hundred who were served have answered; None where that is not told."""
    if not served or not shown.counts_all:
        return None
    return min(100, round(shown.ballots * 100 / served))
