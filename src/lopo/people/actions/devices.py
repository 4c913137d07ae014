"""Kiosks and televisions: registered with a token, or paired by the code on their screen."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lopo.foundation import buckets
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock, system_clock
from lopo.kernel.errors import FieldError, FieldRefusal, TooManyRequests
from lopo.organisation.api import Centre
from lopo.people.models import Device, Pairing
from lopo.people.queries import DEVICE_PREFIX, code_of, find_pairing, keyed_hash
from lopo.people.rules import PAIRING_LASTS, SECRET_BYTES, hash_of

from .checking import check

# 39 bits that live for ten minutes: nobody guesses a code in so few tries.
CODE_TRIES = 10
CODE_WINDOW = timedelta(minutes=5)


class PairingUnknown(FieldRefusal):
    """No device waits under this code: mistyped, expired, or taken already."""

    code = "pairing-unknown"


@transaction.atomic
def register_device(
    *,
    centre: Centre,
    name: str,
    kind: str,
    actor: Actor,
    in_room: bool = False,
    clock: Clock = system_clock,
) -> str:
    """A kiosk or television of a centre; returns its secret once."""
    raw = DEVICE_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    device = Device(
        centre=centre,
        name=name,
        kind=kind,
        in_room=in_room,
        token_hash=hash_of(raw),
        created_at=clock(),
    )
    check(device)
    device.save()
    return raw


@transaction.atomic
def begin_pairing(*, browser: str, address: str, clock: Clock = system_clock) -> str:
    """An unpaired browser waits to become a device; returns the secret only it will hold.

    The code to show follows from the secret (``queries.code_of``). Neither is stored: the row
    knows a hash of each. Old rows of browsers that went away are swept out on the way.
    """
    now = clock()
    Pairing.objects.filter(expires_at__lt=now).delete()
    raw = DEVICE_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    Pairing.objects.create(
        code_hash=keyed_hash(code_of(raw)),
        secret_hash=hash_of(raw),
        browser=browser[:80],
        address=address or None,
        created_at=now,
        expires_at=now + PAIRING_LASTS,
    )
    return raw


def look_at_pairing(*, code: str, actor: Actor, clock: Clock = system_clock) -> Pairing:
    """What waits under a code: which browser, from where, since when. Counts as one try.

    Show it before ``confirm_pairing``, so that the administrator sees what becomes a device.
    Raises ``PairingUnknown`` (field ``code``) and ``TooManyRequests``.
    """
    _count(actor, clock)
    return _waiting(find_pairing(code, clock()))


def confirm_pairing(
    *,
    code: str,
    centre: Centre,
    kind: str,
    name: str,
    in_room: bool,
    actor: Actor,
    clock: Clock = system_clock,
) -> Device:
    """The device that shows this code belongs to the centre from now on.

    Its browser notices within seconds and opens its screen. Who only knows the code gets
    nothing: the secret never leaves the browser that asked. Must not be called inside a
    transaction (tries stay counted). Raises ``PairingUnknown`` (field ``code``),
    ``FieldRefusal`` and ``TooManyRequests``.
    """
    _count(actor, clock)
    return _pair(
        code=code, centre=centre, kind=kind, name=name, in_room=in_room, actor=actor, clock=clock
    )


@transaction.atomic
def revoke_device(*, device: Device, actor: Actor, clock: Clock = system_clock) -> None:
    """The device is a stranger from now on."""
    device.revoked_at = device.revoked_at or clock()
    device.save(update_fields=["revoked_at"])


@transaction.atomic
def _pair(
    *, code: str, centre: Centre, kind: str, name: str, in_room: bool, actor: Actor, clock: Clock
) -> Device:
    pairing = _waiting(find_pairing(code, clock(), hold=True))
    device = Device(
        centre=centre,
        name=name,
        kind=kind,
        in_room=in_room,
        token_hash=pairing.secret_hash,
        created_at=clock(),
    )
    check(device)
    device.save()
    pairing.delete()
    return device


def _count(actor: Actor, clock: Clock) -> None:
    wait = buckets.take(
        f"pair-confirm:{actor.id}", limit=CODE_TRIES, window=CODE_WINDOW, now=clock()
    )
    if wait is not None:
        raise TooManyRequests(
            _("Too many tries. Wait five minutes, then try again."), retry_after=wait
        )


def _waiting(pairing: Pairing | None) -> Pairing:
    if pairing is None:
        message = _("No device is waiting with this code. Look at its screen and type it again.")
        raise PairingUnknown(
            message, [FieldError(field="code", code="pairing-unknown", message=message)]
        )
    return pairing
