"""How many statements an act costs: asserted, so that nobody adds one without noticing.

What counts most is what runs while the line is locked: everybody else at the centre waits for
it. BEGIN and COMMIT (here: the savepoint that stands for them) are not counted.
"""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast

from lopo.foundation.transactions import one_transaction
from lopo.frontdesk.models import Visit
from lopo.frontdesk.tests.builders import MORNING

pytestmark = pytest.mark.django_db
LOCK = "FOR NO KEY UPDATE"


@pytest.fixture
def cast() -> Cast:
    return Cast()


def statements(act: Callable[[], object]) -> list[str]:
    """What ``act`` asked the database, without the frame of its transaction."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return [q["sql"] for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]


def counted(asked: list[str]) -> tuple[int, int]:
    """(all of them, those from the lock of the line on)."""
    locked = next(n for n, statement in enumerate(asked) if LOCK in statement)
    return len(asked), len(asked) - locked


def test_taking_a_number_costs_twelve_statements_nine_of_them_under_the_lock(cast: Cast) -> None:
    order = cast.order()
    cast.visitor.post("/tickets", order)  # the day begins, and the hours are remembered
    assert counted(statements(lambda: cast.visitor.post("/tickets", order))) == (12, 9)


# A finish has three more: what the officer read of a form filled at home ends with the visit, and
# whoever was served is invited to judge.
@pytest.mark.parametrize(
    ("verb", "most"), [("calls", (14, 9)), ("current/start", (11, 6)), ("current/finish", (15, 10))]
)
def test_an_officers_verb_costs_few_statements(
    cast: Cast, verb: str, most: tuple[int, int]
) -> None:
    cast.number()
    cast.opened()
    for before in ("calls", "current/start"):
        if before == verb:
            break
        cast.petugas.post(cast.counter(before))
    assert counted(statements(lambda: cast.petugas.post(cast.counter(verb)))) == most


def test_an_act_opens_no_savepoint_inside_its_kept_answer(cast: Cast) -> None:
    order = cast.order()
    cast.visitor.post("/tickets", order)
    with CaptureQueriesContext(connection) as asked:
        cast.visitor.post("/tickets", order)
    assert sum(q["sql"].startswith("SAVEPOINT") for q in asked.captured_queries) == 1


def test_what_fails_inside_a_joined_transaction_condemns_the_whole(cast: Cast) -> None:
    """Even an act whose refusal somebody swallows leaves nothing behind."""
    with one_transaction():
        Visit.objects.create(
            centre=cast.centre, service_date=MORNING.date(), channel="WEB", created_at=MORNING
        )
        with suppress(LookupError), one_transaction():
            raise LookupError
    assert not Visit.objects.exists()
