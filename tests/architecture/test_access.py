"""Every address × every kind of caller: nobody gets what the table does not give them.

Answers invariant 17 (RELIABILITY.md §5): generated from the URLconf and the API's own description.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import clear_url_caches, path

import config.urls
from lopo.administration.queries import first_run_code
from lopo.frontdesk import permissions
from lopo.frontdesk.views import reception, staffing
from lopo.people.api import require
from lopo.people.models import Assignment

from .access import judging
from .access.callers import EVERYBODY, World
from .access.expectations import CALLS, FIRST_RUN, PAGES, VARIANTS
from .access.shapes import Call, Page

pytestmark = pytest.mark.django_db
WITH_PARAMETERS = [page for page in PAGES if "<" in page.route]
FORMS = [page for page in PAGES if "POST" in page.methods.split()]
CALL_NEXT = "POST /api/v1/centres/{centre}/counters/{counter}/calls"
PATHS = sorted({call.path for call in CALLS})


def ids(row: Any) -> str:
    """The line of the table."""
    body = dict(row.body) if isinstance(row, Call) else {}
    return f"{row.key or '/'} {body.get('channel', '')}".strip()


def test_every_address_has_an_expectation_and_every_expectation_an_address() -> None:
    assert judging.unexpected(PAGES, CALLS) == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_a_page_opens_for_those_who_may_and_for_nobody_else(page: Page, world: World) -> None:
    assert judging.wrong_pages(page, world) == []


@pytest.mark.parametrize("call", [*CALLS, *VARIANTS], ids=ids)
def test_a_call_answers_those_who_may_and_nobody_else(call: Call, world: World) -> None:
    assert judging.wrong_calls(call, world) == []


@pytest.mark.parametrize("page", WITH_PARAMETERS, ids=ids)
def test_what_is_not_there_or_is_another_centres_is_not_found(page: Page, world: World) -> None:
    assert judging.wrong_strangers(page, world) == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_a_page_knows_its_methods(page: Page, world: World) -> None:
    assert judging.wrong_methods(page, world) == []


@pytest.mark.parametrize("where", PATHS)
def test_a_path_of_the_api_knows_its_methods(where: str, world: World) -> None:
    known = {call.method for call in CALLS if call.path == where}
    assert judging.wrong_api_methods(where, known, world) == []


@pytest.mark.parametrize("page", FORMS, ids=ids)
def test_a_form_sent_by_another_site_is_refused(page: Page, world: World) -> None:
    assert judging.forged(page, world) == []


def test_the_first_run_is_open_to_whoever_holds_the_code_while_nobody_administers(
    world: World,
) -> None:
    """The one page of which the house with an administrator can show only that it is shut."""
    assert len(world.callers) == len(EVERYBODY)
    Assignment.objects.filter(role="SYSTEM_ADMIN").delete()
    code = first_run_code()
    assert code is not None
    world.made[f"{FIRST_RUN} code"] = code
    assert judging.wrong_pages(Page(FIRST_RUN, "GET POST", EVERYBODY), world) == []
    world.made[f"{FIRST_RUN} code"] = code[:-1]
    assert judging.wrong_pages(row(FIRST_RUN), world) == []


def sinful_urls(view: Callable[..., HttpResponse]) -> ModuleType:
    """The whole map with one address more, of which nobody has thought."""
    module = ModuleType("sinful_urls")
    extra = path("petugas/rahasia/<slug:centre>/", view, name="rahasia")
    module.urlpatterns = [extra, *config.urls.urlpatterns]  # type: ignore[attr-defined]
    return module


def open_to_all(_request: HttpRequest, centre: str) -> HttpResponse:
    return HttpResponse(f"the secrets of {centre}")


@pytest.fixture
def sinful(settings: Any) -> Any:
    settings.ROOT_URLCONF = sinful_urls(open_to_all)
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.mark.usefixtures("sinful")
def test_a_new_address_without_an_expectation_is_caught() -> None:
    assert judging.unexpected(PAGES, CALLS) == [
        "nobody has said who may open petugas/rahasia/<slug:centre>/"
    ]


@pytest.mark.usefixtures("sinful")
def test_a_page_that_asks_nobody_is_caught(world: World) -> None:
    page = Page("petugas/rahasia/<slug:centre>/", "GET", frozenset({"centre_admin"}))
    wrong = judging.wrong_pages(page, world)
    assert "visitor GET petugas/rahasia/<slug:centre>/: 200" in wrong
    assert len(wrong) == len(world.callers) - 1
    assert judging.wrong_methods(page, world) != []
    assert judging.wrong_strangers(page, world) != []


def test_an_expectation_without_an_address_is_caught() -> None:
    gone = Page("petugas/dulu/", "GET", frozenset())
    assert judging.unexpected([*PAGES, gone], CALLS) == ["there is no page petugas/dulu/"]
    assert len(judging.unexpected(PAGES, CALLS[1:])) == 1


def row(route: str) -> Page:
    return next(page for page in PAGES if page.route == route)


def call(key: str) -> Call:
    return next(one for one in CALLS if one.key == key)


def test_a_permission_that_is_not_asked_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages' mutant: whoever is signed in is taken for staff of this centre."""
    monkeypatch.setattr(reception, "require", lambda *_: None)
    wrong = judging.wrong_pages(row("petugas/antrean/<slug:centre>/nomor/"), world)
    assert any(line.startswith("officer_elsewhere POST") for line in wrong)
    assert any(line.startswith("roleless POST") for line in wrong)


def test_an_officer_of_another_centre_who_may_act_here_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The API's mutant: a role anywhere counts everywhere."""
    asked = require
    monkeypatch.setattr(
        permissions, "require", lambda who, what, _centre: asked(who, what, world.there)
    )
    monkeypatch.setattr(permissions, "_at_home", lambda *_: None)
    wrong = judging.wrong_calls(
        call("POST /api/v1/centres/{centre}/counters/{counter}/calls"), world
    )
    assert any(line.startswith("officer_elsewhere POST") for line in wrong)
    assert any(line.startswith("officer POST") for line in wrong)


def test_a_scope_that_is_not_asked_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lopo.people.permissions.within_scopes", lambda *_: True)
    wrong = judging.wrong_calls(
        call("POST /api/v1/centres/{centre}/counters/{counter}/calls"), world
    )
    assert [line.split()[0] for line in wrong] == ["officer_to_issue"]


def test_a_guess_that_finds_another_centres_counter_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def any_counter(_centre: object, _code: str) -> Any:
        return world.here.counters.first()

    monkeypatch.setattr(permissions, "counter_of", any_counter)
    wrong = judging.wrong_strangers(
        row("petugas/antrean/<slug:centre>/meja/<slug:counter>/"), world
    )
    assert any("counter=3" in line for line in wrong)


def test_a_page_that_says_forbidden_instead_of_nothing_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To know that there is something is to know too much."""
    page = row("petugas/antrean/<slug:centre>/beri/")
    monkeypatch.setattr(staffing, "NotPermitted", type("Another", (Exception,), {}))
    wrong = judging.wrong_pages(page, world)
    assert any(line.startswith("roleless GET") and line.endswith(": 403") for line in wrong)


def test_a_form_without_the_safety_mark_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "django.middleware.csrf.CsrfViewMiddleware.process_view", lambda *_, **__: None
    )
    assert judging.forged(row("antrean/<slug:centre>/nomor/"), world) != []
