"""Judging at the kiosk in the room: a service, the questions, thanks; nothing stays on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lopo.catalogue.api import Service
from lopo.foundation.parts import address_of
from lopo.frontdesk.api import local_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import NotPermitted, Refusal
from lopo.organisation.api import Centre
from lopo.surveys import actions, permissions, queries
from lopo.surveys.forms import VisitorForm
from lopo.surveys.models import Channel

from .asking import form_of, version_opened
from .circumstances import circumstances_of
from .filling import chosen, nothing_here, refusal_of
from .ways import UNPROCESSABLE, page

# The browser itself goes home: after thanks soon, and from a form whose page runs no script late.
THANKS_SECONDS = 15
FORBIDDEN = 403


def in_the_room(view: Callable[[HttpRequest, Centre], HttpResponse]) -> Any:
    """Only the kiosk of the room; another browser is told kindly what this page is."""

    @wraps(view)
    def guarded(request: HttpRequest, centre: str) -> HttpResponse:
        try:
            place = permissions.kiosk_or_403(request, centre)
        except NotPermitted:
            place = permissions.centre_or_404(centre)
            context = {"centre": place, "kiosk_url": address_of("kiosk:home", place.code)}
            return page(request, "surveys/kiosk/unpaired.html", context, FORBIDDEN)
        return view(request, place)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def fill(request: HttpRequest, place: Centre) -> HttpResponse:
    """First the service, then one question after the other."""
    today = local_date(place, system_clock())
    version = queries.version_asked(queries.SKM, today, opened=version_opened(request))
    if version is None:
        return nothing_here(request, "surveys/kiosk/nothing.html", place, home_url=_home(place))
    service = chosen(request, queries.services_at(place))
    if service is None:
        return _choose(request, place)
    asked = queries.asked_in(version, today, agency_id=service.agency_id, service_id=service.pk)
    form = form_of(request, asked, short=True)
    if form.is_bound and form.is_valid():
        refusal = _cast(request, place, service, form)
        if refusal is None:
            response = redirect("surveys:kiosk_thanks", place.code)
            response.status_code = 303
            return response
        form.add_error(None, refusal.message)
    status = UNPROCESSABLE if form.is_bound else 200
    facts = {"form": form, "service": service, "back_url": request.path}
    return _page(request, "surveys/kiosk/questions.html", place, status=status, **facts)


def _cast(
    request: HttpRequest, place: Centre, service: Service, form: VisitorForm
) -> Refusal | None:
    return refusal_of(
        lambda: actions.cast_ballot(
            about=actions.About(place, service),
            asked=form.asked,
            said=form.said(),
            circumstances=circumstances_of(request, Channel.KIOSK, form.asked.instrument),
            clock=system_clock,
            form_key=form.cleaned_data["kunci"],
        )
    )


def _choose(request: HttpRequest, place: Centre) -> HttpResponse:
    """The queue first where there are several, as when the number was taken."""
    groups = queries.service_groups_at(place)
    code = request.GET.get("antrean")
    group = next((one for one in groups if one.code == code), None)
    if len(groups) == 1:
        group = groups[0]
    if group is None:
        template = "surveys/kiosk/queues.html" if groups else "surveys/kiosk/nothing.html"
        return _page(request, template, place, groups=groups)
    back = reverse("surveys:kiosk", args=[place.code]) if len(groups) > 1 else ""
    return _page(request, "surveys/kiosk/services.html", place, group=group, back_url=back)


@require_safe
@in_the_room
def thanks(request: HttpRequest, place: Centre) -> HttpResponse:
    """Thanks; then the first screen comes back by itself."""
    response = _page(request, "surveys/kiosk/thanks.html", place)
    response["Refresh"] = f"{THANKS_SECONDS}; url={_home(place)}"
    return response


def _page(
    request: HttpRequest, template: str, place: Centre, *, status: int = 200, **facts: Any
) -> HttpResponse:
    return page(request, template, {"centre": place, "home_url": _home(place), **facts}, status)


def _home(place: Centre) -> str:
    return address_of("kiosk:home", place.code) or "/"
