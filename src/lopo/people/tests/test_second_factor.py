"""A second step at sign-in: an app with codes, recovery codes, and proving again who one is."""

import hmac
import os
import re
import struct
import subprocess
import sys
from base64 import b32decode
from hashlib import sha1
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from lopo.organisation.tests.builders import make_centre
from lopo.people.api import Role
from lopo.people.models import User

from .builders import PASSWORD, make_staff

pytestmark = pytest.mark.django_db
SIGN_IN, STEP, SAFETY = "/petugas/masuk/", "/petugas/masuk/kode/", "/petugas/keamanan/"
APP, CODES, PROVE = f"{SAFETY}aplikasi/", f"{SAFETY}kode-pemulihan/", f"{SAFETY}pastikan/"


def totp(secret: str, steps: int = 0) -> str:
    """The code an app shows (RFC 6238: SHA-1, six digits, thirty seconds); our own reckoning."""
    counter = int(timezone.now().timestamp()) // 30 + steps
    digest = hmac.new(b32decode(secret), struct.pack(">Q", counter), sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def sign_in(client: Client, user: User, password: str = PASSWORD) -> str:
    """The first step; where it leads."""
    response = client.post(SIGN_IN, {"login": user.username, "password": password})
    return response.headers.get("Location", "")


def step(client: Client, code: str) -> str:
    """The second step; where it leads, or the page that says no."""
    response = client.post(STEP, {"code": code})
    return response.headers.get("Location") or response.content.decode()


def set_up_app(client: Client) -> str:
    """The account gets an app; its secret."""
    page = client.get(APP).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert secret, page
    plain = secret[1].replace(" ", "")
    # The step before the present one is right, too, and leaves this one for the next sign-in.
    response = client.post(APP, {"code": totp(plain, -1)})
    assert response.headers.get("Location") == CODES, response.content.decode()
    return plain


@pytest.fixture
def user() -> User:
    """Somebody who serves at a counter."""
    return make_staff(role=Role.COUNTER_OFFICER, centre=make_centre())


@pytest.fixture
def secret(user: User) -> str:
    """The secret of the app the account has, set up in another browser."""
    client = Client()
    sign_in(client, user)
    return set_up_app(client)


@pytest.fixture
def codes(user: User, secret: str) -> list[str]:
    """The recovery codes that came with the app."""
    found: list[str] = (
        Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    )
    return found


def test_a_password_alone_signs_nobody_in_who_has_a_second_factor(
    client: Client, user: User, secret: str
) -> None:
    assert sign_in(client, user) == STEP
    assert client.get("/petugas/").headers["Location"].startswith(SIGN_IN)
    assert client.get(SAFETY).headers["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("code", ["000000", "", "abc", "a\x00b", "9" * 500, "🪘", "' OR 1=1"])
def test_a_wrong_code_is_an_error_on_the_page(
    client: Client, user: User, secret: str, code: str
) -> None:
    sign_in(client, user)
    assert "errsum" in step(client, code)
    assert "_auth_user_id" not in client.session


def test_the_code_of_the_app_is_the_second_step(client: Client, user: User, secret: str) -> None:
    sign_in(client, user)
    code = totp(secret)
    assert step(client, f" {code[:3]} {code[3:]} ") == "/petugas/"
    assert client.get("/petugas/").status_code == HTTPStatus.OK


def test_a_code_counts_once_also_on_another_process(
    client: Client, user: User, secret: str
) -> None:
    from django.core.cache import cache  # noqa: PLC0415

    code = totp(secret)
    sign_in(client, user)
    step(client, code)
    cache.clear()  # what one process remembers, another one does not
    other = Client()
    sign_in(other, user)
    assert "errsum" in step(other, code)


def test_a_code_from_long_ago_or_of_another_secret_is_wrong(
    client: Client, user: User, secret: str
) -> None:
    sign_in(client, user)
    assert "errsum" in step(client, totp(secret, -4))
    assert "errsum" in step(client, totp("A" * 32))


def test_a_recovery_code_works_once(client: Client, user: User, codes: list[str]) -> None:
    sign_in(client, user)
    assert step(client, codes[0]) == "/petugas/"
    other = Client()
    sign_in(other, user)
    assert "errsum" in step(other, codes[0])
    assert step(other, f"{codes[1][:5]} {codes[1][5:]}") == "/petugas/"


def test_without_the_password_nobody_reaches_the_second_step(client: Client, secret: str) -> None:
    assert client.get(STEP).headers["Location"] == SIGN_IN
    assert client.post(STEP, {"code": totp(secret)}).headers["Location"] == SIGN_IN


def test_guessing_codes_stops_after_five_and_the_owner_elsewhere_goes_on(
    client: Client, user: User, secret: str
) -> None:
    sign_in(client, user)
    for _ in range(5):
        step(client, "000000")
    assert "Terlalu banyak percobaan" in step(client, totp(secret))
    owner = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(owner, user)
    assert step(owner, totp(secret)) == "/petugas/"


def test_a_stranger_hammers_a_name_and_its_owner_still_signs_in(user: User, secret: str) -> None:
    for n in range(60):
        stranger = Client(REMOTE_ADDR=f"203.0.113.{n}")
        assert sign_in(stranger, user, "salah") == ""
        assert stranger.post(STEP, {"code": "000000"}).headers["Location"] == SIGN_IN
    owner = Client(REMOTE_ADDR="198.51.100.7")
    assert sign_in(owner, user) == STEP
    assert step(owner, totp(secret)) == "/petugas/"


def test_who_has_the_password_and_many_addresses_guesses_fifty_codes_an_hour_not_more(
    user: User, secret: str
) -> None:
    for n in range(50):
        thief = Client(REMOTE_ADDR=f"203.0.113.{n}")
        sign_in(thief, user)
        assert "errsum" in step(thief, "000000")
    last = Client(REMOTE_ADDR="203.0.113.200")
    sign_in(last, user)
    assert "Terlalu banyak percobaan" in step(last, totp(secret))


def test_secrets_are_encrypted_at_rest(user: User, secret: str, codes: list[str]) -> None:
    stored = str(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)


@pytest.mark.parametrize("path", [CODES, f"{CODES}baru/", f"{CODES}unduh/", f"{APP}lepas/"])
def test_factors_are_changed_only_after_proving_again_who_one_is(
    client: Client, user: User, secret: str, path: str
) -> None:
    client.force_login(user)  # a session whose last proof is long ago
    assert client.get(path).headers["Location"].startswith(f"{PROVE}kode/")
    # The password alone is not asked any more: a stolen one could undo the second factor.
    assert client.post(PROVE, {"password": PASSWORD}).headers["Location"].startswith(PROVE)
    assert client.get(path).headers["Location"].startswith(f"{PROVE}kode/")
    assert "errsum" in client.post(f"{PROVE}kode/", {"code": "000000"}).content.decode()
    proved = client.post(f"{PROVE}kode/", {"code": totp(secret), "next": path})
    assert proved.headers["Location"] == path
    assert client.get(path).status_code == HTTPStatus.OK


def test_without_a_factor_the_password_is_the_proof_and_it_lasts_five_minutes(
    client: Client, user: User
) -> None:
    client.force_login(user)
    assert client.get(APP).headers["Location"].startswith(PROVE)
    assert "Ini bukan kata sandi" in client.post(PROVE, {"password": "salah"}).content.decode()
    assert client.post(PROVE, {"password": PASSWORD, "next": APP}).headers["Location"] == APP
    assert client.get(APP).status_code == HTTPStatus.OK
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    assert client.get(APP).headers["Location"].startswith(PROVE)


def test_a_code_proves_it_too_and_another_site_is_never_led_to(
    client: Client, user: User, secret: str
) -> None:
    client.force_login(user)
    evil = {"code": totp(secret), "next": "https://example.org/"}
    assert client.post(f"{PROVE}kode/", evil).headers["Location"] == "/petugas/"
    assert client.get(CODES).status_code == HTTPStatus.OK


def test_an_app_is_set_up_only_with_a_code_it_really_shows(client: Client, user: User) -> None:
    sign_in(client, user)
    client.get(APP)
    assert "errsum" in client.post(APP, {"code": "000000"}).content.decode()
    assert not Authenticator.objects.filter(user=user).exists()


def test_after_setting_up_the_recovery_codes_are_shown_and_can_be_saved(
    client: Client, user: User
) -> None:
    sign_in(client, user)
    set_up_app(client)
    shown = client.get(CODES).content.decode()
    assert len(re.findall(r"<code>\d{5} \d{5}</code>", shown)) == 10
    saved = client.get(f"{CODES}unduh/")
    assert saved["Content-Type"].startswith("text/plain")
    assert len(re.findall(r"^\d{5} \d{5}$", saved.content.decode(), re.MULTILINE)) == 10


def test_new_recovery_codes_void_the_old_ones(
    client: Client, user: User, codes: list[str], secret: str
) -> None:
    sign_in(client, user)
    step(client, totp(secret))
    assert client.post(f"{CODES}baru/").headers["Location"] == CODES
    other = Client()
    sign_in(other, user)
    assert "errsum" in step(other, codes[0])


def test_without_the_app_a_password_is_enough_again_and_the_codes_are_gone(
    client: Client, user: User, secret: str
) -> None:
    sign_in(client, user)
    step(client, totp(secret))
    assert client.post(f"{APP}lepas/").headers["Location"] == SAFETY
    assert not Authenticator.objects.filter(user=user).exists()
    assert sign_in(Client(), user) == "/petugas/"


STAFF_PAGES = ["/petugas/", "/petugas/sandi/"]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", STAFF_PAGES)
def test_whose_role_needs_it_is_led_to_set_it_up_before_any_other_page(
    client: Client, settings: Settings, role: Role, path: str
) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"CENTRE_ADMIN", "SYSTEM_ADMIN"})
    admin = make_staff(role=role, centre=None if role is Role.SYSTEM_ADMIN else make_centre())
    sign_in(client, admin)
    response = client.get(path)
    if role in {Role.CENTRE_ADMIN, Role.SYSTEM_ADMIN}:
        assert response.headers["Location"] == SAFETY
        page = client.get(SAFETY).content.decode()
        assert "Peran Anda memerlukan langkah kedua" in page
        assert "/petugas/keluar/" in page  # whoever cannot do it now can leave
        assert "/petugas/sandi/" not in page  # and nothing is offered that would not open
    else:
        assert response.status_code == HTTPStatus.OK


def test_once_it_is_set_up_work_goes_on_in_this_session_and_in_the_next(
    client: Client, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"CENTRE_ADMIN"})
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=make_centre())
    sign_in(client, admin)
    secret = set_up_app(client)
    assert client.get("/petugas/").status_code == HTTPStatus.OK
    other = Client()
    sign_in(other, admin)
    step(other, totp(secret))
    assert other.get("/petugas/").status_code == HTTPStatus.OK


def test_whoever_had_to_set_it_up_first_is_led_back_to_where_they_were_going(
    client: Client, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"SYSTEM_ADMIN"})
    admin, wanted = make_staff(role=Role.SYSTEM_ADMIN), "/petugas/pusat/baru/?dari=awal"
    sign_in(client, admin)
    assert client.get(wanted).headers["Location"] == SAFETY
    assert wanted not in client.get(SAFETY).content.decode(), "not before it is set up"
    set_up_app(client)
    for page in (CODES, SAFETY):
        assert f'href="{wanted}"' in client.get(page).content.decode()
    assert client.get(wanted).status_code == HTTPStatus.OK
    assert wanted not in client.get(SAFETY).content.decode(), "once is enough"


def test_an_administrator_of_a_house_without_centres_is_led_to_open_the_first(
    client: Client,
) -> None:
    sign_in(client, make_staff(role=Role.SYSTEM_ADMIN))
    answer = client.get("/petugas/")
    assert answer.headers["Location"] == "/petugas/pusat/"
    assert "/petugas/pusat/baru/" in client.get("/petugas/pusat/").content.decode()
    make_centre()
    assert client.get("/petugas/").status_code == HTTPStatus.OK


def test_a_session_from_before_must_show_the_factor_and_cannot_add_one(
    client: Client, user: User, secret: str, settings: Settings
) -> None:
    client.force_login(user)
    settings.SECOND_FACTOR_ROLES = frozenset({"COUNTER_OFFICER"})
    for path in ("/petugas/", SAFETY, f"{SAFETY}kunci/"):
        assert client.get(path).headers["Location"].startswith(f"{PROVE}kode/")
    proved = client.post(f"{PROVE}kode/", {"code": totp(secret), "next": "/petugas/"})
    assert proved.headers["Location"] == "/petugas/"
    assert client.get("/petugas/").status_code == HTTPStatus.OK


def test_whose_role_needs_it_cannot_remove_the_last_one(
    client: Client, user: User, secret: str, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"COUNTER_OFFICER"})
    sign_in(client, user)
    step(client, totp(secret))
    page = client.post(f"{APP}lepas/").content.decode()
    assert "Peran Anda memerlukan langkah kedua" in page
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_half_signed_in_is_a_visitor_to_the_rest_of_the_house(
    client: Client, settings: Settings
) -> None:
    centre = make_centre()
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre)
    client.force_login(admin)
    door_code = f"/api/v1/centres/{centre.code}/door-code"
    assert client.get(door_code).status_code == HTTPStatus.OK
    settings.SECOND_FACTOR_ROLES = frozenset({"CENTRE_ADMIN"})
    assert client.get(door_code).status_code == HTTPStatus.UNAUTHORIZED


def test_the_gate_costs_an_officer_no_query(
    client: Client,
    user: User,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client.force_login(user)
    client.get("/petugas/")
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get("/petugas/")
    settings.SECOND_FACTOR_ROLES = frozenset({"CENTRE_ADMIN", "SYSTEM_ADMIN"})
    with django_assert_num_queries(len(before)):
        client.get("/petugas/")


@pytest.mark.parametrize(
    ("mode", "roles"), [("serve", "CENTRE_ADMIN,SYSTEM_ADMIN"), ("demo", ""), ("test", "")]
)
def test_by_default_administrators_need_it_except_in_the_demonstration(
    mode: str, roles: str
) -> None:
    program = (
        "from django.conf import settings as s; print(','.join(sorted(s.SECOND_FACTOR_ROLES)))"
    )
    surroundings = {**os.environ, "LOPO_MODE": mode, "PYTHONPATH": "src"}
    said = subprocess.run(
        [sys.executable, "-c", program],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == roles
