"""A second agency opens a centre without anybody's help: wizard, staff, kiosk, television, visitor.

From the launcher's link to a finished service, in real windows, with nothing but the pages.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lopo.administration import queries
from lopo.catalogue.api import BKD_SERVICES, import_catalogue
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import verify_day
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import add_agency, centre_by_code
from tests.conftest import OpenWindow, Visitor, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rumah bundar tanpa dinding"
PATIENCE = 15_000
Faults = Callable[[Page], list[str]]
Check = Callable[[Visitor], None]
NEXT = "Simpan dan lanjutkan"


def press(window: Visitor, name: str) -> None:
    """A button, and the page that follows."""
    with window.page.expect_navigation():
        window.page.get_by_role("button", name=name, exact=True).click()


def sign_in(window: Visitor, username: str, password: str = PASSWORD) -> None:
    """Through the page."""
    window.page.fill("[name=login]", username)
    window.page.fill("[name=password]", password)
    press(window, "Masuk")


def first_account(window: Visitor) -> None:
    """The launcher's link makes it, and leads to the wizard."""
    code = queries.first_run_code()
    assert code is not None
    assert window.go(reverse("administration:first_run", args=[code])) == 200
    for name, value in (("username", "kepala-tu"), ("password", PASSWORD), ("again", PASSWORD)):
        window.page.fill(f"[name={name}]", value)
    press(window, "Buat akun")
    sign_in(window, "kepala-tu")
    assert window.path == "/petugas/pusat/baru/"
    assert window.go(reverse("administration:first_run", args=[code])) == 404
    window.go("/petugas/pusat/baru/")


def write_service(window: Visitor, name: str, *, last: bool) -> None:
    """A service in the simplest form."""
    page = window.page
    for field, value in (
        ("name", name),
        ("category", "Ketenagakerjaan"),
        ("requirements", "KTP\nIjazah terakhir"),
        ("steps", "Serahkan berkas\nTerima kartu"),
        ("working_days", "0"),
        ("product", "Kartu"),
    ):
        page.fill(f"[name={field}]", value)
    press(window, "Simpan layanan" if last else "Simpan dan tulis lagi")


def agency_and_place(window: Visitor, check: Check) -> None:
    """Whose centre, where, when."""
    page = window.page
    check(window)
    press(window, "Mulai")
    page.get_by_label("Perangkat daerah baru").check()
    page.fill("[name=name]", "Dinas Ketenagakerjaan Kota Kupang")
    page.fill("[name=short_name]", "Disnaker Kupang")
    check(window)
    press(window, NEXT)
    page.fill("[name=name]", "Pusat Layanan Ketenagakerjaan")
    page.fill("[name=code]", "naker")
    page.get_by_label("Provinsi").select_option("53")
    press(window, NEXT)


def always_open(window: Visitor) -> None:
    """Hours in which the test may run at any time."""
    for days in ("mon_thu", "fri", "sat", "sun"):
        for name in ("pause", "resumes"):
            window.page.fill(f"[name={days}-{name}]", "")
        window.page.fill(f"[name={days}-opens]", "00.00")
        window.page.fill(f"[name={days}-closes]", "24.00")
    window.page.get_by_label("Tutup pada hari libur nasional").uncheck()


def through_the_wizard(window: Visitor, check: Check) -> None:
    """Every step of a second agency's centre; a power cut in the middle."""
    agency_and_place(window, check)
    window.go("/petugas/pusat/baru/")  # the power is back: where were we?
    window.page.get_by_role("link", name=re.compile("Lanjutkan Pusat Layanan")).click()
    always_open(window)
    check(window)
    press(window, NEXT)
    press(window, "Tulis layanan")
    write_service(window, "Kartu pencari kerja", last=False)
    write_service(window, "Pengesahan peraturan perusahaan", last=True)
    for _as_proposed in ("services", "queues", "which service where", "counters"):
        check(window)
        press(window, NEXT)
    window.page.fill("[name=r0-name]", "Petugas meja 1")
    window.page.check("[name=r0-roles][value=COUNTER_OFFICER]")
    check(window)
    press(window, NEXT)
    check(window)
    press(window, "Buka pusat layanan")
    heading = window.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Pusat Layanan Ketenagakerjaan siap")
    check(window)


def accept(window: OpenWindow, link: str) -> Visitor:
    """The invited officer makes an account and signs in."""
    officer = window((1280, 720))
    assert officer.go(urlsplit(link).path) == 200
    for name, value in (("username", "petugas-naker"), ("password", PASSWORD), ("again", PASSWORD)):
        officer.page.fill(f"[name={name}]", value)
    officer.page.locator("main form button[type=submit]").last.click()
    officer.page.wait_for_url("**/petugas/masuk/**")
    sign_in(officer, "petugas-naker")
    return officer


def pair(admin: Visitor, window: OpenWindow, kind: str, size: tuple[int, int]) -> Visitor:
    """A device shows a code; the administrator types it; the device opens its screen by itself."""
    device = window(size)
    assert device.go("/perangkat/") == 200
    shown = "".join(device.page.locator(".pairing__code span").all_inner_texts())
    admin.go("/petugas/pusat/naker/perangkat/")
    admin.page.fill("[name=code]", shown)
    admin.page.get_by_label("Anjungan" if kind == "KIOSK" else "TV", exact=False).first.check()
    admin.page.fill("[name=name]", f"{kind} ruang tunggu")
    press(admin, "Cari perangkat")
    press(admin, "Ya, pasang")
    expect(admin.page.get_by_text(f"{kind} ruang tunggu terpasang")).to_be_visible()
    home = "/anjungan/naker/" if kind == "KIOSK" else "/layar/naker/"
    device.page.wait_for_url(f"**{home}", timeout=PATIENCE)
    return device


def take_a_number(kiosk: Visitor) -> Ticket:
    """The first visitor, at the kiosk."""
    page = kiosk.page
    page.get_by_role("link", name="Ambil nomor antrean").click()
    page.get_by_role("link", name=re.compile("^Ketenagakerjaan")).click()
    page.get_by_role("link", name="Kartu pencari kerja", exact=True).click()
    page.get_by_role("button", name="Ambil nomor").click()
    page.wait_for_url("**/tiket/**")
    return Ticket.objects.get(token=kiosk.path.split("/")[2])


def serve(officer: Visitor, television: Visitor, label: str) -> None:
    """Open, call, start, finish; the television calls the number."""
    page = officer.page
    assert officer.go("/petugas/meja/naker/1/") == 200
    page.get_by_role("button", name="Buka meja").first.click()
    page.get_by_role("button", name="Panggil berikutnya").first.click()
    expect(television.page.get_by_text(label).first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Mulai melayani").first.click()
    page.get_by_role("button", name="Selesai").first.click()
    expect(page.locator("#isi")).not_to_contain_text("Sedang dilayani", timeout=PATIENCE)


def test_a_second_agency_opens_its_centre_and_serves_its_first_visitor(
    window: OpenWindow, axe: Faults, transactional_db: None
) -> None:
    bkd = add_agency(code="bkd", name="Badan Kepegawaian Daerah", short_name="BKD", actor=SYSTEM)
    import_catalogue(BKD_SERVICES, agency=bkd)
    admin = window((1280, 800))

    def check(seen: Visitor) -> None:
        assert axe(seen.page) == [], seen.path
        assert too_wide(seen.page) == 0, seen.path

    first_account(admin)
    through_the_wizard(admin, check)
    press(admin, "Buat tautan")
    check(admin)
    officer = accept(window, admin.page.locator("#tautan-1").input_value())
    kiosk = pair(admin, window, "KIOSK", (1080, 1920))
    television = pair(admin, window, "TV", (1920, 1080))
    ticket = take_a_number(kiosk)
    assert (ticket.label, ticket.present) == ("A-001", True)
    serve(officer, television, ticket.label)
    ticket.refresh_from_db()
    assert ticket.state == "DONE"
    centre = centre_by_code("naker")
    assert centre is not None
    assert verify_day(centre, ticket.service_date).clean
