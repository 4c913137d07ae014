"""Staff sign in, devices are paired: the pages, without any script."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from lopo.organisation.tests.builders import make_centre
from lopo.people.models import User

from .builders import PASSWORD, make_device, make_staff

pytestmark = pytest.mark.django_db
SIGN_IN, SIGN_OUT, PAIR = "/petugas/masuk/", "/petugas/keluar/", "/perangkat/"


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> str:
    """Try to sign in; the page that answers, or where it leads."""
    response = client.post(SIGN_IN, {"login": username, "password": password, **more})
    return response.headers.get("Location") or response.content.decode()


@pytest.mark.parametrize("name", ["signup", "email", "reset_password", "set_password"])
def test_what_we_do_not_offer_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"account_{name}")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client) -> None:
    make_staff(username="petugas")
    for username in ("petugas", "bukan-siapa-siapa"):
        assert "Nama pengguna atau kata sandi belum tepat" in sign_in(client, username, "salah")


@pytest.mark.parametrize("username", ["", "a\x00b", "x" * 151, "dua kata", "ü" * 150])
def test_a_name_that_cannot_be_one_is_an_error_on_the_page(client: Client, username: str) -> None:
    response = client.post(SIGN_IN, {"login": username, "password": PASSWORD})
    assert response.status_code == HTTPStatus.OK
    assert "errsum" in response.content.decode()


def test_a_closed_account_cannot_sign_in(client: Client) -> None:
    user = make_staff()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert "belum tepat" in sign_in(client, user.username)


def test_many_wrong_tries_from_one_place_wait_but_lock_nobody_else_out(client: Client) -> None:
    user = make_staff()
    for _ in range(5):
        sign_in(client, user.username, "salah")
    assert "Terlalu banyak percobaan" in sign_in(client, user.username)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert sign_in(elsewhere, user.username) == "/petugas/"


def test_a_right_password_is_no_failed_try_and_gives_back_none_but_its_own() -> None:
    user = make_staff()
    for _ in range(8):
        assert sign_in(Client(), user.username) == "/petugas/"
    for _ in range(4):
        sign_in(Client(), user.username, "salah")
        assert sign_in(Client(), user.username) == "/petugas/"
    sign_in(Client(), user.username, "salah")
    assert "Terlalu banyak percobaan" in sign_in(Client(), user.username)


def test_signing_in_leads_to_work_or_to_the_page_asked_for_never_to_another_site(
    client: Client,
) -> None:
    user = make_staff()
    assert sign_in(client, user.username) == "/petugas/"
    assert sign_in(Client(), user.username, next="/layanan/") == "/layanan/"
    assert sign_in(Client(), user.username, next="https://example.org/") == "/petugas/"


def test_a_link_signs_nobody_out_a_press_does(client: Client) -> None:
    client.force_login(make_staff())
    assert client.get(SIGN_OUT).status_code == HTTPStatus.OK
    assert "_auth_user_id" in client.session
    assert client.post(SIGN_OUT).headers["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_the_demo_lists_its_logins_and_a_real_site_never_does(
    client: Client, settings: Settings
) -> None:
    settings.DEMO_LOGINS, settings.DEMO_PASSWORD = [("admin", "Admin sistem")], "kata-sandi-demo"
    settings.DEMO_MODE = True
    shown = client.get(SIGN_IN).content.decode()
    assert "kata-sandi-demo" in shown
    assert "Admin sistem" in shown
    settings.DEMO_MODE = False
    assert "kata-sandi-demo" not in client.get(SIGN_IN).content.decode()


def test_a_new_password_needs_the_old_one_and_some_length(client: Client) -> None:
    user = make_staff()
    client.force_login(user)
    new = {"password1": "moko-tembaga-alor", "password2": "moko-tembaga-alor"}
    page = client.post("/petugas/sandi/", {"oldpassword": "salah", **new}).content.decode()
    assert "Ini bukan kata sandi Anda sekarang." in page
    short = {"oldpassword": PASSWORD, "password1": "pendek", "password2": "pendek"}
    assert client.post("/petugas/sandi/", short).status_code == HTTPStatus.OK
    response = client.post("/petugas/sandi/", {"oldpassword": PASSWORD, **new})
    assert response.headers["Location"] == "/petugas/"
    user.refresh_from_db()
    assert user.check_password("moko-tembaga-alor")
    assert user.password.startswith("argon2")


def test_strangers_are_sent_to_sign_in_before_changing_a_password(client: Client) -> None:
    assert client.get("/petugas/sandi/").headers["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("code", ["", "lopo_d_salah", "a\x00b", "x" * 129, "<script>"])
def test_a_wrong_device_code_pairs_nothing(client: Client, code: str) -> None:
    response = client.post(PAIR, {"token": code})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not response.cookies.get("lopo_device")


@pytest.mark.parametrize(("kind", "home"), [("KIOSK", "/anjungan/"), ("TV", "/layar/")])
def test_a_paired_device_goes_to_its_screen_with_a_cookie_no_script_reads(
    client: Client, kind: str, home: str
) -> None:
    centre = make_centre()
    raw = make_device(centre=centre, kind=kind)
    response = client.post(PAIR, {"token": raw})
    assert response.headers["Location"] == f"{home}{centre.code}/"
    cookie = response.cookies["lopo_device"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (raw, True, "Lax")
    assert "Perangkat ini sudah terpasang" in client.get(PAIR).content.decode()


def test_an_unpaired_device_is_forgotten(client: Client) -> None:
    client.post(PAIR, {"token": make_device(centre=make_centre())})
    response = client.post(PAIR, {"unpair": "1"})
    assert response.cookies["lopo_device"].value == ""
    assert "Kode perangkat" in client.get(PAIR).content.decode()


def test_a_device_that_was_revoked_is_told_so(client: Client) -> None:
    client.cookies["lopo_device"] = "lopo_d_lama"
    assert "kodenya sudah tidak berlaku" in client.get(PAIR).content.decode()


def test_nobody_pairs_from_another_site() -> None:
    careful = Client(enforce_csrf_checks=True)
    raw = make_device(centre=make_centre())
    assert careful.post(PAIR, {"token": raw}).status_code == HTTPStatus.FORBIDDEN
