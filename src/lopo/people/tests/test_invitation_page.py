"""The page behind an invitation's link, without any script."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import Settings

from lopo.foundation.logs import masked
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_centre
from lopo.people.api import Role, invitations_of, invite_staff, withdraw_invitation
from lopo.people.models import Invitation, User
from lopo.people.views.invitations import LOOKS

from .builders import make_staff

pytestmark = pytest.mark.django_db
GOOD = {"username": "baru", "password": "tenun-ikat-sumba", "again": "tenun-ikat-sumba"}


@pytest.fixture
def centre() -> Centre:
    """Where somebody is needed."""
    return make_centre()


@pytest.fixture
def link(centre: Centre) -> str:
    """The address somebody was sent."""
    raw = invite_staff(centre=centre, roles=[Role.SUPERVISOR], name="Penyelia sore", actor=SYSTEM)
    return f"/petugas/undangan/{raw}/"


@pytest.mark.parametrize("raw", ["salah", "x" * 200, "🪘"])
def test_a_link_nobody_made_is_not_here(client: Client, raw: str) -> None:
    assert client.get(f"/petugas/undangan/{raw}/").status_code == HTTPStatus.NOT_FOUND
    assert client.post(f"/petugas/undangan/{raw}/", GOOD).status_code == HTTPStatus.NOT_FOUND


def test_nobody_accepts_from_another_site(link: str) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(link, GOOD).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": ""}, "Pilih nama pengguna"),
        ({"username": "dua kata"}, "errsum"),
        ({"username": "a\x00b"}, "errsum"),
        ({"username": "ADA"}, "Sudah ada akun bernama"),
        ({"password": "pendek", "again": "pendek"}, "paling sedikit 15"),
        ({"password": "1qaz2wsx3edc4rfv", "again": "1qaz2wsx3edc4rfv"}, "dikenal umum"),
        ({"again": "lain"}, "belum sama"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_costs_nothing(
    client: Client, link: str, wrong: dict[str, str], said: str
) -> None:
    make_staff(username="ada")
    response = client.post(link, {**GOOD, **wrong})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = response.content.decode()
    assert said in page
    assert "tenun-ikat" not in page
    assert client.post(link, GOOD).status_code == HTTPStatus.FOUND


def test_roles_that_must_stay_apart_meanwhile_are_named_and_the_link_is_not_used_up(
    client: Client, link: str
) -> None:
    """Written before the rule, or past it: nobody gets both, and nothing typed is lost."""
    Invitation.objects.update(roles=["CENTRE_ADMIN", "SUPERVISOR"])
    assert client.get(link).status_code == HTTPStatus.OK
    answer = client.post(link, GOOD)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert "Penyelia dan Admin pusat layanan" in page
    assert "yang mengatur suatu tempat tidak melayani di sana" in page
    assert "Mintalah tautan baru" in page
    assert 'value="baru"' in page
    assert "tenun-ikat" not in page
    assert not User.objects.filter(username="baru").exists()
    assert Invitation.objects.get().accepted_at is None


def test_whoever_is_invited_reads_to_what_and_opens_an_account(
    client: Client, link: str, centre: Centre
) -> None:
    page = client.get(link).content.decode()
    for fact in (centre.name, "Penyelia sore", "Penyelia"):
        assert fact in page
    response = client.post(link, GOOD)
    assert response.headers["Location"] == "/petugas/masuk/"
    signed = client.post("/petugas/masuk/", {"login": "baru", "password": GOOD["password"]})
    assert signed.headers["Location"] == "/petugas/"


def test_a_used_a_withdrawn_and_an_old_link_say_what_to_do(client: Client, centre: Centre) -> None:
    def sent(when: timedelta = timedelta()) -> str:
        raw = invite_staff(
            centre=centre,
            roles=[Role.RECEPTIONIST],
            name="x",
            actor=SYSTEM,
            clock=lambda: system_clock() - when,
        )
        return f"/petugas/undangan/{raw}/"

    old, withdrawn, used = sent(timedelta(days=7)), sent(), sent()
    withdraw_invitation(invitation=invitations_of(centre, system_clock())[1], actor=SYSTEM)
    client.post(used, GOOD)
    for link in (old, withdrawn, used):
        answer = client.get(link)
        assert answer.status_code == HTTPStatus.GONE
        assert "tidak dapat dipakai lagi" in answer.content.decode()
        assert client.post(link, {**GOOD, "username": "lain"}).status_code == HTTPStatus.GONE
    assert not User.objects.filter(username="lain").exists()


def test_the_link_is_not_kept_anywhere_on_the_way(client: Client, link: str) -> None:
    response = client.get(link)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert link.split("/")[3] not in masked(f"GET {link} 200")


def test_links_cannot_be_tried_by_the_thousand(client: Client) -> None:
    for _ in range(60):
        client.get("/petugas/undangan/salah/")
    assert client.get("/petugas/undangan/salah/").status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_behind_a_proxy_one_curious_visitor_slows_nobody_else_down(
    link: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    curious = Client(headers={"X-Forwarded-For": "203.0.113.7"})
    for _ in range(LOOKS):
        curious.get("/petugas/undangan/salah/")
    assert curious.get(link).status_code == HTTPStatus.TOO_MANY_REQUESTS
    other = Client(headers={"X-Forwarded-For": "203.0.113.8"})
    assert other.get(link).status_code == HTTPStatus.OK
