"""Programs elsewhere that are told of publications: entered, tried, paused, removed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lopo.administration import permissions
from lopo.administration.forms import WebhookForm
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, refused, said, staff_page
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal
from lopo.notifications import api as notifications
from lopo.notifications.api import Delivery, Webhook
from lopo.organisation.api import agency_by_code, list_agencies
from lopo.people.api import asking

LIST, ONE = "administration:webhooks", "administration:webhook"


def _refused(request: HttpRequest, refusal: Refusal, *, pk: int = 0, **_more: object) -> Any:
    """A rule that says no is told on the page of the webhook."""
    return refused(request, refusal, ONE, pk) if pk else refused(request, refusal, LIST)


webhook_page = staff_page("/petugas/pengaturan/webhook/", _refused)


@require_safe
@webhook_page
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every receiver, how it fares, and how letters do; nothing about whom those go to."""
    permissions.may_tell_others(asking(request))
    rows = list(notifications.webhooks())
    context = {
        "rows": rows,
        "zone": settings.HOME_ZONE,
        "letters": notifications.letters(),
        "can_send": notifications.can_send_letters(),
    }
    return render(request, "administration/webhooks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@webhook_page
def webhook_new(request: HttpRequest) -> HttpResponse:
    """A new receiver; its secret is shown as the answer, and never again."""
    principal = permissions.may_tell_others(asking(request))
    sent = request.POST if request.method == "POST" else None
    form = WebhookForm(list(list_agencies()), notifications.kinds(), sent)
    if form.is_valid():
        try:
            made = notifications.add_webhook(
                **form.cleaned_data, actor=principal.actor, clock=system_clock
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        else:
            return _secret(request, made, is_new=True)
    context = {"form": form, "faults": faults_of(form) if form.is_bound else []}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "administration/webhook_new.html", context, status=status)


def _secret(request: HttpRequest, made: notifications.Made, *, is_new: bool) -> HttpResponse:
    context = {"hook": made.webhook, "secret": made.secret, "is_new": is_new}
    return render(request, "administration/webhook_secret.html", context)


@require_safe
@webhook_page
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One receiver and its messages; the list alone when only that is asked for."""
    _principal, hook = permissions.webhook_to_manage(asking(request), pk)
    part = request.headers.get("HX-Request") == "true"
    template = "administration/_deliveries.html" if part else "administration/webhook.html"
    return render(request, template, _around(hook))


def _around(hook: Webhook) -> dict[str, Any]:
    rows = notifications.deliveries_of(hook)
    return {
        "hook": hook,
        "zone": settings.HOME_ZONE,
        "kinds": [notifications.kind_name(kind) for kind in hook.kinds],
        "agency": agency_by_code(hook.agency_code) if hook.agency_code else None,
        "rows": [_shown(row) for row in rows],
        # New messages are awaited; one that was not taken waits longer than a page does.
        "watched": hook.is_active and any(row.state == Delivery.State.PENDING for row in rows),
    }


def _shown(row: Delivery) -> dict[str, Any]:
    return {
        "row": row,
        "kind": notifications.kind_name(row.kind),
        "fault": notifications.fault_said(row),
    }


@require_POST
@webhook_page
def webhook_verb(request: HttpRequest, pk: int, verb: str) -> HttpResponseBase:
    """Try it, pause it, resume it."""
    principal, hook = permissions.webhook_to_manage(asking(request), pk)
    actor = principal.actor
    if verb == "uji":
        notifications.send_test(webhook=hook, actor=actor, clock=system_clock)
        return said(request, _("A test message is on its way."), ONE, pk)
    if verb == "jeda":
        notifications.pause_webhook(webhook=hook, actor=actor)
        return said(request, _("Paused: nothing is sent."), ONE, pk)
    notifications.resume_webhook(webhook=hook, actor=actor)
    return said(request, _("Messages are sent again."), ONE, pk)


@require_POST
@webhook_page
def send_again(request: HttpRequest, pk: int, delivery: int) -> HttpResponseBase:
    """The same message once more."""
    principal, hook = permissions.webhook_to_manage(asking(request), pk)
    row = permissions.delivery_to_send(hook, delivery)
    notifications.send_again(delivery=row, actor=principal.actor, clock=system_clock)
    return said(request, _("The message is on its way again."), ONE, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@webhook_page
def webhook_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; the new secret is shown as the answer, and never again."""
    principal, hook = permissions.webhook_to_manage(asking(request), pk)
    if request.method == "POST":
        made = notifications.rotate_secret(webhook=hook, actor=principal.actor, clock=system_clock)
        return _secret(request, made, is_new=False)
    return render(request, "administration/webhook_rotate.html", {"hook": hook})


@require_http_methods(["GET", "HEAD", "POST"])
@webhook_page
def webhook_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks first, then forgets it."""
    principal, hook = permissions.webhook_to_manage(asking(request), pk)
    if request.method == "POST":
        notifications.remove_webhook(webhook=hook, actor=principal.actor)
        return said(request, _("The webhook is removed."), LIST)
    return render(request, "administration/webhook_remove.html", {"hook": hook})
