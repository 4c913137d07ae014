"""Somebody new is invited by a link and opens their own account."""

from datetime import datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldRefusal, Unknown
from lopo.organisation.api import Centre, archive_centre, restore_centre
from lopo.organisation.tests.builders import make_centre
from lopo.people import api
from lopo.people.api import InvitationGone, Permission, Role
from lopo.people.models import Invitation, User

from .builders import make_staff

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=timezone.utc)
GOOD = {"username": "baru", "password": "tenun-ikat-sumba-timur"}


def at(moment: datetime) -> Clock:
    """A clock that stands still."""
    return lambda: moment


def invite(centre: Centre | None, *roles: Role, by: Actor = SYSTEM) -> str:
    """A link to the staff of a centre, made at noon."""
    return api.invite_staff(
        centre=centre,
        roles=roles or (Role.COUNTER_OFFICER,),
        name="Petugas meja baru",
        actor=by,
        clock=at(NOON),
    )


def accept(raw: str, after: timedelta = timedelta(hours=1), **choice: str) -> User:
    """The link is opened and the form sent."""
    return api.accept_invitation(token=raw, clock=at(NOON + after), **{**GOOD, **choice})


@pytest.mark.parametrize("raw", ["", "salah", "x" * 500, "\x00"])
def test_a_link_that_was_never_made_opens_nothing(raw: str) -> None:
    with pytest.raises(Unknown):
        accept(raw)


def test_a_link_works_once() -> None:
    raw = invite(make_centre())
    accept(raw)
    with pytest.raises(InvitationGone):
        accept(raw, username="kedua")
    assert not User.objects.filter(username="kedua").exists()


def test_a_link_works_for_seven_days_and_not_a_second_longer() -> None:
    centre = make_centre()
    accept(invite(centre), timedelta(days=7) - timedelta(seconds=1))
    with pytest.raises(InvitationGone):
        accept(invite(centre), timedelta(days=7), username="terlambat")


def test_a_link_that_was_withdrawn_or_whose_maker_has_left_opens_nothing() -> None:
    centre = make_centre()
    raw = invite(centre)
    invitation = api.invitations_of(centre, NOON)[0]
    api.withdraw_invitation(invitation=invitation, actor=SYSTEM)
    with pytest.raises(InvitationGone):
        accept(raw)
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre)
    left = invite(centre, by=Actor(f"user:{admin.pk}"))
    api.close_account(user=admin, actor=SYSTEM)
    with pytest.raises(InvitationGone):
        accept(left)
    assert api.invitations_of(centre, NOON) == []


def test_what_was_accepted_cannot_be_withdrawn_any_more() -> None:
    centre = make_centre()
    accept(invite(centre))
    with pytest.raises(InvitationGone):
        api.withdraw_invitation(invitation=Invitation.objects.get(), actor=SYSTEM)


@pytest.mark.parametrize("where", ["here", "everywhere"])
@pytest.mark.parametrize(
    "pair",
    [
        (Role.COUNTER_OFFICER, Role.CENTRE_ADMIN),
        (Role.RECEPTIONIST, Role.CENTRE_ADMIN, Role.SUPERVISOR),
    ],
)
def test_nobody_is_invited_to_roles_that_must_stay_apart(
    pair: tuple[Role, ...], where: str
) -> None:
    with pytest.raises(api.RolesApart) as refused:
        invite(make_centre() if where == "here" else None, *pair)
    assert "Admin pusat layanan" in refused.value.message
    assert "yang mengatur suatu tempat tidak melayani di sana" in refused.value.message
    assert not Invitation.objects.exists()


def test_a_link_to_an_archived_centre_opens_nothing_until_it_is_in_use_again() -> None:
    centre = make_centre()
    raw = invite(centre)
    archive_centre(centre=centre, reason="Direnovasi", actor=SYSTEM, clock=at(NOON))
    with pytest.raises(InvitationGone):
        accept(raw)
    restore_centre(centre=centre, actor=SYSTEM, clock=at(NOON))
    assert accept(raw).assignments.count() == 1


@pytest.mark.parametrize(
    ("field", "choice"),
    [
        ("username", {"username": "Petugas1"}),
        ("username", {"username": "dua kata"}),
        ("username", {"username": ""}),
        ("password", {"password": "pendek"}),
        ("password", {"password": "1qaz2wsx3edc4rfv"}),
    ],
)
def test_a_bad_name_or_password_is_refused_and_the_link_still_works(
    field: str, choice: dict[str, str]
) -> None:
    make_staff(username="petugas1")
    raw = invite(make_centre())
    with pytest.raises(FieldRefusal) as refused:
        accept(raw, timedelta(hours=1), **choice)
    assert [error.field for error in refused.value.errors] == [field]
    assert accept(raw).username == "baru"


def test_a_centre_has_no_system_administrator_of_its_own_and_nobody_is_invited_to_nothing() -> None:
    centre = make_centre()
    with pytest.raises(FieldRefusal):
        invite(centre, Role.SYSTEM_ADMIN)
    with pytest.raises(FieldRefusal) as refused:
        api.invite_staff(centre=centre, roles=[], name="", actor=SYSTEM)
    assert {error.field for error in refused.value.errors} == {"roles", "name"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"roles": ["KING"]},
        {"roles": []},
        {"roles": ["SYSTEM_ADMIN"]},
        {"accepted_at": NOON},
    ],
)
def test_the_database_knows_what_an_invitation_may_be(wrong: dict[str, object]) -> None:
    right = {
        "centre": make_centre(), "roles": ["SUPERVISOR"], "name": "x", "token_hash": "y",
        "invited_by": "system", "created_at": NOON, "expires_at": NOON,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(**{**right, **wrong})


def test_who_accepts_holds_the_roles_named_at_that_centre_and_nowhere_else() -> None:
    here, there = make_centre(), make_centre()
    user = accept(invite(here, Role.SUPERVISOR, Role.RECEPTIONIST))
    assert user.check_password(GOOD["password"])
    assert api.may(user, Permission.CALL_OUT_OF_ORDER, here)
    assert not api.may(user, Permission.SEE_CONSOLE, there)
    assert [one.username for one in api.staff_of(here)] == ["baru"]
    assert api.staff_of(there) == []


def test_the_link_is_stored_hashed_and_has_at_least_128_bits() -> None:
    raw = invite(make_centre())
    stored = Invitation.objects.get()
    assert raw not in str(stored.__dict__)
    assert len(raw) * 6 >= 128


def test_the_link_is_built_from_the_public_address_and_can_be_shared(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://antrean.contoh.go.id"
    centre = make_centre()
    raw = invite(centre)
    link = f"https://antrean.contoh.go.id/petugas/undangan/{raw}/"
    assert api.invitation_link(raw) == link
    shared = api.invitation_share_link(raw, centre)
    assert shared.startswith("https://wa.me/?text=")
    assert raw in shared


def test_nobody_hands_out_more_than_they_hold() -> None:
    here, there = make_centre(), make_centre()
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=here)
    system = make_staff(role=Role.SYSTEM_ADMIN)
    supervisor = make_staff(role=Role.SUPERVISOR, centre=here)
    assert api.roles_to_grant(supervisor, here) == []
    assert api.roles_to_grant(admin, there) == []
    assert api.roles_to_grant(admin, None) == []
    assert Role.SYSTEM_ADMIN not in api.roles_to_grant(admin, here)
    assert api.may_grant(admin, Role.CENTRE_ADMIN, here)
    assert api.may_grant(system, Role.SYSTEM_ADMIN, None)
    assert not api.may_grant(system, Role.SYSTEM_ADMIN, here)


@pytest.mark.parametrize("twin", ["р\u0435tugas1", "petugas\u0131", "\u0130bu", "é"])
def test_nobody_opens_an_account_that_looks_like_a_colleagues(twin: str) -> None:
    with pytest.raises(FieldRefusal) as refused:
        accept(invite(make_centre()), username=twin)
    assert refused.value.errors[0].field == "username"
    assert not User.objects.filter(username=twin).exists()
