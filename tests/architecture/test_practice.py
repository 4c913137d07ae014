"""A practice centre is marked on every screen it shows, and counts nowhere else."""

import re

import pytest
from django.test import Client

from lopo.frontdesk.queries import boards
from lopo.frontdesk.tests.builders import make_ticket, open_desk
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import change_policy
from lopo.ui import whose
from tests.cast import Cast

from .access import judging
from .access.callers import World
from .access.expectations import PAGES
from .access.shapes import Page

pytestmark = pytest.mark.django_db
BAR = re.compile(
    r'<aside class="practice-bar no-print" aria-label="Latihan">.*?</aside>', re.DOTALL
)
PREFERRED = ("visitor", "supervisor", "receptionist", "kiosk", "centre_admin", "system_admin")
# Pages that show a centre, a ticket or a device; the others belong to no centre, nor does an
# account that is given a new password.
OF_A_CENTRE = [
    page
    for page in PAGES
    if re.search("<slug:centre>|<str:token>", page.route)
    and "GET" in page.methods
    and "sandi-baru" not in page.route
]


def shown(page: Page, world: World, name: str) -> str:
    """The whole page somebody sees; empty for a part of a page and for nothing at all."""
    answer = world.callers[name].ask_page("GET", judging.path_of(page, world), {})
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return ""
    text = answer.content.decode()
    return text if "<html" in text else ""


def becomes_practice(world: World) -> None:
    """At once: screens remember a centre for a second."""
    change_policy(centre=world.here, actor=SYSTEM, is_practice=True)
    boards._places.clear()


def looks(page: Page, world: World) -> list[str]:
    """The page as everybody sees it who may."""
    names = [name for name in PREFERRED if name in page.may]
    return [text for name in names if (text := shown(page, world, name))]


@pytest.mark.parametrize("page", OF_A_CENTRE, ids=lambda page: page.route)
def test_every_screen_of_a_practice_centre_says_so_first(page: Page, world: World) -> None:
    assert not any(BAR.search(text) or "data-practice" in text for text in looks(page, world))
    becomes_practice(world)
    for text in looks(page, world):
        bar = BAR.search(text)
        assert bar, f"{page.route} does not say that it is practice"
        assert "Bukan antrean sungguhan" in bar[0]
        assert "data-practice" in text.partition("<head>")[0]
        assert re.search(r"<title>Latihan · \S", text)
        assert not re.search(r"<main|<nav|<h1", text[: bar.start()]), "the bar does not stand first"


# What says "practice" beside the bar: the paper that leaves the room, and the title of the window.
BESIDE = re.compile(r"<head>.*?</head>|<article class=\"slip.*?</article>", re.DOTALL)


def other_marks(text: str) -> list[str]:
    """Words of practice beside the bar: two marks are less clear than one."""
    rest = BESIDE.sub(" ", BAR.sub(" ", text))
    words = re.sub(r"<[^>]+>", " ", rest)
    return re.findall(r"\S*(?:latihan|practice)\S*", words, re.IGNORECASE)


@pytest.mark.parametrize("page", OF_A_CENTRE, ids=lambda page: page.route)
def test_the_bar_is_the_only_mark(page: Page, world: World) -> None:
    becomes_practice(world)
    for text in looks(page, world):
        assert len(BAR.findall(text)) == 1
        assert other_marks(text) == [], page.route


def test_a_second_mark_is_caught() -> None:
    """The control."""
    bar = '<aside class="practice-bar no-print" aria-label="Latihan"><p>Latihan</p></aside>'
    assert other_marks(f"<head><title>Latihan</title></head>{bar}") == []
    assert other_marks(f'{bar}<span class="badge">Latihan</span>') == ["Latihan"]


def test_the_walk_above_has_seen_every_kind_of_screen(world: World) -> None:
    """A walk that looks at nothing finds nothing."""
    seen = {page.route for page in OF_A_CENTRE if looks(page, world)}
    for part in (
        "antrean/",
        "papan/",
        "tiket/",
        "cetak/",
        "anjungan/",
        "layar/",
        "petugas/meja/",
        "penerima-tamu/",
    ):
        assert any(part in route for route in seen), part


def test_the_mark_would_be_missed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a skeleton that does not ask leaves the practice centre unmarked."""
    becomes_practice(world)
    [page] = [page for page in PAGES if page.route == "antrean/<slug:centre>/"]
    assert BAR.search(shown(page, world, "visitor"))
    monkeypatch.setattr(whose, "OF_A_CENTRE", ())
    assert not BAR.search(shown(page, world, "visitor"))


def test_a_printed_slip_says_it_on_the_paper_itself() -> None:
    """The bar is for screens; paper leaves the room."""
    cast = Cast()
    change_policy(centre=cast.centre, actor=SYSTEM, is_practice=True)
    token = cast.number()["token"]
    text = Client().get(f"/tiket/{token}/cetak/").content.decode()
    slip = text.partition('<article class="slip"')[2]
    assert "LATIHAN" in slip


def test_the_api_says_which_centre_is_for_practice() -> None:
    cast = Cast()
    assert cast.visitor.get(f"/centres/{cast.centre.code}").json()["practice"] is False
    change_policy(centre=cast.centre, actor=SYSTEM, is_practice=True)
    assert cast.visitor.get(f"/centres/{cast.centre.code}").json()["practice"] is True
    listed = {one["code"]: one for one in cast.visitor.get("/centres").json()["items"]}
    assert listed[cast.centre.code]["practice"] is True


def test_numbers_of_practice_count_in_nothing_of_the_real_centre() -> None:
    cast = Cast()
    change_policy(centre=cast.elsewhere, actor=SYSTEM, is_practice=True)
    make_ticket(centre=cast.centre, clock=system_clock)
    code = cast.centre.code
    public = [f"/centres/{code}", f"/centres/{code}/board", f"/centres/{code}/ledger"]

    def figures() -> list[object]:
        found = [cast.visitor.get(path).json() for path in public]
        found[1].pop("now")
        return [*found, Client().get(f"/antrean/{code}/ruang/").content]

    before = figures()
    desk = open_desk(centre=cast.elsewhere, clock=system_clock)
    for _ in range(3):
        make_ticket(centre=cast.elsewhere, clock=system_clock)
    assert desk.counter.centre_id == cast.elsewhere.pk
    assert figures() == before
    assert cast.elsewhere.name  # both rooms have the same name here: the front page shows one
    assert f"/antrean/{cast.elsewhere.code}/" not in Client().get("/").content.decode()
