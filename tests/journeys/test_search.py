"""Somebody looks for a service by typing: with the keyboard, a finger, no script, a bad line."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from lopo.catalogue.tests.builders import make_bkd
from tests.conftest import OpenWindow, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> None:
    make_bkd()


def types(visitor: Visitor, text: str) -> None:
    """Into the search of the page that is open."""
    field = visitor.page.get_by_label("Cari layanan")
    field.click()
    field.press_sequentially(text)


def field_says(visitor: Visitor, name: str) -> str | None:
    """An attribute of the search field."""
    return visitor.page.locator("#q").get_attribute(name)


def test_the_arrows_choose_a_suggestion_and_enter_opens_it(
    window: OpenWindow, axe: Callable[[Page], list[str]]
) -> None:
    visitor = window()
    visitor.go("/layanan/")
    assert field_says(visitor, "role") == "combobox"
    assert field_says(visitor, "aria-expanded") == "false"
    types(visitor, "pens")
    options = visitor.page.locator("#q-saran [role=option]")
    expect(options.first).to_have_text("Pensiun Batas Usia Pensiun (BUP)Pemberhentian dan pensiun")
    assert field_says(visitor, "aria-expanded") == "true"
    assert not axe(visitor.page)
    visitor.sees("saran. Tekan panah bawah")
    visitor.page.keyboard.press("ArrowUp")
    last = options.count()
    assert field_says(visitor, "aria-activedescendant") == f"q-saran-{last}"
    visitor.page.keyboard.press("ArrowDown")
    assert field_says(visitor, "aria-activedescendant") is None
    visitor.page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert not axe(visitor.page)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/layanan/PEN-BUP/")


def test_a_finger_opens_a_suggestion(window: OpenWindow) -> None:
    visitor = window(has_touch=True)
    visitor.go("/")
    types(visitor, "karsu")
    visitor.page.get_by_role("option", name="Kartu Istri").tap()
    visitor.page.wait_for_url("**/layanan/KARIS/")


def test_escape_and_leaving_close_the_list_and_enter_alone_searches(window: OpenWindow) -> None:
    visitor = window()
    visitor.go("/layanan/")
    types(visitor, "cuti")
    visitor.page.get_by_role("option").first.wait_for()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#q-saran")).to_be_hidden()
    assert visitor.page.input_value("#q") == "cuti"
    visitor.page.keyboard.press("ArrowDown")
    expect(visitor.page.locator("#q-saran")).to_be_visible()
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator("#q-saran")).to_be_hidden()
    visitor.page.locator("#q").press("Enter")
    visitor.page.wait_for_url("**/layanan/?q=cuti")


def test_an_answer_that_comes_late_never_replaces_a_newer_one(window: OpenWindow) -> None:
    visitor = window()
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if not held:
            held.append(route)
        else:
            route.continue_()

    visitor.page.route("**/bagian/saran/**", hold_first)
    visitor.go("/layanan/")
    types(visitor, "cuti")
    visitor.page.wait_for_timeout(400)
    types(visitor, " di luar")
    expect(visitor.page.get_by_role("option").first).to_contain_text("Cuti di Luar Tanggungan")
    assert held
    visitor.page.unroute_all(behavior="ignoreErrors")


def test_without_suggestions_the_button_still_works(window: OpenWindow) -> None:
    visitor = window()
    visitor.page.route("**/bagian/saran/**", lambda route: route.fulfill(status=503, body=""))
    visitor.go("/layanan/")
    types(visitor, "pensiun")
    visitor.page.wait_for_timeout(500)
    expect(visitor.page.locator("#q-saran")).to_be_hidden()
    visitor.page.get_by_role("button", name="Cari layanan").click()
    visitor.sees("layanan untuk “pensiun”")
    visitor.troubles.clear()  # a browser notes the 503


def test_without_a_script_it_is_a_field_a_button_and_a_form_to_narrow_down(
    window: OpenWindow,
) -> None:
    visitor = window(java_script_enabled=False)
    visitor.go("/layanan/")
    assert field_says(visitor, "role") is None
    visitor.page.fill("#q", "cuti")
    visitor.page.get_by_role("button", name="Cari layanan").click()
    visitor.sees("layanan untuk “cuti”")
    visitor.page.get_by_text("Saring daftar").click()
    visitor.page.get_by_label("Cara mengurus").select_option("daring")
    visitor.page.get_by_role("button", name="Tampilkan").click()
    visitor.page.wait_for_url("**/layanan/?q=cuti&kanal=daring*")
    visitor.page.get_by_role("link", name="Cara mengurus: Daring").click()
    visitor.page.wait_for_url("**/layanan/?q=cuti")


def test_a_number_to_ask_with_is_two_touches_from_a_search_in_vain(window: OpenWindow) -> None:
    visitor = window()
    visitor.go("/layanan/?q=kendaran")
    visitor.page.get_by_role("link", name="Ambil nomor konsultasi").click()
    visitor.page.wait_for_url("**/antrean/bkd/?layanan=KONSUL")
    visitor.sees("Konsultasi Kepegawaian")
