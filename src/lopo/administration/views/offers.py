"""The services of a centre and their queues; services added in the simplest form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lopo.administration import actions, permissions, queries, rules
from lopo.administration.forms import PlacesForm, ServiceForm
from lopo.catalogue.api import categories_of, list_services, offering, offerings_of, service_by_code
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, refused, said
from lopo.frontdesk import api as frontdesk
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal, Unknown
from lopo.organisation.api import Centre, queues_of
from lopo.people.api import asking

from .centre import around
from .pages import admin_page


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def services(request: HttpRequest, centre: str) -> HttpResponse:
    """What is given here, each with its queue; saved all at once."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    given = list(offerings_of(place))
    form = _places_form(place, given, request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            n = actions.move_services(
                centre=place, chosen=chosen, actor=principal.actor, clock=system_clock
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            sentence = ngettext(
                "%(n)s service takes its numbers elsewhere now.",
                "%(n)s services take their numbers elsewhere now.",
                n,
            ) % {"n": n}
            sentence = sentence if n else _("Nothing has changed.")
            return said(request, sentence, "administration:services", place.code)
    context = {
        **around(place, "services"),
        "form": form,
        "groups": _groups(form, given),
        "elsewhere": [offer for offer in given if not _at_counter(offer)],
        "may_move_all": permissions.may_set_up(principal),
        "own": [o.service.code for o in given if o.service.agency_id == place.host_agency_id],
        "more": _not_given(place, {offer.service_id for offer in given}),
        "faults": faults_of(form) if form.is_bound else [],
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "administration/services.html", context, status=status)


def _at_counter(offer: Any) -> bool:
    return rules.COUNTER_CHANNEL in offer.service.channels


def _places_form(place: Centre, given: list[Any], data: Any) -> PlacesForm:
    queues = {queue.code: f"{queue.code} · {queue.name}" for queue in queues_of(place)}
    return PlacesForm(
        data,
        services={o.service.code: o.service.name for o in given if _at_counter(o)},
        queues={**queues, "": _("takes no numbers")},
        initial={o.service.code: o.queue.code if o.queue else "" for o in given},
    )


def _groups(form: PlacesForm, given: list[Any]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for offer in given:
        if _at_counter(offer):
            category = rules.as_known(offer.service.category, groups)
            groups.setdefault(category, []).append(form[offer.service.code])
    return groups


def _not_given(place: Centre, given: set[int]) -> list[Any]:
    """Services of the agency's catalogue that this centre does not give."""
    return [s for s in list_services(place.host_agency) if s.pk not in given]


@require_POST
@admin_page
def change_offer(request: HttpRequest, centre: str, code: str, verb: str) -> HttpResponse:
    """Give a service of the catalogue here, or no longer."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    try:
        if verb == "hentikan":
            offered = offering(place, code)
            if offered is None:
                raise Unknown(_("This service is not given here."))
            offered.centre = place
            frontdesk.stop_service(offering=offered, actor=principal.actor, clock=system_clock)
            sentence = _("%(name)s is no longer given here.") % {"name": offered.service.name}
        else:
            sentence = _give(place, code, principal.actor)
    except Unknown:
        raise
    except Refusal as refusal:
        return refused(request, refusal, "administration:services", place.code)
    return said(request, sentence, "administration:services", place.code)


def _give(place: Centre, code: str, actor: Any) -> str:
    service = service_by_code(code)
    if service is None or service.agency_id != place.host_agency_id:
        raise Unknown(_("There is no such service."))
    queue = queries.expected_queue(place, service.category)
    letter = queue if rules.COUNTER_CHANNEL in service.channels else None
    frontdesk.give_service(
        centre=place, service=service, queue_code=letter, actor=actor, clock=system_clock
    )
    return _("%(name)s is given here now. Check its queue.") % {"name": service.name}


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def service_new(request: HttpRequest, centre: str) -> HttpResponse:
    """A service of the agency in the simplest form, given here at once."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    form = ServiceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.write_service(
                centre=place, facts=form.cleaned_data, actor=principal.actor, clock=system_clock
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            sentence = _("%(name)s is given here now. Check its queue.") % {"name": made.name}
            return said(request, sentence, "administration:services", place.code)
    context = {
        **around(place, "services"),
        "form": form,
        "categories": categories_of(place.host_agency),
        "faults": faults_of(form) if form.is_bound else [],
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "administration/service_new.html", context, status=status)
