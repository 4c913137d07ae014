"""Seasons, holidays and exceptions: what holds on some days only."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lopo.kernel.clock import system_clock
from lopo.organisation import actions, queries
from lopo.organisation.forms import ExceptionForm, HolidayForm, ProvinceForm, SeasonForm
from lopo.organisation.models import Scope
from lopo.organisation.permissions import Managed

from .managing import back_to, centre_page, done, pressed, show, submitted

# Perpres 21/2023 art. 4: in Ramadan 32.5 hours a week from 08.00, breaks of 30 minutes and of
# 60 on Fridays. Offered as a start, to be changed to what the agency decided.
RAMADAN = {
    **{f"h{day}_buka": 480 for day in range(5)},
    **{f"h{day}_tutup": 900 for day in range(4)},
    **{f"h{day}_jeda": 720 for day in range(4)},
    **{f"h{day}_usai": 750 for day in range(4)},
    "h4_tutup": 930,
    "h4_jeda": 690,
    "h4_usai": 750,
}


@centre_page
def seasons(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Other weekly hours between two days, such as in Ramadan."""
    form = SeasonForm(request.POST) if request.method == "POST" else SeasonForm(initial=RAMADAN)

    def act() -> None:
        facts = form.cleaned_data
        actions.plan_season(
            centre=managed.centre,
            name=facts["nama"],
            starts_on=facts["mulai"],
            ends_on=facts["akhir"],
            hours=facts["days"],
            legal_basis=facts["dasar"],
            actor=managed.actor,
            clock=system_clock,
        )

    def page(status: int) -> HttpResponse:
        rows = queries.seasons_of(managed.centre, _today(managed))
        return show(request, managed, "seasons", status=status, form=form, rows=rows)

    return _entered(request, managed, "seasons", form=form, act=act, page=page)


@centre_page
def end_season(request: HttpRequest, managed: Managed, day: str) -> HttpResponse:
    """Back to the ordinary hours before the season's last day."""
    season = queries.season_from(managed.centre, _day(day))
    if season is None:
        raise Http404
    if request.method != "POST":
        return back_to(managed, "seasons")

    def act() -> None:
        actions.end_season(season=season, actor=managed.actor, clock=system_clock)

    return pressed(request, managed, "seasons", act, _("The season has been ended."))


@centre_page
def holidays(request: HttpRequest, managed: Managed) -> HttpResponse:
    """The holidays that hold here, and one more of this centre or, from above, of others too."""
    scopes = list(Scope) if managed.everywhere else [Scope.CENTRE]
    asked = request.POST if request.method == "POST" else None
    form = HolidayForm(asked, scopes=[(scope.value, scope.label) for scope in scopes])

    def act() -> None:
        facts = form.cleaned_data
        actions.add_holiday(
            day=facts["tanggal"],
            name=facts["nama"],
            legal_basis=facts["dasar"],
            centre=managed.centre,
            scope=Scope(facts["lingkup"]),
            actor=managed.actor,
            clock=system_clock,
        )

    def page(status: int) -> HttpResponse:
        return show(
            request,
            managed,
            "holidays",
            status=status,
            form=form,
            province_form=ProvinceForm(initial={"provinsi": managed.centre.province}),
            rows=queries.holidays_ahead(managed.centre, _today(managed)),
            next_year=_today(managed).year + 1,
            everywhere=managed.everywhere,
        )

    return _entered(request, managed, "holidays", form=form, act=act, page=page)


@centre_page
@require_POST
def withdraw_holiday(request: HttpRequest, managed: Managed, day: str) -> HttpResponse:
    """Take back a holiday that was not to be."""
    scope = request.POST.get("lingkup", "")
    holiday = queries.holiday_on(managed.centre, _day(day), scope)
    if holiday is None or not (scope == Scope.CENTRE or managed.everywhere):
        raise Http404

    def act() -> None:
        actions.withdraw_holiday(holiday=holiday, today=_today(managed), actor=managed.actor)

    return pressed(request, managed, "holidays", act, _("The holiday has been taken back."))


@centre_page
def load_calendar(request: HttpRequest, managed: Managed) -> HttpResponse:
    """The national holidays of this year and the next, as the library knows them."""
    if not managed.everywhere:
        raise Http404
    year = _today(managed).year

    def act() -> None:
        actions.load_holidays(years=[year, year + 1], actor=managed.actor)

    if request.method != "POST":
        return back_to(managed, "holidays")
    return pressed(request, managed, "holidays", act, _("The national calendar has been loaded."))


@centre_page
def province(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Whose regional holidays a centre keeps."""
    form = ProvinceForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return back_to(managed, "holidays")

    def act() -> None:
        actions.change_policy(
            centre=managed.centre, actor=managed.actor, province=form.cleaned_data["provinsi"]
        )

    return pressed(request, managed, "holidays", act, _("Saved."))


@centre_page
def exceptions(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Special hours on some days, or closed, whatever the calendar says."""
    first = {"mulai": request.GET.get("tanggal", ""), "akhir": request.GET.get("tanggal", "")}
    form = ExceptionForm(request.POST) if request.method == "POST" else ExceptionForm(initial=first)

    def act() -> None:
        facts = form.cleaned_data
        actions.decide_exception(
            centre=managed.centre,
            starts_on=facts["mulai"],
            ends_on=facts["akhir"],
            reason=facts["alasan"],
            hours=facts["hours"],
            legal_basis=facts["dasar"],
            actor=managed.actor,
            clock=system_clock,
        )

    def page(status: int) -> HttpResponse:
        rows = queries.exceptions_of(managed.centre, _today(managed))
        return show(request, managed, "exceptions", status=status, form=form, rows=rows)

    return _entered(request, managed, "exceptions", form=form, act=act, page=page)


@centre_page
def withdraw_exception(request: HttpRequest, managed: Managed, day: str) -> HttpResponse:
    """Back to the calendar."""
    exception = queries.exception_from(managed.centre, _day(day))
    if exception is None:
        raise Http404
    if request.method != "POST":
        return back_to(managed, "exceptions")

    def act() -> None:
        actions.withdraw_exception(exception=exception, actor=managed.actor, clock=system_clock)

    return pressed(request, managed, "exceptions", act, _("The exception has been taken back."))


def _entered(
    request: HttpRequest,
    managed: Managed,
    name: str,
    *,
    form: Any,
    act: Callable[[], None],
    page: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Show the page, or do what its form asks for and show it again."""
    if request.method != "POST":
        return page(200)
    if submitted(request, managed, form, act):
        return done(request, managed, name, _("Saved. The calendar shows it already."))
    return page(422)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _today(managed: Managed) -> date:
    return system_clock().astimezone(ZoneInfo(managed.centre.zone)).date()
