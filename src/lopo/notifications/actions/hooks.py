"""Receivers: entered, paused, given a new secret, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from lopo.foundation.jobs import enqueue
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.notifications.models import Webhook
from lopo.notifications.queries import kinds as known_kinds
from lopo.notifications.rules import Wrong, new_secret, seal, wrong_with

JOB = "notifications.deliver"
# How long the secret before a rotation signs too.
ROTATION = timedelta(hours=24)
MOST = 50
ENTRY_LOCK = 7_105_112_119


class TooMany(Refusal):
    """Every publication writes a row for each receiver: their number has an end."""

    code = "too-many-webhooks"


class WebhookPaused(Refusal):
    """Nothing is sent to a receiver that is paused."""

    code = "webhook-paused"


@dataclass(frozen=True, slots=True)
class Made:
    """A receiver and its secret, which is told this once."""

    webhook: Webhook
    secret: str


@transaction.atomic
def add_webhook(
    *,
    address: str,
    description: str,
    kinds: Sequence[str],
    agency_code: str,
    actor: Actor,
    clock: Clock,
) -> Made:
    """Tell an address of these kinds from now on, of one agency or (empty code) of all."""
    check_address(address)
    wanted = [name for name in known_kinds() if name in kinds]
    if not wanted:
        raise _wrong("kinds", _("Choose at least one kind of message."))
    _refuse_twin(address, agency_code)
    if Webhook.objects.count() >= MOST:
        raise TooMany(_("There are %(n)d webhooks already. Remove one first.") % {"n": MOST})
    secret = new_secret()
    webhook = Webhook.objects.create(
        address=address,
        description=description,
        kinds=wanted,
        agency_code=agency_code,
        secret=seal(secret, settings.WEBHOOK_KEY),
        created_by=actor.id,
        created_at=clock(),
    )
    return Made(webhook, secret)


@transaction.atomic
def rotate_secret(*, webhook: Webhook, actor: Actor, clock: Clock) -> Made:
    """A new secret; the one until now signs too for a day, so that the receiver loses nothing."""
    held = _held(webhook)
    secret = new_secret()
    held.previous_secret, held.previous_until = held.secret, clock() + ROTATION
    held.secret = seal(secret, settings.WEBHOOK_KEY)
    held.save(update_fields=["secret", "previous_secret", "previous_until"])
    return Made(held, secret)


@transaction.atomic
def pause_webhook(*, webhook: Webhook, actor: Actor) -> None:
    """Send nothing and write nothing down; what is on its way waits."""
    held = _held(webhook)
    if held.is_active:
        held.is_active, held.paused_because = False, Webhook.Pause.BY_HAND
        held.save(update_fields=["is_active", "paused_because"])


@transaction.atomic
def resume_webhook(*, webhook: Webhook, actor: Actor) -> None:
    """Send again, what waited first; what was published meanwhile is not told."""
    held = _held(webhook)
    held.is_active, held.paused_because = True, ""
    held.save(update_fields=["is_active", "paused_because"])
    enqueue(JOB, webhook=held.pk)


@transaction.atomic
def remove_webhook(*, webhook: Webhook, actor: Actor) -> None:
    """Forget a receiver with its secret and its messages."""
    _held(webhook).delete()


def _refuse_twin(address: str, agency_code: str) -> None:
    """One entry at a time, so that of a button pressed twice the second press is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ENTRY_LOCK])
    if Webhook.objects.filter(address=address, agency_code=agency_code).exists():
        raise _wrong("address", _("This address is on the list already, for the same agency."))


def _held(webhook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update().get(pk=webhook.pk)


def check_address(address: str) -> None:
    """Raise ``FieldRefusal`` for an address that messages may not go to, as it is written."""
    found = wrong_with(
        address, networks=settings.WEBHOOK_NETWORKS, plain_local=settings.WEBHOOK_PLAIN_LOCAL
    )
    sentences = {
        Wrong.UNREADABLE: _("Write the whole address, such as https://contoh.go.id/terima."),
        Wrong.NOT_HTTPS: _("The address must begin with https://."),
        Wrong.CREDENTIALS: _("Leave user name and password out of the address."),
        Wrong.PRIVATE: _("This address lies in a private network that is not allowed."),
    }
    if found is not None:
        raise _wrong("address", sentences[found])


def _wrong(field: str, message: str) -> FieldRefusal:
    return FieldRefusal(message, [FieldError(field=field, code="invalid", message=message)])
