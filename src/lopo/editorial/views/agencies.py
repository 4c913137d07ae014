"""What an agency says of itself, and its look: written by its editors."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lopo.editorial import permissions, queries
from lopo.editorial.forms import AgencyForms, LookForm
from lopo.foundation.days import civil_date
from lopo.foundation.staff_pages import (
    STALE,
    UNPROCESSABLE,
    blame,
    faults_of,
    revision_seen,
    said,
)
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.api import Agency
from lopo.people.api import Duty, asking
from lopo.profiles import api as profiles
from lopo.profiles.api import ProfileChanged

from .pages import editor_page

CHECKED_FOR_NAMES = ("tasks", "structure", "performers")


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def profile(request: HttpRequest, agency: str) -> HttpResponse:
    """The facts and profiles of an agency. A colleague's saving is not written over."""
    owner = permissions.agency_of(asking(request), agency, Duty.EDITOR)
    report = profiles.report_of(owner)
    typed = {one.code: one for one in profiles.typed_items(civil_date(system_clock()))}
    sent = request.POST if request.method == "POST" else None
    forms = AgencyForms(report, typed, sent)
    status = 200
    if sent is not None and not forms.is_valid():
        status = UNPROCESSABLE
    elif sent is not None:
        try:
            profiles.save_profile(
                agency=owner,
                told=forms.profile.told(),
                facts=forms.told(),
                seen=revision_seen(request),
                actor=asking(request).actor,
                clock=system_clock,
            )
        except ProfileChanged:
            status = STALE
        else:
            _warn(request, forms.profile.told())
            return said(request, _("It is saved."), "editorial:agency", agency)
    context = {
        **_around(owner, request, status, report.profile.revision),
        "report": report,
        "forms": forms,
        "others": [one for one in report.items if one.item.code not in typed],
        "mend": {one["code"]: one for one in queries.mending(report)},
        "faults": faults_of(*forms.every_form()) if status == UNPROCESSABLE else [],
    }
    return render(request, "editorial/agency.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def look(request: HttpRequest, agency: str) -> HttpResponse:
    """Colours, logo and motto, with how they look on a page."""
    owner = permissions.agency_of(asking(request), agency, Duty.EDITOR)
    identity = profiles.identity_of(owner)
    sent = request.POST if request.method == "POST" else None
    form = LookForm(sent, request.FILES or None, initial=_worn(identity))
    status = UNPROCESSABLE if sent is not None else 200
    if form.is_valid():
        try:
            profiles.save_look(
                agency=owner,
                look=form.look(),
                seen=revision_seen(request),
                actor=asking(request).actor,
                clock=system_clock,
            )
        except ProfileChanged:
            status = STALE
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            sentence = _("It is saved. Pages and sheets wear it from now on.")
            return said(request, sentence, "editorial:look", agency)
    context = {
        **_around(owner, request, status, identity.revision),
        "identity": identity,
        "form": form,
        "faults": faults_of(form) if status == UNPROCESSABLE else [],
    }
    return render(request, "editorial/look.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def remove_look(request: HttpRequest, agency: str) -> HttpResponse:
    """Back to the look of the house, asked once more."""
    owner = permissions.agency_of(asking(request), agency, Duty.EDITOR)
    identity = profiles.identity_of(owner)
    status = 200
    if request.method == "POST":
        try:
            profiles.remove_look(
                agency=owner,
                seen=revision_seen(request),
                actor=asking(request).actor,
                clock=system_clock,
            )
        except ProfileChanged:
            status = STALE
        else:
            sentence = _("The logo and colours are removed.")
            return said(request, sentence, "editorial:look", agency)
    context = {
        **_around(owner, request, status, identity.revision),
        "identity": identity,
        # What is removed is what is shown now.
        "revision": identity.revision,
    }
    return render(request, "editorial/look_remove.html", context, status=status)


def _around(agency: Agency, request: HttpRequest, status: int, revision: int) -> dict[str, Any]:
    """What these pages share; after a refusal the revision that was read goes along."""
    keeps = status == UNPROCESSABLE
    return {
        "agency": agency,
        "revision": revision_seen(request) if keeps else revision,
        "is_stale": status == STALE,
    }


def _worn(identity: profiles.Identity) -> dict[str, str]:
    colours = identity.colours
    return {
        "ground": colours.ground,
        "action": colours.action,
        "accent": colours.accent,
        "motto": identity.motto,
        "logo_alt": identity.logo_alt,
    }


def _warn(request: HttpRequest, told: dict[str, str]) -> None:
    """What looks like a person is pointed out; it is saved all the same."""
    found = [one for name in CHECKED_FOR_NAMES for one in profiles.suspicious(told[name])]
    if found:
        sentence = _("This looks like a person, not a function: %(what)s. Please check it.")
        # A title ends with a point of its own ("Dr."), and so does the sentence.
        shown = ", ".join(found[:3]).rstrip(".")
        messages.warning(request, sentence % {"what": shown})
