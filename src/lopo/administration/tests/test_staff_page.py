"""The staff page of a centre: roles given and taken, invitations, a second step that was lost."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from lopo.administration.tests.builders import (
    begun,
    centre_admin,
    kept_people,
    make_user,
    rows,
    signed_in,
    step_url,
    system_admin,
)
from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import (
    Role,
    User,
    accept_invitation,
    assign,
    invitations_of,
    invite_staff,
    set_password,
    staff_of,
)
from lopo.people.models import FactorReset, StaffSession
from lopo.people.tests.builders import just_proved

pytestmark = pytest.mark.django_db
PASSWORD = "sirih-pinang-tamu"


def url(centre: Centre, name: str, *more: object) -> str:
    return reverse(f"administration:{name}", args=[centre.code, *more])


def said(client: Client, centre: Centre, page: str, /, *more: object, **sent: Any) -> str:
    """A form is sent; the page that follows."""
    answer = client.post(url(centre, page, *more), sent, follow=True)
    assert answer.status_code in (200, 422), answer.status_code
    return answer.content.decode()


# Roles and invitations


def test_people_are_invited_by_a_link_and_the_invitation_may_be_withdrawn() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    sent = {"undang-name": "Petugas baru", "undang-roles": "COUNTER_OFFICER"}
    answer = client.post(url(centre, "invite"), sent)
    assert "/petugas/undangan/" in answer.content.decode()
    (waiting,) = invitations_of(centre, system_clock())
    assert "Petugas baru" in client.get(url(centre, "staff")).content.decode()
    said(client, centre, "withdraw", waiting.pk)
    assert invitations_of(centre, system_clock()) == []


def test_roles_are_given_to_accounts_and_taken_again() -> None:
    centre, user = make_centre(), make_user()
    client = centre_admin(centre)
    sent = {"beri-username": user.username, "beri-role": "SUPERVISOR"}
    assert "Penyelia" in said(client, centre, "grant", **sent)
    assert user in staff_of(centre)
    said(client, centre, "take", username=user.username, role="SUPERVISOR")
    assert user not in staff_of(centre)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("invite", {"undang-name": "x", "undang-roles": "SYSTEM_ADMIN"}),
        ("invite", {"undang-name": "", "undang-roles": "SUPERVISOR"}),
        ("grant", {"beri-username": "tidak-ada", "beri-role": "SUPERVISOR"}),
        ("grant", {"beri-username": "x", "beri-role": "SYSTEM_ADMIN"}),
    ],
)
def test_nobody_hands_out_more_than_they_may(name: str, sent: dict[str, str]) -> None:
    centre = make_centre()
    assert centre_admin(centre).post(url(centre, name), sent).status_code == 422
    assert invitations_of(centre, system_clock()) == []


def test_who_takes_their_own_role_is_led_out() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    (me,) = staff_of(centre)
    answer = client.post(url(centre, "take"), {"username": me.username, "role": "CENTRE_ADMIN"})
    assert answer["Location"] == "/petugas/"
    assert client.get(url(centre, "staff")).status_code == 404


# Roles that must stay apart


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        (Role.COUNTER_OFFICER, Role.CENTRE_ADMIN),
        (Role.SUPERVISOR, Role.CENTRE_ADMIN),
        (Role.CENTRE_ADMIN, Role.COUNTER_OFFICER),
        (Role.CENTRE_ADMIN, Role.SUPERVISOR),
    ],
)
def test_a_role_that_must_stay_apart_is_refused_at_its_field_and_the_form_stays_filled(
    held: Role, asked: Role
) -> None:
    centre = make_centre()
    person = make_user(role=held, centre=centre)
    sent = {"beri-username": person.username, "beri-role": asked.value}
    answer = centre_admin(centre).post(url(centre, "grant"), sent)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert f'value="{person.username}"' in page
    assert f'<option value="{asked.value}" selected>' in page
    names = {"COUNTER_OFFICER": "Petugas meja layanan", "SUPERVISOR": "Penyelia"}
    assert names.get(held.value, "Admin pusat layanan") in page
    assert "yang mengatur suatu tempat tidak melayani di sana" in page
    assert person.assignments.count() == 1


def test_a_role_for_all_centres_stands_in_the_way_here_too() -> None:
    centre = make_centre()
    chief = make_user(role=Role.SYSTEM_ADMIN)
    sent = {"beri-username": chief.username, "beri-role": "SUPERVISOR"}
    answer = centre_admin(centre).post(url(centre, "grant"), sent)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Admin sistem" in answer.content.decode()


PAIR = ["COUNTER_OFFICER", "CENTRE_ADMIN"]


def test_an_invitation_to_two_roles_that_must_stay_apart_is_not_written() -> None:
    centre = make_centre()
    sent = {"undang-name": "Petugas serba bisa", "undang-roles": PAIR}
    answer = centre_admin(centre).post(url(centre, "invite"), sent)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert "Petugas meja layanan dan Admin pusat layanan" in page
    assert "yang mengatur suatu tempat tidak melayani di sana" in page
    assert 'value="Petugas serba bisa"' in page
    assert page.count(" checked") == 2
    assert invitations_of(centre, system_clock()) == []


def test_the_wizard_refuses_the_same_pair_at_its_row_and_keeps_what_was_typed() -> None:
    client, draft = system_admin(), begun()
    sent = rows(
        {"name": "Penerima tamu", "roles": ["RECEPTIONIST"]},
        {"name": "Serba bisa", "roles": PAIR},
    )
    answer = client.post(step_url(draft, "petugas"), sent)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert "Petugas meja layanan dan Admin pusat layanan" in page
    assert 'value="Serba bisa"' in page
    assert kept_people(draft) is None


def test_one_link_gives_several_roles_that_go_together() -> None:
    centre = make_centre()
    both = ["RECEPTIONIST", "COUNTER_OFFICER"]
    answer = centre_admin(centre).post(
        url(centre, "invite"), {"undang-name": "Petugas baru", "undang-roles": both}
    )
    assert "/petugas/undangan/" in answer.content.decode()
    (waiting,) = invitations_of(centre, system_clock())
    assert sorted(waiting.roles) == sorted(both)


# Roles for all centres


def test_who_may_act_here_by_a_role_for_all_centres_is_shown_and_cannot_be_removed_here() -> None:
    centre = make_centre()
    chief = make_user(role=Role.SYSTEM_ADMIN)
    everywhere = make_user(role=Role.RECEPTIONIST)
    assign(user=everywhere, role=Role.COUNTER_OFFICER, centre=centre, actor=SYSTEM)
    client = centre_admin(centre)
    page = client.get(url(centre, "staff")).content.decode()
    assert chief.username in page
    assert "Admin sistem, semua pusat layanan" in page
    assert "Penerima tamu, semua pusat layanan" in page
    assert 'value="SYSTEM_ADMIN"' not in page
    for person, role in ((chief, "SYSTEM_ADMIN"), (everywhere, "RECEPTIONIST")):
        answer = client.post(url(centre, "take"), {"username": person.username, "role": role})
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert person.assignments.filter(centre=None, role=role).exists()
    said(client, centre, "take", username=everywhere.username, role="COUNTER_OFFICER")
    assert everywhere in staff_of(centre)


def test_who_works_at_another_centre_alone_is_not_on_the_list() -> None:
    centre = make_centre()
    stranger = make_user(role=Role.SUPERVISOR, centre=make_centre())
    page = centre_admin(centre).get(url(centre, "staff")).content.decode()
    assert stranger.username not in page


def test_the_list_says_as_whom_somebody_was_invited() -> None:
    centre = make_centre()
    raw = invite_staff(centre=centre, roles=[Role.RECEPTIONIST], name="Penerima pagi", actor=SYSTEM)
    accept_invitation(token=raw, username="tamu-pagi", password="tenun-ikat-sumba")
    page = centre_admin(centre).get(url(centre, "staff")).content.decode()
    assert "tamu-pagi" in page
    assert "diundang sebagai Penerima pagi" in page


# A second step that was lost


def with_app(user: User) -> User:
    """The account has an app and recovery codes, and a password."""
    set_password(user=user, password=PASSWORD, actor=SYSTEM)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def officer_of(centre: Centre) -> User:
    return with_app(make_user(role=Role.COUNTER_OFFICER, centre=centre))


def proved(user: User) -> Client:
    """A browser that has just proved who sits before it."""
    return just_proved(Client(), user)


def admin_of(centre: Centre) -> Client:
    return proved(make_user(role=Role.CENTRE_ADMIN, centre=centre))


def has_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


def test_a_second_step_of_another_centre_or_of_nobody_is_not_found() -> None:
    mine, theirs = make_centre(), make_centre()
    stranger = officer_of(theirs)
    client = admin_of(mine)
    for centre, pk in ((mine, stranger.pk), (mine, 10**9), (theirs, stranger.pk)):
        for method in (client.get, client.post):
            assert method(url(centre, "reset_factor", pk)).status_code == HTTPStatus.NOT_FOUND
    assert has_factor(stranger)


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.COUNTER_OFFICER, Role.SUPERVISOR])
def test_who_does_not_administer_finds_no_such_page(role: Role) -> None:
    centre = make_centre()
    person = officer_of(centre)
    client = proved(make_user(role=role, centre=centre))
    assert client.post(url(centre, "reset_factor", person.pk)).status_code == HTTPStatus.NOT_FOUND
    assert has_factor(person)


def test_nobody_resets_their_own_and_no_button_offers_it() -> None:
    centre = make_centre()
    me = with_app(make_user(role=Role.CENTRE_ADMIN, centre=centre))
    client = proved(me)
    page = url(centre, "reset_factor", me.pk)
    assert page not in client.get(url(centre, "staff")).content.decode()
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code == HTTPStatus.CONFLICT
        assert "langkah kedua Anda sendiri" in answer.content.decode()
    assert has_factor(me)


@pytest.mark.parametrize("where", ["another centre", "all centres"])
def test_who_works_elsewhere_too_is_reset_by_the_system_administrator_alone(where: str) -> None:
    centre = make_centre()
    person = officer_of(centre)
    other = make_centre() if where == "another centre" else None
    assign(user=person, role=Role.RECEPTIONIST, centre=other, actor=SYSTEM)
    page = url(centre, "reset_factor", person.pk)
    client = admin_of(centre)
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code == HTTPStatus.CONFLICT
        assert "Hanya admin sistem" in answer.content.decode()
    assert has_factor(person)
    assert proved(make_user(role=Role.SYSTEM_ADMIN)).post(page).status_code == HTTPStatus.SEE_OTHER
    assert not has_factor(person)


def test_an_administrator_of_both_centres_may_reset_who_works_at_both() -> None:
    here, there = make_centre(), make_centre()
    person = officer_of(here)
    assign(user=person, role=Role.RECEPTIONIST, centre=there, actor=SYSTEM)
    admin = make_user(role=Role.CENTRE_ADMIN, centre=here)
    assign(user=admin, role=Role.CENTRE_ADMIN, centre=there, actor=SYSTEM)
    answer = proved(admin).post(url(here, "reset_factor", person.pk))
    assert answer.status_code == HTTPStatus.SEE_OTHER


def test_who_has_no_second_step_has_nothing_to_reset() -> None:
    centre = make_centre()
    person = make_user(role=Role.RECEPTIONIST, centre=centre)
    client = admin_of(centre)
    assert "langkah-kedua" not in client.get(url(centre, "staff")).content.decode()
    answer = client.post(url(centre, "reset_factor", person.pk))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert not FactorReset.objects.exists()


def test_without_a_fresh_proof_the_question_is_not_even_asked() -> None:
    centre = make_centre()
    person = officer_of(centre)
    page = url(centre, "reset_factor", person.pk)
    admin = make_user(role=Role.CENTRE_ADMIN, centre=centre)
    set_password(user=admin, password=PASSWORD, actor=SYSTEM)
    client = signed_in(admin)
    asked = client.get(page)
    assert asked.headers["Location"] == f"/petugas/keamanan/pastikan/?{urlencode({'next': page})}"
    assert client.post(page).headers["Location"] == page
    assert has_factor(person)
    answer = client.post("/petugas/keamanan/pastikan/", {"password": PASSWORD, "next": page})
    assert answer.headers["Location"] == page
    assert has_factor(person), "the proof alone resets nothing"
    assert client.get(page).status_code == HTTPStatus.OK
    client.post(page)
    assert not has_factor(person)


def test_looking_changes_nothing_and_another_site_cannot_press() -> None:
    centre = make_centre()
    person = officer_of(centre)
    page = url(centre, "reset_factor", person.pk)
    client = admin_of(centre)
    assert page in client.get(url(centre, "staff")).content.decode()
    assert person.username in client.get(page).content.decode()
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = client.cookies
    assert careful.post(page).status_code == HTTPStatus.FORBIDDEN
    assert has_factor(person)


def test_the_reset_ends_every_session_is_recorded_and_told_once_at_the_next_sign_in() -> None:
    centre = make_centre()
    person = officer_of(centre)
    before = signed_in(person)
    before.get("/petugas/")
    admin = make_user(role=Role.CENTRE_ADMIN, centre=centre)
    page = said(proved(admin), centre, "reset_factor", person.pk)
    assert f"Langkah kedua {person.username} sudah diatur ulang" in page
    assert not has_factor(person)
    assert not StaffSession.objects.filter(user=person).exists()
    assert not Session.objects.filter(
        session_key=before.cookies[settings.SESSION_COOKIE_NAME].value
    ).exists()
    assert before.get("/petugas/")["Location"].startswith("/petugas/masuk/")
    record = FactorReset.objects.get(user=person)
    assert (record.reset_by, record.told_at) == (f"user:{admin.pk}", None)
    login = {"login": person.username, "password": PASSWORD}
    told = Client().post("/petugas/masuk/", login, follow=True).content.decode()
    assert "Langkah kedua akun Anda diatur ulang pada" in told
    assert admin.username in told
    record.refresh_from_db()
    assert record.told_at is not None
    again = Client()
    assert (
        "diatur ulang pada"
        not in again.post("/petugas/masuk/", login, follow=True).content.decode()
    )
    assert admin.username in again.get("/petugas/keamanan/").content.decode()
