"""Who may answer the survey, and who may see what came of it."""

from collections.abc import Callable
from typing import Final

from lopo.frontdesk.api import ServedVisit, local_date
from lopo.frontdesk.tests.builders import offering_of
from lopo.kernel.clock import system_clock
from lopo.surveys.actions import invite, key_of_ticket, point_at

from .callers import EVERYBODY, World
from .shapes import MANAGES, NOBODY, Group, Page

KIOSKS_HERE: Final[Group] = frozenset({"kiosk", "kiosk_at_home"})
PRINTS: Final[Group] = MANAGES | {"supervisor"}
SURVEYS: Final[list[Page]] = [
    # The link is the right; behind a code at a counter everybody may answer.
    Page("s/<slug:code>/", "GET POST", EVERYBODY),
    Page("survei/isi/<slug:key>/", "GET POST", EVERYBODY),
    Page("survei/isi/<slug:key>/tidak/", "GET POST", EVERYBODY),
    Page("survei/<slug:centre>/terima-kasih/", "GET", EVERYBODY),
    Page("survei/<slug:centre>/tidak-menilai/", "GET", EVERYBODY),
    # In the name of the room only its own kiosk.
    Page("survei/<slug:centre>/anjungan/", "GET POST", KIOSKS_HERE, others=403),
    Page("survei/<slug:centre>/anjungan/terima-kasih/", "GET", KIOSKS_HERE, others=403),
    # Who looks after the room or the centre prints what stands on its counters.
    Page("petugas/survei/<slug:centre>/kartu/", "GET POST", PRINTS),
    Page("petugas/survei/<slug:centre>/kartu.pdf", "GET", PRINTS),
    Page("petugas/survei/<slug:centre>/kartu/<slug:code>.pdf", "GET", PRINTS),
    Page("survei/bagian/tiket/<str:token>/", "GET", EVERYBODY),
    Page("survei/kunjungan/<str:token>/", "GET", EVERYBODY),
    # Where no mail server is named there is no such page for anybody.
    Page("survei/kunjungan/<str:token>/surat/", "GET POST", NOBODY, others=404),
    # What came of it is everybody's.
    Page("survei/", "GET", EVERYBODY),
    Page("survei/pusat/<slug:centre>/", "GET", EVERYBODY),
    Page("survei/pusat/<slug:centre>/lencana.svg", "GET", EVERYBODY),
    Page("survei/perangkat/<slug:agency>/", "GET", EVERYBODY),
    Page("survei/perangkat/<slug:agency>/lencana.svg", "GET", EVERYBODY),
    Page("survei/layanan/<str:service>/", "GET", EVERYBODY),
    Page("survei/layanan/<str:service>/lencana.svg", "GET", EVERYBODY),
    Page("survei/data/", "GET", EVERYBODY),
    Page("survei/data/hasil.csv", "GET", EVERYBODY),
    Page("survei/data/hasil.json", "GET", EVERYBODY),
    Page("survei/data/katalog.jsonld", "GET", EVERYBODY),
    Page("survei/bagian/pusat/<slug:centre>/", "GET", EVERYBODY),
    Page("survei/bagian/layar/<slug:centre>/", "GET", EVERYBODY),
    Page("survei/bagian/perangkat/<slug:agency>/", "GET", EVERYBODY),
]


def _point(world: World) -> str:
    return point_at(centre=world.here, counter=None).code


def _centre_with_a_point(world: World) -> str:
    _point(world)
    return world.here.code


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
    "survei/isi/<slug:key>/tidak/ key": _link,
    "petugas/survei/<slug:centre>/kartu.pdf centre": _centre_with_a_point,
    "petugas/survei/<slug:centre>/kartu/<slug:code>.pdf code": _point,
}
