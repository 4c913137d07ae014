"""On a narrow window: long words break, old and new words stand below each other."""

import pytest

from lopo.editorial.tests.builders import charged
from lopo.findings.tests.builders import ballots
from lopo.foundation.days import civil_date
from lopo.frontdesk.tests.builders import service_of
from lopo.kernel.clock import system_clock
from lopo.notices.models import Notice
from lopo.notices.tests.builders import make_notice
from lopo.people.api import Duty
from tests.conftest import OpenWindow, Room
from tests.journeys.test_passkeys import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "J" * 160
IS_WIDE = "document.documentElement.scrollWidth > innerWidth"
PUT = "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)"
CHANGES = """<div class="table-wrap"><table class="table changes"><tbody>
<tr><th scope="row">Waktu</th>
<td data-label="Semula">3 hari</td><td data-label="Menjadi">5 hari</td></tr>
</tbody></table></div>"""
HEAD = """<div class="panel__head"><h2>Keberlakuan</h2>
<span class="badge badge--dot badge--says">Masih berlaku sampai 31 Desember 2026</span></div>"""

# Words that stand on so narrow a place that each line holds a letter or two.
SLIVERS = """() => [...document.querySelectorAll("header *, main *")].filter((e) =>
  !e.closest(".vh, svg") && e.checkVisibility() &&
  [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim().length > 3) &&
  e.clientWidth > 0 && e.clientWidth < 40).map((e) => e.outerHTML.slice(0, 80))"""
TWICE = 32
CONTENT: list[int | None] = [4, 3, 3, 4, 4, 3, 4, 3, 3]


@pytest.mark.parametrize("width", [360, 1200])
def test_one_long_word_does_not_widen_the_page(window: OpenWindow, room: Room, width: int) -> None:
    guest = window((width, 740))
    assert guest.go("/") == 200
    guest.page.evaluate(PUT, f'<div class="panel"><div class="panel__body">{LONG * 2}</div></div>')
    assert guest.page.evaluate(IS_WIDE) is False


def test_on_a_phone_old_and_new_words_stack_and_badges_go_below_a_heading(
    window: OpenWindow, room: Room
) -> None:
    editor = window((360, 740))
    sign_in(editor, charged(room.centre.host_agency, Duty.EDITOR))
    assert editor.go("/petugas/standar/") == 200
    editor.page.evaluate(PUT, CHANGES + HEAD)
    was, now = (editor.page.locator(".changes td").nth(n).bounding_box() for n in (0, 1))
    assert was is not None
    assert now is not None
    assert now["y"] >= was["y"] + was["height"]
    assert now["x"] + now["width"] <= 360
    heading = editor.page.get_by_role("heading", name="Keberlakuan").bounding_box()
    badge = editor.page.get_by_text("Masih berlaku sampai").bounding_box()
    assert heading is not None
    assert badge is not None
    assert badge["y"] >= heading["y"] + heading["height"]


def test_letters_twice_as_large_on_a_phone_are_read_without_scrolling_sideways(
    window: OpenWindow, room: Room
) -> None:
    """WCAG 2.2, 1.4.4: a visitor who has set 200 % in the browser."""
    centre, service = room.centre, service_of(room.centre, "A")
    room.guest()
    ballots(centre, service, [CONTENT] * 12, day=civil_date(system_clock()))
    make_notice(agency=centre.host_agency, kind=Notice.Kind.PLEDGE, title="Maklumat pelayanan")
    guest = window((360, 740))
    session = guest.page.context.new_cdp_session(guest.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": TWICE}})
    for path in (
        "/",
        "/layanan/",
        f"/layanan/{service.code}/",
        f"/antrean/{centre.code}/",
        f"/antrean/{centre.code}/papan/",
        f"/survei/pusat/{centre.code}/",
        "/perangkat-daerah/",
        "/maklumat/",
    ):
        assert guest.go(path) == 200
        assert guest.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > TWICE
        assert guest.page.evaluate(IS_WIDE) is False, path
        assert guest.page.evaluate(SLIVERS) == [], path
