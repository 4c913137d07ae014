"""Photographs the pages of sign-in, account safety, invitations and pairing, in every state."""

import hmac
import re
import struct
import time
from base64 import b32decode
from hashlib import sha1

import pytest
from django.conf import settings

from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.actions import begin_session
from lopo.people.api import (
    Role,
    User,
    confirm_pairing,
    invitations_of,
    invite_staff,
    withdraw_invitation,
)
from lopo.people.models import Pairing
from lopo.people.tests.builders import PASSWORD, make_staff
from tests.conftest import OpenWindow, Visitor, too_wide
from tests.gallery.test_gallery import DESKTOP, KIOSK, OUT, PHONE, TABLET, TELEVISION, Faults
from tests.looking import settle

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
SIZES = pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
SAFETY = "/petugas/keamanan/"
TYPING = 5.0  # seconds a slow machine takes from the code to the server
LONG = "Penyelia pengganti sementara untuk sore hari di Badan Kepegawaian Daerah Provinsi NTT"


def photograph(visitor: Visitor, name: str, faults: Faults) -> None:
    """Look for faults, then take the picture."""
    page = visitor.page
    OUT.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or {"width": 0})["width"]
    themed = page.locator("html[data-theme=auto]").count()
    for scheme in ("light", "dark") if themed else ("light",):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        settle(page)
        assert too_wide(page) == 0, name
        assert faults(page) == [], (name, scheme)
        dark = "-gelap" if scheme == "dark" else ""
        page.screenshot(path=OUT / f"{name}{dark}-{width}.png", full_page=True)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def totp(secret: str, steps: int) -> str:
    """The code an app shows (RFC 6238)."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.new(b32decode(secret), struct.pack(">Q", counter), sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def sign_in(visitor: Visitor, user: User) -> None:
    """Name and password."""
    assert visitor.go("/petugas/masuk/") == 200
    visitor.page.fill("input[name=login]", user.username)
    visitor.page.fill("input[name=password]", PASSWORD)
    visitor.page.get_by_role("button", name="Masuk", exact=True).click()


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    """A place with staff."""
    return make_centre()


@pytest.fixture
def user(centre: Centre) -> User:
    """Somebody who administers it."""
    return make_staff(role=Role.CENTRE_ADMIN, centre=centre, username="admin.bkd")


def elsewhere(user: User, n: int) -> None:
    """The account is signed in with another browser, too."""
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    begin_session(
        user=user,
        session=SessionStore(),
        browser=["Chrome, Android", "", "Samsung Internet, Android"][n],
        address=["10.1.2.3", "2001:db8:85a3:8d3:1319:8a2e:370:7348", ""][n],
        clock=system_clock,
    )


@SIZES
def test_account_safety(window: OpenWindow, user: User, axe: Faults, size: tuple[int, int]) -> None:
    visitor = window(size)
    sign_in(visitor, user)
    visitor.page.wait_for_url("**/petugas/")
    tour(visitor, {"": "keamanan-kosong", "aplikasi/": "aplikasi"}, axe)
    secret = set_up_app(visitor, axe)
    tour(
        visitor,
        {
            "kode-pemulihan/baru/": "kode-pemulihan-baru",
            "aplikasi/lepas/": "aplikasi-lepas",
            "kunci/": "kunci",
        },
        axe,
    )
    for n in range(3):
        elsewhere(user, n)
    tour(visitor, {"": "keamanan"}, axe)
    assert visitor.go("/petugas/sandi/") == 200
    photograph(visitor, "sandi", axe)
    second_step(visitor, user, secret, axe)
    tour(visitor, {"pastikan/": "pastikan", "pastikan/kode/": "pastikan-kode"}, axe)


def tour(visitor: Visitor, pages: dict[str, str], axe: Faults) -> None:
    """Some pages of one's own account."""
    for path, name in pages.items():
        assert visitor.go(SAFETY + path) == 200
        photograph(visitor, name, axe)


def set_up_app(visitor: Visitor, axe: Faults) -> str:
    """First with a wrong code, then with the right one; the secret."""
    visitor.page.fill("input[name=code]", "000000")
    visitor.page.get_by_role("button", name="Aktifkan").click()
    visitor.sees("perlu diperbaiki")
    photograph(visitor, "aplikasi-salah", axe)
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', visitor.page.content())
    assert found
    secret = found[1].replace(" ", "")
    # Typed in the last moment, the code before would be two old when it arrives.
    left = 30 - time.time() % 30
    visitor.page.wait_for_timeout(left * 1000 if left < TYPING else 0)
    visitor.page.fill("input[name=code]", totp(secret, -1))
    visitor.page.get_by_role("button", name="Aktifkan").click()
    visitor.sees("Kode pemulihan Anda", within=10.0)
    photograph(visitor, "kode-pemulihan", axe)
    return secret


def second_step(visitor: Visitor, user: User, secret: str, axe: Faults) -> None:
    """The next morning."""
    visitor.page.context.clear_cookies()
    sign_in(visitor, user)
    visitor.sees("Satu langkah lagi")
    photograph(visitor, "langkah-kedua", axe)
    visitor.page.fill("input[name=code]", "000000")
    visitor.page.get_by_role("button", name="Masuk", exact=True).click()
    visitor.sees("perlu diperbaiki")
    photograph(visitor, "langkah-kedua-salah", axe)
    visitor.page.fill("input[name=code]", totp(secret, 0))
    visitor.page.get_by_role("button", name="Masuk", exact=True).click()
    visitor.page.wait_for_url("**/petugas/")


@SIZES
def test_an_invitation(
    window: OpenWindow, centre: Centre, axe: Faults, size: tuple[int, int]
) -> None:
    raw = invite_staff(
        centre=centre, roles=[Role.SUPERVISOR, Role.RECEPTIONIST], name=LONG, actor=SYSTEM
    )
    visitor = window(size)
    assert visitor.go(f"/petugas/undangan/{raw}/") == 200
    photograph(visitor, "undangan", axe)
    visitor.page.fill("input[name=password]", "pendek")
    visitor.page.get_by_role("button", name="Buka akun saya").click()
    visitor.sees("perlu diperbaiki")
    photograph(visitor, "undangan-salah", axe)
    visitor.page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": visitor.base}]
    )
    visitor.go(f"/petugas/undangan/{raw}/")
    photograph(visitor, "undangan-en", axe)
    visitor.page.context.clear_cookies()
    (invitation,) = invitations_of(centre, system_clock())
    withdraw_invitation(invitation=invitation, actor=SYSTEM)
    assert visitor.go(f"/petugas/undangan/{raw}/") == 410
    photograph(visitor, "undangan-habis", axe)


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP, KIOSK, TELEVISION], ids=str)
def test_a_screen_that_waits_to_be_paired(
    window: OpenWindow, centre: Centre, axe: Faults, size: tuple[int, int]
) -> None:
    screen = window(size)
    assert screen.go("/perangkat/") == 200
    photograph(screen, "pasangkan", axe)
    assert screen.go(f"/layar/{centre.code}/") == 200
    photograph(screen, "tv-belum-terpasang", axe)
    assert screen.go(f"/anjungan/{centre.code}/") == 403
    photograph(screen, "anjungan-belum-terpasang", axe)
    screen.go("/perangkat/")
    code = "".join(screen.page.locator(".pairing__code span").all_inner_texts())
    confirm_pairing(
        code=code, centre=centre, kind="TV", name="TV ruang tunggu", in_room=True, actor=SYSTEM
    )
    screen.page.wait_for_url(f"**/layar/{centre.code}/", timeout=8000)
    assert not Pairing.objects.exists()
    screen.go("/perangkat/")
    photograph(screen, "terpasang", axe)


def test_a_screen_without_scripts_goes_on_by_itself(window: OpenWindow, centre: Centre) -> None:
    screen = window(PHONE, java_script_enabled=False)
    screen.go("/perangkat/")
    code = "".join(screen.page.locator(".pairing__code span").all_inner_texts())
    confirm_pairing(
        code=code, centre=centre, kind="KIOSK", name="Anjungan", in_room=True, actor=SYSTEM
    )
    screen.page.wait_for_url(f"**/anjungan/{centre.code}/", timeout=15_000)


@SIZES
def test_signing_in_and_out(
    window: OpenWindow, user: User, axe: Faults, size: tuple[int, int]
) -> None:
    visitor = window(size)
    assert visitor.go("/petugas/masuk/") == 200
    photograph(visitor, "masuk-kosong", axe)
    visitor.page.fill("input[name=login]", "n" * 60)
    visitor.page.fill("input[name=password]", "bukan-kata-sandinya")
    visitor.page.get_by_role("button", name="Masuk", exact=True).click()
    visitor.sees("perlu diperbaiki")
    photograph(visitor, "masuk-ditolak", axe)
    sign_in(visitor, user)
    visitor.page.wait_for_url("**/petugas/")
    assert visitor.go("/petugas/keluar/") == 200
    photograph(visitor, "keluar", axe)
    assert visitor.go("/petugas/sandi/") == 200
    for name, value in (
        ("oldpassword", "salah"),
        ("password1", "nusatenggaratimur"),
        ("password2", "lain"),
    ):
        visitor.page.fill(f"input[name={name}]", value)
    visitor.page.get_by_role("button", name="Simpan kata sandi baru").click()
    visitor.sees("perlu diperbaiki")
    photograph(visitor, "sandi-ditolak", axe)


def test_an_invitation_that_was_accepted_leads_to_the_door(
    window: OpenWindow, centre: Centre, axe: Faults
) -> None:
    raw = invite_staff(centre=centre, roles=[Role.SUPERVISOR], name=LONG, actor=SYSTEM)
    visitor = window(PHONE)
    assert visitor.go(f"/petugas/undangan/{raw}/") == 200
    for name, value in (("username", "penyelia-sore"), ("password", PASSWORD), ("again", PASSWORD)):
        visitor.page.fill(f"input[name={name}]", value)
    visitor.page.get_by_role("button", name="Buka akun saya").click()
    visitor.page.wait_for_url("**/petugas/masuk/**")
    photograph(visitor, "undangan-diterima", axe)
    assert visitor.go(f"/petugas/undangan/{raw}/") == 410
