"""Filling in the questionnaire: by the link of a visit, or by the code at a counter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lopo.frontdesk.api import local_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal
from lopo.surveys import actions, permissions, queries
from lopo.surveys.forms import BallotForm
from lopo.surveys.models import Ballot, SurveyInvitation, SurveyPoint
from lopo.surveys.queries import Asked

from .circumstances import circumstances_of, remember_device

UNPROCESSABLE, GONE, CONFLICT = 422, 410, 409


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, key: str) -> HttpResponse:
    """The questionnaire of a visit: once, within its days."""
    invitation = permissions.invitation_or_404(key)
    if queries.is_spent(key):
        return _closed(request, invitation, spent=True)
    if actions.is_over(invitation, system_clock):
        return _closed(request, invitation, spent=False)
    form = _form(request, _asked(invitation))
    status = 200
    if form.is_bound and form.is_valid():
        refusal = _answer(request, key, form)
        if refusal is None:
            return _thanks(invitation.centre.code)
        if isinstance(refusal, actions.LinkSpent):
            return _closed(request, invitation, spent=True)
        form.add_error(None, refusal.message)
    if form.is_bound:
        status = UNPROCESSABLE
    context = {"form": form, "centre": invitation.centre, "about": invitation}
    return _page(request, "surveys/fill.html", context, status)


def _asked(invitation: SurveyInvitation) -> Asked:
    service = invitation.service
    return queries.asked_in(
        invitation.instrument, invitation.day, agency_id=service.agency_id, service_id=service.pk
    )


def _form(request: HttpRequest, asked: Asked, **facts: Any) -> BallotForm:
    data = request.POST if request.method == "POST" else None
    return BallotForm(data, asked=asked, official="resmi" in request.GET, **facts)


def _answer(request: HttpRequest, key: str, form: BallotForm) -> Refusal | None:
    """Put the ballot in; what speaks against it, if anything does."""
    try:
        actions.answer_invitation(
            key=key,
            asked=form.asked,
            said=form.said(),
            circumstances=circumstances_of(request, Ballot.Channel.LINK),
            clock=system_clock,
        )
    except Refusal as refusal:
        return refusal
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The questionnaire behind the code at a counter: whoever stands there may answer."""
    point = permissions.point_or_404(code)
    today = local_date(point.centre, system_clock())
    services = queries.services_at(point.centre)
    asked = queries.asked_about(point.instrument_code, today, agency_id=None, service_id=None)
    if asked is None or not services:
        return _page(request, "surveys/nothing.html", {"centre": point.centre}, 200)
    form = _form(request, asked, services=services)
    if form.is_bound and form.is_valid():
        refusal = _cast(request, point, form)
        if refusal is None:
            return _thanks(point.centre.code)
        form.add_error(None, refusal.message)
    status = UNPROCESSABLE if form.is_bound else 200
    context = {"form": form, "centre": point.centre, "about": point}
    return _page(request, "surveys/fill.html", context, status)


def _cast(request: HttpRequest, point: SurveyPoint, form: BallotForm) -> Refusal | None:
    try:
        actions.cast_ballot(
            about=actions.About(point.centre, form.service, point.counter),
            asked=form.asked,
            said=form.said(),
            circumstances=circumstances_of(request, Ballot.Channel.COUNTER),
            clock=system_clock,
        )
    except Refusal as refusal:
        return refusal
    return None


def _thanks(centre: str) -> HttpResponse:
    response = redirect("surveys:thanks", centre)
    response.status_code = 303
    remember_device(response)
    return response


@require_safe
def thanks(request: HttpRequest, centre: str) -> HttpResponse:
    """After answering; it knows nothing of what was said."""
    place = permissions.centre_or_404(centre)
    return _page(request, "surveys/thanks.html", {"centre": place}, 200)


def _closed(request: HttpRequest, invitation: SurveyInvitation, *, spent: bool) -> HttpResponse:
    """A kind page instead of the form: one visit, one voice."""
    context = {"centre": invitation.centre, "spent": spent}
    return _page(request, "surveys/closed.html", context, CONFLICT if spent else GONE)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def of_visit(request: HttpRequest, token: str) -> HttpResponse:
    """From a ticket to the link of its visit; what may be said there, the link itself knows."""
    return redirect("surveys:by_link", actions.key_of_ticket(token))
