"""What the pages for managing a centre share: who may, forms that act once, the way back."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lopo.foundation.idempotency import KEY, BadKey, KeyReused, keep_once
from lopo.foundation.parts import is_here
from lopo.kernel.canonical import canonical_json
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, NotPermitted, Refusal, Unknown
from lopo.organisation.forms import KindForm
from lopo.organisation.permissions import Managed, managed_centre

Page = Callable[..., HttpResponse]
NOT_OF_THE_ACT = frozenset({"csrfmiddlewaretoken", "kunci"})


def centre_page(view: Page) -> Page:
    """A page about one centre for those who manage it; for everybody else it does not exist."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest, centre: str, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, managed_centre(request, centre), **kwargs)
        except (Unknown, NotPermitted) as refusal:
            raise Http404(refusal.message) from None
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def tabs_of(managed: Managed, current: str) -> list[dict[str, Any]]:
    """The pages about a centre's hours."""
    pages = [
        ("hours", _("Now")),
        ("month", _("Calendar")),
        ("preview", _("Preview")),
        ("weekly", _("Weekly hours")),
        ("seasons", _("Seasons")),
        ("holidays", _("Holidays")),
        ("exceptions", _("Exceptions")),
        ("intake", _("Numbers and quotas")),
    ]
    return [
        {
            "href": reverse(f"organisation:{name}", args=[managed.centre.code]),
            "label": label,
            "current": name == current,
        }
        for name, label in pages
        if is_here(f"organisation:{name}")
    ]


def show(
    request: HttpRequest, managed: Managed, page: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The page, with what all of them show."""
    now = system_clock()
    shared = {
        "centre": managed.centre,
        "tabs": tabs_of(managed, page),
        "key": uuid4(),
        "today": now.astimezone(ZoneInfo(managed.centre.zone)).date(),
    }
    template = f"organisation/{page}.html"
    return render(request, template, {**shared, **context}, status=status)


def act_once(request: HttpRequest, managed: Managed, act: Callable[[], Any]) -> None:
    """Do what a form asks for, once per key; pressing twice changes nothing more."""
    key = request.POST.get("kunci", "")
    if KEY.fullmatch(key) is None:
        raise BadKey(_("This page had become too old. Please press once more."))
    asked = {name: request.POST.getlist(name) for name in request.POST}
    body = sorted(pair for pair in asked.items() if pair[0] not in NOT_OF_THE_ACT)

    def once() -> tuple[int, Any]:
        act()
        return 200, {}

    keep_once(
        scope=f"{managed.actor.id} POST {request.path}",
        key=key,
        fingerprint=hashlib.sha256(canonical_json(body)).digest(),
        now=system_clock(),
        act=once,
    )


def submitted(
    request: HttpRequest, managed: Managed, form: KindForm, act: Callable[[], Any]
) -> bool:
    """Whether the form was right and the act was done; otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        act_once(request, managed, act)
    except KeyReused:
        form.add_error(None, _("This page had become too old. Please press once more."))
    except FieldRefusal as refusal:
        form.refuse(refusal)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
    return form.is_valid()


def pressed(
    request: HttpRequest, managed: Managed, page: str, act: Callable[[], Any], said: str
) -> HttpResponse:
    """A button without a form of its own: done and said, or refused and said."""
    try:
        act_once(request, managed, act)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return back_to(managed, page)


def done(request: HttpRequest, managed: Managed, page: str, said: str) -> HttpResponse:
    """It worked: back to the page, which shows the new state."""
    messages.success(request, said)
    return back_to(managed, page)


def back_to(managed: Managed, page: str) -> HttpResponse:
    """Go and look; a reload does not send the form again."""
    response = HttpResponseRedirect(reverse(f"organisation:{page}", args=[managed.centre.code]))
    response.status_code = 303
    return response
