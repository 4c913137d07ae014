"""Where an account is signed in, and how to end it."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lopo.foundation import buckets
from lopo.foundation.models import Bucket
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.tests.builders import make_centre
from lopo.people.actions import begin_pairing, see_session
from lopo.people.api import Role, close_account, invite_staff, reset_second_factor
from lopo.people.models import Invitation, Pairing, StaffSession, User
from lopo.people.queries import sessions_of
from lopo.people.tasks import tidy_up

from .builders import PASSWORD, make_staff

pytestmark = pytest.mark.django_db
SAFETY, END = "/petugas/keamanan/", "/petugas/keamanan/keluarkan/"
PHONE = "Mozilla/5.0 (Linux; Android 10) Chrome/120.0 Mobile Safari/537.36"


@pytest.fixture
def user() -> User:
    """Somebody of the staff."""
    return make_staff(role=Role.COUNTER_OFFICER, centre=make_centre())


def signed_in(user: User, agent: str = PHONE, address: str = "10.0.0.1") -> Client:
    """A browser of that person."""
    browser = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    answer = browser.post("/petugas/masuk/", {"login": user.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/petugas/"
    return browser


def works(browser: Client) -> bool:
    """Whether the browser is still signed in."""
    return browser.get("/petugas/").status_code == HTTPStatus.OK


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    assert client.get(SAFETY).headers["Location"].startswith("/petugas/masuk/")
    assert client.post(END, {"others": "1"}).headers["Location"].startswith("/petugas/masuk/")
    assert client.get(END).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize("wanted", ["", "x", "-1", "9" * 30, "1e3", "²"])
def test_a_session_that_cannot_be_is_ended_quietly(user: User, wanted: str) -> None:
    assert signed_in(user).post(END, {"session": wanted}).headers["Location"] == SAFETY


def test_nobody_ends_the_sessions_of_somebody_else(user: User) -> None:
    other = make_staff()
    theirs = signed_in(other)
    signed_in(user).post(END, {"session": str(sessions_of(other, system_clock())[0].pk)})
    assert works(theirs)


def test_the_list_names_browser_address_and_this_device(user: User) -> None:
    phone = signed_in(user)
    signed_in(user, "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0", "10.0.0.2")
    page = phone.get(SAFETY).content.decode()
    for fact in ("Chrome, Android", "10.0.0.1", "Firefox, Windows", "10.0.0.2"):
        assert fact in page
    assert page.count("Perangkat ini") == 1


def test_one_session_is_ended_and_the_others_go_on(user: User) -> None:
    here, there, third = signed_in(user), signed_in(user, address="10.0.0.2"), signed_in(user)
    gone = StaffSession.objects.get(session_key=there.session.session_key)
    here.post(END, {"session": str(gone.pk)})
    assert [works(here), works(there), works(third)] == [True, False, True]


def test_all_others_are_ended_at_once(user: User) -> None:
    here, there, third = signed_in(user), signed_in(user), signed_in(user)
    here.post(END, {"others": "1"})
    assert [works(here), works(there), works(third)] == [True, False, False]
    assert len(sessions_of(user, system_clock())) == 1


def test_signing_out_takes_the_session_off_the_list(user: User) -> None:
    here, there = signed_in(user), signed_in(user)
    there.post("/petugas/keluar/")
    assert len(sessions_of(user, system_clock())) == 1
    assert works(here)


def test_a_new_password_ends_every_other_session_and_keeps_this_one_on_the_list(
    user: User,
) -> None:
    here, there = signed_in(user), signed_in(user)
    new = "moko-tembaga-alor"
    here.post("/petugas/sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [works(here), works(there)] == [True, False]
    assert here.get(SAFETY).content.decode().count("Perangkat ini") == 1


def test_a_closed_account_and_a_reset_factor_end_every_session(user: User) -> None:
    here = signed_in(user)
    reset_second_factor(user=user, actor=SYSTEM)
    assert not works(here)
    again = signed_in(user)
    close_account(user=user, actor=SYSTEM)
    assert not works(again)
    assert not StaffSession.objects.filter(user=user).exists()


def test_use_is_noted_every_five_minutes_and_costs_no_query_in_between(user: User) -> None:
    browser = signed_in(user)
    with CaptureQueriesContext(connection) as queries:
        works(browser)
    assert not [q for q in queries if "staffsession" in q["sql"]]
    session = browser.session
    seen = StaffSession.objects.get(user=user).last_seen_at
    session["lopo_seen"] = [session.session_key, int((seen - timedelta(minutes=6)).timestamp())]
    session.save()
    StaffSession.objects.update(last_seen_at=seen - timedelta(minutes=6))
    works(browser)
    assert StaffSession.objects.get(user=user).last_seen_at >= seen - timedelta(seconds=1)


def test_an_hourly_tick_forgets_what_is_over(user: User) -> None:
    now = system_clock()
    here, there = signed_in(user), signed_in(user)
    Session.objects.filter(session_key=there.session.session_key).update(
        expire_date=now - timedelta(seconds=1)
    )
    begin_pairing(browser="", address="", clock=lambda: now - timedelta(hours=1))
    invite_staff(
        centre=make_centre(), roles=[Role.SUPERVISOR], name="Nama", actor=SYSTEM,
        clock=lambda: now - timedelta(days=98),
    )  # fmt: skip
    buckets.take("lama", limit=1, window=timedelta(hours=1), now=now - timedelta(days=2))
    tidy_up()
    assert works(here)
    assert list(StaffSession.objects.values_list("session_key", flat=True)) == [
        here.session.session_key
    ]
    assert not Pairing.objects.exists()
    assert Invitation.objects.get().name == ""
    assert not Bucket.objects.filter(key="lama").exists()
    assert Bucket.objects.exists()


def test_what_a_browser_says_about_itself_is_cut_and_never_hurts(user: User) -> None:
    browser = signed_in(user, "Chrome" + "x" * 5000)
    see_session(
        user=user, session=browser.session, browser="y" * 500, address="", clock=system_clock
    )
    assert len(StaffSession.objects.get(user=user).browser) == 80
    assert settings.SESSION_COOKIE_HTTPONLY
