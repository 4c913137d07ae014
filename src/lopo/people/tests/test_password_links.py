"""A forgotten password: the link an administrator makes, and what its owner does with it."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lopo.foundation.logs import masked
from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_centre
from lopo.people import api
from lopo.people.actions import PasswordLinkGone, make_password_link, use_password_link
from lopo.people.models import PasswordLink, StaffSession, User
from lopo.people.rules import Role, hash_of

from .builders import PASSWORD, make_staff

pytestmark = pytest.mark.django_db
FRESH = "tenun-ikat-sumba-timur"
GOOD = {"password": FRESH, "again": FRESH}


@pytest.fixture
def centre() -> Centre:
    return make_centre()


@pytest.fixture
def person(centre: Centre) -> User:
    """Somebody who forgot."""
    return make_staff(role=Role.COUNTER_OFFICER, centre=centre)


def page(raw: str) -> str:
    return f"/petugas/sandi-baru/{raw}/"


def signs_in(user: User, password: str) -> str:
    sent = {"login": user.username, "password": password}
    return Client().post("/petugas/masuk/", sent, follow=True).content.decode()


# Refusals


@pytest.mark.parametrize("raw", ["salah", "x" * 200, "🪘"])
def test_a_link_nobody_made_is_not_here(client: Client, raw: str) -> None:
    assert client.get(page(raw)).status_code == HTTPStatus.NOT_FOUND
    assert client.post(page(raw), GOOD).status_code == HTTPStatus.NOT_FOUND


def test_nobody_makes_one_for_oneself(person: User) -> None:
    with pytest.raises(api.ResetRefused):
        make_password_link(user=person, actor=Actor(id=f"user:{person.pk}"))
    with pytest.raises(api.ResetRefused):
        api.check_password_link(person, person)


def test_whoever_looks_after_one_centre_makes_none_for_somebody_of_two(
    person: User, centre: Centre
) -> None:
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre)
    api.check_password_link(admin, person)
    api.assign(user=person, role=Role.RECEPTIONIST, centre=make_centre(), actor=SYSTEM)
    with pytest.raises(api.ResetRefused, match="Hanya admin sistem"):
        api.check_password_link(admin, User.objects.get(pk=person.pk))
    api.check_password_link(make_staff(role=Role.SYSTEM_ADMIN), person)
    with pytest.raises(api.ResetRefused):
        api.check_password_link(make_staff(role=Role.SUPERVISOR, centre=centre), person)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": ""}, "Pilih kata sandi"),
        ({"password": "pendek", "again": "pendek"}, "paling sedikit 15"),
        ({"again": "lain"}, "belum sama"),
    ],
)
def test_a_mistake_is_told_and_costs_nothing(
    client: Client, person: User, wrong: dict[str, str], said: str
) -> None:
    raw = make_password_link(user=person, actor=SYSTEM)
    answer = client.post(page(raw), {**GOOD, **wrong})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in answer.content.decode()
    assert client.post(page(raw), GOOD).status_code == HTTPStatus.FOUND


def test_a_used_a_replaced_and_an_old_link_say_so_kindly(client: Client, person: User) -> None:
    used = make_password_link(user=person, actor=SYSTEM)
    client.post(page(used), GOOD)
    replaced = make_password_link(user=person, actor=SYSTEM)
    yesterday = system_clock() - timedelta(hours=24, seconds=1)
    old = make_password_link(user=person, actor=SYSTEM, clock=lambda: yesterday)
    for raw in (used, replaced, old):
        for answer in (client.get(page(raw)), client.post(page(raw), GOOD)):
            assert answer.status_code == HTTPStatus.GONE
            assert "Mintalah tautan baru" in answer.content.decode()
    with pytest.raises(PasswordLinkGone):
        use_password_link(token=replaced, password=FRESH)


def test_a_closed_account_and_a_password_that_came_back_end_the_link(
    client: Client, person: User, centre: Centre
) -> None:
    raw = make_password_link(user=person, actor=SYSTEM)
    api.set_password(user=person, password=PASSWORD, actor=SYSTEM)
    assert client.get(page(raw)).status_code == HTTPStatus.GONE
    left = make_staff(role=Role.RECEPTIONIST, centre=centre)
    raw = make_password_link(user=left, actor=SYSTEM)
    api.close_account(user=left, actor=SYSTEM)
    assert client.get(page(raw)).status_code == HTTPStatus.GONE


def test_nobody_sets_it_from_another_site(person: User) -> None:
    raw = make_password_link(user=person, actor=SYSTEM)
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(page(raw), GOOD).status_code == HTTPStatus.FORBIDDEN


def test_the_database_keeps_one_open_link_and_one_end() -> None:
    person, now = make_staff(), system_clock()
    facts = {"user": person, "made_by": "system", "created_at": now}
    later = now + timedelta(hours=1)
    PasswordLink.objects.create(token_hash="a", expires_at=later, **facts)
    for more in (
        {"token_hash": "b", "expires_at": later},
        {"token_hash": "c", "expires_at": later, "used_at": now, "voided_at": now},
        {"token_hash": "d", "expires_at": now, "used_at": now},
        {"token_hash": "e", "expires_at": later, "used_at": now, "made_by": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PasswordLink.objects.create(**{**facts, **more})


# What it does


def test_the_owner_sets_a_new_password_and_every_session_ends(
    client: Client, person: User, centre: Centre
) -> None:
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre, username="admin-loket")
    before = Client()
    before.post("/petugas/masuk/", {"login": person.username, "password": PASSWORD})
    raw = make_password_link(user=person, actor=Actor(id=f"user:{admin.pk}"))
    assert before.get("/petugas/").status_code == HTTPStatus.OK, "the link alone ends nothing"
    shown = client.get(page(raw)).content.decode()
    assert person.username in shown
    answer = client.post(page(raw), GOOD, follow=True)
    assert "Kata sandi baru Anda sudah berlaku" in answer.content.decode()
    assert not StaffSession.objects.filter(user=person).exists()
    assert before.get("/petugas/")["Location"].startswith("/petugas/masuk/")
    assert "errsum" in signs_in(person, PASSWORD)
    told = signs_in(person, FRESH)
    assert "Tautan kata sandi baru untuk akun Anda dibuat pada" in told
    assert "admin-loket" in told
    owner, sent = Client(), {"login": person.username, "password": FRESH}
    again = owner.post("/petugas/masuk/", sent, follow=True).content.decode()
    assert "dibuat pada" not in again, "told once"
    assert "admin-loket" in owner.get("/petugas/keamanan/").content.decode()


def test_a_link_that_was_not_used_is_told_too(person: User) -> None:
    make_password_link(user=person, actor=SYSTEM)
    assert "Tautan kata sandi baru untuk akun Anda dibuat pada" in signs_in(person, PASSWORD)


def test_the_secret_is_stored_as_a_hash_and_never_logged(person: User) -> None:
    raw = make_password_link(user=person, actor=SYSTEM)
    assert PasswordLink.objects.get().token_hash == hash_of(raw)
    assert raw not in masked(page(raw))


def test_looking_too_often_is_slowed_down(client: Client) -> None:
    answers = [client.get(page("salah")).status_code for _ in range(61)]
    assert answers[-1] == HTTPStatus.TOO_MANY_REQUESTS
