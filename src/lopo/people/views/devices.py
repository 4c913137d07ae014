"""Pairing a kiosk or a television: its secret moves into a cookie no script can read."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lopo.foundation import buckets
from lopo.kernel.clock import system_clock
from lopo.people.forms import PairForm
from lopo.people.models import Device
from lopo.people.permissions import DEVICE_COOKIE
from lopo.people.queries import device_from_token

# Browsers keep no cookie longer than 400 days.
COOKIE_AGE = 400 * 24 * 3600
SURFACE_COOKIE = "lopo_surface"
TRIES = 20
WINDOW = timedelta(minutes=5)
HOMES = {Device.Kind.KIOSK: "kiosk:home", Device.Kind.TV: "display:tv"}


@never_cache
@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_device(request: HttpRequest) -> HttpResponse:
    """Shows which device this is, takes a device code, or forgets the device again."""
    if request.method != "POST":
        return _page(request, PairForm())
    if "unpair" in request.POST:
        return _unpair(request)
    form = PairForm(request.POST)
    device = _paired(request, form)
    if device is None:
        return _page(request, form, status=422)
    return _welcome(device, form.cleaned_data["token"])


def home_of(device: Device) -> str:
    """The page a paired device shows."""
    return reverse(HOMES[Device.Kind(device.kind)], args=[device.centre.code])


def _paired(request: HttpRequest, form: PairForm) -> Device | None:
    if not form.is_valid():
        return None
    key = f"pair:{request.META.get('REMOTE_ADDR', '')}"
    if buckets.take(key, limit=TRIES, window=WINDOW, now=system_clock()):
        form.add_error("token", _("Too many tries. Wait five minutes, then try again."))
        return None
    device = device_from_token(form.cleaned_data["token"])
    if device is None:
        form.add_error("token", _("We do not know this code. Ask for a new one."))
    return device


def _welcome(device: Device, token: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(home_of(device))
    response.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    # Says only how pages are laid out; rights never depend on it.
    response.set_cookie(
        SURFACE_COOKIE,
        device.kind.lower(),
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _unpair(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("This device is no longer paired."))
    response = redirect("people:pair_device")
    response.delete_cookie(DEVICE_COOKIE, samesite="Lax")
    response.delete_cookie(SURFACE_COOKIE, samesite="Lax")
    return response


def _page(request: HttpRequest, form: PairForm, status: int = 200) -> HttpResponse:
    raw = request.COOKIES.get(DEVICE_COOKIE)
    device = device_from_token(raw) if raw else None
    context = {
        "form": form,
        "device": device,
        "device_home": home_of(device) if device else "",
        "was_paired": bool(raw) and device is None,
    }
    return render(request, "people/pair_device.html", context, status=status)
