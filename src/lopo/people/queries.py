"""Who is asking: accounts behind tokens, devices behind cookies."""

from datetime import datetime, timedelta

from django.db.models import Q

from .models import ApiToken, Assignment, Device, User
from .rules import Held, Role, hash_of

STAFF_PREFIX = "lopo_s_"
DEVICE_PREFIX = "lopo_d_"
# Longer than any token of ours: what is longer is not worth hashing.
LONGEST_TOKEN = 128
COARSE = timedelta(minutes=1)


def api_token(raw: str) -> ApiToken | None:
    """The live token behind a secret, with its account, if that account is active."""
    if not raw.startswith(STAFF_PREFIX) or len(raw) > LONGEST_TOKEN:
        return None
    tokens = ApiToken.objects.select_related("user").filter(
        token_hash=hash_of(raw), revoked_at__isnull=True, user__is_active=True
    )
    return tokens.first()


def staff_from_token(raw: str) -> User | None:
    """The account a token speaks for."""
    token = api_token(raw)
    return token.user if token is not None else None


def device_from_token(raw: str) -> Device | None:
    """The paired device behind a secret, with its centre."""
    if not raw.startswith(DEVICE_PREFIX) or len(raw) > LONGEST_TOKEN:
        return None
    devices = Device.objects.select_related("centre").filter(
        token_hash=hash_of(raw), revoked_at__isnull=True, centre__archived_at__isnull=True
    )
    return devices.first()


def roles_of(user: User) -> tuple[Held, ...]:
    """The roles an account holds and where; asked once per account object."""
    remembered: tuple[Held, ...] | None = getattr(user, "_roles_held", None)
    if remembered is None:
        rows = Assignment.objects.filter(user=user).values_list("role", "centre_id")
        remembered = tuple((Role(role), centre_id) for role, centre_id in rows)
        user._roles_held = remembered  # type: ignore[attr-defined]
    return remembered


def note_token_used(token: ApiToken, at: datetime) -> None:
    """Remember the use of a token, to the minute: one write a minute at most."""
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - COARSE)
    if token.last_used_at is None or token.last_used_at < at - COARSE:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)


def note_device_seen(device: Device, at: datetime) -> None:
    """Remember that a device is alive, to the minute."""
    stale = Q(last_seen_at__isnull=True) | Q(last_seen_at__lt=at - COARSE)
    if device.last_seen_at is None or device.last_seen_at < at - COARSE:
        Device.objects.filter(stale, pk=device.pk).update(last_seen_at=at)


def user_by_username(username: str) -> User | None:
    """The active account with this name."""
    return User.objects.filter(username=username, is_active=True).first()
