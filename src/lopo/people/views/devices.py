"""Pairing a kiosk or a television: by a code on its screen, or by its token.

Either way its secret ends in a cookie no script can read.
"""

import math
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lopo.foundation import buckets
from lopo.foundation.middleware import SURFACE_COOKIE
from lopo.kernel.clock import system_clock
from lopo.people.actions import begin_pairing, tries
from lopo.people.forms import PairForm
from lopo.people.models import Device
from lopo.people.permissions import DEVICE_COOKIE, address_of, browser_of
from lopo.people.queries import code_of, device_from_token, pairing_from_secret

# Browsers keep no cookie longer than 400 days.
COOKIE_AGE = 400 * 24 * 3600
PAIRING_COOKIE = "lopo_pairing"
# Longer than the code: a screen that slept while its code was typed still finds its device.
PAIRING_AGE = 24 * 3600
CODES = 30
TRIES = 20
WINDOW = timedelta(minutes=5)
HOMES = {Device.Kind.KIOSK: "kiosk:home", Device.Kind.TV: "display:tv"}


@never_cache
@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_device(request: HttpRequest) -> HttpResponse:
    """Shows a code to be typed by an administrator, or which device this is; forgets it again.

    Once the code was typed, the same address leads to the device's screen. The token of
    ``./lopo token create --device`` is the second way.
    """
    if request.method != "POST":
        return _welcome_back(request) or _page(request, PairForm())
    if "unpair" in request.POST:
        return _unpair(request)
    form = PairForm(request.POST)
    device = _paired(request, form)
    if device is None:
        return _page(request, form, status=422)
    return _welcome(device, form.cleaned_data["token"])


@never_cache
@require_safe
def pairing_state(request: HttpRequest) -> JsonResponse:
    """How it stands with the browser that asks: ``waiting``, or ``news`` (load the page again)."""
    raw = request.COOKIES.get(PAIRING_COOKIE, "")
    is_waiting = pairing_from_secret(raw, system_clock()) is not None
    return JsonResponse({"state": "waiting" if is_waiting else "news"})


def home_of(device: Device) -> str:
    """The page a paired device shows."""
    return reverse(HOMES[Device.Kind(device.kind)], args=[device.centre.code])


def _paired(request: HttpRequest, form: PairForm) -> Device | None:
    if not form.is_valid():
        return None
    key = f"pair:{address_of(request)}"
    if buckets.take(key, limit=TRIES, window=WINDOW, now=system_clock()):
        form.add_error("token", _("Too many tries. Wait five minutes, then try again."))
        return None
    device = device_from_token(form.cleaned_data["token"])
    if device is None:
        form.add_error("token", _("We do not know this code. Ask for a new one."))
    return device


def _welcome(device: Device, token: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(home_of(device))
    _keep(response, DEVICE_COOKIE, token, COOKIE_AGE)
    # Says only how pages are laid out; rights never depend on it.
    _keep(response, SURFACE_COOKIE, device.kind.lower(), COOKIE_AGE)
    return response


def _unpair(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("This device is no longer paired."))
    response = redirect("people:pair_device")
    response.delete_cookie(DEVICE_COOKIE, samesite="Lax")
    response.delete_cookie(SURFACE_COOKIE, samesite="Lax")
    return response


def _welcome_back(request: HttpRequest) -> HttpResponse | None:
    """The code on this screen was typed: the secret the browser has kept is a device's now."""
    raw = request.COOKIES.get(PAIRING_COOKIE, "")
    device = device_from_token(raw)
    if device is None:
        return None
    response = _welcome(device, raw)
    response.delete_cookie(PAIRING_COOKIE, path=reverse("people:pair_device"), samesite="Lax")
    return response


def _page(request: HttpRequest, form: PairForm, status: int = 200) -> HttpResponse:
    raw = request.COOKIES.get(DEVICE_COOKIE)
    device = device_from_token(raw) if raw else None
    context: dict[str, Any] = {
        "form": form,
        "device": device,
        "device_home": home_of(device) if device else "",
        "was_paired": bool(raw) and device is None,
    }
    secret = "" if device else _waiting_secret(request)
    if secret:
        now = system_clock()
        pairing = pairing_from_secret(secret, now)
        left = (pairing.expires_at - now).total_seconds() if pairing else 0
        code = code_of(secret)
        context |= {"code": [code[:4], code[4:]], "minutes": max(1, math.ceil(left / 60))}
    response = render(request, "people/pair_device.html", context, status=status)
    if secret and secret != request.COOKIES.get(PAIRING_COOKIE):
        _keep(response, PAIRING_COOKIE, secret, PAIRING_AGE, reverse("people:pair_device"))
    return response


def _waiting_secret(request: HttpRequest) -> str:
    """The secret this browser waits with; a new one when it has none or its time is over."""
    raw = request.COOKIES.get(PAIRING_COOKIE, "")
    if pairing_from_secret(raw, system_clock()) is not None:
        return raw
    if request.method == "HEAD" or tries.opening_too_often(
        "pair-begin", address_of(request), CODES
    ):
        return ""
    return begin_pairing(browser=browser_of(request), address=address_of(request))


def _keep(response: HttpResponse, name: str, value: str, age: int, path: str = "/") -> None:
    response.set_cookie(
        name,
        value,
        max_age=age,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
