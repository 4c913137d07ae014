"""A new password for somebody who forgot theirs: a link, with which they set it themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lopo.administration import permissions
from lopo.foundation.staff_pages import see_other
from lopo.kernel.clock import system_clock
from lopo.people.api import (
    Principal,
    ResetRefused,
    User,
    asking,
    check_password_link,
    make_password_link,
    password_link_address,
    password_link_share,
    proved_recently,
    require_recent_proof,
)

from .centre import around
from .pages import admin_page

PAGE = "administration:password_link"


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def password_link(request: HttpRequest, centre: str, pk: int) -> HttpResponse:
    """Asks first; makes the link only for somebody who has just proved who they are."""
    principal = asking(request)
    place, person = permissions.member_to_reset(principal, centre, pk)
    why_not, raw = _why_not(principal, person), ""
    if not why_not and request.method == "POST":
        if not proved_recently(request):
            # The proof leads back to the question, not past it.
            return see_other(PAGE, place.code, pk)
        raw = make_password_link(user=person, actor=principal.actor, clock=system_clock)
    elif not why_not:
        require_recent_proof(request)
    context = {
        **around(place, "staff"),
        "person": person,
        "why_not": why_not,
        # Shown this once: never stored, never in a log.
        "url": password_link_address(raw) if raw else "",
        "share": password_link_share(raw) if raw else "",
    }
    status = ResetRefused.status if why_not else 200
    return render(request, "administration/password_link.html", context, status=status)


def _why_not(principal: Principal, person: User) -> str:
    assert principal.user is not None
    try:
        check_password_link(principal.user, person)
    except ResetRefused as refusal:
        return refusal.message
    return ""
