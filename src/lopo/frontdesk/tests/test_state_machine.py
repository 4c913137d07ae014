"""Whatever people, officers and clocks do, the invariants hold (RELIABILITY §5: 1-7, 12, 13).

Set ``LOPO_HYPOTHESIS=deep`` for a search that takes many minutes. That each check can fail is
shown in ``test_mutants.py``.
"""

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from lopo.frontdesk import actions
from lopo.frontdesk.tests.builders import make_centre, make_desk
from lopo.frontdesk.tests.machine import ZONE, FrontDesk

DEEP = os.environ.get("LOPO_HYPOTHESIS") == "deep"
PROFILE = settings(
    max_examples=400 if DEEP else 20,
    stateful_step_count=60 if DEEP else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def make_machine() -> type[FrontDesk]:
    """The machine, seated at a centre that stands while all examples come and go."""
    centre = make_centre(zone=ZONE)
    actions.choose_day_end(
        centre=centre, rule="CARRY_OVER", valid_from=date(2020, 1, 1), legal_basis="test"
    )
    desks = [make_desk(centre=centre, counter=str(n)) for n in (1, 2)]
    return type("FrontDeskOfOneCentre", (FrontDesk,), {"centre": centre, "desks": desks})


@pytest.mark.django_db
def test_whatever_happens_the_invariants_hold() -> None:
    run_state_machine_as_test(make_machine(), settings=PROFILE)
