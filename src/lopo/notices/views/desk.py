"""Where notices are written by one person and published by another."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lopo.foundation.days import civil_date
from lopo.foundation.staff_pages import (
    UNPROCESSABLE,
    refused,
    revision_seen,
    said,
    see_other,
    staff_page,
)
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal, Unknown
from lopo.notices import actions, permissions, queries
from lopo.notices.forms import NoticeForm, WithdrawForm
from lopo.notices.models import Notice
from lopo.people.api import Duty, asking, person_asking

HOME = "notices:overview"
MOST_SHOWN = 100


def _refused(request: HttpRequest, refusal: Refusal, **_named: object) -> HttpResponseBase:
    return refused(request, refusal, HOME)


desk_page = staff_page("/petugas/pengumuman/", _refused)


@require_safe
@desk_page
def overview(request: HttpRequest) -> HttpResponse:
    """Everything the agencies of the account have written."""
    principal = asking(request)
    agencies = permissions.agencies(principal)
    rows = [
        {
            "notice": one,
            "may_write": principal.is_charged(one.agency, Duty.EDITOR),
            "may_publish": principal.is_charged(one.agency, Duty.PUBLISHER),
            "is_shown": one.shows_on(civil_date(system_clock())),
        }
        for one in queries.notices_of(agencies)[:MOST_SHOWN]
    ]
    written = [one for one in agencies if principal.is_charged(one, Duty.EDITOR)]
    context = {"rows": rows, "agencies": written, "kinds": Notice.Kind.choices}
    return render(request, "notices/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def new(request: HttpRequest, agency: str, kind: str) -> HttpResponse:
    """A new draft of a kind."""
    owner = permissions.agency_to_write(asking(request), agency)
    name = kind.upper()
    if name not in Notice.Kind.values:
        raise Unknown(_("There is no such notice."))
    sent = request.POST if request.method == "POST" else None
    form = NoticeForm(name, sent, initial={"valid_from": civil_date(system_clock())})
    if form.is_valid():
        actions.write_notice(
            agency=owner,
            kind=name,
            facts=form.facts(),
            author=person_asking(request),
            clock=system_clock,
        )
        return said(request, _("The draft is saved. Somebody else publishes it."), HOME)
    context = {"form": form, "agency": owner, "kind": Notice.Kind(name).label, "notice": None}
    return _form_page(request, context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is changed; what a colleague saved is not written over."""
    held = permissions.notice(asking(request), pk, Duty.EDITOR)
    if held.state != Notice.State.DRAFT:
        return see_other(HOME)
    sent = request.POST if request.method == "POST" else None
    form = NoticeForm(held.kind, sent, instance=held)
    if form.is_valid():
        actions.change_notice(
            notice=held,
            facts=form.facts(),
            seen=revision_seen(request),
            author=person_asking(request),
        )
        return said(request, _("The draft is saved. Somebody else publishes it."), HOME)
    context = {
        "form": form,
        "agency": held.agency,
        "kind": held.get_kind_display(),
        "notice": held,
    }
    return _form_page(request, context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it as everybody will, and publish it."""
    held = permissions.notice(asking(request), pk, Duty.PUBLISHER)
    faults: list[str] = []
    if request.method == "POST":
        try:
            actions.publish_notice(
                notice=held,
                seen=revision_seen(request),
                publisher=person_asking(request),
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            faults = [error.message for error in refusal.errors]
        else:
            return said(request, _("It is published."), HOME)
    context = {"notice": held, "faults": faults, "reach": _reach(held)}
    status = UNPROCESSABLE if faults else 200
    return render(request, "notices/publish.html", context, status=status)


def _reach(held: Notice) -> list[dict[str, str]]:
    """How loud it will be, in the words its author ticked; only of what may be ticked."""
    if held.kind != Notice.Kind.ANNOUNCEMENT:
        return []
    return [
        {"state": "late", "said": _("Urgent: stands before all others")}
        if held.is_urgent
        else {"state": "mute", "said": _("Not urgent")},
        {"state": "info", "said": _("Also on the screens of the waiting rooms")}
        if held.on_tv
        else {"state": "mute", "said": _("Not on the screens of the waiting rooms")},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published notice back."""
    held = permissions.notice(asking(request), pk, Duty.PUBLISHER)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.withdraw_notice(
            notice=held,
            reason=form.cleaned_data["reason"],
            publisher=person_asking(request),
            clock=system_clock,
        )
        return said(request, _("It is withdrawn."), HOME)
    context = {"notice": held, "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "notices/withdraw.html", context, status=status)


@require_POST
@desk_page
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    held = permissions.notice(asking(request), pk, Duty.EDITOR)
    actions.discard_notice(notice=held, seen=revision_seen(request))
    return said(request, _("The draft is gone."), HOME)


def _form_page(request: HttpRequest, context: dict[str, Any], form: NoticeForm) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "notices/form.html", context, status=status)
