"""Passkeys with Chromium's own virtual authenticator: made, used as second step, and alone."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from lopo.organisation.tests.builders import make_centre
from lopo.people.api import Role, User
from lopo.people.tests.builders import PASSWORD, make_staff
from tests.conftest import OpenWindow, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAFETY = "/petugas/keamanan/"


def with_authenticator(page: Page) -> Callable[[str, Any], Any]:
    """The browser gets a finger reader that always says yes; a way to speak to it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    name = made["authenticatorId"]
    return lambda act, more: devtools.send(f"WebAuthn.{act}", {"authenticatorId": name, **more})


def on_localhost(visitor: Visitor) -> Visitor:
    """Passkeys belong to a name; the number 127.0.0.1 is none."""
    visitor.base = visitor.base.replace("127.0.0.1", "localhost")
    return visitor


def sign_in(visitor: Visitor, user: User) -> None:
    """Name and password."""
    assert visitor.go("/petugas/masuk/") == 200
    visitor.page.fill("input[name=login]", user.username)
    visitor.page.fill("input[name=password]", PASSWORD)
    visitor.page.get_by_role("button", name="Masuk", exact=True).click()


@pytest.fixture
def officer(transactional_db: None) -> User:
    """Somebody with an account."""
    return make_staff(role=Role.COUNTER_OFFICER, centre=make_centre())


def test_a_passkey_is_made_is_the_second_step_and_signs_in_alone(
    window: OpenWindow, officer: User
) -> None:
    visitor = on_localhost(window())
    authenticator = with_authenticator(visitor.page)
    sign_in(visitor, officer)
    visitor.page.wait_for_url("**/petugas/")
    visitor.go(f"{SAFETY}kunci/")
    visitor.page.fill("input[name=name]", "Ponsel saya")
    visitor.page.get_by_role("button", name="Buat kunci sandinya").click()
    visitor.sees("Kode pemulihan Anda")
    (made,) = authenticator("getCredentials", {})["credentials"]
    assert (made["isResidentCredential"], made["rpId"]) == (True, "localhost")
    assert Authenticator.objects.filter(user=officer, type="webauthn").count() == 1
    visitor.go(SAFETY)
    visitor.sees("Ponsel saya")

    visitor.page.context.clear_cookies()
    sign_in(visitor, officer)
    visitor.sees("Satu langkah lagi")
    visitor.page.get_by_role("button", name="Lanjut dengan kunci sandi").click()
    visitor.page.wait_for_url("**/petugas/")

    visitor.page.context.clear_cookies()
    visitor.go("/petugas/masuk/")
    visitor.page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    visitor.page.wait_for_url("**/petugas/")
    visitor.go(SAFETY)
    expect(visitor.page.locator("main")).to_contain_text(officer.username)


def test_a_finger_that_is_not_the_owners_makes_nothing_and_says_so(
    window: OpenWindow, officer: User
) -> None:
    visitor = on_localhost(window())
    authenticator = with_authenticator(visitor.page)
    sign_in(visitor, officer)
    visitor.page.wait_for_url("**/petugas/")
    visitor.go(f"{SAFETY}kunci/")
    authenticator("setUserVerified", {"isUserVerified": False})
    visitor.page.get_by_role("button", name="Buat kunci sandinya").click()
    visitor.sees("Tidak ada yang berubah", within=8)
    assert not Authenticator.objects.filter(user=officer).exists()


def test_a_passkey_of_another_installation_opens_nothing(window: OpenWindow, officer: User) -> None:
    visitor = on_localhost(window())
    with_authenticator(visitor.page)
    sign_in(visitor, officer)
    visitor.page.wait_for_url("**/petugas/")
    visitor.go(f"{SAFETY}kunci/")
    visitor.page.get_by_role("button", name="Buat kunci sandinya").click()
    visitor.sees("Kode pemulihan Anda")
    Authenticator.objects.filter(user=officer).delete()  # as if it had been made elsewhere
    visitor.page.context.clear_cookies()
    visitor.go("/petugas/masuk/")
    visitor.page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    visitor.sees("tidak kami kenal")


def test_without_scripts_the_sign_in_page_offers_no_passkey(window: OpenWindow) -> None:
    visitor = on_localhost(window(java_script_enabled=False))
    visitor.go("/petugas/masuk/")
    assert not visitor.page.get_by_role("button", name="Masuk dengan kunci sandi").is_visible()
