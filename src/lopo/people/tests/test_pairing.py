"""A device shows a code, an administrator types it, and the device goes on by itself."""

from datetime import datetime, timedelta, timezone

import pytest

from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldRefusal, TooManyRequests
from lopo.organisation.tests.builders import make_centre
from lopo.people import api
from lopo.people.actions import begin_pairing
from lopo.people.api import PairingUnknown
from lopo.people.models import Device, Pairing
from lopo.people.queries import code_of, pairing_from_secret

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=timezone.utc)
ADMIN = Actor("user:1")


def at(moment: datetime) -> Clock:
    """A clock that stands still."""
    return lambda: moment


def waiting() -> str:
    """The secret of a browser that has waited since noon."""
    return begin_pairing(browser="Chromium, Linux", address="10.1.2.3", clock=at(NOON))


def confirm(code: str, *, minutes: float = 1, actor: Actor = ADMIN, **facts: object) -> Device:
    """The administrator types a code."""
    wanted = {"centre": make_centre(), "kind": "TV", "name": "TV ruang tunggu", "in_room": True}
    return api.confirm_pairing(
        code=code,
        actor=actor,
        clock=at(NOON + timedelta(minutes=minutes)),
        **{**wanted, **facts},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("code", ["", "ABCDEFGH", "a\x00b", "x" * 500, "🪘🪘🪘🪘🪘🪘🪘🪘"])
def test_a_code_nobody_shows_pairs_nothing(code: str) -> None:
    waiting()
    with pytest.raises(PairingUnknown) as refused:
        confirm(code)
    assert refused.value.errors[0].field == "code"
    assert not Device.objects.exists()


def test_a_code_expires_after_ten_minutes() -> None:
    raw = waiting()
    with pytest.raises(PairingUnknown):
        confirm(code_of(raw), minutes=10)
    assert pairing_from_secret(raw, NOON + timedelta(minutes=10)) is None


def test_a_code_pairs_one_device_once() -> None:
    code = code_of(waiting())
    confirm(code)
    with pytest.raises(PairingUnknown):
        confirm(code)
    assert Device.objects.count() == 1


def test_who_saw_the_code_holds_nothing_the_browser_that_asked_holds_the_device() -> None:
    raw = waiting()
    code = code_of(raw)
    device = confirm(code)
    assert api.device_from_token(raw) == device
    for guess in (code, f"lopo_d_{code}", begin_pairing(browser="", address="")):
        assert api.device_from_token(guess) is None


def test_neither_code_nor_secret_is_stored() -> None:
    raw = waiting()
    stored = str(Pairing.objects.get().__dict__)
    assert raw not in stored
    assert code_of(raw) not in stored


def test_guessing_stops_after_ten_tries_and_other_administrators_go_on() -> None:
    code = code_of(waiting())
    for _ in range(10):
        with pytest.raises(PairingUnknown):
            confirm("ABCDEFGH")
    with pytest.raises(TooManyRequests):
        confirm(code)
    assert confirm(code, actor=Actor("user:2")).name == "TV ruang tunggu"


def test_a_device_without_a_name_is_refused_and_the_code_still_works() -> None:
    code = code_of(waiting())
    with pytest.raises(FieldRefusal) as refused:
        confirm(code, name="", kind="FRIDGE")
    assert {error.field for error in refused.value.errors} == {"name", "kind"}
    assert confirm(code).kind == "TV"


def test_the_administrator_sees_what_is_waiting_before_it_is_a_device() -> None:
    typed = code_of(waiting()).lower()
    seen = api.look_at_pairing(
        code=f" {typed[:4]}-{typed[4:]} ", actor=ADMIN, clock=at(NOON + timedelta(minutes=2))
    )
    assert (seen.browser, seen.address, seen.created_at) == ("Chromium, Linux", "10.1.2.3", NOON)


def test_browsers_that_went_away_are_swept_out() -> None:
    waiting()
    begin_pairing(browser="", address="", clock=at(NOON + timedelta(hours=1)))
    assert Pairing.objects.count() == 1


def test_a_centre_lists_its_own_devices_until_they_are_revoked() -> None:
    here, there = make_centre(), make_centre()
    device = confirm(code_of(waiting()), centre=here)
    assert api.devices_of(here) == [device]
    assert api.devices_of(there) == []
    assert api.device_of(there, device.pk) is None
    api.revoke_device(device=device, actor=ADMIN)
    assert api.devices_of(here) == []
    assert api.device_of(here, device.pk) is None
