"""A plan is rewritten, exempted and withdrawn by many at the same moment, in four processes."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lopo import surveys
from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.clock import system_clock
from lopo.surveys import actions
from lopo.surveys.models import Exemption, Instrument
from lopo.surveys.queries import version_of
from tests.concurrency.crowd import PEOPLE, Crowd, Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CODE = "RENCANA"
FILE = Path(surveys.__file__).parent / "data" / "spak.json"


def text(number: int) -> str:
    """The plan, a little different for every number."""
    file = json.loads(FILE.read_text(encoding="utf-8"))
    day = (system_clock() + timedelta(days=300)).date()
    facts = {"kode": CODE, "nama": f"Naskah {number}", "berlaku_sejak": day.isoformat()}
    file["instrumen"][0].update(facts)
    return json.dumps(file)


@pytest.fixture(autouse=True)
def _plan() -> Iterator[None]:
    """A plan; gone with the test, as tables filled by migrations are not emptied."""
    actions.import_instruments(raw=text(0).encode(), clock=system_clock)
    yield
    left = version_of(CODE, 1)
    if left is not None:
        actions.withdraw_instrument(instrument=left, clock=system_clock)


def all_at_once(crowd: Crowd, *, without: str = "") -> list[Outcome]:
    """Half of them bring a text, half exempt an item."""
    centre = make_centre()
    arguments = [
        {"centre": centre.code, "code": CODE, "text": text(n) if n % 2 else ""}
        for n in range(PEOPLE)
    ]
    return crowd.race("change_plan", arguments, without=without)


def check(outcomes: list[Outcome]) -> None:
    """Every text was taken; every exemption that was thanked for is there."""
    assert {one.answer for one in outcomes[1::2]} == {"done"}
    exempted = [one.answer for one in outcomes[::2]]
    assert set(exempted) <= {"done", "instrument-moved"}
    assert Exemption.objects.count() == exempted.count("done")


def test_nobody_exempts_an_item_of_a_text_that_is_gone(crowd: Crowd) -> None:
    check(all_at_once(crowd))


def test_without_the_lock_the_check_fails(crowd: Crowd) -> None:
    outcomes = all_at_once(crowd, without="the lock on questionnaires")
    with pytest.raises(AssertionError):
        check(outcomes)


def test_a_plan_is_withdrawn_once_however_many_press_at_once(crowd: Crowd) -> None:
    arguments = [{"centre": make_centre().code, "code": CODE} for _press in range(PEOPLE)]
    outcomes = crowd.race("withdraw_plan", arguments)
    assert {one.error for one in outcomes} == {""}
    assert not Instrument.objects.filter(code=CODE).exists()
