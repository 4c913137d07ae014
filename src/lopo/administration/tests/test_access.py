"""Who gets in where: every address of administration, every role, the own centre and another's.

What an account may not use does not exist for it (404); a stranger is asked to sign in first.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from lopo.administration.tests.builders import begun, make_user, signed_in
from lopo.administration.urls import (
    archive_urls,
    centre_urls,
    move_urls,
    webhook_urls,
    wizard_urls,
)
from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.notifications.tests.builders import make_webhook
from lopo.organisation.api import Centre
from lopo.people.api import (
    Role,
    User,
    assign,
    devices_of,
    invitations_of,
    invite_staff,
    register_device,
    staff_of,
)

pytestmark = pytest.mark.django_db
NOBODY = "a stranger"
EVERYBODY: list[Role | str] = [NOBODY, *Role]
# Whom the pages of one centre, and those of the whole system, let in.
OF_A_CENTRE = {Role.CENTRE_ADMIN, Role.SYSTEM_ADMIN}
OF_THE_SYSTEM = {Role.SYSTEM_ADMIN}
POST_ONLY = {
    "change_place", "change_offer", "invite", "withdraw", "grant", "take", "revoke",
    "discard", "draft_invite", "restore", "mandate_back", "webhook_verb",
    "send_again",
    "call_off",
}  # fmt: skip
# Without a service written by hand, a role or mandate to take, or an archived centre nothing is
# there.
NEEDS_MORE = {"draft_service", "take", "restore", "mandate_back", "send_again"}


@dataclass(frozen=True)
class Address:
    """One named address, and who may use it."""

    name: str
    path: Callable[[Centre], str]
    welcome: frozenset[Role]


def addresses() -> Iterator[Address]:
    """Every address there is; one without a line here makes the test below fail."""
    for pattern in move_urls:  # first: later on a centre may give no service any more
        yield Address(str(pattern.name), _of_centre(pattern), frozenset(OF_THE_SYSTEM))
    for pattern in centre_urls:
        yield Address(str(pattern.name), _of_centre(pattern), frozenset(OF_A_CENTRE))
    for pattern in archive_urls:
        yield Address(str(pattern.name), _of_centre(pattern), frozenset(OF_THE_SYSTEM))
    for pattern in webhook_urls:
        yield Address(str(pattern.name), _of_webhook(pattern), frozenset(OF_THE_SYSTEM))
    for pattern in wizard_urls:
        if pattern.name != "first_run":  # has no account at all: see test_first_run
            yield Address(str(pattern.name), _of_draft(pattern), frozenset(OF_THE_SYSTEM))


def _of_centre(pattern: URLPattern) -> Callable[[Centre], str]:
    def path(centre: Centre) -> str:
        known: dict[str, Any] = {
            "centre": centre.code,
            "kind": "meja",
            "verb": "naik" if pattern.name == "change_place" else "hentikan",
            "code": "A" if pattern.name == "queue" else "1",
            "pk": 0,
        }
        if pattern.name in {"change_offer", "service", "move", "call_off"}:
            known["code"] = service_of(centre).code
        if pattern.name == "withdraw":
            known["pk"] = invitations_of(centre, system_clock())[0].pk
        if pattern.name == "revoke":
            known["pk"] = devices_of(centre)[0].pk
        if pattern.name in {"reset_factor", "password_link"}:
            known["pk"] = next(u.pk for u in staff_of(centre) if u.username == "tanpa-ponsel")
        wanted = {name: known[name] for name in pattern.pattern.converters or ()}
        wanted = wanted or {name: known[name] for name in _groups(pattern)}
        return reverse(f"administration:{pattern.name}", kwargs=wanted)

    return path


def _groups(pattern: URLPattern) -> list[str]:
    return list(getattr(pattern.pattern, "regex").groupindex)  # noqa: B009 - both kinds have it


def _of_draft(pattern: URLPattern) -> Callable[[Centre], str]:
    def path(_centre: Centre) -> str:
        known: dict[str, Any] = {"step": "instansi", "code": "X"}
        wanted = {name: known.get(name) or begun().pk for name in pattern.pattern.converters}
        return reverse(f"administration:{pattern.name}", kwargs=wanted)

    return path


def _of_webhook(pattern: URLPattern) -> Callable[[Centre], str]:
    def path(_centre: Centre) -> str:
        known = {"pk": make_webhook().webhook.pk, "delivery": 0, "verb": "uji"}
        wanted = pattern.pattern.converters or _groups(pattern)
        kept = {name: known[name] for name in wanted}
        return reverse(f"administration:{pattern.name}", kwargs=kept)

    return path


def a_centre() -> Centre:
    """A centre with everything an address may name."""
    centre = make_centre()
    register_device(centre=centre, name="TV", kind="TV", actor=SYSTEM)
    invite_staff(centre=centre, roles=[Role.RECEPTIONIST], name="x", actor=SYSTEM)
    forgetful, _new = User.objects.get_or_create(username="tanpa-ponsel")
    assign(user=forgetful, role=Role.RECEPTIONIST, centre=centre, actor=SYSTEM)
    return centre


def browser_of(who: Role | str, centre: Centre) -> Client:
    """Somebody with this role at this centre (a system administrator is one everywhere)."""
    if not isinstance(who, Role):
        return Client()
    return signed_in(make_user(role=who, centre=None if who is Role.SYSTEM_ADMIN else centre))


def asked(client: Client, address: Address, centre: Centre) -> int:
    path = address.path(centre)
    method = client.post if address.name in POST_ONLY else client.get
    return int(method(path).status_code)


ALL = list(addresses())


@pytest.mark.parametrize("who", EVERYBODY, ids=str)
def test_the_own_centre(who: Role | str) -> None:
    centre = a_centre()
    for address in ALL:
        client, status = browser_of(who, centre), 0
        status = asked(client, address, centre)
        if who == NOBODY:
            assert status == 302, address.name
        elif who in address.welcome:
            assert status != 404 or address.name in NEEDS_MORE, address.name
            assert status < 500, address.name
        else:
            assert status == 404, address.name


@pytest.mark.parametrize("who", [role for role in Role if role is not Role.SYSTEM_ADMIN], ids=str)
def test_the_centre_of_others_does_not_exist(who: Role) -> None:
    mine, theirs = a_centre(), a_centre()
    client = browser_of(who, mine)
    for address in ALL:
        if address.name == "centres":
            page = client.get(address.path(mine)).content.decode()
            assert theirs.code not in page
        else:
            assert asked(client, address, theirs) == 404, address.name


def test_a_centre_that_does_not_exist_looks_the_same() -> None:
    mine = a_centre()
    client = browser_of(Role.CENTRE_ADMIN, mine)
    nowhere, theirs = make_centre(), make_centre()
    nowhere.code = "tidak-ada"
    pages = []
    for place in (nowhere, theirs):
        answer = client.get(reverse("administration:centre", args=[place.code]))
        page = answer.content.decode().replace(place.code, "")
        # But for the token of the form to sign out, and the second of the clock.
        pages.append(re.sub(r'value="\w{64}"|lopo-now" content="\d+"', "", page))
    assert pages[0] == pages[1]


def test_things_of_another_centre_are_not_reached_through_the_own_one() -> None:
    mine, theirs = a_centre(), a_centre()
    client = browser_of(Role.CENTRE_ADMIN, mine)
    device, invitation = devices_of(theirs)[0], invitations_of(theirs, system_clock())[0]
    for name, key in (("revoke", device.pk), ("withdraw", invitation.pk)):
        assert (
            client.post(reverse(f"administration:{name}", args=[mine.code, key])).status_code == 404
        )
    assert devices_of(theirs)
    assert invitations_of(theirs, system_clock())


@pytest.mark.parametrize("address", [a for a in ALL if a.name in POST_ONLY], ids=lambda a: a.name)
def test_an_act_is_never_a_get(address: Address) -> None:
    centre = a_centre()
    client = browser_of(Role.SYSTEM_ADMIN, centre)
    assert client.get(address.path(centre)).status_code == 405


def test_a_forged_form_of_another_site_changes_nothing() -> None:
    centre = a_centre()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(role=Role.CENTRE_ADMIN, centre=centre))
    path = reverse("administration:change_place", args=[centre.code, "meja", "1", "arsipkan"])
    assert client.post(path).status_code == 403
