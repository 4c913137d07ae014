"""The list of real searches, written before the search was tuned; what is missed stays in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from lopo.catalogue.api import search

from .builders import make_bkd

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "search_cases.json").read_text(encoding="utf-8")
)
KINDS = {
    "name", "synonym", "requirement", "life-event", "typo", "abbreviation", "everyday",
}  # fmt: skip
IN_TOP_THREE, FIRST = 0.95, 0.80
LEAST_CASES = 160


def expected(case: dict[str, Any]) -> list[str]:
    """The service that is meant, or those that are equally right."""
    meant = case["expect"]
    return [meant] if isinstance(meant, str) else meant


def test_the_list_is_long_and_says_of_each_search_what_it_is() -> None:
    assert len(CASES) >= LEAST_CASES
    assert len({case["q"] for case in CASES}) == len(CASES)
    assert {case["kind"] for case in CASES} == KINDS


@pytest.mark.django_db
def test_most_searches_find_what_was_meant_first_and_nearly_all_among_three() -> None:
    make_bkd()
    places = {}
    for case in CASES:
        codes = [service.code for service in search(case["q"]).services]
        ranks = [codes.index(code) + 1 for code in expected(case) if code in codes]
        places[case["q"]] = min(ranks, default=0)
        if places[case["q"]] != 1:
            print(f"{case['q']!r}: {expected(case)} at {places[case['q']]} of {codes[:4]}")  # noqa: T201
    first = sum(place == 1 for place in places.values()) / len(CASES)
    among_three = sum(0 < place <= 3 for place in places.values()) / len(CASES)
    print(f"{len(CASES)} searches: {among_three:.1%} among three, {first:.1%} first")  # noqa: T201
    assert among_three >= IN_TOP_THREE
    assert first >= FIRST


@pytest.mark.django_db
def test_every_service_is_looked_for_at_least_three_times() -> None:
    make_bkd()
    looked_for = [code for case in CASES for code in expected(case)]
    rare = [one.code for one in search("").services if looked_for.count(one.code) < 3]
    assert rare == []
