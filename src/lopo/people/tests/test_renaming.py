"""A passkey gets a name by which its owner knows it again."""

from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from lopo.organisation.tests.builders import make_centre
from lopo.people.api import Role
from lopo.people.models import User

from .builders import just_proved, make_staff

pytestmark = pytest.mark.django_db
SAFETY = "/petugas/keamanan/"


@pytest.fixture
def user() -> User:
    return make_staff(role=Role.COUNTER_OFFICER, centre=make_centre())


@pytest.fixture
def client(user: User) -> Client:
    """Their browser, just after a code or a passkey was shown."""
    return just_proved(Client(), user, "mfa")


def passkey_of(user: User, name: str = "Kunci sandi 1") -> Authenticator:
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.create(user=user, type=kind, data={"name": name, "credential": {}})


def rename_page(passkey: Authenticator) -> str:
    return f"{SAFETY}kunci/{passkey.pk}/nama/"


def name_of(passkey: Authenticator) -> str:
    return str(Authenticator.objects.get(pk=passkey.pk).wrap().name)


def test_a_stranger_signs_in_first_and_without_a_fresh_proof_it_is_asked(user: User) -> None:
    page = rename_page(passkey_of(user))
    stranger = Client()
    assert stranger.get(page)["Location"].startswith("/petugas/masuk/")
    stranger.force_login(user)
    for answer in (stranger.get(page), stranger.post(page, {"name": "Ponsel"})):
        assert answer["Location"].startswith(f"{SAFETY}pastikan/")


def test_the_passkey_of_somebody_else_is_not_found(client: Client) -> None:
    passkey = passkey_of(make_staff(username="orang-lain"))
    assert client.get(rename_page(passkey)).status_code == HTTPStatus.NOT_FOUND
    assert client.post(rename_page(passkey), {"name": "Milikku"}).status_code == 404
    assert name_of(passkey) == "Kunci sandi 1"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b"])
def test_a_name_that_says_nothing_or_too_much_is_refused_and_stays_typed(
    client: Client, user: User, name: str
) -> None:
    passkey = passkey_of(user)
    answer = client.post(rename_page(passkey), {"name": name})
    assert answer.status_code == HTTPStatus.OK
    assert "errsum" in answer.content.decode()
    assert name_of(passkey) == "Kunci sandi 1"


def test_the_new_name_stands_on_the_security_page_and_the_key_is_the_same(
    client: Client, user: User
) -> None:
    passkey = passkey_of(user)
    assert rename_page(passkey) in client.get(SAFETY).content.decode()
    assert 'value="Kunci sandi 1"' in client.get(rename_page(passkey)).content.decode()
    answer = client.post(rename_page(passkey), {"name": " Ponsel <b>saya</b> "})
    assert answer["Location"] == SAFETY
    page = client.get(SAFETY).content.decode()
    assert "Ponsel &lt;b&gt;saya&lt;/b&gt;" in page
    assert "Nama kunci sandi sudah diganti" in page
    assert Authenticator.objects.get(pk=passkey.pk).data["credential"] == {}


def test_another_site_cannot_rename_it(client: Client, user: User) -> None:
    passkey = passkey_of(user)
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = client.cookies
    assert careful.post(rename_page(passkey), {"name": "Lain"}).status_code == 403
    assert name_of(passkey) == "Kunci sandi 1"
