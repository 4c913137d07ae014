"""Photographs two agencies on one installation: own names, own clocks, one service with a tariff.

The second centre is closed for now with the longest reason that fits: it is read everywhere, whole.
"""

import time
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.frontdesk.actions import call_next_ticket, finish_service, start_service
from lopo.frontdesk.tests.builders import make_officer, make_ticket, open_desk
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, change_policy, close_for_now
from lopo.organisation.tests.builders import make_agency, make_centre
from lopo.people.api import Role, invite_staff
from tests.conftest import OpenWindow
from tests.gallery.test_gallery import (
    DESKTOP,
    KIOSK,
    PHONE,
    TABLET,
    TELEVISION,
    Stage,
    paired,
    stage,
)
from tests.gallery.test_staff_gallery import sits_at

__all__ = ["stage"]
pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
SIZES = pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
# As long as a reason may be; the sentence around it makes it 170 signs.
REASON = (
    "Listrik padam, genset sedang diperbaiki; perekaman KTP-el pindah ke aula lantai dasar "
    "gedung lama, bawalah nomor Anda"
).ljust(120, ".")
# A badge is cut when its words, or itself, reach beyond the part of the page that holds it.
CUT = """[...document.querySelectorAll('.badge--says')].filter((badge) => {
  const held = badge.closest('section, li, .panel, aside, main, td, p') ?? document.body
  const box = badge.getBoundingClientRect(), room = held.getBoundingClientRect()
  return badge.scrollWidth > badge.clientWidth + 1 || box.right > room.right + 1 ||
    box.right > document.documentElement.clientWidth
}).map((badge) => badge.textContent)"""


def cut(page: Page) -> list[str]:
    """Sentences about opening that cannot be read whole."""
    found: list[str] = page.evaluate(CUT)
    return found


@pytest.fixture
def dukcapil(stage: Stage) -> Centre:
    """The second centre, in Papua, with a service that costs Rp5.000."""
    agency = make_agency(
        code="dukcapil", name="Dinas Kependudukan dan Pencatatan Sipil Kabupaten Jayapura"
    )
    centre = make_centre(code="dukcapil", agency=agency, zone="Asia/Jayapura", queues="A")
    change_policy(
        centre=centre,
        actor=SYSTEM,
        name="Ruang Pelayanan Dukcapil Kabupaten Jayapura",
        address="Jalan Contoh Nomor 1, Sentani",
        phone="0967 000000",
    )
    paid = make_service(
        code="KTP-HILANG", name="Ganti KTP-el yang hilang", agency=agency, fee=5000,
        category="KTP dan Kartu Keluarga",
    )  # fmt: skip
    make_offering(centre=centre, service=paid)
    return centre


def close(centre: Centre) -> None:
    """Closed for now; the server may remember the hours of a moment ago for one second."""
    close_for_now(
        centre=centre,
        until=system_clock() + timedelta(hours=2),
        reason=REASON,
        actor=SYSTEM,
        clock=system_clock,
    )
    time.sleep(1.2)


@SIZES
def test_pages_for_everybody(
    window: OpenWindow, stage: Stage, dukcapil: Centre, size: tuple[int, int]
) -> None:
    raw = invite_staff(centre=dukcapil, roles=[Role.RECEPTIONIST], name="Tamu", actor=SYSTEM)
    paths = {
        "dua-beranda": "/",
        "dua-pilih": "/antrean/dukcapil/",
        "dua-pilih-berbayar": "/antrean/dukcapil/?layanan=KTP-HILANG",
        "dua-layanan-berbayar": "/layanan/KTP-HILANG/",
        "dua-undangan": f"/petugas/undangan/{raw}/",
        "dua-masuk": "/petugas/masuk/",
        "dua-pusat": "/antrean/",
    }
    visitor = window(size)
    for name, path in paths.items():
        assert visitor.go(path) == 200, path
        stage.photograph(visitor, name)
    close(dukcapil)
    for name in ("dua-beranda", "dua-pilih", "dua-pusat"):
        assert visitor.go(paths[name]) == 200
        visitor.sees("Tutup sementara")
        stage.photograph(visitor, f"{name}-tutup")
        assert cut(visitor.page) == [], name


@SIZES
def test_the_sheet_of_components_holds_a_sentence_of_200_signs(
    window: OpenWindow, stage: Stage, size: tuple[int, int]
) -> None:
    visitor = window(size)
    assert visitor.go("/gaya/") == 200
    assert max(len(text) for text in visitor.page.locator(".badge--says").all_inner_texts()) >= 200
    stage.photograph(visitor, "gaya")
    assert cut(visitor.page) == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)
def test_the_only_centre_closed_with_a_long_reason(
    window: OpenWindow, stage: Stage, size: tuple[int, int]
) -> None:
    visitor = window(size)
    assert visitor.go("/") == 200
    assert cut(visitor.page) == []
    close(stage.centre)
    assert visitor.go("/") == 200
    visitor.sees("Tutup sementara")
    stage.photograph(visitor, "satu-beranda-tutup")
    assert cut(visitor.page) == []


@SIZES
def test_pages_of_staff(
    window: OpenWindow, stage: Stage, dukcapil: Centre, size: tuple[int, int]
) -> None:
    officer = window(size)
    account = make_officer(centre=dukcapil)
    sits_at(officer, account)
    head = window(size)
    sits_at(head, make_officer(centre=dukcapil, role=Role.CENTRE_ADMIN))
    assert officer.go("/petugas/") == 200
    stage.photograph(officer, "dua-petugas")
    open_desk(centre=dukcapil, clock=system_clock)
    make_ticket(centre=dukcapil, clock=system_clock)
    close(dukcapil)
    assert officer.go("/petugas/meja/dukcapil/2/") == 200
    officer.sees("Tutup sementara")
    stage.photograph(officer, "dua-meja-tutup")
    assert cut(officer.page) == []
    for name, path in (
        ("dua-jam-tutup", "/petugas/pusat/dukcapil/jam/"),
        ("dua-ringkasan-tutup", "/petugas/pusat/dukcapil/"),
        ("dua-pratinjau-tutup", "/petugas/pusat/dukcapil/jam/pratinjau/"),
    ):
        assert head.go(path) == 200
        stage.photograph(head, name)
        assert cut(head.page) == [], name


def test_the_ticket_of_a_service_that_costs_something(
    window: OpenWindow, stage: Stage, dukcapil: Centre
) -> None:
    visitor = window(PHONE)
    visitor.go("/antrean/dukcapil/?layanan=KTP-HILANG")
    visitor.page.get_by_role("button", name="Ambil nomor").click()
    visitor.page.wait_for_url("**/tiket/**")
    stage.photograph(visitor, "dua-tiket")
    path = visitor.path
    assert visitor.go(f"{path}cetak/") == 200
    stage.photograph(visitor, "dua-slip")


def test_a_served_ticket_and_the_screens_in_the_room(
    window: OpenWindow, stage: Stage, dukcapil: Centre
) -> None:
    ticket = make_ticket(centre=dukcapil, clock=system_clock)
    desk = open_desk(centre=dukcapil, clock=system_clock)
    call_next_ticket(desk=desk, clock=system_clock)
    start_service(desk=desk, clock=system_clock)
    finish_service(desk=desk, clock=system_clock)
    visitor = window(PHONE)
    assert visitor.go(f"/tiket/{ticket.token}/") == 200
    stage.photograph(visitor, "dua-tiket-selesai")
    here = Stage(dukcapil, desk, stage.faults)
    television = paired(window, here, "TV", TELEVISION)
    assert television.go("/layar/dukcapil/") == 200
    stage.photograph(television, "dua-tv", full=False)
    kiosk = paired(window, here, "KIOSK", KIOSK)
    assert kiosk.go("/anjungan/dukcapil/") == 200
    stage.photograph(kiosk, "dua-anjungan", full=False)
    assert kiosk.go("/antrean/dukcapil/?antrean=A&layanan=KTP-HILANG") == 200
    stage.photograph(kiosk, "dua-anjungan-berbayar", full=False)
