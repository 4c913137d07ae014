"""The safety of one's own account on one page: password, second factors, sessions."""

from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lopo.kernel.actor import Actor
from lopo.kernel.clock import system_clock
from lopo.people.actions import end_other_sessions, end_session
from lopo.people.models import User
from lopo.people.permissions import lacks_second_factor, needs_second_factor
from lopo.people.queries import (
    name_behind,
    recent_password_link_of,
    recent_reset_of,
    session_of,
    sessions_of,
    zone_of,
)

from .proving import heading_for


@require_safe
@never_cache
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What protects this account, and where it is signed in."""
    user = cast(User, request.user)
    factors: dict[str, list[Any]] = {"totp": [], "webauthn": [], "recovery_codes": []}
    for factor in Authenticator.objects.filter(user=user).order_by("created_at", "pk"):
        factors[factor.type].append(factor)
    codes = (
        factors["recovery_codes"][0].wrap().get_unused_codes() if factors["recovery_codes"] else []
    )
    now, this = system_clock(), request.session.session_key
    sessions, reset = sessions_of(user, now), recent_reset_of(user, now)
    link = recent_password_link_of(user, now)
    context = {
        "app": factors["totp"][0] if factors["totp"] else None,
        "passkeys": [
            {"pk": one.pk, "name": one.wrap().name, "factor": one} for one in factors["webauthn"]
        ],
        "has_factor": bool(factors["totp"] or factors["webauthn"]),
        "codes_left": len(codes),
        "reset": reset,
        "reset_by": name_behind(reset.reset_by) if reset else "",
        "password_link": link,
        "password_link_by": name_behind(link.made_by) if link else "",
        "is_needed": needs_second_factor(user),
        "must_set_up": lacks_second_factor(request, user),
        "offers_passkeys": settings.PASSKEYS,
        "sessions": sorted(sessions, key=lambda one: one.session_key != this),
        "this_key": this,
        "work_url": heading_for(request) or str(settings.LOGIN_REDIRECT_URL),
        "goes_on": bool(heading_for(request)),
        "zone": zone_of(user),
    }
    return render(request, "people/security.html", context)


@require_POST
@never_cache
@login_required
def end(request: HttpRequest) -> HttpResponse:
    """Sign out one other browser (`session`), or all others (`others`)."""
    user = cast(User, request.user)
    actor, this = Actor(id=f"user:{user.pk}"), request.session.session_key
    if "others" in request.POST:
        end_other_sessions(user=user, kept=this, actor=actor)
        messages.success(request, _("Every other device is signed out."))
        return redirect("mfa_index")
    wanted = request.POST.get("session", "")
    found = session_of(user, int(wanted)) if wanted.isdecimal() and len(wanted) < LONG else None
    if found is not None and found.session_key != this:
        end_session(session=found, actor=actor)
        messages.success(request, _("That device is signed out."))
    return redirect("mfa_index")


LONG = 19  # digits of a number PostgreSQL can compare
