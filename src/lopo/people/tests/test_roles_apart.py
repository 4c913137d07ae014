"""Who manages a place does not serve in it: no order of grants gives one person both."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import product
from threading import Barrier, BrokenBarrierError
from typing import ClassVar
from unittest import mock
from uuid import uuid4

import pytest
from conftest import as_owner
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import QuerySet
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.api import Centre
from lopo.organisation.tests.builders import make_centre
from lopo.people import api
from lopo.people.models import Assignment, User
from lopo.people.rules import INCOMPATIBLE, Role, in_the_way

from .builders import make_staff

pytestmark = pytest.mark.django_db
ACTS = import_module(api.assign.__module__)
MANAGES = (Role.CENTRE_ADMIN, Role.SYSTEM_ADMIN)
SERVES = (Role.COUNTER_OFFICER, Role.SUPERVISOR)


def test_an_officer_does_not_become_the_administrator_of_the_same_room() -> None:
    centre = make_centre()
    officer = make_staff(role=Role.COUNTER_OFFICER, centre=centre)
    with pytest.raises(api.RolesApart) as refused:
        api.assign(user=officer, role=Role.CENTRE_ADMIN, centre=centre, actor=SYSTEM)
    assert (refused.value.code, refused.value.status) == ("roles-apart", 409)
    assert "yang mengatur suatu tempat tidak melayani di sana" in refused.value.message
    assert officer.assignments.count() == 1


def test_the_refusal_names_both_roles_in_indonesian() -> None:
    centre = make_centre()
    admin = make_staff(role=Role.CENTRE_ADMIN, centre=centre, username="kepala")
    with pytest.raises(api.RolesApart) as refused:
        api.assign(user=admin, role=Role.SUPERVISOR, centre=centre, actor=SYSTEM)
    assert refused.value.message.startswith(
        "kepala di sana sudah memegang peran Admin pusat layanan"
    )
    assert "Penyelia" in refused.value.message


@pytest.mark.parametrize("role", SERVES)
def test_a_system_administrator_serves_nowhere(role: Role) -> None:
    admin = make_staff(role=Role.SYSTEM_ADMIN)
    for centre in (make_centre(), None):
        with pytest.raises(api.RolesApart):
            api.assign(user=admin, role=role, centre=centre, actor=SYSTEM)


def test_who_serves_everywhere_manages_nowhere() -> None:
    officer = make_staff(role=Role.COUNTER_OFFICER)
    with pytest.raises(api.RolesApart):
        api.assign(user=officer, role=Role.CENTRE_ADMIN, centre=make_centre(), actor=SYSTEM)


def test_what_is_apart_here_may_meet_elsewhere_and_after_a_role_was_taken_away() -> None:
    here, there = make_centre(), make_centre()
    person = make_staff(role=Role.COUNTER_OFFICER, centre=here)
    api.assign(user=person, role=Role.CENTRE_ADMIN, centre=there, actor=SYSTEM)
    api.unassign(user=person, role=Role.COUNTER_OFFICER, centre=here, actor=SYSTEM)
    api.assign(user=person, role=Role.CENTRE_ADMIN, centre=here, actor=SYSTEM)


def test_reception_goes_with_everything() -> None:
    centre = make_centre()
    for other in (role for role in Role if role is not Role.RECEPTIONIST):
        person = make_staff(role=other, centre=None if other is Role.SYSTEM_ADMIN else centre)
        api.assign(user=person, role=Role.RECEPTIONIST, centre=centre, actor=SYSTEM)


def test_the_database_draws_the_line_where_the_rule_does() -> None:
    """Every pair of roles at every pair of places, written without the act."""
    here, there = make_centre(), make_centre()
    for (first, one), (second, two) in product(product(Role, (here, there, None)), repeat=2):
        held = [(first, one.pk if one else None)]
        wanted = (second, two.pk if two else None)
        if (first is Role.SYSTEM_ADMIN and one) or (second is Role.SYSTEM_ADMIN and two):
            continue  # a system administrator of one centre is refused by another constraint
        if held == [wanted]:
            continue
        person = newcomer()
        write(person, first, one)
        assert accepted(person, second, two) == (in_the_way(held, *wanted) is None), (held, wanted)


def write(person: User, role: Role, centre: Centre | None) -> Assignment:
    """A row past the act, as a script in a hurry would write it."""
    now = person.date_joined
    return Assignment.objects.create(user=person, role=role, centre=centre, created_at=now)


def accepted(person: User, role: Role, centre: Centre | None) -> bool:
    try:
        with transaction.atomic():
            write(person, role, centre)
    except IntegrityError:
        return False
    return True


def test_a_role_changed_in_place_is_refused_too() -> None:
    centre = make_centre()
    person = make_staff(role=Role.COUNTER_OFFICER, centre=centre)
    other = write(person, Role.RECEPTIONIST, centre)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=other.pk).update(role=Role.CENTRE_ADMIN)


class Grants(RuleBasedStateMachine):
    """Roles given and taken in any order, by the act or past it, here, there and everywhere."""

    where: ClassVar[dict[str, Centre | None]] = {}
    places = st.sampled_from(["here", "there", "everywhere"])
    roles = st.sampled_from(list(Role))

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.person = newcomer()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)

    @rule(role=roles, place=places)
    def give(self, role: Role, place: str) -> None:
        with transaction.atomic():
            try:
                api.assign(user=self.person, role=role, centre=self.where[place], actor=SYSTEM)
            except (api.RolesApart, FieldRefusal):
                return
        assert self._holds(role, place)

    @rule(role=roles, place=places)
    def write_past_the_act(self, role: Role, place: str) -> None:
        try:
            with transaction.atomic():
                write(self.person, role, self.where[place])
        except IntegrityError:
            return

    @rule(role=roles, place=places)
    def take(self, role: Role, place: str) -> None:
        api.unassign(user=self.person, role=role, centre=self.where[place], actor=SYSTEM)
        assert not self._holds(role, place)

    @precondition(lambda self: self.person.assignments.count() > 2)
    @rule()
    def leave(self) -> None:
        self.person.assignments.all().delete()

    @invariant()
    def nobody_manages_where_they_serve(self) -> None:
        held = list(Assignment.objects.filter(user=self.person).values_list("role", "centre_id"))
        for (one, here), (two, there) in product(held, repeat=2):
            if here is None or there is None or here == there:
                assert {Role(one), Role(two)} not in INCOMPATIBLE, held

    def _holds(self, role: Role, place: str) -> bool:
        return Assignment.objects.filter(
            user=self.person, role=role, centre=self.where[place]
        ).exists()


SETTINGS = hypothesis_settings(max_examples=60, stateful_step_count=12, deadline=None)
# A mutant need not be told in the shortest way, only be found.
FOUND = hypothesis_settings(SETTINGS, phases=[Phase.generate])


def newcomer() -> User:
    """An account without a password: how one signs in is not what is tested."""
    return User.objects.create(username=f"baru-{uuid4().hex}")


def grant_at_random(settings: hypothesis_settings) -> None:
    Grants.where = {"here": make_centre(), "there": make_centre(), "everywhere": None}
    run_state_machine_as_test(Grants, settings=settings)


def test_no_sequence_of_grants_gives_one_person_both() -> None:
    grant_at_random(SETTINGS)


@contextmanager
def without_the_database_guard() -> Iterator[None]:
    """The trigger sleeps; only the owner of the schema could do this."""
    connections.close_all()
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = {**connection.settings_dict, **as_owner()}
    with wrapper.cursor() as owner:
        owner.execute("ALTER TABLE people_assignment DISABLE TRIGGER roles_apart")
        try:
            yield
        finally:
            connections.close_all()
            owner.execute("ALTER TABLE people_assignment ENABLE TRIGGER roles_apart")
            wrapper.close()


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_of_the_database_a_row_written_past_the_act_is_found() -> None:
    with without_the_database_guard(), pytest.raises(AssertionError):
        grant_at_random(FOUND)


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_wait_in_turn_and_one_is_refused() -> None:
    centre = make_centre()
    for _ in range(5):
        assert sorted(granted_together(centre)) == ["", "roles-apart"]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_grant_meets_the_database() -> None:
    """The control: both look before either writes; the trigger, which locks too, stops one."""
    centre = make_centre()
    with mock.patch.object(QuerySet, "select_for_update", lambda rows, **_: rows):
        assert sorted(granted_together(centre)) == ["", "IntegrityError"]


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_trigger_one_person_gets_both() -> None:
    with (
        without_the_database_guard(),
        mock.patch.object(QuerySet, "select_for_update", lambda rows, **_: rows),
    ):
        assert granted_together(make_centre()) == ["", ""], "the mutant is harmless"


def granted_together(centre: Centre) -> list[str]:
    """Two administrators press at the same moment: what stopped each, if anything."""
    person = newcomer()
    looked = Barrier(2)

    def meeting(held: object, role: Role, centre_id: int | None) -> Role | None:
        with suppress(BrokenBarrierError):  # the lock lets only one come this far
            looked.wait(0.5)
        return in_the_way(held, role, centre_id)  # type: ignore[arg-type]

    def give(role: Role) -> str:
        try:
            api.assign(user=person, role=role, centre=centre, actor=SYSTEM)
        except (api.RolesApart, IntegrityError) as refused:
            return getattr(refused, "code", type(refused).__name__)
        finally:
            connections.close_all()
        return ""

    with mock.patch.object(ACTS, "in_the_way", meeting), ThreadPoolExecutor(2) as hands:
        return list(hands.map(give, (Role.CENTRE_ADMIN, Role.COUNTER_OFFICER)))


@pytest.mark.parametrize("missing", ["everywhere counts as elsewhere", "no rule"])
def test_a_rule_that_looks_away_is_found_by_the_database(missing: str) -> None:
    """The act's mutants: the database says no where the act would have said yes."""

    def same_place_only(held: object, role: Role, centre_id: int | None) -> Role | None:
        pairs = [pair for pair in held if pair[1] == centre_id]  # type: ignore[attr-defined]
        return in_the_way(pairs, role, centre_id) if missing != "no rule" else None

    centre = make_centre()
    person = make_staff(role=Role.SUPERVISOR)
    with (
        mock.patch.object(ACTS, "in_the_way", same_place_only),
        pytest.raises(IntegrityError, match="whoever manages a place"),
        transaction.atomic(),
    ):
        api.assign(user=person, role=Role.CENTRE_ADMIN, centre=centre, actor=SYSTEM)
