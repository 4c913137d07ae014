"""When the line is down, what was read about a service can be read again, and says since when."""

import pytest
from playwright.sync_api import expect

from lopo.catalogue.tests.builders import make_service
from lopo.profiles.tests.builders import make_look
from tests.conftest import OpenWindow, Room

EVERYTHING_KEPT = """async () => {
  const paths = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys()) paths.push(new URL(one.url).pathname);
  return paths;
}"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_page_read_before_is_there_without_a_line_and_tells_its_age(
    window: OpenWindow, room: Room
) -> None:
    service = make_service(code="CUTI", name="Cuti tahunan", agency=room.centre.host_agency)
    phone = window()
    assert phone.go(f"/layanan/{service.code}/") == 200
    phone.page.evaluate("navigator.serviceWorker.ready")
    phone.page.reload()  # from now on the worker sees what is read
    phone.until("navigator.serviceWorker.controller !== null")
    phone.page.reload()
    phone.page.wait_for_function(
        "caches.match(location.href, {ignoreVary: true}).then((found) => Boolean(found))"
    )
    phone.page.context.set_offline(True)
    phone.page.reload()
    expect(phone.page.get_by_role("heading", name="Cuti tahunan")).to_be_visible()
    expect(phone.page.locator("[data-keeper]")).to_contain_text("Halaman ini disimpan pada")


def test_an_agency_read_before_keeps_its_logo_and_colours(window: OpenWindow, room: Room) -> None:
    agency = make_look(room.centre.host_agency)
    phone = window()
    assert phone.go(f"/perangkat-daerah/{agency.code}/") == 200
    phone.page.evaluate("navigator.serviceWorker.ready")
    phone.page.reload()
    phone.until("navigator.serviceWorker.controller !== null")
    phone.page.reload()
    for path in ("location.href", "document.querySelector('.agency__logo').src"):
        phone.page.wait_for_function(
            f"caches.match({path}, {{ignoreVary: true}}).then((found) => Boolean(found))"
        )
    phone.page.context.set_offline(True)
    phone.page.reload()
    expect(phone.page.locator("[data-keeper]")).to_contain_text("Halaman ini disimpan pada")
    phone.until("document.querySelector('.agency__logo').naturalWidth > 0")
    assert (
        phone.page.locator(".agency__band").evaluate(
            "(band) => getComputedStyle(band).backgroundColor"
        )
        == "rgb(11, 59, 60)"
    )


def test_a_page_never_read_says_that_there_is_no_line(window: OpenWindow, room: Room) -> None:
    phone = window()
    phone.go("/layanan/")
    phone.page.evaluate("navigator.serviceWorker.ready")
    phone.page.reload()
    phone.until("navigator.serviceWorker.controller !== null")
    phone.page.context.set_offline(True)
    phone.page.goto(f"{phone.base}/antrean/{room.centre.code}/")
    expect(phone.page.get_by_role("heading", name="Tidak ada sambungan")).to_be_visible()


def test_what_staff_and_tickets_show_is_never_kept(window: OpenWindow, room: Room) -> None:
    phone = window()
    phone.go("/layanan/")
    phone.page.evaluate("navigator.serviceWorker.ready")
    phone.page.reload()
    phone.until("navigator.serviceWorker.controller !== null")
    phone.go(f"/antrean/{room.centre.code}/")
    phone.go("/petugas/masuk/")
    kept = phone.page.evaluate(EVERYTHING_KEPT)
    assert not [path for path in kept if path.startswith(("/petugas", "/antrean", "/tiket"))]
