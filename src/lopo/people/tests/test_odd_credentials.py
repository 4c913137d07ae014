"""Whatever a browser claims about a passkey, the answer is a sentence, never a fault of ours."""

import json
from http import HTTPStatus
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from lopo.people.models import User

from .builders import PASSWORD, make_staff

pytestmark = pytest.mark.django_db
ADD, ALONE, PROVE = (
    "/petugas/keamanan/kunci/",
    "/petugas/masuk/kunci/",
    "/petugas/keamanan/pastikan/kunci/",
)
EMPTY = "AAAA"
SIGNED = {"clientDataJSON": "e30", "authenticatorData": "A" * 60, "signature": EMPTY}


def credential(**response: Any) -> dict[str, Any]:
    """Looks like one."""
    return {
        "id": EMPTY,
        "rawId": EMPTY,
        "type": "public-key",
        "clientExtensionResults": {},
        "response": response,
    }


ODD: list[Any] = [
    "", "{", "null", "[]", "1", '"x"', "{}", '{"id": 1}', "\x00",
    json.dumps(credential()),
    json.dumps(credential(clientDataJSON=EMPTY, attestationObject=EMPTY)),
    json.dumps(credential(clientDataJSON="!!", attestationObject="!!")),
    json.dumps(credential(clientDataJSON="e30", attestationObject="oA")),
    json.dumps(credential(clientDataJSON="e30", authenticatorData=EMPTY, signature=EMPTY)),
    json.dumps(credential(**SIGNED, userHandle="!!")),
    json.dumps(credential(**SIGNED, userHandle="OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5")),
    json.dumps({**credential(clientDataJSON="e30", attestationObject="oA"), "x": "a\x00b"}),
    json.dumps(credential(clientDataJSON=7, attestationObject=None, userHandle={})),
    "[" * 5000,
]  # fmt: skip


@pytest.fixture
def user(settings: Settings) -> User:
    """Somebody of the staff, where passkeys are offered."""
    settings.PASSKEYS, settings.PUBLIC_HOST = True, "localhost"
    return make_staff()


def signed_in(user: User) -> Client:
    """Just now, with the password."""
    client = Client(raise_request_exception=True)
    client.post("/petugas/masuk/", {"login": user.username, "password": PASSWORD})
    return client


@pytest.mark.parametrize("odd", ODD)
def test_making_a_passkey_from_nonsense_is_an_error_on_the_page(user: User, odd: str) -> None:
    client = signed_in(user)
    client.get(ADD)
    response = client.post(ADD, {"name": "x", "credential": odd})
    assert response.status_code == HTTPStatus.OK
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize("odd", ODD)
def test_signing_in_with_nonsense_leads_back_with_a_sentence(user: User, odd: str) -> None:
    client = Client(raise_request_exception=True)
    asked = client.get(ALONE, headers={"X-Requested-With": "XMLHttpRequest"})
    assert asked.json()["request_options"]["publicKey"]["rpId"] == "localhost"
    response = client.post(ALONE, {"credential": odd})
    assert response.headers["Location"] == "/petugas/masuk/"
    assert "tidak kami kenal" in client.get("/petugas/masuk/").content.decode()


def test_the_name_passkeys_belong_to_is_never_taken_from_the_host_header(user: User) -> None:
    asked = Client().get(
        ALONE, headers={"X-Requested-With": "XMLHttpRequest", "Host": "jahat.example"}
    )
    assert asked.json()["request_options"]["publicKey"]["rpId"] == "localhost"


@pytest.mark.parametrize("path", [ADD, ALONE])
def test_without_a_secure_address_there_are_no_passkeys(
    user: User, settings: Settings, path: str
) -> None:
    client = signed_in(user)
    settings.PASSKEYS = False
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    assert "passkeys.js" not in Client().get("/petugas/masuk/").content.decode()


def test_a_passkey_of_somebody_else_cannot_be_removed(user: User) -> None:
    other = make_staff()
    theirs = Authenticator.objects.create(
        user=other, type="webauthn", data={"name": "x", "credential": {}}
    )
    response = signed_in(user).post(f"{ADD}{theirs.pk}/lepas/")
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_passkeys_cannot_be_tried_by_the_thousand(user: User) -> None:
    client = Client()
    for _ in range(41):
        client.post(ALONE, {"credential": "{}"})
    assert "Terlalu banyak" in client.get("/petugas/masuk/").content.decode()
