"""A second factor that was lost: who may reset it, what stays on record, who is told."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import system_clock
from lopo.organisation.tests.builders import make_centre
from lopo.people import api
from lopo.people.models import FactorReset, User
from lopo.people.rules import Permission, Role, allowed, covers

from .builders import PASSWORD, make_staff

RESET = Permission.RESET_SECOND_FACTOR
HELD = st.lists(st.tuples(st.sampled_from(list(Role)), st.sampled_from([None, 1, 2])), max_size=4)


@given(mine=HELD, theirs=HELD)
def test_a_permission_covers_somebody_whose_every_place_it_reaches(
    mine: list[tuple[Role, int | None]], theirs: list[tuple[Role, int | None]]
) -> None:
    reached = [where for where in (None, 1, 2) if allowed(mine, RESET, where)]
    places = {where for _role, where in theirs} or {None}
    assert covers(mine, RESET, theirs) == places.issubset(reached)


def with_app(user: User) -> User:
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.mark.django_db
def test_the_act_refuses_oneself_whatever_the_page_has_asked() -> None:
    admin = with_app(make_staff(role=Role.SYSTEM_ADMIN))
    with pytest.raises(api.ResetRefused):
        api.reset_second_factor(user=admin, actor=Actor(id=f"user:{admin.pk}"))
    assert Authenticator.objects.filter(user=admin).exists()
    assert not FactorReset.objects.exists()


@pytest.mark.django_db
def test_only_administrators_have_the_permission() -> None:
    centre = make_centre()
    person = with_app(make_staff(role=Role.COUNTER_OFFICER, centre=centre))
    for role in (Role.RECEPTIONIST, Role.COUNTER_OFFICER, Role.SUPERVISOR):
        with pytest.raises(api.ResetRefused):
            api.check_reset(make_staff(role=role, centre=centre), person)
    api.check_reset(make_staff(role=Role.CENTRE_ADMIN, centre=centre), person)
    api.check_reset(make_staff(role=Role.SYSTEM_ADMIN), person)


@pytest.mark.django_db
def test_a_centre_admin_does_not_reset_a_system_admin() -> None:
    chief = with_app(make_staff(role=Role.SYSTEM_ADMIN))
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=make_centre())
    with pytest.raises(api.ResetRefused, match="Hanya admin sistem"):
        api.check_reset(admin, chief)


@pytest.mark.django_db
def test_several_resets_are_told_as_one_the_last() -> None:
    person = with_app(make_staff(role=Role.COUNTER_OFFICER, centre=make_centre()))
    admin = make_staff(role=Role.SYSTEM_ADMIN, username="kepala-sistem")
    api.reset_second_factor(
        user=person, actor=SYSTEM, clock=lambda: system_clock() - timedelta(days=1)
    )
    api.reset_second_factor(user=person, actor=Actor(id=f"user:{admin.pk}"))
    sent = {"login": person.username, "password": PASSWORD}
    page = Client().post("/petugas/masuk/", sent, follow=True).content.decode()
    assert page.count("diatur ulang pada") == 1
    assert "kepala-sistem" in page
    assert not FactorReset.objects.filter(told_at=None).exists()


@pytest.mark.django_db
def test_a_reset_on_the_machine_itself_says_so() -> None:
    person = with_app(make_staff(role=Role.COUNTER_OFFICER, centre=make_centre()))
    api.reset_second_factor(user=person, actor=SYSTEM)
    sent = {"login": person.username, "password": PASSWORD}
    page = Client().post("/petugas/masuk/", sent, follow=True).content.decode()
    assert "pengelola sistem ini" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"reset_by": ""}, {"told_at": system_clock() - timedelta(days=400)}]
)
def test_a_record_without_an_author_or_told_before_it_happened_is_not_written(
    wrong: dict[str, object],
) -> None:
    facts = {"user": make_staff(), "reset_at": system_clock(), "reset_by": "user:1", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(**facts)
