"""Which role may do what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.people.rules import (
    PERMISSIONS,
    Permission,
    Role,
    allowed,
    apart_among,
    in_the_way,
    within_scopes,
)


def test_nobody_but_a_supervisor_may_call_out_of_order() -> None:
    may = {role for role in Role if Permission.CALL_OUT_OF_ORDER in PERMISSIONS[role]}
    assert may == {Role.SUPERVISOR}


def test_only_those_who_answer_for_the_room_see_its_whole_day() -> None:
    may = {role for role in Role if Permission.SEE_DAY in PERMISSIONS[role]}
    assert may == {Role.SUPERVISOR, Role.CENTRE_ADMIN, Role.SYSTEM_ADMIN}


@pytest.mark.parametrize("role", [Role.CENTRE_ADMIN, Role.SYSTEM_ADMIN, Role.RECEPTIONIST])
def test_those_who_manage_or_receive_do_not_serve_at_counters(role: Role) -> None:
    assert Permission.SERVE_COUNTER not in PERMISSIONS[role]


def test_only_a_system_admin_may_manage_the_system() -> None:
    may = {role for role in Role if Permission.MANAGE_SYSTEM in PERMISSIONS[role]}
    assert may == {Role.SYSTEM_ADMIN}


roles = st.sampled_from(list(Role))
permissions = st.sampled_from(list(Permission))


@given(roles, permissions, st.integers(1, 9), st.integers(1, 9))
def test_a_role_at_one_centre_means_nothing_at_another(
    role: Role, permission: Permission, held: int, asked: int
) -> None:
    granted = allowed([(role, held)], permission, asked)
    assert granted == (held == asked and permission in PERMISSIONS[role])
    assert not allowed([(role, held)], permission, None)


@given(roles, permissions, st.integers(1, 9) | st.none())
def test_a_role_held_everywhere_holds_at_every_centre(
    role: Role, permission: Permission, asked: int | None
) -> None:
    assert allowed([(role, None)], permission, asked) == (permission in PERMISSIONS[role])


def test_a_scoped_token_reaches_only_its_scopes() -> None:
    assert within_scopes([], Permission.SERVE_COUNTER)
    assert within_scopes(["ISSUE_TICKET"], Permission.ISSUE_TICKET)
    assert not within_scopes(["ISSUE_TICKET"], Permission.SERVE_COUNTER)


@given(st.sets(roles))
def test_roles_go_together_exactly_when_none_stands_in_the_way_of_another(
    chosen: set[Role],
) -> None:
    clash = any(in_the_way([(one, 1)], other, 1) for one in chosen for other in chosen)
    pair = apart_among(chosen)
    assert (pair is not None) == clash
    assert pair is None or set(pair) <= chosen


def test_only_administrators_may_reset_a_second_factor() -> None:
    may = {role for role in Role if Permission.RESET_SECOND_FACTOR in PERMISSIONS[role]}
    assert may == {Role.CENTRE_ADMIN, Role.SYSTEM_ADMIN}
