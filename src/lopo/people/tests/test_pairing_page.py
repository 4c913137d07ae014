"""The page a screen shows until somebody types its code, without any script."""

import re
from http import HTTPStatus

import pytest
from django.test import Client

from lopo.kernel.actor import Actor
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_centre
from lopo.people.api import confirm_pairing, look_at_pairing
from lopo.people.models import Device, Pairing

pytestmark = pytest.mark.django_db
PAIR, STATE = "/perangkat/", "/perangkat/menunggu/"
ADMIN = Actor("user:1")
TABLET = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"


def code_on(screen: Client) -> str:
    """What stands on a screen, in big letters."""
    found = re.search(r"pairing__code.*?</p>", screen.get(PAIR).content.decode(), re.DOTALL)
    assert found
    return "".join(re.findall(r"<span>(\w{4})</span>", found[0]))


def confirm(code: str, centre: Centre | None = None, kind: str = "KIOSK") -> Device:
    """The administrator types the code."""
    return confirm_pairing(
        code=code,
        centre=centre or make_centre(),
        kind=kind,
        name="Anjungan pintu",
        in_room=True,
        actor=ADMIN,
    )


def state(screen: Client) -> str:
    """What the screen hears when it asks."""
    return str(screen.get(STATE).json()["state"])


def test_another_browser_that_knows_the_code_becomes_nothing(client: Client) -> None:
    code = code_on(client)
    confirm(code)
    thief = Client()
    thief.cookies["lopo_pairing"] = f"lopo_d_{code}"
    response = thief.get(PAIR)
    assert response.status_code == HTTPStatus.OK
    assert "lopo_device" not in response.cookies


@pytest.mark.parametrize("cookie", ["", "salah", "lopo_d_", "lopo_d_" + "x" * 200, "lopo_s_x"])
def test_a_cookie_that_is_not_ours_is_replaced(client: Client, cookie: str) -> None:
    client.cookies["lopo_pairing"] = cookie
    assert len(code_on(client)) == 8
    assert client.cookies["lopo_pairing"].value != cookie


def test_strangers_cannot_fill_the_house_with_codes() -> None:
    for _ in range(30):
        assert len(code_on(Client())) == 8
    page = Client().get(PAIR).content.decode()
    assert "Belum ada kode" in page
    assert "Token perangkat" in page or "token perangkat" in page
    assert Pairing.objects.count() == 30


def test_looking_with_head_makes_no_code(client: Client) -> None:
    client.head(PAIR)
    assert not Pairing.objects.exists()


def test_the_code_stays_while_the_screen_loads_again_and_again(client: Client) -> None:
    code = code_on(client)
    assert [code_on(client), code_on(client)] == [code, code]
    assert state(client) == "waiting"
    assert '<meta http-equiv="refresh" content="10">' in client.get(PAIR).content.decode()


@pytest.mark.parametrize(("kind", "home"), [("KIOSK", "/anjungan/"), ("TV", "/layar/")])
def test_once_the_code_is_typed_the_screen_goes_on_by_itself(
    client: Client, kind: str, home: str
) -> None:
    centre = make_centre()
    device = confirm(code_on(client), centre, kind)
    assert state(client) == "news"
    response = client.get(PAIR)
    assert response.headers["Location"] == f"{home}{centre.code}/"
    cookie = response.cookies["lopo_device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.get(f"{home}{centre.code}/").status_code == HTTPStatus.OK
    device.refresh_from_db()
    assert device.last_seen_at is not None


def test_the_administrator_sees_which_browser_waits_and_from_where() -> None:
    screen = Client(headers={"User-Agent": TABLET}, REMOTE_ADDR="10.1.2.3")
    seen = look_at_pairing(code=code_on(screen), actor=ADMIN)
    assert (seen.browser, seen.address) == ("Chrome, Linux", "10.1.2.3")


def test_an_old_code_gives_way_to_a_new_one(client: Client) -> None:
    code = code_on(client)
    Pairing.objects.update(expires_at="2026-01-02T00:00Z", created_at="2026-01-01T00:00Z")
    assert state(client) == "news"
    assert code_on(client) != code
