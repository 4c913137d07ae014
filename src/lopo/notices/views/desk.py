"""Where notices are written by one person and published by another."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, NotPermitted, Refusal, Unauthenticated, Unknown
from lopo.notices import actions, permissions, queries
from lopo.notices.forms import NoticeForm, WithdrawForm
from lopo.notices.models import Notice
from lopo.people.api import Duty, Principal, User

View = Callable[..., HttpResponse]
UNPROCESSABLE = 422
HOME = "/petugas/pengumuman/"
MOST_SHOWN = 100


def desk_page(view: View) -> View:
    """Never cached; strangers sign in first; what is another agency's does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else HOME)
        try:
            response = view(request, *args, **kwargs)
        except (Unknown, NotPermitted, Unauthenticated) as refusal:
            raise Http404(refusal.message) from None
        except Refusal as refusal:
            messages.error(request, refusal.message)
            response = _home()
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@require_safe
@desk_page
def overview(request: HttpRequest) -> HttpResponse:
    """Everything the agencies of the account have written."""
    principal = _asking(request)
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
    owner = permissions.agency_to_write(_asking(request), agency)
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
            author=_author(request),
            clock=system_clock,
        )
        return _said(request, _("The draft is saved. Somebody else publishes it."))
    context = {"form": form, "agency": owner, "kind": Notice.Kind(name).label, "notice": None}
    return _form_page(request, context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is changed; what a colleague saved is not written over."""
    held = permissions.notice(_asking(request), pk, Duty.EDITOR)
    if held.state != Notice.State.DRAFT:
        return _home()
    sent = request.POST if request.method == "POST" else None
    form = NoticeForm(held.kind, sent, instance=held)
    if form.is_valid():
        actions.change_notice(
            notice=held, facts=form.facts(), seen=_seen(request), author=_author(request)
        )
        return _said(request, _("The draft is saved. Somebody else publishes it."))
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
    held = permissions.notice(_asking(request), pk, Duty.PUBLISHER)
    faults: list[str] = []
    if request.method == "POST":
        try:
            actions.publish_notice(
                notice=held,
                seen=_seen(request),
                publisher=_author(request),
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            faults = [error.message for error in refusal.errors]
        else:
            return _said(request, _("It is published."))
    context = {"notice": held, "faults": faults}
    status = UNPROCESSABLE if faults else 200
    return render(request, "notices/publish.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published notice back."""
    held = permissions.notice(_asking(request), pk, Duty.PUBLISHER)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.withdraw_notice(
            notice=held,
            reason=form.cleaned_data["reason"],
            publisher=_author(request),
            clock=system_clock,
        )
        return _said(request, _("It is withdrawn."))
    context = {"notice": held, "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "notices/withdraw.html", context, status=status)


@require_POST
@desk_page
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    held = permissions.notice(_asking(request), pk, Duty.EDITOR)
    actions.discard_notice(notice=held, seen=_seen(request))
    return _said(request, _("The draft is gone."))


def _form_page(request: HttpRequest, context: dict[str, Any], form: NoticeForm) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "notices/form.html", context, status=status)


def _asking(request: HttpRequest) -> Principal:
    return Principal(kind="staff", user=request.user)  # type: ignore[arg-type]


def _author(request: HttpRequest) -> User:
    user = _asking(request).user
    assert user is not None
    return user


def _seen(request: HttpRequest) -> int:
    raw = request.POST.get("revisi", "")
    return int(raw) if raw.isdecimal() and len(raw) < 9 else -1  # noqa: PLR2004


def _home() -> HttpResponse:
    response = HttpResponseRedirect(reverse("notices:overview"))
    response.status_code = 303
    return response


def _said(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return _home()
