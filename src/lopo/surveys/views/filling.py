"""Filling in the questionnaire: by the link of a visit, or by the code at a counter."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lopo.catalogue.api import Service, search
from lopo.frontdesk.api import local_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal, TooManyRequests, Unknown
from lopo.organisation.api import Centre, Counter
from lopo.surveys import actions, queries
from lopo.surveys.forms import VisitorForm
from lopo.surveys.models import Channel, Instrument, SurveyInvitation, SurveyPoint
from lopo.surveys.queries import Asked
from lopo.surveys.rules import plain_text

from .asking import form_of, version_opened
from .circumstances import at_a_code, circumstances_of, remember_device
from .ways import CONFLICT, GONE, UNPROCESSABLE, invitation_of, page, point_of, unknown

LONGEST_SEARCH = 200
# More services than this are looked for, not looked through.
MANY = 8


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, key: str) -> HttpResponse:
    """The questionnaire of a visit: once, within its days."""
    try:
        invitation = invitation_of(request, key)
    except (Unknown, TooManyRequests) as nothing:
        return unknown(request, nothing, is_link=True)
    if actions.is_over(invitation, system_clock):
        return closed(request, invitation, spent=False)
    form = form_of(request, _asked(invitation))
    if form.is_bound and form.is_valid():
        refusal = _answer(request, key, form)
        if refusal is None:
            return _thanks(form, invitation.centre.code)
        if not isinstance(refusal, actions.LinkSpent):
            form.add_error(None, refusal.message)
    if queries.is_spent(key):
        return closed(request, invitation, spent=True)
    context = {"about": invitation, "day": invitation.day, "keeps": True}
    return fill_page(request, form, invitation.centre, **context)


def _asked(invitation: SurveyInvitation) -> Asked:
    """The version of today: an answer is counted in the quarter in which it is given."""
    service, today = invitation.service, local_date(invitation.centre, system_clock())
    version = queries.version_read(invitation.instrument.code, today) or invitation.instrument
    return queries.asked_in(version, today, agency_id=service.agency_id, service_id=service.pk)


def _answer(request: HttpRequest, key: str, form: VisitorForm) -> Refusal | None:
    """Put the ballot in; what speaks against it, if anything does."""
    channel = Channel.MESSAGE if "pesan" in request.GET else Channel.LINK
    return refusal_of(
        lambda: actions.answer_invitation(
            key=key,
            asked=form.asked,
            said=form.said(),
            circumstances=circumstances_of(request, channel, form.asked.instrument),
            clock=system_clock,
            form_key=form.cleaned_data["kunci"],
        )
    )


def refusal_of(act: Callable[[], None]) -> Refusal | None:
    """What speaks against an act, if anything does."""
    try:
        act()
    except Refusal as refusal:
        return refusal
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The questionnaire behind the code at a counter: whoever stands there may answer."""
    if code != code.lower():  # typed in capitals, as it may stand on a card
        query = request.META.get("QUERY_STRING", "")
        address = reverse("surveys:by_code", args=[code.lower()])
        return redirect(f"{address}?{query}" if query else address)
    try:
        point = point_of(request, code)
    except (Unknown, TooManyRequests) as nothing:
        return unknown(request, nothing, is_link=False)
    today = local_date(point.centre, system_clock())
    opened = version_opened(request)
    version = queries.version_asked(point.instrument_code, today, opened=opened)
    services = queries.services_at(point.centre) if version else []
    if version is None or not services:
        here = point.centre
        return nothing_here(request, "surveys/nothing.html", here, asks=_asks(point))
    service = chosen(request, services)
    if service is None:
        return _choose(request, point, services)
    asked = queries.asked_in(version, today, agency_id=service.agency_id, service_id=service.pk)
    return _fill_at(request, point, services, service, form_of(request, asked))


def nothing_here(request: HttpRequest, template: str, centre: Centre, **facts: Any) -> HttpResponse:
    """No questionnaire is asked here; what somebody had written by then stays theirs to copy."""
    sent = request.method == "POST"
    written = plain_text(request.POST.get("remark", "")) if sent else ""
    context = {"centre": centre, "written": written[: actions.LONGEST_REMARK], "sent": sent}
    return page(request, template, {**context, **facts}, GONE if sent else 200)


def _fill_at(
    request: HttpRequest,
    point: SurveyPoint,
    services: list[Service],
    service: Service,
    form: VisitorForm,
) -> HttpResponse:
    """The questions about a service, or what their answers came to."""
    done = _counted(request, point, service, form) if form.is_bound and form.is_valid() else None
    if done is not None:
        return done
    about = actions.About(point.centre, service, counter_in_use(point))
    context = {
        "about": about,
        "day": local_date(point.centre, system_clock()),
        "other_url": request.path if len(services) > 1 else "",
        "is_moved": is_moved(point),
    }
    return fill_page(request, form, point.centre, **context)


def is_moved(point: SurveyPoint) -> bool:
    """Whether the card still hangs at a counter that is not in use any more."""
    return point.counter is not None and point.counter.archived_at is not None


def counter_in_use(point: SurveyPoint) -> Counter | None:
    """What a card asks about: its counter, or the room where that is gone."""
    return None if is_moved(point) else point.counter


def _counted(
    request: HttpRequest, point: SurveyPoint, service: Service, form: VisitorForm
) -> HttpResponse | None:
    """Thanks, or to a robot that it waits; None: the form says what speaks against it."""
    refusal = _cast(request, point, service, form)
    if refusal is None:
        return _thanks(form, point.centre.code)
    if isinstance(refusal, TooManyRequests):
        return _too_many(request, refusal)
    form.add_error(None, refusal.message)
    return None


def _too_many(request: HttpRequest, refusal: TooManyRequests) -> HttpResponse:
    """A robot is at work behind this address: nothing more is counted for a while."""
    response = page(request, "surveys/many.html", {"message": refusal.message}, refusal.status)
    response["Retry-After"] = str(refusal.retry_after)
    return response


def chosen(request: HttpRequest, services: list[Service]) -> Service | None:
    """The service named in the address; the only one there is needs no naming."""
    if len(services) == 1:
        return services[0]
    code = request.GET.get("layanan", "")
    return next((one for one in services if one.code == code), None)


def _choose(request: HttpRequest, point: SurveyPoint, services: list[Service]) -> HttpResponse:
    """Which service it was; kept nowhere but in the address that follows."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").strip()
    found: list[Service] = []
    if text:
        here = {one.pk: one for one in services}
        hits = search(text, centre=point.centre).services
        found = [here[one.pk] for one in hits if one.pk in here]
    context = {
        "centre": point.centre,
        "asks": _asks(point),
        "point": {"counter": counter_in_use(point)},
        "is_moved": is_moved(point),
        "q": text,
        "found": found,
        "is_many": len(services) > MANY,
        "groups": [] if text else queries.service_groups_at(point.centre),
    }
    return page(request, "surveys/choose.html", context)


def _asks(point: SurveyPoint) -> Instrument | None:
    """The questionnaire behind a code, also where it has ended: a page says its name."""
    return queries.version_read(point.instrument_code, local_date(point.centre, system_clock()))


def _cast(
    request: HttpRequest, point: SurveyPoint, service: Service, form: VisitorForm
) -> Refusal | None:
    return refusal_of(
        lambda: actions.cast_ballot(
            about=actions.About(point.centre, service, counter_in_use(point)),
            asked=form.asked,
            said=form.said(),
            circumstances=at_a_code(request, point, form.asked.instrument, system_clock()),
            clock=system_clock,
            form_key=form.cleaned_data["kunci"],
        )
    )


def fill_page(
    request: HttpRequest, form: VisitorForm, centre: object, **facts: Any
) -> HttpResponse:
    """The form, empty or with what speaks against it; nothing of it is lost."""
    query = request.GET.copy()
    if query.pop("resmi", None) is None:
        query["resmi"] = "1"
    words = f"?{query.urlencode()}" if query else request.path
    context = {"form": form, "centre": centre, "words_url": words, **facts}
    context["stay_url"] = request.get_full_path()
    status = UNPROCESSABLE if form.is_bound else 200
    return page(request, "surveys/fill.html", context, status)


def _thanks(form: VisitorForm, centre: str) -> HttpResponse:
    """To the thanks, which know of a questionnaire other than ours what it is called."""
    response = redirect("surveys:thanks", centre)
    response.status_code = 303
    code = form.asked.instrument.code
    if code != queries.SKM:
        response["Location"] += f"?{urlencode({'kuesioner': code})}"
    remember_device(response, form.asked.instrument)
    return response


def closed(request: HttpRequest, invitation: SurveyInvitation, *, spent: bool) -> HttpResponse:
    """A kind page instead of the form: one visit, one voice."""
    context = {"centre": invitation.centre, "spent": spent}
    return page(request, "surveys/closed.html", context, CONFLICT if spent else GONE)
