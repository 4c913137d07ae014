"""Who is asking, and may they."""

from datetime import datetime, timedelta, timezone

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from lopo.kernel.actor import SYSTEM, VISITOR
from lopo.kernel.errors import FieldRefusal, NotPermitted, Unauthenticated
from lopo.organisation.api import archive_centre
from lopo.organisation.tests.builders import make_centre
from lopo.people import api
from lopo.people.actions import close_account, issue_api_token, revoke_api_token, revoke_device
from lopo.people.api import Permission, Role
from lopo.people.models import ApiToken, Device
from lopo.people.queries import note_token_used

from .builders import make_device, make_staff, make_token

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=timezone.utc)


def request(method: str = "GET", path: str = "/api/v1/x", **headers: str) -> HttpRequest:
    """A request as the middleware would hand it on."""
    made = RequestFactory().generic(method, path, headers=headers)
    made.user = AnonymousUser()
    return made


def bearer(raw: str, method: str = "POST") -> HttpRequest:
    """A request of a program."""
    return request(method, Authorization=f"Bearer {raw}")


def clock() -> datetime:
    """A clock that stands still."""
    return NOON


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer lopo_s_", "Bearer lopo_d_x", "Basic YTpi", "lopo_s_abc", "Bearer \x7f"],
)
def test_a_token_that_is_not_ours_is_refused_not_taken_for_a_visitor(header: str) -> None:
    with pytest.raises(Unauthenticated):
        api.principal_of(request(Authorization=header))


def test_a_revoked_token_and_one_of_a_closed_account_open_nothing() -> None:
    user = make_staff()
    raw = make_token(user)
    assert api.staff_from_token(raw) == user
    revoke_api_token(token=ApiToken.objects.get(user=user), actor=SYSTEM)
    assert api.staff_from_token(raw) is None
    another = make_token(user)
    close_account(user=user, actor=SYSTEM)
    assert api.staff_from_token(another) is None


def test_a_revoked_device_and_one_of_an_archived_centre_are_strangers() -> None:
    centre = make_centre()
    first, second = make_device(centre=centre), make_device(centre=centre)
    device = api.device_from_token(first)
    assert device is not None
    revoke_device(device=device, actor=SYSTEM)
    assert api.device_from_token(first) is None
    archive_centre(centre=centre, reason="Pindah", actor=SYSTEM, clock=clock)
    assert api.device_from_token(second) is None


def test_a_visitor_may_nothing_and_is_asked_to_sign_in() -> None:
    with pytest.raises(Unauthenticated):
        api.require(api.principal_of(request()), Permission.SERVE_COUNTER, make_centre())


def test_a_device_is_not_staff() -> None:
    centre = make_centre()
    principal = api.principal_of(bearer(make_device(centre=centre)))
    assert (principal.kind, principal.scope) == ("device", f"device:{principal.device.pk}")  # type: ignore[union-attr]
    with pytest.raises(NotPermitted):  # we know it: it may not (403), it is not nobody (401)
        api.require(principal, Permission.ISSUE_TICKET, centre)


def test_an_officer_may_at_their_own_centre_only() -> None:
    here, there = make_centre(), make_centre()
    user = make_staff(role=Role.COUNTER_OFFICER, centre=here)
    principal = api.principal_of(bearer(make_token(user)))
    api.require(principal, Permission.SERVE_COUNTER, here)
    with pytest.raises(NotPermitted):
        api.require(principal, Permission.SERVE_COUNTER, there)
    with pytest.raises(NotPermitted):
        api.require(principal, Permission.CALL_OUT_OF_ORDER, here)


def test_a_token_never_reaches_further_than_its_scopes_or_its_account() -> None:
    centre = make_centre()
    user = make_staff(role=Role.COUNTER_OFFICER, centre=centre)
    scopes = [Permission.ISSUE_TICKET, Permission.MANAGE_SYSTEM]
    raw = issue_api_token(user=user, name="sempit", scopes=scopes, actor=SYSTEM)
    principal = api.principal_of(bearer(raw))
    assert principal.may(Permission.ISSUE_TICKET, centre)
    assert not principal.may(Permission.SERVE_COUNTER, centre)
    assert not principal.may(Permission.MANAGE_SYSTEM, None)


def test_the_author_of_an_act_is_an_opaque_id() -> None:
    user = make_staff()
    assert api.principal_of(bearer(make_token(user))).actor.id == f"user:{user.pk}"
    assert api.principal_of(request()).actor == VISITOR


def test_a_session_speaks_for_pages_and_for_reads_of_the_api_but_does_not_act_there() -> None:
    user = make_staff()

    def signed_in(method: str, path: str) -> HttpRequest:
        made = request(method, path)
        made.user = user
        made.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
        return made

    assert api.principal_of(signed_in("POST", "/petugas/")).user == user
    assert api.principal_of(signed_in("GET", "/api/v1/x")).user == user
    assert api.principal_of(signed_in("POST", "/api/v1/x")).kind == "anonymous"


def test_a_token_goes_before_the_device_and_the_device_before_the_session() -> None:
    centre, user = make_centre(), make_staff()
    made = request(path="/antrean/")
    made.user = user
    made.COOKIES |= {
        settings.SESSION_COOKIE_NAME: "x",
        api.DEVICE_COOKIE: make_device(centre=centre),
    }
    assert api.principal_of(made).kind == "device"
    other = bearer(make_token(user))
    other.COOKIES |= made.COOKIES
    assert api.principal_of(other).kind == "staff"


def test_a_visitor_costs_no_query_and_a_token_one_lookup_a_request(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    visitor = request()
    with django_assert_num_queries(0):
        api.principal_of(visitor)
    raw = make_token(make_staff())
    api.principal_of(bearer(raw))  # writes the first use
    made = bearer(raw)
    with django_assert_num_queries(1):
        api.principal_of(made)
        api.principal_of(made)


def test_the_use_of_a_token_is_noted_once_a_minute() -> None:
    make_token(make_staff())
    for seconds, noted in [(0, 0), (59, 0), (61, 61)]:
        note_token_used(ApiToken.objects.get(), NOON + timedelta(seconds=seconds))
        assert ApiToken.objects.get().last_used_at == NOON + timedelta(seconds=noted)


def test_secrets_are_long_random_and_stored_only_as_hashes() -> None:
    centre, user = make_centre(), make_staff()
    secrets = [make_token(user), make_token(user), make_device(centre=centre)]
    assert len(set(secrets)) == 3
    assert [raw[:7] for raw in secrets] == ["lopo_s_", "lopo_s_", "lopo_d_"]
    assert all(len(raw) == 39 for raw in secrets)  # 7 of prefix, 32 of base64: 192 bits
    stored = [*ApiToken.objects.values_list("token_hash", flat=True)]
    stored += Device.objects.values_list("token_hash", flat=True)
    assert all(raw not in "".join(stored) and raw[7:] not in "".join(stored) for raw in secrets)


def test_a_system_admin_is_one_for_all_centres_and_no_role_is_given_twice() -> None:
    centre, user = make_centre(), make_staff()
    with pytest.raises(FieldRefusal):
        api.assign(user=user, role=Role.SYSTEM_ADMIN, centre=centre, actor=SYSTEM)
    first = api.assign(user=user, role=Role.SUPERVISOR, centre=centre, actor=SYSTEM)
    assert api.assign(user=user, role=Role.SUPERVISOR, centre=centre, actor=SYSTEM) == first
    api.unassign(user=user, role=Role.SUPERVISOR, centre=centre, actor=SYSTEM)
    assert not api.may(user, Permission.SERVE_COUNTER, centre)


def test_a_user_name_is_taken_whatever_its_letter_case() -> None:
    make_staff(username="petugas")
    with pytest.raises(api.UsernameTaken):
        make_staff(username="Petugas")
