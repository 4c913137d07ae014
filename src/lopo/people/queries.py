"""Who is asking: accounts behind tokens, devices behind cookies."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lopo.kernel.codes import daily_code
from lopo.organisation.api import Agency, Centre, list_agencies, list_centres

from .models import (
    ApiToken,
    Assignment,
    Device,
    FactorReset,
    Invitation,
    Mandate,
    Pairing,
    PasswordLink,
    StaffSession,
    User,
)
from .rules import (
    PAIRING_CODE_LENGTH,
    PERMISSIONS,
    Charged,
    Duty,
    Held,
    Permission,
    Role,
    clean_code,
    hash_of,
)

STAFF_PREFIX = "lopo_s_"
DEVICE_PREFIX = "lopo_d_"
# Longer than any token of ours: what is longer is not worth hashing.
LONGEST_TOKEN = 128
COARSE = timedelta(minutes=1)
# How long an owner is shown that the second step was reset.
RESETS_SHOWN = timedelta(days=90)


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


def device_at_rest(raw: str) -> Device | None:
    """The paired device behind a secret whose centre is archived; it wakes up with the centre."""
    if not raw.startswith(DEVICE_PREFIX) or len(raw) > LONGEST_TOKEN:
        return None
    devices = Device.objects.select_related("centre").filter(
        token_hash=hash_of(raw), revoked_at__isnull=True, centre__archived_at__isnull=False
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


def duties_of(user: User) -> tuple[Charged, ...]:
    """The duties an account has and for whom; asked once per account object."""
    remembered: tuple[Charged, ...] | None = getattr(user, "_duties_held", None)
    if remembered is None:
        rows = Mandate.objects.filter(user=user).values_list("duty", "agency_id")
        remembered = tuple((Duty(duty), agency_id) for duty, agency_id in rows)
        user._duties_held = remembered  # type: ignore[attr-defined]
    return remembered


def agencies_of(user: User) -> list[Agency]:
    """The agencies in use for which an account has any duty."""
    held = duties_of(user)
    if any(where is None for _duty, where in held):
        return list(list_agencies())
    return [one for one in list_agencies() if one.pk in {where for _duty, where in held}]


def mandates() -> "QuerySet[Mandate]":
    """Every mandate, by agency and account."""
    return Mandate.objects.select_related("user", "agency").order_by(
        "agency__name", "duty", "user__username"
    )


def mandate_by_id(pk: int) -> Mandate | None:
    """One mandate."""
    return mandates().filter(pk=pk).first()


def working_accounts() -> "QuerySet[User]":
    """Accounts that are not closed, by name."""
    return User.objects.filter(is_active=True).order_by("username")


def mandates_of(agency: Agency) -> "QuerySet[Mandate]":
    """Who has a duty for an agency, or for all; by name."""
    given = Mandate.objects.filter(Q(agency=agency) | Q(agency__isnull=True))
    return given.select_related("user").order_by("duty", "user__username")


def centres_of(user: User) -> list[Centre]:
    """The centres in use where an account has a role: all of them for a role everywhere."""
    held = roles_of(user)
    if any(where is None for _role, where in held):
        return list(list_centres())
    return list(list_centres().filter(pk__in={where for _role, where in held if where}))


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


def devices_of(centre: Centre) -> list[Device]:
    """The paired devices of a centre by name; ``last_seen_at`` is exact to the minute."""
    devices = Device.objects.filter(centre=centre, revoked_at__isnull=True)
    return list(devices.order_by("name", "pk"))


def device_of(centre: Centre, pk: int) -> Device | None:
    """One paired device of a centre."""
    return Device.objects.filter(centre=centre, pk=pk, revoked_at__isnull=True).first()


def code_of(raw: str) -> str:
    """The code a waiting browser shows: it follows from its secret, and only the server can say."""
    return daily_code(settings.SECRET_KEY.encode(), "pairing", raw, length=PAIRING_CODE_LENGTH)


def keyed_hash(code: str) -> str:
    """What is stored of a short code: useless without the key of the server."""
    return salted_hmac("lopo.people.pairing", code, algorithm="sha256").hexdigest()


def pairing_from_secret(raw: str, now: datetime) -> Pairing | None:
    """The pairing a browser waits for, if its time is not over."""
    if not raw.startswith(DEVICE_PREFIX) or len(raw) > LONGEST_TOKEN:
        return None
    return Pairing.objects.filter(secret_hash=hash_of(raw), expires_at__gt=now).first()


def find_pairing(code: str, now: datetime, *, hold: bool = False) -> Pairing | None:
    """The browser that shows this code; with ``hold`` its row is locked until the commit."""
    typed = clean_code(code)
    if len(typed) != PAIRING_CODE_LENGTH:
        return None
    rows = Pairing.objects.select_for_update() if hold else Pairing.objects.all()
    return rows.filter(code_hash=keyed_hash(typed), expires_at__gt=now).first()


def invitation_from_token(raw: str, *, hold: bool = False) -> Invitation | None:
    """The invitation behind a link, used or not; with ``hold`` its row is locked."""
    rows = Invitation.objects.select_for_update(of=("self",)) if hold else Invitation.objects.all()
    return rows.select_related("centre__host_agency").filter(token_hash=hash_of(raw)).first()


def invitation_link(raw: str) -> str:
    """The address to pass on, from LOPO_URL; only whoever has just invited knows ``raw``."""
    return f"{settings.PUBLIC_URL}{reverse('people:invitation', args=[raw])}"


def invitation_share_link(raw: str, centre: Centre | None) -> str:
    """Opens WhatsApp with the invitation written out; the inviter chooses to whom it goes."""
    text = _("You are invited to the staff of %(centre)s. Open within seven days: %(link)s") % {
        "centre": centre.name if centre is not None else f"Lopo {settings.PUBLIC_HOST}",
        "link": invitation_link(raw),
    }
    return f"https://wa.me/?{urlencode({'text': text})}"


def password_link_from_token(raw: str) -> PasswordLink | None:
    """The link for a new password behind a secret, used or not, with its account."""
    return PasswordLink.objects.select_related("user").filter(token_hash=hash_of(raw)).first()


def password_link_address(raw: str) -> str:
    """The address to pass on, from LOPO_URL; only whoever has just made it knows ``raw``."""
    return f"{settings.PUBLIC_URL}{reverse('people:new_password', args=[raw])}"


def password_link_share(raw: str) -> str:
    """Opens WhatsApp with the link written out; the administrator chooses to whom it goes."""
    text = _("Set a new password for your Lopo account. Open within 24 hours: %(link)s") % {
        "link": password_link_address(raw)
    }
    return f"https://wa.me/?{urlencode({'text': text})}"


def recent_password_link_of(user: User, now: datetime) -> PasswordLink | None:
    """The last link for a new password that was made for this account, within three months."""
    links = PasswordLink.objects.filter(user=user, created_at__gt=now - RESETS_SHOWN)
    return links.order_by("-created_at", "-pk").first()


def invitations_of(centre: Centre | None, now: datetime) -> list[Invitation]:
    """The invitations to a centre that wait for an answer, newest first."""
    waiting = Invitation.objects.filter(
        centre=centre, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
    )
    return list(waiting.order_by("-created_at", "pk"))


def invitation_of(centre: Centre | None, pk: int) -> Invitation | None:
    """One invitation to a centre."""
    return Invitation.objects.filter(centre=centre, pk=pk).first()


def staff_of(centre: Centre) -> list[User]:
    """The active accounts with a role at this centre or at all, with ``assignments`` fetched."""
    here = Q(assignments__centre=centre) | Q(
        assignments__isnull=False, assignments__centre__isnull=True
    )
    users = User.objects.filter(here, is_active=True).distinct()
    return list(users.order_by("username").prefetch_related("assignments"))


def invited_names(users: Iterable[User]) -> dict[int, str]:
    """For whom the invitations were that became these accounts, as long as the names are kept."""
    accepted = Invitation.objects.filter(accepted_by__in=list(users)).exclude(name="")
    return dict(accepted.values_list("accepted_by", "name"))


def officers_at(centre: Centre) -> int:
    """How many active accounts may serve at a counter here, by a role here or everywhere."""
    serving = [role.value for role, may in PERMISSIONS.items() if Permission.SERVE_COUNTER in may]
    held = Assignment.objects.filter(
        Q(centre=centre) | Q(centre=None), role__in=serving, user__is_active=True
    )
    return held.values("user").distinct().count()


def has_system_admin() -> bool:
    """Whether somebody who may sign in administers the whole system."""
    return Assignment.objects.filter(role=Role.SYSTEM_ADMIN.value, user__is_active=True).exists()


def role_name(role: Role) -> str:
    """A role as people read it."""
    return str(Assignment.RoleName(role.value).label)


def has_code_or_passkey(user: User) -> bool:
    """Whether the account has a second factor to prove."""
    factors = Authenticator.objects.filter(user=user)
    return bool(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def with_second_factor(users: Iterable[User]) -> set[int]:
    """Which of these accounts (by id) have a second factor; one question for all."""
    factors = Authenticator.objects.filter(user__in=list(users))
    owners = factors.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(owners.values_list("user_id", flat=True))


def recent_reset_of(user: User, now: datetime) -> FactorReset | None:
    """The last time somebody else reset this account's second step, within three months."""
    resets = FactorReset.objects.filter(user=user, reset_at__gt=now - RESETS_SHOWN)
    return resets.order_by("-reset_at", "-pk").first()


def name_behind(actor_id: str) -> str:
    """Whose opaque id that is, for the one whose account was changed."""
    kind, _colon, key = actor_id.partition(":")
    found = User.objects.filter(pk=int(key)).first() if kind == "user" and key.isdigit() else None
    return found.username if found is not None else _("whoever operates this system")


def sessions_of(user: User, now: datetime) -> list[StaffSession]:
    """Where an account is signed in, the latest used first; ended ones are not among them."""
    rows = StaffSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=now
        ).values_list("session_key", flat=True)
    )
    return [row for row in rows if row.session_key in alive]


def session_of(user: User, pk: int) -> StaffSession | None:
    """One session of an account."""
    return StaffSession.objects.filter(user=user, pk=pk).first()


def zone_of(user: User) -> str:
    """The zone in which an account's times are told: its first centre's."""
    zones = Assignment.objects.filter(user=user, centre__isnull=False).order_by("pk")
    zone = zones.values_list("centre__zone", flat=True).first()
    if zone is None:
        centre = list_centres().first()
        zone = centre.zone if centre is not None else settings.HOME_ZONE
    return zone
