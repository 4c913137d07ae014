"""Every address × every kind of caller: nobody gets what the table does not give them.

Answers invariant 17 (RELIABILITY.md §5): generated from the URLconf and the API's own description.
"""

from typing import Any

import pytest

from .access import judging
from .access.callers import World
from .access.expectations import CALLS, PAGES, VARIANTS, Call, Page

pytestmark = pytest.mark.django_db
WITH_PARAMETERS = [page for page in PAGES if "<" in page.route]
FORMS = [page for page in PAGES if "POST" in page.methods.split()]
PATHS = sorted({call.path for call in CALLS})


def ids(row: Any) -> str:
    """The line of the table."""
    body = dict(row.body) if isinstance(row, Call) else {}
    return f"{row.key or '/'} {body.get('channel', '')}".strip()


@pytest.fixture
def world() -> World:
    return World()


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
