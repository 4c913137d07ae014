"""The fixed cast: the people every story of this house is told with.

``petugas`` serves at counter 1, ``resepsionis`` receives, ``penyelia`` supervises, a visitor has
nothing but a phone, and a stranger does the same work at another centre.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from lopo.frontdesk.tests.builders import make_centre, make_officer, service_of
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre
from lopo.people.api import Role, issue_api_token, register_device

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

API = "/api/v1"


def new_key() -> str:
    """A fresh Idempotency-Key, as our pages make them."""
    return str(uuid4())


@dataclass
class Person:
    """Somebody with a program that speaks HTTP, and perhaps a token."""

    name: str
    token: str | None = None
    client: Client = field(default_factory=Client)

    def headers(self, **more: str) -> dict[str, str]:
        mine = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**mine, **{name.replace("_", "-"): value for name, value in more.items()}}

    def get(self, path: str, **headers: str) -> "Answer":
        return self.client.get(API + path, headers=self.headers(**headers))

    def delete(self, path: str, **headers: str) -> "Answer":
        return self.client.delete(API + path, headers=self.headers(**headers))

    def post(
        self, path: str, body: Any = None, *, key: str | None = "", **headers: str
    ) -> "Answer":
        """POST JSON under a fresh key; ``key=None`` sends none, bytes are sent as they are."""
        raw = body if isinstance(body, bytes | str) else json.dumps({} if body is None else body)
        if key is not None:
            headers["Idempotency_Key"] = key or new_key()
        return self.client.post(
            API + path, raw, content_type="application/json", headers=self.headers(**headers)
        )


@dataclass
class Cast:
    """Everybody, at one centre; whoever a test does not ask for never comes."""

    centre: Centre = field(default_factory=make_centre)
    visitor: Person = field(default_factory=lambda: Person("visitor"))

    def _staff(self, name: str, role: Role, centre: Centre) -> Person:
        user = make_officer(centre=centre, role=role)
        return Person(name, issue_api_token(user=user, name=name, actor=SYSTEM))

    def _device(self, kind: str, *, in_room: bool, centre: Centre | None = None) -> Person:
        place = centre or self.centre
        raw = register_device(
            centre=place, name=kind.lower(), kind=kind, in_room=in_room, actor=SYSTEM
        )
        return Person(kind.lower(), raw)

    @cached_property
    def elsewhere(self) -> Centre:
        return make_centre()

    @cached_property
    def petugas(self) -> Person:
        return self._staff("petugas", Role.COUNTER_OFFICER, self.centre)

    @cached_property
    def resepsionis(self) -> Person:
        return self._staff("resepsionis", Role.RECEPTIONIST, self.centre)

    @cached_property
    def penyelia(self) -> Person:
        return self._staff("penyelia", Role.SUPERVISOR, self.centre)

    @cached_property
    def admin(self) -> Person:
        return self._staff("admin", Role.CENTRE_ADMIN, self.centre)

    @cached_property
    def stranger(self) -> Person:
        return self._staff("stranger", Role.SUPERVISOR, self.elsewhere)

    @cached_property
    def kiosk(self) -> Person:
        return self._device("KIOSK", in_room=True)

    @cached_property
    def kiosk_at_home(self) -> Person:
        return self._device("KIOSK", in_room=False)

    @cached_property
    def tv(self) -> Person:
        return self._device("TV", in_room=True)

    @cached_property
    def foreign_kiosk(self) -> Person:
        return self._device("KIOSK", in_room=True, centre=self.elsewhere)

    def order(self, queue: str = "A", **facts: Any) -> dict[str, Any]:
        """The body that asks for a number."""
        wanted = {
            "centre": self.centre.code,
            "service": service_of(self.centre, queue).code,
            "channel": "WEB",
        }
        return {**wanted, **facts}

    def number(self, queue: str = "A", *, present: bool = True, **facts: Any) -> dict[str, Any]:
        """A number taken at the reception (or from afar), as the API tells of it."""
        who, channel = (self.resepsionis, "RECEPTION") if present else (self.visitor, "WEB")
        answer = who.post("/tickets", self.order(queue, channel=channel, **facts))
        assert answer.status_code == 201, answer.content
        ticket: dict[str, Any] = answer.json()
        return ticket

    def counter(self, path: str = "", code: str = "1") -> str:
        return f"/centres/{self.centre.code}/counters/{code}/{path}"

    def opened(self, who: Person | None = None, code: str = "1") -> Person:
        """An officer whose counter is open."""
        officer = who or self.petugas
        answer = officer.post(self.counter("session", code), {"open": True})
        assert answer.status_code == 200, answer.content
        return officer


def problem_of(answer: "Answer | HttpResponse", status: int, code: str) -> dict[str, Any]:
    """The problem document of a refused request, asserted whole."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(answer.content)
    assert set(body) >= {"type", "title", "status", "detail", "code", "errors"}
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"].endswith(code)
    assert body["title"]
    assert body["detail"]
    for error in body["errors"]:
        assert set(error) == {"field", "code", "message"}
        assert all(isinstance(value, str) for value in error.values())
    return body
