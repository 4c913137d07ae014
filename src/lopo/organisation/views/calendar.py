"""The month as decided, and what every screen would say at a moment."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lopo.kernel.clock import system_clock
from lopo.organisation import queries
from lopo.organisation.forms import FIRST_YEAR, LAST_YEAR, MomentForm, MonthForm
from lopo.organisation.models import Centre
from lopo.organisation.permissions import Managed

from .managing import centre_page, show


@centre_page
@require_safe
def month(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Every day of a month: its hours, and what decided them."""
    local = _now(managed.centre)
    today = local.date()
    form = MonthForm(request.GET)
    wanted = form.cleaned_data["bulan"] if form.is_valid() else today
    if not FIRST_YEAR <= wanted.year <= LAST_YEAR:
        wanted = today
    first = wanted.replace(day=1)
    days = queries.month_of(managed.centre, first)
    return show(
        request,
        managed,
        "month",
        first=first,
        weekday=first.isoweekday(),
        days=days,
        today=today,
        before=first - timedelta(days=1),
        after=first + timedelta(days=31),
        minutes=sum(day.minutes for day in days),
    )


@centre_page
@require_safe
def preview(request: HttpRequest, managed: Managed) -> HttpResponse:
    """What kiosk, web, TV and counters would say on a day at a time; the same one answer."""
    local_now = _now(managed.centre)
    asked: Any = request.GET if "tanggal" in request.GET else None
    form = MomentForm(
        asked, initial={"tanggal": local_now.date(), "jam": local_now.hour * 60 + local_now.minute}
    )
    local_at, status = local_now, 200
    if form.is_bound:
        if form.is_valid():
            local_at = form.moment(managed.centre.zone)
        else:
            status = 422
    said = queries.opening(managed.centre, local_at)
    day = queries.days_of(managed.centre, local_at.date(), 1)[0]
    return show(
        request, managed, "preview", status=status, form=form, at=local_at, said=said, day=day
    )


def _now(centre: Centre) -> datetime:
    return system_clock().astimezone(ZoneInfo(centre.zone))
