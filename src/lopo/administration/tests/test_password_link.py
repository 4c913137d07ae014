"""The page that makes a link for a new password: who gets it, and only after a fresh proof."""

import re
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from lopo.administration.tests.builders import make_user, signed_in
from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre
from lopo.people.api import Role, User, assign, set_password
from lopo.people.models import PasswordLink
from lopo.people.tests.builders import PASSWORD, just_proved

pytestmark = pytest.mark.django_db


def page(centre: Centre, person: User) -> str:
    return reverse("administration:password_link", args=[centre.code, person.pk])


def admin_of(centre: Centre) -> Client:
    return just_proved(Client(), make_user(role=Role.CENTRE_ADMIN, centre=centre))


@pytest.fixture
def centre() -> Centre:
    return make_centre()


@pytest.fixture
def person(centre: Centre) -> User:
    return make_user(role=Role.COUNTER_OFFICER, centre=centre)


def test_somebody_of_another_centre_is_not_found(centre: Centre, person: User) -> None:
    client = admin_of(make_centre())
    assert client.post(page(centre, person)).status_code == HTTPStatus.NOT_FOUND
    assert not PasswordLink.objects.exists()


def test_oneself_and_who_works_elsewhere_too_are_refused(centre: Centre, person: User) -> None:
    me = make_user(role=Role.CENTRE_ADMIN, centre=centre)
    client = just_proved(Client(), me)
    assert (
        page(centre, me)
        not in client.get(f"/petugas/pusat/{centre.code}/petugas/").content.decode()
    )
    assign(user=person, role=Role.RECEPTIONIST, centre=make_centre(), actor=SYSTEM)
    for someone in (me, person):
        assert client.get(page(centre, someone)).status_code == HTTPStatus.CONFLICT
        assert client.post(page(centre, someone)).status_code == HTTPStatus.CONFLICT
    assert not PasswordLink.objects.exists()


def test_without_a_fresh_proof_no_link_is_made(centre: Centre, person: User) -> None:
    admin = make_user(role=Role.CENTRE_ADMIN, centre=centre)
    set_password(user=admin, password=PASSWORD, actor=SYSTEM)
    client, wanted = signed_in(admin), page(centre, person)
    asked = client.get(wanted)
    assert asked["Location"] == f"/petugas/keamanan/pastikan/?{urlencode({'next': wanted})}"
    assert client.post(wanted)["Location"] == wanted
    assert not PasswordLink.objects.exists()


def test_the_link_is_shown_once_and_opens_the_page_of_its_owner(
    centre: Centre, person: User
) -> None:
    client = admin_of(centre)
    assert (
        page(centre, person)
        in client.get(f"/petugas/pusat/{centre.code}/petugas/").content.decode()
    )
    assert client.get(page(centre, person)).status_code == HTTPStatus.OK
    assert not PasswordLink.objects.exists(), "looking makes none"
    answer = client.post(page(centre, person))
    said = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    found = re.search(r'value="http://localhost:8000(/petugas/sandi-baru/[^"]+)"', said)
    assert found
    assert "https://wa.me/" in said
    assert "<svg" in said
    assert person.username in Client().get(found[1]).content.decode()
    assert found[1] not in client.get(page(centre, person)).content.decode()
