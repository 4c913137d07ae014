"""What the screen tells beside full queues: read whole, and nothing covers anything."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from playwright.sync_api import Route

from lopo.findings.tests.builders import ballots
from lopo.foundation.days import civil_date
from lopo.frontdesk.actions import pause_session
from lopo.frontdesk.tests.builders import make_centre, make_desk, service_of
from lopo.frontdesk.views import screens
from lopo.kernel.clock import system_clock
from lopo.notices.models import Notice
from lopo.notices.tests.builders import make_notice
from lopo.surveys.actions import point_at
from tests.conftest import OpenWindow, Room, Visitor
from tests.journeys.test_tv import CUT_OFF, TOO_SMALL, listening, screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONTENT: list[int | None] = [4, 3, 3, 4, 4, 3, 4, 3, 3]
PLEDGE = (
    "Dengan ini kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar yang telah "
    "ditetapkan. Apabila tidak menepati janji ini, kami siap menerima sanksi sesuai peraturan "
    "perundang-undangan."
)
SIGNED = "Keputusan 1 tanggal 1 Januari 2026."
LONG_TITLE = (
    "Legalisir, kartu pegawai, kartu istri dan kartu suami dilayani di meja 5 di lantai yang sama "
    "mulai Senin, 30 November 2026 pukul 08.00 WITA sampai selesai"
)
LOUD_TITLE = "PENGUMUMAN PENTING BAGI SELURUH APARATUR SIPIL NEGARA"
LOUD = (
    "SELURUH PEGAWAI WAJIB MEMUTAKHIRKAN DATA PALING LAMBAT TANGGAL 31 DESEMBER 2026. HUBUNGI MEJA "
    "B BILA MENEMUI KENDALA PADA SAAT MENGISI DATA."
)
CARDS = ".waits, .info, .door, .liked"
OVERLAP = f"""() => {{
  const cards = [...document.querySelectorAll("{CARDS}")].map((e) => e.getBoundingClientRect());
  cards.sort((a, b) => a.top - b.top);
  return cards.filter((card, i) => i && card.top < cards[i - 1].bottom - 1).length;
}}"""


def full_room(queues: str) -> Room:
    """Every queue waits, people were asked, and the room has a code to answer by."""
    centre = make_centre(queues=queues)
    made = Room(centre, make_desk(centre=centre))
    for letter in queues:
        for _guest in range(3):
            made.guest(letter)
    ballots(centre, service_of(centre, "A"), [CONTENT] * 40, day=civil_date(system_clock()))
    point_at(centre=centre, counter=None)
    made.open_desk()
    return made


def _answer(board: str, route: Route) -> None:
    route.fulfill(body=board, content_type="text/html; charset=utf-8")


def told(tv: Visitor, room: Room, monkeypatch: pytest.MonkeyPatch, minutes: int) -> list[str]:
    """What the screen tells in so many minutes; nothing of it is small, cut off or covered."""
    path, begun = f"/antrean/{room.centre.code}/papan/", system_clock()
    found = []
    for minute in range(minutes):
        # Of one clock that stands: a minute that ends meanwhile would be told twice or not at all.
        at = begun + timedelta(minutes=minute)
        monkeypatch.setattr(screens, "system_clock", lambda at=at: at)
        screens._kept.clear()
        board = Client().get(path, headers={screens.FRAGMENT_HEADER: "1"}).content.decode()
        tv.page.route(f"**{path}", partial(_answer, board))
        tv.page.reload()
        listening(tv)
        assert tv.page.locator(CARDS).count() == 4
        assert tv.page.evaluate(CUT_OFF) == []
        assert tv.page.evaluate(TOO_SMALL) == []
        assert tv.page.evaluate(OVERLAP) == 0
        found.append(" ".join(tv.page.locator(".info").inner_text().split()))
    return found


@pytest.mark.parametrize("queues", ["ABCD", "ABCDE", "ABCDEFGHIJ", "ABCDEFGHIJKLMNOPQRSTUVWX"])
def test_a_pledge_is_read_whole_beside_full_queues(
    window: OpenWindow, monkeypatch: pytest.MonkeyPatch, queues: str
) -> None:
    room = full_room(queues)
    make_notice(
        agency=room.centre.host_agency,
        kind=Notice.Kind.PLEDGE,
        title="Maklumat pelayanan",
        body=PLEDGE,
    )
    tv = screen(window, room)
    assert told(tv, room, monkeypatch, 1) == [f"Maklumat pelayanan {PLEDGE} {SIGNED}"]
    # While an officer rests there is less room: the same words in two portions.
    pause_session(
        counter=room.desk.counter,
        officer=room.desk.officer,
        paused=True,
        actor=room.desk.actor,
        clock=system_clock,
    )
    first, last = sorted(told(tv, room, monkeypatch, 2))
    assert first.startswith("Maklumat pelayanan 1 dari 2 Dengan ini kami menyatakan sanggup")
    assert last.startswith("Maklumat pelayanan 2 dari 2 ")
    assert last.endswith(SIGNED)


def test_a_long_announcement_comes_in_portions_and_says_where_to_read_on(
    window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = full_room("ABCDE")
    make_notice(agency=room.centre.host_agency, title=LONG_TITLE, body=PLEDGE * 9, on_tv=True)
    said = told(screen(window, room), room, monkeypatch, 3)
    assert any(f"{LONG_TITLE} 1 dari 3" in one for one in said)
    assert any(one.endswith("/pengumuman/") for one in said)


def test_a_loud_announcement_is_read_whole(
    window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = full_room("ABCDE")
    make_notice(agency=room.centre.host_agency, title=LOUD_TITLE, body=LOUD, on_tv=True)
    said = " ".join(told(screen(window, room), room, monkeypatch, 2))
    assert all(word in said for word in f"{LOUD_TITLE} {LOUD}".split())
