"""The gate: nobody passes until somebody keeps it, and its keeper has the last word."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from lopo.foundation import gate
from lopo.kernel.actor import Actor
from lopo.kernel.errors import NotPermitted, Unauthenticated

HEAD = Actor(id="user:7")


@pytest.fixture(autouse=True)
def unkept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_keepers", [])


@pytest.fixture
def asked(rf: RequestFactory) -> HttpRequest:
    return rf.get("/")


def test_without_a_keeper_nobody_may_do_anything(asked: HttpRequest) -> None:
    with pytest.raises(NotPermitted):
        gate.admit(asked, "MANAGE_CENTRE", 1)
    assert not gate.may(asked, "MANAGE_CENTRE", 1)


@pytest.mark.parametrize("refusal", [NotPermitted("no"), Unauthenticated("who?")])
def test_what_the_keeper_refuses_is_refused(asked: HttpRequest, refusal: Exception) -> None:
    def keeper(request: HttpRequest, permission: str, centre_id: int | None) -> Actor:
        raise refusal

    gate.set_keeper(keeper)
    with pytest.raises(type(refusal)):
        gate.admit(asked, "MANAGE_CENTRE", 1)
    assert not gate.may(asked, "MANAGE_CENTRE", 1)


def test_the_last_keeper_set_is_asked_about_the_very_centre(asked: HttpRequest) -> None:
    heard = []

    def keeper(request: HttpRequest, permission: str, centre_id: int | None) -> Actor:
        heard.append((permission, centre_id))
        return HEAD

    gate.set_keeper(lambda *_: Actor(id="user:1"))
    gate.set_keeper(keeper)
    assert gate.admit(asked, "MANAGE_CENTRE", 3) == HEAD
    assert gate.may(asked, "MANAGE_SYSTEM", None)
    assert heard == [("MANAGE_CENTRE", 3), ("MANAGE_SYSTEM", None)]
