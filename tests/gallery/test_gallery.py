"""Photographs every page and state of the demo centre, as people meet it.

The pictures go to ``var/gallery``; look at them. A picture of an error is no picture: the status
is asserted first, nothing may stick out sideways, and axe finds nothing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, expect

from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import Line, Ticket
from lopo.kernel.actor import SYSTEM, VISITOR, Actor
from lopo.kernel.clock import system_clock
from lopo.organisation.api import (
    Centre,
    centre_by_code,
    change_policy,
    close_for_now,
    counter_of,
)
from lopo.people.api import register_device, user_by_username
from tests.conftest import OpenWindow, Visitor, too_wide
from tests.gallery.demo import make_demo
from tests.looking import settle

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
OUT = Path(__file__).resolve().parents[2] / "var" / "gallery"
PASSWORD = "kupang-timor-atoni"
PHONE, TABLET, DESKTOP = (360, 780), (768, 1024), (1280, 800)
KIOSK, TELEVISION, CONSOLE = (1080, 1920), (1920, 1080), (1366, 768)
Faults = Callable[[Page], list[str]]

PUBLIC_PAGES = {
    "beranda": "/",
    "layanan": "/layanan/",
    "cari": "/layanan/?q=naik+pangkat",
    "cari-kosong": "/layanan/?q=zzzz",
    "layanan-rinci": "/layanan/KP-REG/",
    "layanan-nama-panjang": "/layanan/IZIN-CERAI/",
    "layanan-tanpa-loket": "/layanan/WBS/",
    "pilih": "/antrean/bkd/",
    "pilih-layanan": "/antrean/bkd/?layanan=KP-REG",
    "latihan": "/antrean/latihan/",
    "papan": "/antrean/bkd/papan/",
    "masuk": "/petugas/masuk/",
    "perangkat": "/perangkat/",
}


@dataclass
class Stage:
    """The demo centre, and an officer who acts as the console would."""

    centre: Centre
    desk: Desk
    faults: Faults

    def call(self) -> Ticket:
        """The next visitor is called to counter 1."""
        return actions.call_next_ticket(desk=self.desk, clock=system_clock).ticket

    def photograph(self, visitor: Visitor, name: str, *, full: bool = True) -> None:
        """Look for faults, then take the picture."""
        page = visitor.page
        settle(page)
        assert too_wide(page) == 0, name
        assert self.faults(page) == [], name
        OUT.mkdir(parents=True, exist_ok=True)
        size = page.viewport_size or {"width": 0}
        page.screenshot(path=OUT / f"{name}-{size['width']}.png", full_page=full)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, axe: Faults) -> Stage:
    """The demo, as ``./lopo demo`` makes it."""
    monkeypatch.setattr(settings, "DEMO_PASSWORD", PASSWORD)
    make_demo()
    _be_news_to_the_server()
    centre = centre_by_code("bkd")
    officer = user_by_username("petugas1")
    assert centre is not None
    assert officer is not None
    counter = counter_of(centre, "1")
    assert counter is not None
    counter.centre = centre
    return Stage(centre, Desk(counter, officer, Actor(f"user:{officer.pk}")), axe)


def _be_news_to_the_server() -> None:
    """The server has seen this centre in earlier pictures, at revisions that never fall.

    In milliseconds: a story may do more than one thing a second, and the next one would begin
    below what the server knows.
    """
    rev = int(time.time() * 1000)
    Line.objects.update(rev=rev)
    with connection.cursor() as cursor:
        for code in ("bkd", "latihan"):
            cursor.execute("SELECT pg_notify('lopo_rev', %s)", [f"{code}:{rev}"])


def opened(stage: Stage) -> Stage:
    """Counter 1 is open."""
    desk = stage.desk
    actions.open_session(
        counter=desk.counter,
        officer=desk.officer,
        services=None,
        actor=desk.actor,
        clock=system_clock,
    )
    return stage


def paired(window: OpenWindow, stage: Stage, kind: str, size: tuple[int, int]) -> Visitor:
    """A kiosk or television of the centre."""
    secret = register_device(
        centre=stage.centre, name=f"Galeri {kind}", kind=kind, in_room=True, actor=SYSTEM
    )
    screen = window(size)
    screen.page.context.add_cookies(
        [
            {"name": "lopo_device", "value": secret, "url": screen.base},
            {"name": "lopo_surface", "value": kind.lower(), "url": screen.base},
        ]
    )
    return screen


def signed_in(window: OpenWindow, username: str, size: tuple[int, int]) -> Visitor:
    """Someone of the staff at their screen."""
    screen = window(size)
    assert screen.go("/petugas/masuk/") == 200
    screen.page.fill("input[name=login]", username)
    screen.page.fill("input[name=password]", PASSWORD)
    screen.page.get_by_role("button", name="Masuk", exact=True).click()
    screen.page.wait_for_url("**/petugas/**")
    return screen


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
def test_public_pages(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    visitor = window(size)
    for name, path in PUBLIC_PAGES.items():
        assert visitor.go(path) == 200, path
        stage.photograph(visitor, name)
    assert visitor.go("/tidak-ada/") == 404
    stage.photograph(visitor, "tidak-ada")


def test_public_pages_in_english(window: OpenWindow, stage: Stage) -> None:
    visitor = window(PHONE)
    visitor.page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": visitor.base}]
    )
    for name in ("beranda", "pilih-layanan", "layanan-rinci"):
        assert visitor.go(PUBLIC_PAGES[name]) == 200
        stage.photograph(visitor, f"{name}-en")


def test_a_centre_without_numbers_left(window: OpenWindow, stage: Stage) -> None:
    change_policy(centre=stage.centre, actor=SYSTEM, daily_quota=0, remote_daily_quota=0)
    visitor = window(PHONE)
    assert visitor.go("/antrean/bkd/?layanan=KP-REG") == 200
    stage.photograph(visitor, "kuota-habis")


def test_a_ticket_through_its_life(window: OpenWindow, stage: Stage) -> None:
    opened(stage)
    visitor = window(PHONE)
    visitor.go("/antrean/bkd/?layanan=KP-REG")
    visitor.page.get_by_role("button", name="Ambil nomor").click()
    visitor.page.wait_for_url("**/tiket/**")
    stage.photograph(visitor, "tiket-dari-jauh")
    ticket = Ticket.objects.get(token=visitor.path.split("/")[2])
    actions.arrive(ticket=ticket, actor=VISITOR, clock=system_clock)
    visitor.page.reload()
    stage.photograph(visitor, "tiket-menunggu")
    assert visitor.go(f"/tiket/{ticket.token}/batal/") == 200
    stage.photograph(visitor, "tiket-batalkan")
    assert visitor.go(f"/tiket/{ticket.token}/cetak/") == 200
    stage.photograph(visitor, "slip")
    visitor.go(f"/tiket/{ticket.token}/")
    while stage.call().pk != ticket.pk:
        _serve(stage)
    visitor.sees("Giliran Anda")
    stage.photograph(visitor, "tiket-dipanggil")
    actions.start_service(desk=stage.desk, clock=system_clock)
    visitor.page.reload()
    stage.photograph(visitor, "tiket-dilayani")
    actions.finish_service(desk=stage.desk, clock=system_clock)
    visitor.page.reload()
    stage.photograph(visitor, "tiket-selesai")


def _serve(stage: Stage) -> None:
    actions.start_service(desk=stage.desk, clock=system_clock)
    actions.finish_service(desk=stage.desk, clock=system_clock)


def test_a_dead_connection(window: OpenWindow, stage: Stage) -> None:
    visitor = window(PHONE)
    visitor.page.clock.install()
    waiting = Ticket.objects.filter(centre=stage.centre).order_by("issued_seq").first()
    assert waiting is not None
    visitor.go(f"/tiket/{waiting.token}/")
    visitor.page.context.set_offline(True)
    visitor.page.evaluate("window.dispatchEvent(new Event('offline'))")
    visitor.page.clock.run_for(25_000)
    stage.photograph(visitor, "tiket-terputus")


def test_the_kiosk(window: OpenWindow, stage: Stage) -> None:
    screen = paired(window, stage, "KIOSK", KIOSK)
    assert screen.go("/anjungan/bkd/") == 200
    stage.photograph(screen, "anjungan", full=False)
    screen.page.get_by_role("link", name="Ambil nomor antrean").click()
    screen.page.wait_for_url("**/antrean/bkd/**")
    stage.photograph(screen, "anjungan-antrean", full=False)
    screen.page.get_by_role("link", name="Kepangkatan").first.click()
    screen.page.wait_for_url("**antrean=**")
    stage.photograph(screen, "anjungan-layanan", full=False)
    screen.page.get_by_role("link", name="Kenaikan Pangkat Reguler").click()
    screen.page.wait_for_url("**layanan=KP-REG**")
    stage.photograph(screen, "anjungan-ambil", full=False)
    screen.page.get_by_role("button", name="Ambil nomor").click()
    screen.page.wait_for_url("**/tiket/**")
    stage.photograph(screen, "anjungan-tiket", full=False)


def test_the_television(window: OpenWindow, stage: Stage) -> None:
    screen = paired(window, stage, "TV", TELEVISION)
    assert screen.go("/layar/bkd/") == 200
    stage.photograph(screen, "tv-sepi", full=False)
    opened(stage)
    stage.call()
    expect(screen.page.locator("main")).to_contain_text("Meja", timeout=4000)
    screen.page.wait_for_timeout(1500)
    stage.photograph(screen, "tv-dipanggil", full=False)
    _serve(stage)
    stage.call()
    screen.page.wait_for_timeout(1500)
    stage.photograph(screen, "tv-berikutnya", full=False)


@pytest.mark.parametrize("size", [CONSOLE, TABLET, PHONE], ids=str)
def test_the_counter(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    officer = signed_in(window, "petugas1", size)
    stage.photograph(officer, "petugas")
    assert officer.go("/petugas/meja/bkd/1/") == 200
    stage.photograph(officer, "meja-tutup")
    opened(stage)
    officer.page.reload()
    stage.photograph(officer, "meja-buka")
    stage.call()
    officer.page.reload()
    stage.photograph(officer, "meja-memanggil")
    actions.start_service(desk=stage.desk, clock=system_clock)
    officer.page.reload()
    stage.photograph(officer, "meja-melayani")
    officer.page.emulate_media(color_scheme="dark")
    stage.photograph(officer, "meja-melayani-gelap")


@pytest.mark.parametrize("size", [CONSOLE, PHONE], ids=str)
def test_the_reception(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    host = signed_in(window, "resepsionis", size)
    assert host.go("/petugas/penerima-tamu/bkd/") == 200
    stage.photograph(host, "penerima-tamu")


HOURS_PAGES = {
    "jam": "",
    "jam-mingguan": "mingguan/",
    "jam-musim": "musim/",
    "jam-libur": "libur/",
    "jam-pengecualian": "pengecualian/",
    "jam-nomor": "nomor/",
    "jam-kalender": "kalender/?bulan=2026-12",
    "jam-pratinjau": "pratinjau/?tanggal=2026-12-25&jam=09.00",
    "jam-pratinjau-salah": "pratinjau/?tanggal=besok&jam=25",
}


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
def test_the_hours_of_a_centre(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    head = signed_in(window, "admin", size)
    for name, path in HOURS_PAGES.items():
        expected = 422 if name.endswith("salah") else 200
        assert head.go(f"/petugas/pusat/bkd/jam/{path}") == expected
        stage.photograph(head, name)
    head.go("/petugas/pusat/bkd/jam/mingguan/")
    head.page.fill("[name=h0_tutup]", "")
    head.page.get_by_role("button", name="Simpan jam mingguan").click()
    head.page.locator(".errsum").wait_for()
    stage.photograph(head, "jam-mingguan-galat")
    close_for_now(
        centre=stage.centre,
        until=system_clock() + timedelta(hours=2),
        reason="Gempa bumi: seluruh gedung dikosongkan sampai petugas BPBD selesai memeriksa",
        actor=SYSTEM,
        clock=system_clock,
    )
    for name, path in (
        ("jam-tutup-sementara", "/petugas/pusat/bkd/jam/"),
        ("pilih-tutup-sementara", "/antrean/bkd/"),
        ("beranda-tutup-sementara", "/"),
    ):
        assert head.go(path) == 200
        stage.photograph(head, name)
