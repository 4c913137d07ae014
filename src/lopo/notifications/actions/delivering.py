"""Messages sent: claimed, posted, noted; and once more when something comes between.

A try is claimed in a short transaction, made outside of any, and noted in another. Whoever is
killed in between has sent it perhaps: the claim runs out, and it is sent again under the same id.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from lopo.foundation.jobs import enqueue
from lopo.kernel.clock import Clock
from lopo.notifications.models import Delivery, Webhook
from lopo.notifications.queries import due
from lopo.notifications.rules import CannotOpen, Fault, open_sealed, signatures, wait_after

from .hooks import JOB
from .posting import Answer, post

__all__ = ["JOB", "KEPT", "deliver_round", "forget_old", "wake"]

KEPT = timedelta(days=30)
# Longer than a try can last, the search for the name included.
CLAIM = timedelta(minutes=2)
ROUND = 50

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A try that is ours until the claim runs out."""

    delivery: Delivery
    hook: Webhook
    at: datetime


def wake(clock: Clock) -> int:
    """Put a round in line for every receiver to whom something is due; for how many."""
    keys = due(clock())
    for key in keys:
        enqueue(JOB, webhook=key)
    return len(keys)


def deliver_round(*, webhook: int, clock: Clock) -> int:
    """Send what is due to a receiver, one after the other, until one is not taken; how many were.

    One round at a time for each receiver: a slow one holds up nobody else.
    """
    taken = 0
    for _number in range(ROUND):
        claim = _claim(webhook, clock())
        if claim is None:
            break
        answer = _send(claim)
        _note(claim, answer, clock())
        if answer.fault:
            break
        taken += 1
    return taken


@transaction.atomic
def _claim(webhook: int, now: datetime) -> _Claim | None:
    rows = Webhook.objects.select_for_update(skip_locked=True)
    hook = rows.filter(pk=webhook, is_active=True).first()
    if hook is None or (hook.busy_until is not None and hook.busy_until > now):
        return None
    waiting = Delivery.objects.filter(webhook=hook, next_attempt_at__lte=now)
    delivery = waiting.select_for_update(of=("self",)).order_by("next_attempt_at", "pk").first()
    if delivery is None:
        return None
    delivery.attempts += 1
    delivery.next_attempt_at = hook.busy_until = now + CLAIM
    delivery.save(update_fields=["attempts", "next_attempt_at"])
    hook.save(update_fields=["busy_until"])
    return _Claim(delivery, hook, now)


def _send(claim: _Claim) -> Answer:
    body, stamp = claim.delivery.body.encode(), int(claim.at.timestamp())
    try:
        signed = signatures(
            _keys(claim.hook, claim.at),
            message_id=claim.delivery.message_id,
            sent_at=stamp,
            body=body,
        )
    except CannotOpen:
        return Answer(None, Fault.SECRET)
    return post(
        address=claim.hook.address,
        headers={
            "Content-Type": "application/json",
            "User-Agent": "Lopo",
            "webhook-id": claim.delivery.message_id,
            "webhook-timestamp": str(stamp),
            "webhook-signature": signed,
        },
        body=body,
        networks=settings.WEBHOOK_NETWORKS,
        plain_local=settings.WEBHOOK_PLAIN_LOCAL,
    )


def _keys(hook: Webhook, now: datetime) -> list[str]:
    """The secret, and after a rotation for a while the one before it."""
    sealed = [hook.secret]
    if hook.previous_until is not None and hook.previous_until > now:
        sealed.append(hook.previous_secret)
    return [open_sealed(one, settings.WEBHOOK_KEY) for one in sealed]


@transaction.atomic
def _note(claim: _Claim, answer: Answer, now: datetime) -> None:
    """What came of a try; nothing, if it was sent anew or taken away meanwhile."""
    hook = Webhook.objects.select_for_update().filter(pk=claim.hook.pk).first()
    if hook is None:
        return
    if hook.busy_until == claim.hook.busy_until:
        hook.busy_until = None
    if answer.fault == Fault.GONE:
        hook.is_active, hook.paused_because = False, Webhook.Pause.GONE
    hook.save(update_fields=["busy_until", "is_active", "paused_because"])
    ours = Delivery.objects.select_for_update(of=("self",)).filter(
        pk=claim.delivery.pk,
        attempts=claim.delivery.attempts,
        next_attempt_at=claim.delivery.next_attempt_at,
    )
    delivery = ours.first()
    if delivery is not None:
        _settle(delivery, answer, now)


def _settle(delivery: Delivery, answer: Answer, now: datetime) -> None:
    delivery.status, delivery.fault = answer.status, answer.fault.value
    wait = None if answer.fault == Fault.GONE else wait_after(delivery.attempts)
    if not answer.fault:
        delivery.state, delivery.sent_at = Delivery.State.SENT, now
        delivery.next_attempt_at = None
    elif wait is None:
        delivery.state, delivery.next_attempt_at = Delivery.State.GIVEN_UP, None
        logger.warning("webhook %s: message %s given up", delivery.webhook_id, delivery.message_id)
    else:
        delivery.state, delivery.next_attempt_at = Delivery.State.FAILED, now + wait
    delivery.save(update_fields=["status", "fault", "state", "sent_at", "next_attempt_at"])


def forget_old(now: datetime) -> int:
    """Delete messages of a month ago and secrets that sign no more; how many messages."""
    ended = Webhook.objects.filter(previous_until__lte=now)
    ended.update(previous_secret="", previous_until=None)
    count, _rows = Delivery.objects.filter(created_at__lt=now - KEPT).delete()
    return count
