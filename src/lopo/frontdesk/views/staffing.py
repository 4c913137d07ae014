"""What the pages of staff share: who acts, kind refusals, acts that are done once."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from lopo.foundation.idempotency import KEY, BadKey, keep_once
from lopo.kernel.canonical import canonical_json
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, NotPermitted, Refusal, Unauthenticated, Unknown
from lopo.people.api import Principal

View = Callable[..., HttpResponse]
NOT_OF_THE_ACT = frozenset({"csrfmiddlewaretoken", "kunci"})


def staff_of(request: HttpRequest) -> Principal:
    """The person who signed in, also in a browser that is paired as a device (a demo does that)."""
    user = request.user
    if not user.is_authenticated:
        raise Unauthenticated(_("Your sign-in has ended. Please sign in again."))
    return Principal(kind="staff", user=user)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which shows the sentence itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def staff_page(view: View) -> View:
    """A page of staff: never cached; strangers sign in first, the rest does not exist for them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Unauthenticated as refusal:
            return _sign_in_first(request, refusal)
        except (Unknown, NotPermitted) as refusal:
            raise Http404(refusal.message) from None
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def _sign_in_first(request: HttpRequest, refusal: Unauthenticated) -> HttpResponse:
    if wants_json(request) or "X-Lopo-Fragment" in request.headers:
        return JsonResponse({"code": refusal.code, "message": refusal.message}, status=401)
    return redirect_to_login("/petugas/" if request.method == "POST" else request.get_full_path())


def key_for(principal: Principal, *facts: object) -> str:
    """The key of a button: the same while the facts are, so one state is acted upon once.

    Better than a random one here: two windows of one officer cannot do the same thing twice.
    """
    text = "\x1f".join([principal.scope, *(str(fact) for fact in facts)])
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def act_once(request: HttpRequest, principal: Principal, act: Callable[[], str]) -> str:
    """Do what a form asks for, once per key; a repeat gets the word of the first time."""
    key = request.POST.get("kunci", "")
    if KEY.fullmatch(key) is None:
        raise BadKey(_("This page had become too old. Please press once more."))
    asked = {name: request.POST.getlist(name) for name in request.POST}
    # Pairs, not an object: a stranger may name fields as no canonical object can.
    body = sorted(pair for pair in asked.items() if pair[0] not in NOT_OF_THE_ACT)
    _status, _type, stored = keep_once(
        scope=f"{principal.scope} POST {request.path}",
        key=key,
        fingerprint=hashlib.sha256(canonical_json(body)).digest(),
        now=system_clock(),
        act=lambda: (200, {"said": act()}),
    )
    return str(json.loads(stored)["said"])


def done(request: HttpRequest, back: str, said: str) -> HttpResponse:
    """It worked: a sentence for a script, else back to the page, which shows the new state."""
    if wants_json(request):
        return JsonResponse({"message": said})
    if said:
        messages.success(request, said)
    return see_other(back)


def refused(request: HttpRequest, back: str, refusal: Refusal) -> HttpResponse:
    """A rule said no: the sentence is shown, nothing else has changed."""
    if wants_json(request):
        # Which field it is about, if one: a dialog moves there.
        field = refusal.errors[0].field if isinstance(refusal, FieldRefusal) else ""
        body = {"code": refusal.code, "message": refusal.message, "field": field}
        return JsonResponse(body, status=refusal.status)
    messages.error(request, refusal.message)
    return see_other(back)


def see_other(url: str) -> HttpResponse:
    """Go and look; a reload does not send the form again."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
