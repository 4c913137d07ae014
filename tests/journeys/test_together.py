"""The main job in one piece: phone, kiosk, television and counter, all live, all together."""

import re
import time

import pytest
from playwright.sync_api import expect

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import verify_day
from lopo.frontdesk.tests.builders import offering_of
from lopo.kernel.actor import SYSTEM
from lopo.people.api import set_password
from tests.conftest import OpenWindow, Room, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "satu-rumah-tanpa-dinding"
PATIENCE = 10_000


def device(window: OpenWindow, room: Room, kind: str, size: tuple[int, int]) -> Visitor:
    """A paired kiosk or television."""
    screen = window(size)
    screen.page.context.add_cookies(
        [
            {"name": "lopo_device", "value": room.device(kind), "url": screen.base},
            {"name": "lopo_surface", "value": kind.lower(), "url": screen.base},
        ]
    )
    return screen


def take_on_the_phone(phone: Visitor, room: Room) -> Ticket:
    """From the service to a number, and "I am here" with the code on the wall."""
    service = offering_of(room.centre, "A").service
    assert phone.go(f"/antrean/{room.centre.code}/?layanan={service.code}") == 200
    phone.page.get_by_role("button", name="Ambil nomor").click()
    phone.page.wait_for_url("**/tiket/**")
    ticket = Ticket.objects.get(token=phone.path.split("/")[2])
    phone.go(f"/tiket/{ticket.token}/hadir/")
    phone.page.get_by_label(re.compile("Kode")).fill(room.door_code.lower())
    phone.page.get_by_role("button", name=re.compile("lokasi")).click()
    phone.page.wait_for_url(re.compile(r"/tiket/[^/]+/$"))
    return ticket


def take_at_the_kiosk(kiosk: Visitor, room: Room) -> Ticket:
    """Four touches in the room."""
    kiosk.go(f"/anjungan/{room.centre.code}/")
    page = kiosk.page
    page.get_by_role("link", name="Ambil nomor antrean").click()
    page.get_by_role("link", name="Antrean B").click()
    page.get_by_role("link", name=offering_of(room.centre, "B").service.name).click()
    page.get_by_role("button", name="Ambil nomor").click()
    page.wait_for_url("**/tiket/**")
    return Ticket.objects.get(token=kiosk.path.split("/")[2])


def sit_down(console: Visitor, room: Room) -> None:
    """The officer signs in and opens the counter."""
    set_password(user=room.desk.officer, password=PASSWORD, actor=SYSTEM)
    console.go("/petugas/masuk/")
    console.page.fill("input[name=login]", room.desk.officer.username)
    console.page.fill("input[name=password]", PASSWORD)
    console.page.get_by_role("button", name="Masuk", exact=True).click()
    console.page.wait_for_url(re.compile("/petugas/$"))
    console.go(f"/petugas/meja/{room.centre.code}/1/")
    console.page.get_by_role("button", name=re.compile("Buka meja")).click()


def seconds_until_on_the_way(television: Visitor, ticket: Ticket) -> float:
    """How long after now the television sends the visitor to the counter."""
    began, row = time.monotonic(), re.compile(rf"{ticket.label}[\s\S]*silakan datang")
    expect(television.page.locator("body")).to_contain_text(row, timeout=3 * PATIENCE)
    return time.monotonic() - began


def call(console: Visitor, button: str) -> None:
    """Press until a visitor is on the way to the counter."""
    console.page.get_by_role("button", name=re.compile(button)).first.click()
    console.page.get_by_role("button", name=re.compile("Mulai melayani")).wait_for(timeout=PATIENCE)


def test_a_visitor_from_the_phone_and_one_from_the_kiosk_are_called_and_served(
    window: OpenWindow, room: Room
) -> None:
    television = device(window, room, "TV", (1920, 1080))
    assert television.go(f"/layar/{room.centre.code}/") == 200
    phone, kiosk, console = (
        window(),
        device(window, room, "KIOSK", (1080, 1920)),
        window((1366, 768)),
    )
    from_phone = take_on_the_phone(phone, room)
    from_kiosk = take_at_the_kiosk(kiosk, room)
    sit_down(console, room)

    call(console, "Panggil berikutnya")
    # A second is the promise on a quiet machine; a busy one gets some patience.
    assert seconds_until_on_the_way(television, from_phone) < 5
    phone.sees("Giliran Anda", within=5)
    phone.sees("Meja 1")
    console.page.get_by_role("button", name=re.compile("Mulai melayani")).click()

    call(console, "Selesai dan panggil")
    console.sees(from_kiosk.label)
    assert seconds_until_on_the_way(television, from_kiosk) < 15
    phone.sees("Terima kasih", within=5)
    console.page.get_by_role("button", name=re.compile("Mulai melayani")).click()
    console.page.get_by_role("button", name=re.compile("Selesai")).first.click()
    expect(console.page.get_by_text("Sedang dilayani")).to_have_count(0, timeout=PATIENCE)

    from_kiosk.refresh_from_db()
    assert from_kiosk.state == Ticket.State.DONE
    verdict = verify_day(room.centre, from_phone.service_date)
    assert verdict.clean, verdict.offenders
