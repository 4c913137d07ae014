"""A counter that a colleague has left open: the supervisor closes it, nobody waits at it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lopo.frontdesk import actions, permissions
from lopo.frontdesk.actions.sessions import open_session_at
from lopo.frontdesk.queries import desks
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal

from .staffing import act_once, done, key_for, refused, see_other, staff_of, staff_page


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def free_counter(request: HttpRequest, centre: str, counter: str) -> HttpResponse:
    """Ask once more, then close the counter; its visitor stands in line again."""
    principal = staff_of(request)
    place = permissions.centre_or_404(centre)
    permissions.may_free_counter(principal, place)
    at, home = permissions.counter_or_404(place, counter), reverse("console:home")
    session = open_session_at(at)
    if session is None:
        return see_other(home)

    def act() -> str:
        actions.free_counter(counter=at, actor=principal.actor, clock=system_clock)
        return _("%(counter)s is closed; a visitor who was there stands in line again.") % {
            "counter": at.name
        }

    if request.method == "POST":
        try:
            return done(request, home, act_once(request, principal, act))
        except Refusal as refusal:
            return refused(request, home, refusal)
    context = {
        "centre": place,
        "counter": at,
        "officer": session.officer.get_username(),
        "visitor": desks.number_at(at),
        "key": key_for(principal, "kosongkan", session.pk),
    }
    return render(request, "frontdesk/free_counter.html", context)
