"""The second step of somebody who has lost phone and recovery codes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lopo.administration import permissions
from lopo.foundation.staff_pages import said, see_other
from lopo.kernel.clock import system_clock
from lopo.people.api import (
    Principal,
    ResetRefused,
    User,
    asking,
    check_reset,
    proved_recently,
    require_recent_proof,
    reset_second_factor,
)

from .centre import around
from .pages import admin_page

PAGE = "administration:reset_factor"


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def reset_factor(request: HttpRequest, centre: str, pk: int) -> HttpResponse:
    """Asks first; does it only for somebody who has just proved who they are."""
    principal = asking(request)
    place, person = permissions.member_to_reset(principal, centre, pk)
    why_not = _why_not(principal, person)
    if not why_not and request.method == "POST":
        if not proved_recently(request):
            # The proof leads back to the question, not past it.
            return see_other(PAGE, place.code, pk)
        reset_second_factor(user=person, actor=principal.actor, clock=system_clock)
        sentence = _("The second step of %(name)s is reset; the account is signed out everywhere.")
        words = {"name": person.get_username()}
        return said(request, sentence % words, "administration:staff", place.code)
    if not why_not:
        require_recent_proof(request)
    context = {**around(place, "staff"), "person": person, "why_not": why_not}
    status = ResetRefused.status if why_not else 200
    return render(request, "administration/reset_factor.html", context, status=status)


def _why_not(principal: Principal, person: User) -> str:
    assert principal.user is not None
    try:
        check_reset(principal.user, person)
    except ResetRefused as refusal:
        return refusal.message
    return ""
