"""Every page of staff × every role: who lacks a second factor gets no further than its set-up."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from lopo.organisation.tests.builders import make_centre
from lopo.people.api import Role
from lopo.people.views.gate import ALWAYS, PROVING, SETTING_UP

from .builders import make_staff

pytestmark = pytest.mark.django_db
SAFETY = "/petugas/keamanan/"
# Also where a name of a file goes on after it: ``<slug:code>.pdf``.
PARAMETER = re.compile(r"<(\w+:)?\w+>")
KINDS = {"int:": "1", "uuid:": str(UUID(int=1))}
NEEDING = {Role.CENTRE_ADMIN, Role.SYSTEM_ADMIN}


def staff_pages(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, str]]:
    """Every route below ``petugas/`` and its name, whoever brings it."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from staff_pages(pattern.url_patterns, route)
        elif route.startswith("petugas/"):
            yield route, str(pattern.name)


def address(route: str) -> str:
    """A path that fits a route; what it names need not exist, the gate stands before it."""
    return "/" + PARAMETER.sub(lambda found: KINDS.get(found[1], "x" * 24), route)


PAGES = sorted(set(staff_pages(get_resolver().url_patterns)))
OPEN = ALWAYS | PROVING | SETTING_UP


def test_there_are_pages_to_try() -> None:
    assert len(PAGES) > 15
    assert {"mfa_index", "home", "desk", "account_login"} <= {name for _route, name in PAGES}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_lacks_the_factor_reaches_nothing_but_its_set_up(
    settings: Settings, role: Role, method: str
) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset(one.value for one in NEEDING)
    client = Client()
    client.force_login(
        make_staff(role=role, centre=None if role is Role.SYSTEM_ADMIN else make_centre())
    )
    for route, name in PAGES:
        if name in OPEN or (name == "end_session" and role not in NEEDING):
            continue  # ending a session leads back to the same page
        answer = getattr(client, method)(address(route))
        stopped = answer.status_code == HTTPStatus.FOUND and answer.headers["Location"] == SAFETY
        assert stopped == (role in NEEDING), f"{method} {route} as {role.value}"


def test_the_pages_before_the_gate_do_nothing_but_sign_in_out_and_set_up() -> None:
    assert {
        "account_login", "account_logout", "invitation", "new_password",
        "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn",
        "mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_generate_recovery_codes",
    } == OPEN  # fmt: skip


@pytest.mark.parametrize("who", [None, *Role])
def test_no_cache_on_the_way_keeps_a_page_of_staff(who: Role | None) -> None:
    client = Client()
    if who is not None:
        place = None if who is Role.SYSTEM_ADMIN else make_centre()
        client.force_login(make_staff(role=who, centre=place))
    for route, _name in PAGES:
        answer = client.get(address(route))
        assert "no-store" in answer.headers.get("Cache-Control", ""), f"{route} {who}"
