"""Messages written down: in the transaction of what they tell of, sent when it is committed."""

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lopo.foundation.jobs import enqueue
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.notifications.models import Delivery, Webhook
from lopo.notifications.queries import TEST, receivers

from .hooks import JOB, WebhookPaused

ID_BYTES = 18


def announce(*, kind: str, agency_code: str, at: datetime, data: Mapping[str, Any]) -> int:
    """Write a message for everybody who wants to know; returns for how many.

    ``data`` is what everybody may read; it is JSON, and holds nothing about people.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a message is written inside the transaction of the act")
    return _write(receivers(kind, agency_code), kind, at, data)


@transaction.atomic
def send_test(*, webhook: Webhook, actor: Actor, clock: Clock) -> None:
    """A message that says nothing, on the way of all others."""
    held = _sendable(webhook)
    _write([held], TEST, clock(), {"text": "Pesan uji dari Lopo"})


@transaction.atomic
def send_again(*, delivery: Delivery, actor: Actor, clock: Clock) -> None:
    """Send the same message, under the same id, from the first try on."""
    _sendable(delivery.webhook)
    held = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    held.state, held.attempts, held.next_attempt_at = Delivery.State.PENDING, 0, clock()
    held.save(update_fields=["state", "attempts", "next_attempt_at"])
    enqueue(JOB, webhook=held.webhook_id)


def _sendable(webhook: Webhook) -> Webhook:
    held = Webhook.objects.select_for_update(no_key=True).get(pk=webhook.pk)
    if not held.is_active:
        raise WebhookPaused(_("This webhook is paused. Resume it first."))
    return held


def _write(hooks: Iterable[Webhook], kind: str, at: datetime, data: Mapping[str, Any]) -> int:
    message_id = f"msg_{secrets.token_urlsafe(ID_BYTES)}"
    told = {"id": message_id, "type": kind, "timestamp": at.isoformat(), "data": dict(data)}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    rows = [
        Delivery(
            webhook=hook,
            message_id=message_id,
            kind=kind,
            body=body,
            created_at=at,
            next_attempt_at=at,
        )
        for hook in hooks
    ]
    Delivery.objects.bulk_create(rows)
    for row in rows:
        enqueue(JOB, webhook=row.webhook_id)
    return len(rows)
