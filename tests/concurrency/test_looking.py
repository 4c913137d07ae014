"""Somebody looks at a result while a voice comes in and opens the box: one moment is shown."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any

import pytest
from django.db import connection

from lopo.findings import queries
from lopo.findings.queries import counting
from lopo.foundation.days import civil_date
from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.surveys.tests.builders import vote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# With the tenth about a service, five are opened.
WAITING = 9


def voices(centre: Centre) -> int:
    """How many voices the result of a centre is made of."""
    shown = queries.shown(queries.of_centre(centre), None, civil_date(system_clock()))
    return shown.outcome.ballots if shown.outcome else 0


def looking_while_the_box_opens(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, int]:
    """What is seen before, in the very look during which the tenth voice comes, and after."""
    centre = make_centre()
    for _voice in range(WAITING):
        vote(centre=centre, clock=system_clock)
    before = voices(centre)

    def cast() -> None:
        try:
            vote(centre=centre, clock=system_clock)
        finally:
            connection.close()

    read: Callable[..., Any] = counting._marks

    def once(*args: Any) -> Any:
        monkeypatch.setattr(counting, "_marks", read)
        with ThreadPoolExecutor(max_workers=1) as other:
            other.submit(cast).result()
        return read(*args)

    monkeypatch.setattr(counting, "_marks", once)
    return before, voices(centre), voices(centre)


def test_a_look_is_of_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looking_while_the_box_opens(monkeypatch) == (WAITING, WAITING, WAITING + 1)


def test_without_the_one_moment_voices_count_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "one_moment", nullcontext)
    before, during, after = looking_while_the_box_opens(monkeypatch)
    assert (before, after) == (WAITING, WAITING + 1)
    assert during > after
