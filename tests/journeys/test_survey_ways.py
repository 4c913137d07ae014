"""Filling in the survey: back and forth, in another language, in haste, in large letters."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import service_of
from lopo.kernel.clock import system_clock
from lopo.surveys.tests.builders import ALL, counted, remarks_so_far, said_so_far
from lopo.surveys.views import circumstances
from tests.conftest import OpenWindow, Room, Visitor, too_wide
from tests.journeys.test_kiosk import kiosk
from tests.journeys.test_survey import NINE, THANKS, card_of, guest, link_of, touch

__all__ = ["guest"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Faults = Callable[[Page], list[str]]
SAID = "[data-survey-at]"
FONT = "one => parseFloat(getComputedStyle(one).fontSize)"
# Elements with words whose lines have room for hardly more than one letter.
BROKEN = """() => [...document.querySelectorAll("main *, header *")].filter(one => {
    const isWord = node => node.nodeType === 3 && node.textContent.trim().length > 5;
    if (![...one.childNodes].some(isWord) || one.closest(".vh, .skip, [hidden]")) return false;
    const width = one.getBoundingClientRect().width;
    return width > 0 && width < parseFloat(getComputedStyle(one).fontSize) * 2.5;
}).map(one => one.textContent.trim())"""


def hurry(page: Page) -> None:
    """Everything answered, and on to the end of the questions, by keyboard."""
    expect(page.locator("form.is-stepped")).to_be_visible()  # a click does not wait for its page
    page.evaluate(
        """() => document.querySelectorAll('[data-step="question"]').forEach((step, n) => {
        step.querySelectorAll("input")[n % 4].checked = true })"""
    )
    for _question in range(NINE):
        page.locator("[data-survey-next]").press("Enter")


def at_card(window: OpenWindow, room: Room, **how: object) -> Visitor:
    """Behind the code at a counter, at the first question."""
    phone = window(**how)
    assert phone.go(card_of(room)) == 200
    phone.page.get_by_role("link", name=service_of(room.centre, "B").name).click()
    expect(phone.page.locator(SAID)).to_have_text("1 dari 9")
    return phone


def test_the_way_back_of_the_phone_leads_one_question_back(window: OpenWindow, room: Room) -> None:
    page = at_card(window, room).page
    said = page.locator(SAID)
    for number in range(3):
        touch(page, number)
    page.go_back()
    expect(said).to_have_text("3 dari 9")
    expect(page.locator(".answer:visible input").nth(2)).to_be_checked()
    page.go_forward()
    expect(said).to_have_text("4 dari 9")
    page.get_by_role("button", name="Kembali").click()
    expect(said).to_have_text("3 dari 9")
    page.go_back()
    expect(said).to_have_text("2 dari 9")
    page.go_back()
    expect(said).to_have_text("1 dari 9")
    page.go_back()
    expect(page.get_by_role("heading", name="Layanan apa")).to_be_visible()


def test_after_thanks_the_way_back_leads_past_all_questions(
    window: OpenWindow, guest: Ticket
) -> None:
    phone = window()
    page = phone.page
    phone.go(f"/tiket/{guest.token}/")
    page.get_by_role("link", name="Nilai layanan").click()
    hurry(page)
    page.get_by_role("button", name="Lewati").click()
    page.get_by_role("button", name="Kirim penilaian").click()
    page.wait_for_url(THANKS)
    page.go_back()
    page.wait_for_url(f"**/tiket/{guest.token}/")


@pytest.mark.parametrize("way", ["card", "link"])
def test_another_language_loses_nothing(
    window: OpenWindow, room: Room, guest: Ticket, way: str
) -> None:
    if way == "card":
        phone = at_card(window, room)
    else:
        phone = window()
        phone.go(link_of(guest))
    page = phone.page
    hurry(page)
    page.get_by_label("Perempuan").check()
    page.get_by_role("button", name="Lanjut").click()
    page.locator("textarea").fill("Kursinya kurang")
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.get_by_role("button", name="Send my judgement")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("Kursinya kurang")
    assert "Kursinya" not in page.evaluate("JSON.stringify([history.state, {...sessionStorage}])")
    page.go_back()
    expect(page.get_by_label("Perempuan")).to_be_checked()
    page.go_forward()
    page.get_by_role("button", name="Send my judgement").click()
    page.wait_for_url(THANKS)
    assert said_so_far() == [(1, 2, 3, 4, 1, 2, 3, 1, 4)]
    assert remarks_so_far() == ["Kursinya kurang"]


def test_the_words_of_the_regulation_lose_nothing_either(window: OpenWindow, room: Room) -> None:
    page = at_card(window, room).page
    touch(page, 0)
    page.locator("[data-survey-words]").click()
    page.wait_for_url("**resmi=1**")
    expect(page.locator(SAID)).to_have_text("2 dari 9")
    page.get_by_role("button", name="Kembali").click()
    expect(page.locator(".answer:visible input").first).to_be_checked()


def test_at_the_kiosk_another_language_keeps_the_answers_and_the_end_nothing(
    window: OpenWindow, room: Room, axe: Faults
) -> None:
    screen = kiosk(window, room)
    page = screen.page
    entries = page.evaluate("history.length")
    page.goto(screen.base + f"/survei/{room.centre.code}/anjungan/?antrean=B")
    page.get_by_role("link", name=service_of(room.centre, "B").name).click()
    before = page.locator(".answer:visible > span").first.evaluate(FONT)
    page.get_by_role("button", name="Huruf besar").click()
    assert page.locator(".answer:visible > span").first.evaluate(FONT) > before * 1.2
    touch(page, 1)
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.get_by_text("in Indonesian")).to_be_visible()
    expect(page.locator(SAID)).to_have_text("2 of 9")
    assert axe(page) == []
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".answer:visible input").nth(1)).to_be_checked()
    assert page.evaluate("history.length") == entries + 1  # the address typed above
    page.locator("#kiosk-reset").evaluate("form => form.requestSubmit()")
    page.wait_for_url(f"**/anjungan/{room.centre.code}/")
    assert page.evaluate("[history.state, sessionStorage.length]") == [None, 0]


def test_a_slow_double_tap_never_answers_the_next_question(window: OpenWindow, room: Room) -> None:
    page = at_card(window, room, has_touch=True).page
    box = page.locator(".answer:visible").nth(1).bounding_box()
    assert box is not None
    x, y = box["x"] + 60, box["y"] + 30
    page.clock.install()
    page.clock.pause_at(system_clock() + timedelta(minutes=1))
    for number, pause in enumerate((150, 330, 450, 500), 1):
        page.touchscreen.tap(x, y)
        page.clock.run_for(pause)
        page.touchscreen.tap(x, y)
        page.clock.run_for(2_000)
        expect(page.locator(SAID)).to_have_text(f"{number + 1} dari 9")
        assert page.locator(".answer input:checked").count() == number


def test_who_has_to_wait_is_told_why_and_how_long(
    window: OpenWindow, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = at_card(window, room)
    page = phone.page
    monkeypatch.setattr(circumstances, "MOST", 0)
    many = Client().post(phone.path, dict.fromkeys(ALL, "3"))
    assert many.status_code == 429
    tries: list[int] = []

    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        tries.append(1)
        body, wait = many.content.decode(), {"Retry-After": "40", "Content-Type": "text/html"}
        return route.fulfill(status=429, body=body, headers=wait)

    page.route("**/s/**", refuse)
    hurry(page)
    page.get_by_role("button", name="Lewati").click()
    page.clock.install()
    page.get_by_role("button", name="Kirim penilaian").click()
    phone.sees("Sangat banyak jawaban")
    phone.sees("Tautan di slip Anda sendiri")
    phone.sees("Kami mencoba lagi sendiri pukul")
    expect(page.get_by_role("button", name="Coba lagi")).to_be_hidden()
    page.get_by_role("button", name="Kirim penilaian").click()
    page.clock.run_for(38_000)
    assert len(tries) == 1
    page.clock.run_for(5_000)
    expect(page.locator("[data-survey-unsent]")).to_be_visible()
    assert len(tries) == 2


def test_large_letters_on_a_small_phone(window: OpenWindow, room: Room) -> None:
    phone = window()
    page = phone.page
    page.context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}}
    )
    phone.go(card_of(room))
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
    assert (too_wide(page), page.evaluate(BROKEN)) == (0, [])
    page.get_by_role("link", name=service_of(room.centre, "B").name).click()
    expect(page.locator(SAID)).to_have_text("1 dari 9")
    assert (too_wide(page), page.evaluate(BROKEN)) == (0, [])
    hurry(page)
    assert (too_wide(page), page.evaluate(BROKEN)) == (0, [])
    page.get_by_role("button", name="Lewati").click()
    assert (too_wide(page), page.evaluate(BROKEN)) == (0, [])
    page.evaluate("document.querySelectorAll('[data-step]').forEach(one => one.hidden = false)")
    assert (too_wide(page), page.evaluate(BROKEN)) == (0, [])
    page.get_by_role("button", name="Kirim penilaian").press("Enter")
    page.wait_for_url(THANKS)
    assert (too_wide(page), page.evaluate(BROKEN)) == (0, [])
    assert counted() == 1
