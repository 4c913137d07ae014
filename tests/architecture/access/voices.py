"""Who may answer the survey, and who may see what came of it."""

from collections.abc import Callable
from typing import Final

from lopo.frontdesk.api import ServedVisit, local_date
from lopo.frontdesk.tests.builders import offering_of
from lopo.kernel.clock import system_clock
from lopo.surveys.actions import invite, key_of_ticket, point_at

from .callers import EVERYBODY, World
from .shapes import Page

SURVEYS: Final[list[Page]] = [
    # The link is the right; behind a code at a counter everybody may answer.
    Page("s/<slug:code>/", "GET POST", EVERYBODY),
    Page("survei/isi/<slug:key>/", "GET POST", EVERYBODY),
    Page("survei/<slug:centre>/terima-kasih/", "GET", EVERYBODY),
    Page("survei/kunjungan/<str:token>/", "GET", EVERYBODY),
]


def _point(world: World) -> str:
    return point_at(centre=world.here, counter=None).code


def _link(world: World) -> str:
    offering = offering_of(world.here)
    invite(
        ServedVisit(
            token="dilayani",
            centre=world.here,
            service=offering.service,
            counter=None,
            standard=None,
            day=local_date(world.here, system_clock()),
        )
    )
    return key_of_ticket("dilayani")


VOICES: Final[dict[str, Callable[[World], str]]] = {
    "s/<slug:code>/ code": _point,
    "survei/isi/<slug:key>/ key": _link,
}
