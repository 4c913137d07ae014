"""What a filled survey leaves behind on a device: after thanks, left midway, loaded again."""

import pytest
from playwright.sync_api import Page, expect

from lopo.frontdesk.models import Ticket
from lopo.surveys.tests.builders import counted
from tests.conftest import OpenWindow, Room
from tests.journeys.test_survey import NINE, THANKS, guest, link_of, touch
from tests.journeys.test_survey_ways import SAID, at_card, hurry

__all__ = ["guest"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WRITTEN = "Rahasia saya"


def fill_in(page: Page) -> None:
    """Everything answered and a remark written; not sent yet."""
    hurry(page)
    page.get_by_label("Perempuan").check()
    page.get_by_role("button", name="Lanjut").click()
    page.locator("textarea").fill(WRITTEN)


def expect_nothing_of_it(page: Page) -> None:
    """The first question, as nobody had been there."""
    expect(page.locator(SAID)).to_have_text("1 dari 9")
    expect(page.locator("form[data-survey] input:checked")).to_have_count(0)
    expect(page.locator("textarea")).to_have_value("")
    held = page.evaluate("JSON.stringify([history.state, {...sessionStorage}])")
    assert held == '[{"at":0,"from":-1,"depth":0},{}]'


def test_after_thanks_no_way_forward_leads_into_what_was_said(
    window: OpenWindow, room: Room
) -> None:
    page = at_card(window, room).page
    fill_in(page)
    page.get_by_role("button", name="Kirim penilaian").click()
    page.wait_for_url(THANKS)
    for entries in (1, 3, 10):
        with page.expect_event("framenavigated", lambda frame: "/s/" in frame.url):
            page.evaluate(f"setTimeout(() => history.go({entries}))")
        page.wait_for_url(THANKS)
    # Nor without scripts that lead back from there.
    page.route("**/survey*.js", lambda route: route.fulfill(content_type="text/javascript"))
    with page.expect_event("framenavigated", lambda frame: "/s/" in frame.url):
        page.evaluate("setTimeout(() => history.go(10))")
    assert "/s/" in page.url
    expect(page.locator("textarea")).to_have_value("")
    expect(page.locator("form[data-survey] input:checked")).to_have_count(0)
    assert counted() == 1


def test_whoever_leaves_a_card_midway_leaves_nothing_there(window: OpenWindow, room: Room) -> None:
    phone = at_card(window, room)
    page = phone.page
    fill_in(page)
    phone.go("/")
    page.go_back()
    expect_nothing_of_it(page)
    touch(page, 1)
    page.go_back()
    expect(page.locator(SAID)).to_have_text("1 dari 9")
    page.go_back()
    expect(page.get_by_role("heading", name="Layanan apa")).to_be_visible()


def test_no_filled_form_goes_into_the_memory_of_the_browser(window: OpenWindow, room: Room) -> None:
    page = at_card(window, room).page
    fill_in(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(page.locator("textarea")).to_have_value("")
    expect(page.locator("form[data-survey] input:checked")).to_have_count(0)


def test_a_card_loaded_again_begins_anew(window: OpenWindow, room: Room) -> None:
    page = at_card(window, room).page
    for number in range(4):
        touch(page, number % 4)
    page.reload()
    expect_nothing_of_it(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Layanan apa")).to_be_visible()


def test_the_way_back_to_a_link_never_leads_forward(window: OpenWindow, guest: Ticket) -> None:
    phone = window()
    page, said = phone.page, phone.page.locator(SAID)
    phone.go(link_of(guest))
    for number in range(4):
        touch(page, number % 4)
    for _question in range(3):
        page.get_by_role("button", name="Kembali").click()
    expect(said).to_have_text("2 dari 9")
    phone.go("/")
    page.go_back()
    expect(said).to_have_text("5 dari 9")
    page.get_by_role("button", name="Kembali").click()
    expect(said).to_have_text("4 dari 9")
    page.go_back()
    expect(said).to_have_text("4 dari 9")
    page.go_back()
    expect(said).to_have_text("1 dari 9")
    expect(page.locator(".answer input:checked")).to_have_count(4)


def test_of_a_link_left_midway_only_the_answers_stay(window: OpenWindow, guest: Ticket) -> None:
    phone = window()
    page = phone.page
    phone.go(link_of(guest))
    fill_in(page)
    phone.go("/")
    page.go_back()
    expect(page.get_by_role("heading", name="Sedikit tentang Anda")).to_be_visible()
    expect(page.locator(".answer input:checked")).to_have_count(NINE)
    expect(page.get_by_label("Perempuan")).not_to_be_checked()
    expect(page.locator("textarea")).to_have_value("")
    page.get_by_role("button", name="Lewati").click()
    page.get_by_role("button", name="Kirim penilaian").click()
    page.wait_for_url(THANKS)
    page.evaluate("setTimeout(() => history.go(10))")
    phone.sees("Satu kunjungan satu suara")
