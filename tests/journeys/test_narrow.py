"""On a narrow window: long words break, old and new words stand below each other."""

import pytest

from lopo.editorial.tests.builders import charged
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
