"""Now, closing for the time being, the ordinary week, numbers and quotas."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.kernel.clock import system_clock
from lopo.organisation import actions, queries
from lopo.organisation.actions import HoursSpec
from lopo.organisation.forms import ClosureForm, IntakeForm, WeeklyForm
from lopo.organisation.models import Centre
from lopo.organisation.permissions import Managed

from .managing import back_to, centre_page, done, pressed, show, submitted

WEEK_DAYS = 7
USUAL_CLOSURE = timedelta(hours=1)


@centre_page
@require_safe
def hours(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Open or closed, why, what comes; the way to close for the time being."""
    return _hours_page(request, managed, ClosureForm(initial=_in_an_hour(managed.centre)))


def _hours_page(
    request: HttpRequest, managed: Managed, form: ClosureForm, status: int = 200
) -> HttpResponse:
    centre, now = managed.centre, system_clock()
    today = now.astimezone(ZoneInfo(centre.zone)).date()
    opening, week = queries.opening(centre, now), queries.days_of(centre, today, WEEK_DAYS)
    return show(
        request,
        managed,
        "hours",
        status=status,
        opening=opening,
        form=form,
        week=week,
        minutes=sum(day.minutes for day in week),
        today=today,
        changes=queries.week_changes(centre, today),
        queues=queries.queues_of(centre),
        closures=queries.closures_of(centre, 5),
    )


def _in_an_hour(centre: Centre) -> dict[str, Any]:
    """Most closures are short; the next quarter after an hour is a fair guess."""
    local = system_clock().astimezone(ZoneInfo(centre.zone)) + USUAL_CLOSURE
    local_end = local + timedelta(minutes=-local.minute % 15)
    return {"tanggal": local_end.date(), "jam": local_end.hour * 60 + local_end.minute}


@centre_page
def close(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Close at once; it reopens by itself."""
    if request.method != "POST":
        return back_to(managed, "hours")
    form = ClosureForm(request.POST)

    def act() -> None:
        actions.close_for_now(
            centre=managed.centre,
            until=form.moment(managed.centre.zone),
            reason=form.cleaned_data["alasan"],
            actor=managed.actor,
            clock=system_clock,
        )

    if submitted(request, managed, form, act):
        said = _("The centre is closed for now. Kiosk, web and TV say so already.")
        return done(request, managed, "hours", said)
    return _hours_page(request, managed, form, status=422)


@centre_page
def reopen(request: HttpRequest, managed: Managed) -> HttpResponse:
    """End a temporary closure before its time."""
    if request.method != "POST":
        return back_to(managed, "hours")

    def act() -> None:
        actions.reopen(centre=managed.centre, actor=managed.actor, clock=system_clock)

    return pressed(request, managed, "hours", act, _("The closure has ended."))


@centre_page
def weekly(request: HttpRequest, managed: Managed) -> HttpResponse:
    """The ordinary week, from a day on; what held before stays on record."""
    centre = managed.centre
    today = _today(centre)
    if request.method != "POST":
        return _weekly_page(request, managed, WeeklyForm(initial=_week_as_it_is(centre)))
    form = WeeklyForm(request.POST)

    def act() -> None:
        facts = form.cleaned_data
        actions.change_weekly_hours(
            centre=centre,
            hours=[
                HoursSpec(
                    weekdays=day.weekdays,
                    opens=day.opens,
                    closes=day.closes,
                    breaks=[day.pause] if day.pause else [],
                    legal_basis=facts["dasar"],
                    break_basis=facts["dasar_jeda"],
                )
                for day in facts["days"]
            ],
            valid_from=facts["mulai"],
            actor=managed.actor,
            clock=system_clock,
        )

    if submitted(request, managed, form, act):
        begins = form.cleaned_data["mulai"]
        said = _("The new hours hold from today.") if begins == today else _("Saved.")
        return done(request, managed, "hours", said)
    return _weekly_page(request, managed, form, status=422)


def _weekly_page(
    request: HttpRequest, managed: Managed, form: WeeklyForm, status: int = 200
) -> HttpResponse:
    today = _today(managed.centre)
    current = queries.week_on(managed.centre, today)
    return show(
        request,
        managed,
        "weekly",
        status=status,
        form=form,
        changes=queries.week_changes(managed.centre, today),
        has_more_breaks=any(len(row.breaks) > 1 for row in current),
    )


def _week_as_it_is(centre: Centre) -> dict[str, Any]:
    """The form filled with what holds today."""
    today = _today(centre)
    hours_basis, break_basis = queries.basis_on(centre, today)
    filled: dict[str, Any] = {
        "mulai": today + timedelta(days=1),
        "dasar": hours_basis,
        "dasar_jeda": break_basis if break_basis != hours_basis else "",
    }
    for row in queries.week_on(centre, today):
        name = f"h{row.weekday}_"
        filled |= {f"{name}buka": row.opens, f"{name}tutup": row.closes}
        if row.breaks:
            filled |= {f"{name}jeda": row.breaks[0][0], f"{name}usai": row.breaks[0][1]}
    return filled


@centre_page
def intake(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Until when and how many numbers are given out."""
    centre, queues = managed.centre, list(queries.queues_of(managed.centre))
    if request.method != "POST":
        initial: dict[str, Any] = {
            "henti": centre.cut_off_minutes,
            "jeda": centre.issue_during_break,
            "libur": centre.observes_holidays,
            "ruang": centre.daily_quota,
            "jauh": centre.remote_daily_quota,
        }
        for queue in queues:
            initial[f"q{queue.code}_ruang"] = queue.daily_quota
            initial[f"q{queue.code}_jauh"] = queue.remote_daily_quota
        form = IntakeForm(initial=initial, queues=queues)
        return show(request, managed, "intake", form=form)
    form = IntakeForm(request.POST, queues=queues)

    def act() -> None:
        actions.change_intake(
            centre=centre,
            cut_off_minutes=form.cleaned_data["henti"],
            issue_during_break=form.cleaned_data["jeda"],
            observes_holidays=form.cleaned_data["libur"],
            quota=form.quota(),
            queues=form.quotas(),
            actor=managed.actor,
            clock=system_clock,
        )

    if submitted(request, managed, form, act):
        return done(request, managed, "intake", _("Saved. It holds from now on."))
    return show(request, managed, "intake", status=422, form=form)


def _today(centre: Centre) -> date:
    return system_clock().astimezone(ZoneInfo(centre.zone)).date()
