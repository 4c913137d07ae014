"""Who may answer the survey, and who may see what came of it."""

from collections.abc import Callable
from typing import Final

from lopo.frontdesk.api import ServedVisit, local_date
from lopo.frontdesk.tests.builders import offering_of
from lopo.kernel.clock import system_clock
from lopo.people.api import User
from lopo.surveys.actions import exempt_item, invite, key_of_ticket, open_batch, point_at
from lopo.surveys.models import Instrument, Item, Remark
from lopo.surveys.rules import current_period

from .callers import EVERYBODY, World
from .shapes import MANAGES, MANAGES_ALL, NOBODY, WRITES, Group, Page

# Two persons handle paper; whoever only serves at a counter neither types, checks nor sees.
TYPES: Final[Group] = frozenset({"receptionist", "supervisor"})
CHECKS: Final[Group] = frozenset({"supervisor", "centre_admin"})
SEES: Final[Group] = frozenset({"supervisor"}) | MANAGES
STAFF_SURVEY: Final = "petugas/survei/<slug:centre>/"
PAPER: Final = f"{STAFF_SURVEY}kertas/"
BATCH: Final = f"{PAPER}<int:pk>/"
INSTRUMENTS: Final = "petugas/survei/instrumen/"
SUPERVISION: Final[list[Page]] = [
    Page(STAFF_SURVEY, "GET", SEES | WRITES),
    Page(f"{STAFF_SURVEY}perlu-dilihat/", "GET", SEES),
    Page(f"{STAFF_SURVEY}populasi/", "GET POST", MANAGES | WRITES),
    Page(f"{STAFF_SURVEY}saran/", "GET", SEES),
    Page(f"{STAFF_SURVEY}saran/saran.csv", "GET", SEES),
    Page(f"{STAFF_SURVEY}saran/<uuid:pk>/sembunyikan/", "POST", SEES),
    Page(PAPER, "GET", TYPES | CHECKS),
    Page(f"{PAPER}formulir.pdf", "GET", TYPES | CHECKS | SEES),
    Page(f"{PAPER}baru/", "GET POST", TYPES),
    Page(BATCH, "GET", TYPES | CHECKS),
    Page(f"{BATCH}lembar/<int:number>/", "GET POST", TYPES),
    *(Page(f"{BATCH}{verb}/", "POST", TYPES) for verb in ("jumlah", "serahkan", "buang")),
    Page(f"{BATCH}periksa/<int:number>/", "GET POST", CHECKS),
    *(Page(f"{BATCH}{verb}/", "POST", CHECKS) for verb in ("hitung", "tolak")),
    Page(INSTRUMENTS, "GET POST", MANAGES_ALL),
    Page(f"{INSTRUMENTS}<int:pk>/", "GET", MANAGES_ALL),
    *(
        Page(f"{INSTRUMENTS}<int:pk>/{part}/", "GET POST", MANAGES_ALL)
        for part in ("akhiri", "tarik", "mutu", "pengecualian")
    ),
    Page(f"{INSTRUMENTS}pengecualian/<int:pk>/akhiri/", "POST", MANAGES_ALL),
]

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
    Page("survei/kunjungan/<str:token>/", "GET", EVERYBODY),
    Page("survei/kunjungan/<str:token>/tidak/", "GET", EVERYBODY),
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
    *SUPERVISION,
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


def _batch(world: World) -> str:
    """A batch of paper of the first centre."""
    officer = User.objects.get(username=world.callers["receptionist"].username)
    batch = open_batch(
        centre=world.here,
        day=local_date(world.here, system_clock()),
        sheets=1,
        officer=officer,
        clock=system_clock,
    )
    return str(batch.pk)


def _remark(world: World) -> str:
    service = offering_of(world.here).service
    made = Remark.objects.create(
        instrument=Instrument.objects.get(code="SKM"),
        centre=world.here,
        agency=service.agency,
        service=service,
        quarter=current_period(local_date(world.here, system_clock())).first,
        text="Baik",
    )
    return str(made.pk)


def _instrument(_world: World) -> str:
    return str(Instrument.objects.get(code="SKM").pk)


def _exemption(world: World) -> str:
    made = exempt_item(
        item=Item.objects.get(code="U4"),
        agency=world.here.host_agency,
        service=None,
        reason="Gratis",
        legal_basis="uji",
        valid_from=local_date(world.here, system_clock()),
        valid_until=None,
        clock=system_clock,
    )
    return str(made.pk)


VOICES: Final[dict[str, Callable[[World], str]]] = {
    "s/<slug:code>/ code": _point,
    "survei/isi/<slug:key>/ key": _link,
    "survei/isi/<slug:key>/tidak/ key": _link,
    "petugas/survei/<slug:centre>/kartu.pdf centre": _centre_with_a_point,
    "petugas/survei/<slug:centre>/kartu/<slug:code>.pdf code": _point,
    **{f"{page.route} pk": _batch for page in SUPERVISION if page.route.startswith(BATCH)},
    **{f"{page.route} number": lambda world: "1" for page in SUPERVISION if "number" in page.route},
    f"{STAFF_SURVEY}saran/<uuid:pk>/sembunyikan/ pk": _remark,
    **{
        f"{page.route} pk": _instrument
        for page in SUPERVISION
        if page.route.startswith(f"{INSTRUMENTS}<int")
    },
    f"{INSTRUMENTS}pengecualian/<int:pk>/akhiri/ pk": _exemption,
}
