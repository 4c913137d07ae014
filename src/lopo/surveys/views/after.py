"""After a visit: what the ticket and the slip say, not wanting to judge, and thanks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lopo.frontdesk.api import local_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import TooManyRequests, Unknown
from lopo.surveys import actions, permissions, queries

from .filling import closed, refusal_of
from .ways import invitation_of, page, unknown


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Not wanting to judge: asked once more, then counted without anything about who it was."""
    try:
        invitation = invitation_of(request, key)
    except (Unknown, TooManyRequests) as nothing:
        return unknown(request, nothing, is_link=True)
    if actions.is_over(invitation, system_clock):
        return closed(request, invitation, spent=False)
    context = {"centre": invitation.centre, "key": key}
    if request.method == "POST":
        refused = refusal_of(lambda: actions.decline_invitation(key=key, clock=system_clock))
        if refused is None:
            response = redirect("surveys:declined", invitation.centre.code)
            response.status_code = 303
            return response
    if queries.is_spent(key):
        return closed(request, invitation, spent=True)
    return page(request, "surveys/decline.html", context)


@require_safe
def declined(request: HttpRequest, centre: str) -> HttpResponse:
    """After that; it knows nothing of whose wish it was."""
    place = permissions.voted_at_or_404(centre)
    return page(request, "surveys/declined.html", {"centre": place})


@require_safe
def of_visit(request: HttpRequest, token: str) -> HttpResponse:
    """From a ticket to the link of its visit; what may be said there, the link itself knows."""
    address = reverse("surveys:by_link", args=[actions.key_of_ticket(token)])
    return redirect(address + (actions.BY_MESSAGE if "pesan" in request.GET else ""))


@require_safe
def decline_visit(request: HttpRequest, token: str) -> HttpResponse:
    """The same for who would rather not judge."""
    return redirect("surveys:decline", actions.key_of_ticket(token))


@require_safe
def thanks(request: HttpRequest, centre: str) -> HttpResponse:
    """After answering; it knows which questionnaire it was, and nothing of what was said."""
    place = permissions.voted_at_or_404(centre)
    code = request.GET.get("kuesioner", queries.SKM)[:16].replace("\x00", "")
    context = {
        "centre": place,
        "asks": queries.version_read(code, local_date(place, system_clock())),
        "improvements": queries.improvements_at(place),
    }
    return page(request, "surveys/thanks.html", context)
