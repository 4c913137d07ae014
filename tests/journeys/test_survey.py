"""Judging: from the slip, at a counter and at the kiosk; in bad weather as well as in good."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import service_of
from lopo.organisation.api import counter_of
from lopo.surveys import actions
from lopo.surveys.models import Participation
from lopo.surveys.tests.builders import counted, remarks_so_far, said_so_far
from tests.conftest import OpenWindow, Room, Visitor, too_wide
from tests.journeys.test_kiosk import SMALL, SMALLEST_TARGET, kiosk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Faults = Callable[[Page], list[str]]
THANKS = "**/terima-kasih/"
NINE = 9
# Touches a minute of somebody in no hurry: one every three seconds.
TOUCHES_IN_A_MINUTE = 20
PRESSED = """() => [...document.querySelectorAll("main a, main button, main label, .tool button")]
    .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 64)
    .map(one => one.textContent.trim())"""


@pytest.fixture
def guest(room: Room) -> Ticket:
    """Somebody who was served at desk 1 a moment ago."""
    ticket = room.guest()
    room.open_desk()
    room.call_next()
    room.start()
    room.finish()
    return ticket


def link_of(ticket: Ticket) -> str:
    return f"/survei/isi/{actions.key_of_ticket(ticket.token)}/"


def card_of(room: Room) -> str:
    point = actions.point_at(centre=room.centre, counter=counter_of(room.centre, "1"))
    return f"/s/{point.code}/"


def touch(page: Page, answer: int = 3) -> None:
    """One answer, and the next question comes by itself."""
    said = page.locator("[data-survey-at]")
    before = said.text_content() or ""
    page.locator(".answer:visible").nth(answer).click()
    expect(said).not_to_have_text(before)


def answer_all(page: Page) -> int:
    for number in range(NINE):
        touch(page, number % 4)
    return NINE


def test_under_a_minute_from_the_ticket_to_thanks(
    window: OpenWindow, guest: Ticket, axe: Faults
) -> None:
    phone = window()
    page, touches = phone.page, 0
    assert phone.go(f"/tiket/{guest.token}/") == 200
    page.get_by_role("link", name="Nilai layanan").click()
    page.wait_for_url("**/survei/isi/**")
    expect(page.locator("[data-survey-at]")).to_have_text("1 dari 9")
    expect(page.locator(".answer:visible")).to_have_count(4)
    assert (too_wide(page), axe(page)) == (0, [])
    touches += 1 + answer_all(page)
    expect(page.get_by_role("heading", name="Sedikit tentang Anda")).to_be_visible()
    assert (too_wide(page), axe(page)) == (0, [])
    page.get_by_role("button", name="Lewati").click()
    page.get_by_role("button", name="Kirim penilaian").click()
    page.wait_for_url(THANKS)
    assert (too_wide(page), axe(page)) == (0, [])
    assert touches + 2 < TOUCHES_IN_A_MINUTE
    assert said_so_far() == [(1, 2, 3, 4, 1, 2, 3, 1, 4)]
    assert page.evaluate("sessionStorage.length") == 0
    assert phone.go(link_of(guest)) == 409
    phone.sees("Satu kunjungan satu suara")
    assert axe(page) == []


def test_by_keyboard_nothing_goes_on_before_one_says_so(window: OpenWindow, guest: Ticket) -> None:
    page = _opened(window, guest).page
    page.get_by_role("button", name="Lanjut").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Pilih salah satu")).to_be_visible()
    for number in range(NINE):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(page.locator("[data-survey-at]")).to_have_text(f"{number + 1} dari 9")
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Lewati")).to_be_visible()
    page.keyboard.press("Space")  # the first of the choices has the focus
    page.get_by_role("button", name="Lanjut").press("Enter")
    page.keyboard.type("Terima kasih")
    page.get_by_role("button", name="Kirim penilaian").press("Enter")
    page.wait_for_url(THANKS)
    assert said_so_far() == [(2,) * NINE]
    assert remarks_so_far() == ["Terima kasih"]


def test_one_may_go_back_and_think_again(window: OpenWindow, guest: Ticket) -> None:
    page = _opened(window, guest).page
    touch(page, 0)
    page.get_by_role("button", name="Kembali").click()
    expect(page.locator("[data-survey-at]")).to_have_text("1 dari 9")
    expect(page.locator(".answer:visible input").first).to_be_checked()
    touch(page, 2)
    page.get_by_role("button", name="Kembali").click()
    expect(page.locator(".answer:visible input").nth(2)).to_be_checked()


def test_without_scripts_all_questions_stand_on_one_page(
    window: OpenWindow, guest: Ticket, axe: Faults
) -> None:
    phone = window(java_script_enabled=False)
    phone.go(link_of(guest))
    page = phone.page
    expect(page.locator("fieldset.answers")).to_have_count(NINE)
    for group in page.locator("fieldset.answers").all()[1:]:
        group.locator(".answer").nth(3).click()
    page.locator("form.survey").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator(".errsum")).to_be_visible()
    expect(page.locator(".answer input:checked")).to_have_count(NINE - 1)
    page.locator("fieldset.answers").first.locator(".answer").first.click()
    page.get_by_role("button", name="Kirim penilaian").click()
    page.wait_for_url(THANKS)
    assert said_so_far()[0][0] == 1


def test_a_dead_link_loses_nothing_and_sends_by_itself_when_it_lives_again(
    window: OpenWindow, guest: Ticket
) -> None:
    phone = _answered(window, guest)
    page = phone.page
    page.locator("textarea").fill("Kursinya kurang")
    page.context.set_offline(True)
    page.get_by_role("button", name="Kirim penilaian").click()
    phone.sees("Jawaban Anda belum terkirim")
    expect(page.locator("textarea")).to_have_value("Kursinya kurang")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "U1" in kept
    assert "Kursinya" not in kept
    page.context.set_offline(False)
    page.wait_for_url(THANKS)
    assert counted() == 1
    assert page.evaluate("sessionStorage.length") == 0


def test_a_server_that_stumbles_is_asked_again(window: OpenWindow, guest: Ticket) -> None:
    phone = _answered(window, guest)
    page = phone.page
    page.route("**/survei/isi/**", lambda route: route.fulfill(status=503, body="sibuk"), times=1)
    page.get_by_role("button", name="Kirim penilaian").click()
    phone.sees("Jawaban Anda belum terkirim")
    page.get_by_role("button", name="Coba lagi").click()
    page.wait_for_url(THANKS)
    assert counted() == 1


def test_an_answer_that_arrived_though_nobody_heard_counts_once(
    window: OpenWindow, guest: Ticket
) -> None:
    phone = _answered(window, guest)
    page = phone.page

    def arrives_unheard(route: object) -> None:
        route.fetch(max_redirects=0)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/survei/isi/**", arrives_unheard, times=1)
    page.get_by_role("button", name="Kirim penilaian").click()
    phone.sees("Jawaban Anda belum terkirim")
    assert counted() == 1
    page.get_by_role("button", name="Coba lagi").click()
    page.wait_for_url(THANKS)
    assert counted() == 1


def test_a_page_loaded_again_remembers_the_answers_of_a_link_but_not_of_a_counter(
    window: OpenWindow, room: Room, guest: Ticket
) -> None:
    phone = _opened(window, guest)
    for number in range(3):
        touch(phone.page, number)
    phone.page.reload()
    expect(phone.page.locator("[data-survey-at]")).to_have_text("4 dari 9")
    phone.go(card_of(room))
    phone.page.get_by_role("link", name=service_of(room.centre, "B").name).click()
    touch(phone.page)
    phone.page.reload()
    expect(phone.page.locator("[data-survey-at]")).to_have_text("1 dari 9")
    assert phone.page.evaluate("sessionStorage.length") == 1


def test_the_kiosk_asks_with_large_faces_and_goes_home(
    window: OpenWindow, room: Room, axe: Faults
) -> None:
    screen = kiosk(window, room, SMALL)
    page = screen.page
    page.get_by_role("link", name="Nilai layanan kami").click()
    page.get_by_role("link", name="Antrean B").click()
    page.get_by_role("link", name=service_of(room.centre, "B").name).click()
    expect(page.locator(".answer:visible")).to_have_count(4)
    assert page.evaluate(PRESSED) == [], SMALLEST_TARGET
    assert (too_wide(page), axe(page)) == (0, [])
    answer_all(page)
    page.get_by_role("button", name="Kirim penilaian").click()
    page.wait_for_url(THANKS)
    assert axe(page) == []
    page.get_by_role("button", name="Ke awal").click()
    page.wait_for_url(f"**/anjungan/{room.centre.code}/")
    assert Participation.objects.get().channel == "KIOSK"
    assert page.evaluate("[history.length, sessionStorage.length, localStorage.length]")[1:] == [
        0,
        0,
    ]


def test_who_walks_away_from_the_kiosk_leaves_nothing(window: OpenWindow, room: Room) -> None:
    screen = kiosk(window, room)
    page = screen.page
    page.clock.install()
    page.goto(screen.base + f"/anjungan/{room.centre.code}/")
    entries = page.evaluate("history.length")
    page.get_by_role("link", name="Nilai layanan kami").click()
    page.get_by_role("link", name="Antrean B").click()
    page.get_by_role("link", name=service_of(room.centre, "B").name).click()
    page.locator(".answer:visible").nth(0).click()
    page.clock.run_for(1_000)
    page.clock.run_for(26_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.clock.run_for(20_000)
    page.wait_for_url(f"**/anjungan/{room.centre.code}/")
    assert page.evaluate("history.length") == entries
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    assert counted() == 0


def _opened(window: OpenWindow, guest: Ticket) -> Visitor:
    phone = window()
    assert phone.go(link_of(guest)) == 200
    expect(phone.page.locator("[data-survey-at]")).to_have_text("1 dari 9")
    return phone


def _answered(window: OpenWindow, guest: Ticket) -> Visitor:
    """The same with all questions answered before, at the end of the form."""
    phone = _opened(window, guest)
    draft = dict.fromkeys([f"U{number}" for number in range(1, NINE + 1)], "3")
    phone.page.evaluate(
        "all => sessionStorage.setItem(`lopo:survey:1:${location.pathname}`, JSON.stringify(all))",
        draft,
    )
    phone.page.reload()
    phone.page.get_by_role("button", name="Lewati").click()
    return phone
