"""What there is, what it answers, and what is wrong about that."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from lopo.frontdesk import queries
from lopo.frontdesk.tests.builders import service_of
from lopo.kernel.clock import system_clock
from lopo.surfaces.openapi.views import STREAM, api

from .callers import STAFF, Caller, World
from .expectations import STREAMS
from .filling import VALUES
from .shapes import Call, Page

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SIGN_IN = "/petugas/masuk/?next="
REFUSED = frozenset({401, 403, 404, 405})
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True, slots=True)
class Address:
    """One entry of the URLconf."""

    route: str
    name: str
    parameters: tuple[str, ...]


def addresses() -> dict[str, Address]:
    """Every page and fragment there is, by its route; the API is known by its own document."""
    found = list(_walk(get_resolver(), "", ""))
    return {one.route: one for one in found if not one.route.startswith("api/")}


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + _plain(str(entry.pattern))
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, route, inner)
        elif isinstance(entry, URLPattern):
            yield Address(
                route, f"{namespace}{entry.name}", tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))
            )


def _plain(route: str) -> str:
    """A regular expression written as a route."""
    return GROUP.sub(r"<\1>", route).replace("^", "").replace("$", "").replace("\\", "")


def operations() -> set[str]:
    """Every call of the API, by its own description."""
    paths = {**api.get_openapi_schema(path_prefix="/api/v1/")["paths"], **STREAM}
    paths["/api/v1/openapi.json"] = {"get": {}}
    return {
        f"{method.upper()} {path}"
        for path, known in paths.items()
        for method in known
        if method.upper() in METHODS
    }


def unexpected(pages: list[Page], calls: list[Call]) -> list[str]:
    """Addresses without an expectation, or with two; and expectations without an address."""
    routes, known = set(addresses()), {page.route for page in pages}
    twice = [route for route, times in Counter(page.route for page in pages).items() if times > 1]
    asked, answered = operations() - STREAMS, {call.key for call in calls}
    return [
        *(f"nobody has said who may open {route}" for route in sorted(routes - known)),
        *(f"nobody has said who may call {key}" for key in sorted(asked - answered)),
        *(f"two lines speak of {route}" for route in twice),
        *(f"there is no page {route}" for route in sorted(known - routes)),
        *(f"there is no call {key}" for key in sorted(answered - asked)),
    ]


def values(world: World) -> dict[str, str]:
    """What stands in the place of a parameter."""
    service = service_of(world.here).code
    return {
        "centre": world.here.code,
        "counter": "1",
        "agency": world.here.host_agency.code,
        "publication": world.publication.code,
        "token": world.ticket.token,
        "number": world.ticket.label,
        "verb": "panggil",
        "code": service,
        "service": service,
        "name": "beranda",
        "day": "2026-11-25",
        "pk": "1",
        "member": world.callers["receptionist"].username,
    }


# The same for one page alone; these go first.
OF_ONE_PAGE: dict[str, Callable[[World], str]] = {
    "hadir/<slug:centre>/<str:code>/ code": lambda world: (
        queries.door_code(world.here, system_clock()).code
    ),
    **VALUES,
}


# An object of the other centre under the own centre's address: to everybody it is not there.
FOREIGN: dict[str, Callable[[World], str]] = {
    "counter": lambda world: "3",
    "number": lambda world: world.foreign_ticket.label,
}
# What is judged only by the one who presses (a wrong door code costs one of five tries).
NOT_JUDGED = frozenset({"hadir/<slug:centre>/<str:code>/ code"})


def path_of(page: Page, world: World, **instead: str) -> str:
    """The page's address for this world, with some parameters exchanged."""
    address, known = addresses()[page.route], values(world)
    filled = {
        one: instead.get(one) or _value(world, page, one) or known[one]
        for one in address.parameters
    }
    return reverse(address.name, kwargs=filled)


def form_of(page: Page, world: World) -> dict[str, str]:
    """The page's form for this world."""
    known = values(world)
    return {name: value.format(**known) for name, value in page.form}


def _value(world: World, page: Page, one: str) -> str:
    """A thing made for this page when it is first asked for; the world keeps it."""
    key = f"{page.route} {one}"
    if key in OF_ONE_PAGE and key not in world.made:
        world.made[key] = OF_ONE_PAGE[key](world)
    return world.made.get(key, "")


def call_path(call: Call, world: World, **instead: str) -> str:
    """The call's path for this world."""
    return call.path.format(**{**values(world), **instead})


def body_of(call: Call, world: World) -> dict[str, Any]:
    """The call's body for this world."""
    known = values(world)
    return {
        name: value.format(**known) if isinstance(value, str) else value
        for name, value in call.body
    }


@contextmanager
def untouched(caller: Caller) -> Iterator[None]:
    """Whatever the caller does is forgotten: every one of them meets the same world."""
    cookies = deepcopy(caller.client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    caller.client.cookies = cookies


def wrong_pages(page: Page, world: World) -> list[str]:
    """Everything about a page that is not as its line says."""
    path, form = path_of(page, world), form_of(page, world)
    found = []
    for caller in world.callers.values():
        for method in page.methods.split():
            with untouched(caller):
                answer = caller.ask_page(method, path, form)
            if not _as_expected_of_a_page(page, caller, answer):
                found.append(f"{caller.name} {method} {page.route or '/'}: {_told(answer)}")
    return found


def _as_expected_of_a_page(page: Page, caller: Caller, answer: HttpResponse) -> bool:
    asked_to_sign_in = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
    if caller.name in page.may:
        return (
            answer.status_code < 500 and answer.status_code not in REFUSED and not asked_to_sign_in
        )
    if page.others is not None:
        return answer.status_code == page.others
    return answer.status_code == 404 if caller.name in STAFF else asked_to_sign_in


def wrong_calls(call: Call, world: World) -> list[str]:
    """Everything about a call that is not as its line says."""
    path, body = call_path(call, world), body_of(call, world)
    found = []
    for caller in world.callers.values():
        with untouched(caller):
            answer = caller.ask_api(call.method, path, body)
        if not _as_expected_of_a_call(call, caller, answer):
            found.append(f"{caller.name} {call.key} {body}: {_told(answer)}")
    return found


NOBODY_WE_KNOW = frozenset({"visitor", "closed", "revoked", "unplugged"})


def _as_expected_of_a_call(call: Call, caller: Caller, answer: HttpResponse) -> bool:
    if caller.name in call.may:
        return answer.status_code < 500 and answer.status_code not in REFUSED
    refused = 401 if caller.name in NOBODY_WE_KNOW else 403
    wanted = 404 if caller.name in call.strangers else refused
    is_problem = answer.headers.get("Content-Type") == "application/problem+json"
    return answer.status_code == wanted and is_problem


def wrong_strangers(page: Page, world: World) -> list[str]:
    """Parameters that name nothing, or another centre's thing, and yet are answered."""
    found = []
    for one in addresses()[page.route].parameters:
        if f"{page.route} {one}" in NOT_JUDGED:
            continue
        foreign = FOREIGN.get(one)
        for value in ["tidak-ada", *([foreign(world)] if foreign else [])]:
            path = _path_or_none(page, world, one, value)
            found += _answered(page, world, path, f"{one}={value}") if path else []
    return found


def _path_or_none(page: Page, world: World, one: str, value: str) -> str | None:
    try:
        return path_of(page, world, **{one: value})
    except NoReverseMatch:  # a number, or one of few words: the address itself says no
        return None


def _answered(page: Page, world: World, path: str, what: str) -> list[str]:
    found = []
    for name in sorted(page.may):
        caller = world.callers[name]
        for method in page.methods.split():
            with untouched(caller):
                answer = caller.ask_page(method, path, form_of(page, world))
            # A page may send a GET on to the address that will say 404.
            if answer.status_code not in {403, 404} and not _leads_to_404(caller, answer):
                found.append(f"{name} {method} {page.route} with {what}: {_told(answer)}")
    return found


def _leads_to_404(caller: Caller, answer: HttpResponse) -> bool:
    if answer.status_code not in {302, 303}:
        return False
    return caller.client.get(answer["Location"]).status_code == 404


def wrong_methods(page: Page, world: World) -> list[str]:
    """Methods a page does not know and yet answers otherwise than 405."""
    found = []
    for name in sorted(page.may)[:1]:
        caller = world.callers[name]
        for method in set(METHODS) - set(page.methods.split()):
            with untouched(caller):
                answer = caller.ask_page(method, path_of(page, world), {})
            if answer.status_code != 405 or "Allow" not in answer.headers:
                found.append(f"{name} {method} {page.route}: {_told(answer)}")
    return found


def wrong_api_methods(path: str, known: set[str], world: World) -> list[str]:
    """The same of a path of the API, for somebody who may do everything there."""
    caller, found = world.callers["supervisor"], []
    for method in set(METHODS) - known:
        call = Call(method, path, frozenset())
        with untouched(caller):
            answer = caller.ask_api(method, call_path(call, world), {})
        if answer.status_code != 405 or "Allow" not in answer.headers:
            found.append(f"{call.key}: {_told(answer)}")
    return found


def forged(page: Page, world: World) -> list[str]:
    """Forms that another site could make a browser send."""
    if not page.may:
        return []
    name = sorted(page.may)[0]
    caller, careful = world.callers[name], Client(enforce_csrf_checks=True)
    careful.cookies = deepcopy(caller.client.cookies)
    with transaction.atomic():
        answer: Any = careful.post(path_of(page, world), form_of(page, world))
        transaction.set_rollback(True)
    return [] if answer.status_code == 403 else [f"{name} POST {page.route}: {_told(answer)}"]


def _told(answer: Any) -> str:
    where: Mapping[str, str] = answer.headers
    return f"{answer.status_code} {where.get('Location', '')}".strip()
