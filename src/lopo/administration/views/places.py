"""Counters and queues of a centre: added, renamed, put in order, archived, used again."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lopo.administration import permissions
from lopo.administration.forms import CounterForm, QueueForm
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, refused, said
from lopo.frontdesk import api as frontdesk
from lopo.kernel.actor import Actor
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal, Unknown
from lopo.organisation.api import Centre, Counter, Queue, places_of
from lopo.people.api import asking

from .centre import around
from .pages import admin_page

Place = Counter | Queue


def _choices(queues: Sequence[Queue]) -> dict[str, str]:
    return {q.code: f"{q.code} · {q.name}" for q in queues if q.archived_at is None}


def _split(places: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Those in use, those archived."""
    return (
        [place for place in places if place.archived_at is None],
        [place for place in places if place.archived_at is not None],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def counters(request: HttpRequest, centre: str) -> HttpResponse:
    """Every counter, and the form of one more."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    queues, every = places_of(place)
    in_use, archived = _split(every)
    form = CounterForm(request.POST if request.method == "POST" else None, queues=_choices(queues))
    if form.is_valid():
        try:
            made = frontdesk.add_counter(
                centre=place, **form.cleaned_data, actor=principal.actor, clock=system_clock
            )
        except FieldRefusal as refusal:
            blame(form, _known_twin(refusal, form, [c.code for c in every]))
        else:
            sentence = _("%(name)s is there.") % {"name": made.name}
            return said(request, sentence, "administration:counters", place.code)
    rows = [{"counter": c, "letters": _letters(c)} for c in in_use]
    context = {**around(place, "counters"), "rows": rows, "archived": archived}
    return _page(request, "administration/counters.html", context, form)


def _letters(counter: Counter) -> str:
    """The queues a counter serves, in one line."""
    found = sorted(queue.code for queue in counter.queues.all() if queue.archived_at is None)
    return ", ".join(found)


def _known_twin(refusal: FieldRefusal, form: Any, taken: Sequence[str]) -> FieldRefusal:
    """A code that is taken is said at its field, in words about this room."""
    if form.cleaned_data.get("code") in taken:
        form.add_error("code", _("This one exists already here, perhaps among the archived ones."))
        return FieldRefusal(refusal.message, [])
    return refusal


def _page(request: HttpRequest, template: str, context: dict[str, Any], form: Any) -> HttpResponse:
    shown = {**context, "form": form, "faults": faults_of(form) if form.is_bound else []}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, template, shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def counter(request: HttpRequest, centre: str, code: str) -> HttpResponse:
    """One counter: its name and its queues."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    queues, every = places_of(place)
    found = _found(every, code, place)
    mine = [queue.code for queue in found.queues.all()]
    choices = _choices(queues)
    initial = {
        "code": found.code,
        "name": found.name,
        "queues": [] if set(choices) <= set(mine) else mine,
    }
    data = None
    if request.method == "POST":
        data = request.POST.copy()
        data["code"] = found.code  # the record names the counter by it, so it stays
    form = CounterForm(data, queues=choices, initial=initial)
    if form.is_valid():
        try:
            frontdesk.change_counter(
                counter=found,
                name=form.cleaned_data["name"],
                queues=form.cleaned_data["queues"],
                actor=principal.actor,
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return said(request, _("Saved."), "administration:counters", place.code)
    context = {**around(place, "counters"), "counter": found}
    return _page(request, "administration/counter.html", context, form)


def _found(places: Sequence[Any], code: str, centre: Centre) -> Any:
    found = next((place for place in places if place.code == code), None)
    if found is None:
        raise Unknown(_("There is no such thing at this centre."))
    found.centre = centre
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def queues(request: HttpRequest, centre: str) -> HttpResponse:
    """Every queue, and the form of one more."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    every, _counters = places_of(place)
    in_use, archived = _split(every)
    form = QueueForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = frontdesk.add_queue(
                centre=place, **form.cleaned_data, actor=principal.actor, clock=system_clock
            )
        except FieldRefusal as refusal:
            blame(form, _known_twin(refusal, form, [q.code for q in every]))
        else:
            sentence = _("Queue %(code)s is there. Say which counters serve it.")
            said_ = sentence % {"code": made.code}
            return said(request, said_, "administration:queues", place.code)
    context = {**around(place, "queues"), "queues": in_use, "archived": archived}
    return _page(request, "administration/queues.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def queue(request: HttpRequest, centre: str, code: str) -> HttpResponse:
    """One queue: its letter and its name."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    every, _counters = places_of(place)
    found = _found(every, code, place)
    initial = {"code": found.code, "name": found.name}
    form = QueueForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            frontdesk.change_queue(
                queue=found, **form.cleaned_data, actor=principal.actor, clock=system_clock
            )
        except FieldRefusal as refusal:
            others = [q.code for q in every if q.pk != found.pk]
            blame(form, _known_twin(refusal, form, others))
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            return said(request, _("Saved."), "administration:queues", place.code)
    context = {**around(place, "queues"), "queue": found, "letter": code}
    return _page(request, "administration/queue.html", context, form)


@require_POST
@admin_page
def change_place(
    request: HttpRequest, centre: str, kind: str, code: str, verb: str
) -> HttpResponse:
    """Archive a counter or queue, use it again, or move it up or down in its list."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    queues, counters = places_of(place)
    every: Sequence[Any] = counters if kind == "meja" else queues
    found, page = _found(every, code, place), PAGES[kind]
    try:
        sentence = VERBS[verb](found, every, principal.actor)
    except Refusal as refusal:
        return refused(request, refusal, page, place.code)
    return said(request, sentence, page, place.code)


def _archive(found: Place, _every: Sequence[Any], actor: Actor) -> str:
    if isinstance(found, Counter):
        frontdesk.retire_counter(counter=found, actor=actor, clock=system_clock)
        return _("%(name)s is archived. Its past stays readable.") % {"name": found.name}
    frontdesk.retire_queue(queue=found, actor=actor, clock=system_clock)
    return _("Queue %(code)s is archived. Its past stays readable.") % {"code": found.code}


def _restore(found: Place, _every: Sequence[Any], actor: Actor) -> str:
    frontdesk.restore_place(place=found, actor=actor, clock=system_clock)
    return _("%(name)s is in use again.") % {"name": found.name}


def _move(found: Place, every: Sequence[Any], actor: Actor, step: int) -> str:
    in_use = [place for place in every if place.archived_at is None]
    place = in_use.index(found) if found in in_use else 0
    other = min(max(place + step, 0), len(in_use) - 1)
    in_use.insert(other, in_use.pop(place))
    frontdesk.put_in_order(centre=found.centre, places=in_use, actor=actor, clock=system_clock)
    return _("%(name)s has moved.") % {"name": found.name}


PAGES = {"meja": "administration:counters", "antrean": "administration:queues"}
VERBS: dict[str, Callable[[Place, Sequence[Any], Actor], str]] = {
    "arsipkan": _archive,
    "pakai": _restore,
    "naik": lambda found, every, actor: _move(found, every, actor, -1),
    "turun": lambda found, every, actor: _move(found, every, actor, 1),
}
