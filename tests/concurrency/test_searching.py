"""Twenty people look for the same in vain at the same moment, in four processes."""

import pytest

from lopo.catalogue.api import missed_searches
from lopo.frontdesk.tests.builders import make_centre
from tests.concurrency.crowd import PEOPLE, Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def all_at_once(crowd: Crowd, *, without: str = "") -> dict[str, int]:
    """Everybody looks for it; what is kept then, with its count."""
    centre = make_centre()
    arguments = [{"centre": centre.code, "text": "Surat tanah"} for _ in range(PEOPLE)]
    outcomes = crowd.race("search_in_vain", arguments, without=without)
    assert [outcome.error for outcome in outcomes] == [""] * PEOPLE
    return {row.text: row.count for row in missed_searches()}


def test_every_search_in_vain_is_counted_however_many_come_at_once(crowd: Crowd) -> None:
    assert all_at_once(crowd) == {"surat tanah": PEOPLE}


def test_read_first_and_written_afterwards_some_would_be_lost(crowd: Crowd) -> None:
    """The control."""
    assert all_at_once(crowd, without="the counting in one statement")["surat tanah"] < PEOPLE
