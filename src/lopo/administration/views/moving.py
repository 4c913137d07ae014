"""A service moves to another agency: the form, what it would change, and calling it off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lopo.administration import actions, permissions, queries
from lopo.administration.forms import CallOffForm, MoveForm
from lopo.catalogue.api import Service, call_off_move, given_at, planned_home, stays_of, today
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, refused, said
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal
from lopo.kernel.formats import long_date
from lopo.people.api import Principal, User, asking

from .pages import admin_page

CONFIRMED, CHANGED = "pindahkan", "ubah"


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Asks where it goes; then says what would change, and moves it when that is confirmed."""
    principal = asking(request)
    service = permissions.service_to_move(principal, code)
    form = _form(principal, service, request)
    go = request.POST.get("go", "")
    if not form.is_bound or go == CHANGED or not form.is_valid():
        return _page(request, service, form, 200 if go == CHANGED else None)
    if go != CONFIRMED:
        return _preview(request, service, form)
    try:
        actions.move_service(
            service=service,
            place=form.chosen(),
            facts=form.cleaned_data,
            basis=form.basis(),
            mover=_person(principal),
            clock=system_clock,
        )
    except FieldRefusal as refusal:
        blame(form, refusal)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
    else:
        return said(request, _moved(service, form), "administration:move", service.code)
    return _page(request, service, form)


@require_POST
@admin_page
def call_off(request: HttpRequest, code: str) -> HttpResponse:
    """A planned move does not happen."""
    principal = asking(request)
    service = permissions.service_to_move(principal, code)
    form = CallOffForm(request.POST)
    if not form.is_valid():
        return _page(request, service, _form(principal, service, None), 422, form)
    try:
        call_off_move(
            service=service,
            reason=form.cleaned_data["reason"],
            mover=_person(principal),
            clock=system_clock,
        )
    except Refusal as refusal:
        return refused(request, refusal, "administration:move", service.code)
    sentence = _("%(name)s stays where it is.") % {"name": service.name}
    return said(request, sentence, "administration:move", service.code)


def _person(principal: Principal) -> User:
    assert principal.user is not None  # only accounts may move
    return principal.user


def _form(principal: Principal, service: Service, request: HttpRequest | None) -> MoveForm:
    agencies = permissions.agencies_to_move_to(principal, service)
    data = request.POST if request is not None and request.method == "POST" else None
    centres = [offer.centre for offer in given_at(service)]
    return MoveForm(queries.places_to_move_to(agencies), centres, data, today())


def _moved(service: Service, form: MoveForm) -> str:
    agency, _unit = form.chosen()
    day = form.cleaned_data["from_day"]
    names = {"name": service.name, "agency": agency.name, "day": long_date(day)}
    if day <= today():
        return _("%(name)s belongs to %(agency)s from today on.") % names
    return _("%(name)s moves to %(agency)s on %(day)s.") % names


def _preview(request: HttpRequest, service: Service, form: MoveForm) -> HttpResponse:
    agency, unit = form.chosen()
    context = {
        "service": service,
        "agency": agency,
        "unit_name": unit.name if unit is not None else agency.name,
        "said": form.cleaned_data,
        "sent": form.sent(),
        "effects": queries.effects_of_move(
            service, agency, form.cleaned_data["stop_at"], now=system_clock()
        ),
        "today": today(),
    }
    return render(request, "administration/move_preview.html", context)


def _page(
    request: HttpRequest,
    service: Service,
    form: MoveForm,
    status: int | None = None,
    off: CallOffForm | None = None,
) -> HttpResponse:
    faults: list[dict[str, Any]] = faults_of(form) if form.is_bound and status is None else []
    context = {
        "service": service,
        "form": form,
        "call_off": off or CallOffForm(),
        "planned": planned_home(service, today()),
        "stays": stays_of(service),
        "today": today(),
        "faults": faults_of(off) if off is not None else faults,
    }
    told = status or (UNPROCESSABLE if form.is_bound else 200)
    return render(request, "administration/move.html", context, status=told)
