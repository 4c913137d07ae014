"""The first account: by the launcher's link, once, and never with a password of ours."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from lopo.administration import actions, queries
from lopo.administration.tests.builders import make_user
from lopo.foundation.logs import masked
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Unknown
from lopo.people.api import Permission, Role, close_account, may, user_by_username
from lopo.people.models import User

pytestmark = pytest.mark.django_db
FORM = {"username": "kepala-tu", "password": "rumah bundar itu", "again": "rumah bundar itu"}


def link() -> str:
    code = queries.first_run_code()
    assert code is not None
    return reverse("administration:first_run", args=[code])


def secret_file() -> Path:
    return Path(settings.DATA) / "secrets" / queries.FIRST_RUN


# Refused


@pytest.mark.parametrize("code", ["x", "x" * 64, "…"])
def test_a_wrong_link_does_not_exist(code: str) -> None:
    url = f"/petugas/pertama/{code}/"
    assert Client().get(url).status_code == 404
    assert Client().post(url, FORM).status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("username", "", "Nama pengguna: Isi bagian ini."),
        ("username", "dua kata", "Hanya huruf"),
        ("password", "pendek", "Kata sandi"),
        ("password", "kepala-tu", "Kata sandi"),
        ("again", "rumah bundar lain", "Kedua kata sandi berbeda"),
    ],
)
def test_a_weak_or_mistyped_account_is_told_and_not_made(field: str, wrong: str, says: str) -> None:
    answer = Client().post(link(), {**FORM, field: wrong})
    assert answer.status_code == 422
    assert says.split(":", maxsplit=1)[0].split(maxsplit=1)[0] in answer.content.decode()
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_told() -> None:
    taken = make_user()
    answer = Client().post(link(), {**FORM, "username": taken.username})
    assert answer.status_code == 422
    assert queries.first_run_code() is not None


def test_the_link_dies_with_the_first_administrator() -> None:
    url = link()
    make_user(role=Role.SYSTEM_ADMIN)
    assert Client().get(url).status_code == 404
    assert Client().post(url, FORM).status_code == 404
    with pytest.raises(Unknown):
        actions.create_first_admin(
            code=url.split("/")[-2], username="x", password="x", clock=system_clock
        )


def test_the_administrator_of_one_centre_is_not_the_first_account() -> None:
    from lopo.frontdesk.tests.builders import make_centre  # noqa: PLC0415

    make_user(role=Role.CENTRE_ADMIN, centre=make_centre())
    assert queries.first_run_code() is not None


# Made


def test_the_first_account_administers_everything_and_goes_on_to_the_wizard(
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, url = Client(), link()
    assert client.get(url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, FORM)
    assert answer["Location"] == "/petugas/masuk/?next=%2Fpetugas%2Fpusat%2Fbaru%2F"
    user = user_by_username(FORM["username"])
    assert user is not None
    assert may(user, Permission.MANAGE_SYSTEM, None)
    assert user.check_password(FORM["password"])
    assert not secret_file().exists()


def test_the_secret_is_long_kept_from_others_and_not_the_same_for_the_next_time() -> None:
    first = queries.first_run_code()
    assert first is not None
    assert len(first) >= 43  # 256 bits and more
    assert secret_file().stat().st_mode & 0o077 == 0
    assert queries.first_run_code() == first
    admin = actions.create_first_admin(
        code=first, username="satu", password=FORM["password"], clock=system_clock
    )
    secret_file().unlink()  # what the commit does
    close_account(user=admin, actor=SYSTEM)
    assert queries.first_run_code() not in {None, first}


def test_the_link_never_reaches_a_log() -> None:
    code = str(queries.first_run_code())
    assert code not in masked(f"GET {link()} 200")


def test_the_launcher_is_told_the_link_and_later_that_there_is_none() -> None:
    said = StringIO()
    call_command("lopo_setup", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {"addresses": {"Set up (works once)": link()}}
    plain = StringIO()
    call_command("lopo_setup", stdout=plain)
    assert plain.getvalue().strip() == f"{settings.PUBLIC_URL}{link()}"
    make_user(role=Role.SYSTEM_ADMIN)
    after, words = StringIO(), StringIO()
    call_command("lopo_setup", "--json", stdout=after)
    call_command("lopo_setup", stdout=words)
    assert json.loads(after.getvalue()) == {}
    assert "sign in" in words.getvalue()
