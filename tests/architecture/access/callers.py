"""Every kind of caller there is, each with a browser and a program of its own.

Names ending in ``_elsewhere`` do the same work at another centre; ``closed``, ``revoked`` and
``unplugged`` were somebody once.
"""

from collections.abc import Callable
from copy import copy, deepcopy
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client

from lopo.foundation import jobs
from lopo.frontdesk.queries import local_date
from lopo.frontdesk.tests.builders import make_centre, make_officer, make_ticket
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.actions import close_account, revoke_api_token, revoke_device
from lopo.people.api import (
    DEVICE_COOKIE,
    Duty,
    Permission,
    Role,
    User,
    charge,
    device_from_token,
    issue_api_token,
    register_device,
)
from lopo.people.models import ApiToken
from lopo.people.tests.builders import just_proved
from lopo.publications.api import issue
from tests.cast import new_key

VISITOR = frozenset({"visitor"})
STAFF_HERE = frozenset({"receptionist", "officer", "supervisor", "centre_admin"})
EVERYWHERE = frozenset({"system_admin"})
STAFF_ELSEWHERE = frozenset(f"{name}_elsewhere" for name in STAFF_HERE)
# No role at all; one of the two signs in with a second step.
TWO_STEPS = frozenset({"two_steps"})
ROLELESS = frozenset({"roleless"}) | TWO_STEPS
# No role at a counter, but a duty for an agency: that of the first centre, or of the second.
CHARGED = frozenset({"editor", "publisher", "editor_elsewhere"})
# Tokens narrower than their account: they reach only what their one scope names.
NARROW = frozenset({"officer_to_issue", "officer_to_serve"})
DEVICES_HERE = frozenset({"kiosk", "tv", "kiosk_at_home"})
DEVICES_ELSEWHERE = frozenset({"kiosk_elsewhere", "tv_elsewhere"})
GONE = frozenset({"closed", "revoked", "unplugged"})

STAFF = STAFF_HERE | EVERYWHERE | STAFF_ELSEWHERE | ROLELESS | CHARGED
DEVICES = DEVICES_HERE | DEVICES_ELSEWHERE
EVERYBODY = VISITOR | STAFF | NARROW | DEVICES | GONE
FRESH = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT / 2  # seconds


@cache
def a_password() -> str:
    """A usable password, hashed once: hashing is slow on purpose, and nobody here types it."""
    return make_password("sirih-pinang-tamu")


@dataclass
class Caller:
    """Somebody at a browser (session or device cookie) and with a program (bearer token)."""

    name: str
    token: str | None = None
    client: Client = field(default_factory=Client)
    username: str = ""

    def again(self) -> "Caller":
        """The same, at the browser as it is now."""
        other = replace(self, client=Client())
        other.client.cookies = deepcopy(self.client.cookies)
        return other

    def prove_again(self) -> None:
        """Whoever has proved who they are has done so just now."""
        if settings.SESSION_COOKIE_NAME not in self.client.cookies:
            return
        session = self.client.session
        for proof in session.get(AUTHENTICATION_METHODS_SESSION_KEY, []):
            proof["at"] = system_clock().timestamp()
            session.modified = True
        if session.modified:
            session.save()

    def ask_page(self, method: str, path: str, data: dict[str, str]) -> HttpResponse:
        """What a browser gets; forms carry a key, as ours do."""
        if method in {"GET", "HEAD"}:
            return self._send(method, path)
        return self._send(method, path, {**data, "kunci": new_key()})

    def ask_api(self, method: str, path: str, body: Any) -> HttpResponse:
        """What a program gets."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        bare = Client(raise_request_exception=False)
        if method in {"GET", "HEAD"}:
            return self._with(bare, method, path, headers=headers)
        headers["Idempotency-Key"] = new_key()
        json = "application/json"
        return self._with(bare, method, path, body, content_type=json, headers=headers)

    def _send(self, method: str, path: str, data: Any = None) -> HttpResponse:
        self.client.raise_request_exception = False
        if method in {"PUT", "PATCH", "DELETE"}:
            data = None
        return self._with(self.client, method, path, *([data] if data else []))

    @staticmethod
    def _with(client: Client, method: str, path: str, *data: Any, **more: Any) -> HttpResponse:
        call: Callable[..., HttpResponse] = getattr(client, method.lower())
        return call(path, *data, **more)


class World:
    """Two centres with a visitor each, and everybody who may knock at the first."""

    def __init__(self) -> None:
        self.here: Centre = make_centre(queues="AB", counters=2)
        self.there: Centre = make_centre(queues="AB", counters=3)
        self._take_numbers()
        self.publication = issue(
            kind="POSTER",
            subject=f"standard:{self.ticket.standard_id}",
            version="1",
            title=self.here.name,
            issuer=self.here.host_agency.name,
            path="/layanan/",
            clock=system_clock,
        )
        self.made: dict[str, str] = {}  # what single pages need, once it was asked for
        jobs.heartbeat(jobs.WORKER)  # a worker lives: /readyz says so

    def _take_numbers(self) -> None:
        self.ticket = make_ticket(centre=self.here, present=False, clock=system_clock)
        for _ in range(2):  # so that no number of the other centre exists here
            foreign = make_ticket(centre=self.there, present=False, clock=system_clock)
        self.foreign_ticket = foreign
        self._since = system_clock()

    def for_one_test(self) -> "World":
        """The same world, of which a test may change everything without another noticing.

        What it does to the database is rolled back. Making a world takes half a second, and some
        seven hundred tests ask for one.
        """
        again = copy(self)
        again.here, again.there = deepcopy(self.here), deepcopy(self.there)
        again.made = {}
        # In the instance stands what ``cached_property`` has found.
        again.__dict__["callers"] = {name: one.again() for name, one in self.callers.items()}
        jobs.heartbeat(jobs.WORKER)  # /readyz believes it for half a minute only
        if again._is_old():
            again._take_numbers()
            for caller in again.callers.values():
                caller.prove_again()
        return again

    def _is_old(self) -> bool:
        """Proofs are about to run out, or the numbers are those of yesterday."""
        now = system_clock()
        age = (now - self._since).total_seconds()
        return age > FRESH or local_date(self.here, now) != local_date(self.here, self._since)

    @cached_property
    def callers(self) -> dict[str, Caller]:
        """Everybody by name."""
        found = [Caller("visitor"), *self._staff(), *self._charged()]
        found += [*self._narrow(), *self._devices()]
        found += [self._closed(), self._revoked(), self._unplugged()]
        assert {one.name for one in found} == EVERYBODY
        return {one.name: one for one in found}

    def _staff(self) -> list[Caller]:
        roles = {
            "receptionist": Role.RECEPTIONIST,
            "officer": Role.COUNTER_OFFICER,
            "supervisor": Role.SUPERVISOR,
            "centre_admin": Role.CENTRE_ADMIN,
        }
        found = [
            self._member(name, make_officer(centre=self.here, role=roles[name])) for name in roles
        ]
        found += [
            self._member(f"{name}_elsewhere", make_officer(centre=self.there, role=roles[name]))
            for name in roles
        ]
        chief = make_officer(centre=None, role=Role.SYSTEM_ADMIN)  # type: ignore[arg-type]
        nobody = User.objects.create(username="tanpa-peran")
        found += [self._member("system_admin", chief), self._member("roleless", nobody)]
        return [*found, self._two_steps()]

    def _charged(self) -> list[Caller]:
        """Whoever writes or publishes the standards of an agency."""
        duties = {
            "editor": (Duty.EDITOR, self.here),
            "publisher": (Duty.PUBLISHER, self.here),
            "editor_elsewhere": (Duty.EDITOR, self.there),
        }
        found = []
        for name, (duty, centre) in duties.items():
            user = User.objects.create(username=name.replace("_", "-"))
            charge(user=user, duty=duty, agency=centre.host_agency, actor=SYSTEM)
            found.append(self._member(name, user))
        return found

    def _two_steps(self) -> Caller:
        """Somebody with an app and recovery codes, who has just shown a code."""
        user = User.objects.create(username="dua-langkah")
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
        return self._member("two_steps", user, proof="mfa")

    @staticmethod
    def _member(name: str, user: User, proof: str = "password") -> Caller:
        """An account that has just signed in: nobody is stopped for want of a fresh proof."""
        user.password = a_password()
        user.save(update_fields=["password"])
        token = issue_api_token(user=user, name=name, actor=SYSTEM)
        caller = Caller(name, token, username=user.username)
        just_proved(caller.client, user, proof)
        return caller

    def _narrow(self) -> list[Caller]:
        officer = make_officer(centre=self.here)
        scopes = {
            "officer_to_issue": Permission.ISSUE_TICKET,
            "officer_to_serve": Permission.SERVE_COUNTER,
        }
        return [
            Caller(name, issue_api_token(user=officer, name=name, scopes=[scope], actor=SYSTEM))
            for name, scope in scopes.items()
        ]

    def _devices(self) -> list[Caller]:
        return [
            self._device("kiosk", self.here, "KIOSK"),
            self._device("tv", self.here, "TV"),
            self._device("kiosk_at_home", self.here, "KIOSK", in_room=False),
            self._device("kiosk_elsewhere", self.there, "KIOSK"),
            self._device("tv_elsewhere", self.there, "TV"),
        ]

    @staticmethod
    def _device(name: str, centre: Centre, kind: str, *, in_room: bool = True) -> Caller:
        raw = register_device(centre=centre, name=name, kind=kind, in_room=in_room, actor=SYSTEM)
        caller = Caller(name, raw)
        caller.client.cookies[DEVICE_COOKIE] = raw
        return caller

    def _closed(self) -> Caller:
        user = make_officer(centre=self.here, role=Role.SUPERVISOR)
        caller = self._member("closed", user)
        close_account(user=user, actor=SYSTEM)
        return caller

    def _revoked(self) -> Caller:
        caller = Caller("revoked", self._member("revoked", make_officer(centre=self.here)).token)
        revoke_api_token(token=ApiToken.objects.get(name="revoked"), actor=SYSTEM)
        return caller

    def _unplugged(self) -> Caller:
        caller = self._device("unplugged", self.here, "KIOSK")
        device = device_from_token(caller.token or "")
        assert device is not None
        revoke_device(device=device, actor=SYSTEM)
        return caller
