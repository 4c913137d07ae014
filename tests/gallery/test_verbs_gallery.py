"""Photographs what the further verbs show: at the counter, on the phone, in the room, on a list.

In light and dark, empty and full, refused, with the longest names; see test_gallery.py.
"""

from datetime import timedelta

import pytest

from lopo.catalogue.api import offering
from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import door_code
from lopo.frontdesk.tests.builders import open_desk
from lopo.kernel.actor import SYSTEM, VISITOR
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, add_agency, change_policy
from tests.conftest import OpenWindow, Visitor
from tests.gallery.test_gallery import (
    CONSOLE,
    DESKTOP,
    KIOSK,
    PHONE,
    TABLET,
    TELEVISION,
    Stage,
    opened,
    paired,
    signed_in,
    stage,
)

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
__all__ = ["stage"]
LANDSCAPES = [(1280, 800), (1920, 1080)]
REASON = "Pengunjung pusing dan perlu segera ditolong di meja terdekat"
LONG_REASON = (
    "Pengunjung tiba-tiba lemas di kursi tunggu, petugas kesehatan meminta agar berkasnya "
    "diselesaikan lebih dulu supaya dapat segera diantar pulang"
)
LONGEST_NAME = "IZIN-CERAI"


def guest(centre: Centre, service: str = LONGEST_NAME) -> Ticket:
    """Somebody in the room with a service of a long name."""
    offered = offering(centre, service)
    assert offered is not None
    return actions.issue_ticket(
        centre=centre, offering=offered, channel="RECEPTION", priority=None, present=True,
        actor=VISITOR, clock=system_clock,
    )  # fmt: skip


def exception(desk: Desk, ticket: Ticket, reason: str = REASON) -> None:
    actions.call_out_of_order(desk=desk, ticket=ticket, reason=reason, clock=system_clock)


def park(stage: Stage, ticket: Ticket) -> None:
    exception(stage.desk, ticket)
    actions.park_ticket(desk=stage.desk, clock=system_clock)


def miss(stage: Stage, ticket: Ticket, *, minutes_ago: int = 0) -> None:
    """Called in vain; as if that had been some minutes ago."""
    change_policy(centre=stage.centre, actor=SYSTEM, no_show_calls=1)
    stage.centre.refresh_from_db()
    exception(stage.desk, ticket)
    actions.mark_no_show(desk=stage.desk, clock=system_clock)
    then = system_clock() - timedelta(minutes=minutes_ago)
    Ticket.objects.filter(pk=ticket.pk).update(changed_at=then)


def both_themes(stage: Stage, staff: Visitor, name: str) -> None:
    for scheme in ("light", "dark"):
        # Halfway from one theme to the other nothing has its contrast yet.
        staff.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        dark = "-gelap" if scheme == "dark" else ""
        stage.photograph(staff, f"{name}{dark}")


@pytest.mark.parametrize("size", [CONSOLE, TABLET, PHONE], ids=str)
def test_the_counter_with_everything_at_once(
    window: OpenWindow, stage: Stage, size: tuple[int, int]
) -> None:
    opened(stage)
    park(stage, guest(stage.centre))
    park(stage, guest(stage.centre, "KP-REG"))
    miss(stage, guest(stage.centre))
    miss(stage, guest(stage.centre, "CUTI"), minutes_ago=30)
    exception(stage.desk, guest(stage.centre), LONG_REASON)
    other = offering(stage.centre, "CUTI")
    assert other is not None
    actions.add_service(desk=stage.desk, offering=other, clock=system_clock)
    officer = signed_in(window, "petugas1", size)
    officer.page.clock.install()
    at = "/petugas/meja/bkd/1/"
    assert officer.go(at) == 200
    both_themes(stage, officer, "meja-semua")
    rest(stage, paused=True)
    assert officer.go(at) == 200
    both_themes(stage, officer, "meja-jeda-melayani")
    actions.park_ticket(desk=stage.desk, clock=system_clock)
    assert officer.go(at) == 200
    both_themes(stage, officer, "meja-jeda")
    officer.page.clock.run_for(10_500)
    stage.photograph(officer, "meja-jeda-tanpa-urung")


def rest(stage: Stage, *, paused: bool) -> None:
    desk = stage.desk
    actions.pause_session(
        counter=desk.counter, officer=desk.officer, paused=paused, actor=desk.actor,
        clock=system_clock,
    )  # fmt: skip


@pytest.mark.parametrize("size", [CONSOLE, TABLET, PHONE], ids=str)
def test_what_the_counter_asks(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    opened(stage)
    open_desk(centre=stage.centre, counter="2", clock=system_clock)
    officer = signed_in(window, "petugas1", size)
    at = "/petugas/antrean/bkd/meja/1/"
    assert officer.go(f"{at}pintasan/") == 200
    both_themes(stage, officer, "tanya-pintasan")
    stage.call()
    for what in ("alihkan", "tambah"):
        assert officer.go(f"{at}{what}/") == 200
        both_themes(stage, officer, f"tanya-{what}")
    officer.page.get_by_role("button", name="Tambahkan").click()
    officer.sees("Pilih layanan lain")
    both_themes(stage, officer, "tanya-ditolak")
    assert officer.go("/petugas/meja/bkd/1/") == 200
    officer.page.get_by_role("link", name="Alihkan").click()
    officer.page.locator("dialog[open]").wait_for()
    for scheme in ("light", "dark"):
        officer.page.emulate_media(color_scheme=scheme)
        stage.photograph(officer, f"dialog-alihkan-{scheme}", full=False)


@pytest.mark.parametrize("size", [CONSOLE, TABLET, PHONE], ids=str)
def test_calling_out_of_order(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    supervisor = signed_in(window, "penyelia", size)
    assert supervisor.go("/petugas/meja/bkd/3/") == 200
    supervisor.page.get_by_role("button", name="Buka meja").click()
    supervisor.sees("Panggil di luar urutan")
    both_themes(stage, supervisor, "meja-penyelia")
    assert supervisor.go("/petugas/antrean/bkd/meja/3/panggil-nomor/") == 200
    both_themes(stage, supervisor, "tanya-panggil-nomor")
    supervisor.page.fill("#nomor", "Z-9")
    supervisor.page.fill("#alasan", LONG_REASON)
    supervisor.page.get_by_role("button", name="Panggil di luar urutan").click()
    supervisor.sees("tidak ada nomor")
    both_themes(stage, supervisor, "tanya-panggil-nomor-ditolak")


@pytest.mark.parametrize("size", [CONSOLE, TABLET, PHONE], ids=str)
def test_the_day_and_reception(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    supervisor = signed_in(window, "penyelia", size)
    day = "/petugas/antrean/bkd/hari/"
    assert supervisor.go(f"{day}?tanggal=2026-01-02") == 200
    stage.photograph(supervisor, "hari-kosong")
    assert supervisor.go(f"{day}?keadaan=DONE") == 200
    stage.photograph(supervisor, "hari-tanpa-hasil")
    opened(stage)
    park(stage, guest(stage.centre))
    miss(stage, guest(stage.centre))
    miss(stage, guest(stage.centre, "CUTI"), minutes_ago=30)
    exception(stage.desk, guest(stage.centre), LONG_REASON)
    assert supervisor.go(day) == 200
    both_themes(stage, supervisor, "hari")
    assert supervisor.go("/petugas/penerima-tamu/bkd/") == 200
    both_themes(stage, supervisor, "penerima-tamu-ditunda")


@pytest.mark.parametrize("size", [CONSOLE, TABLET, PHONE], ids=str)
def test_the_end_of_the_day(window: OpenWindow, stage: Stage, size: tuple[int, int]) -> None:
    end = "/petugas/antrean/bkd/akhir-hari/"
    supervisor, admin = signed_in(window, "penyelia", size), signed_in(window, "admin", size)
    assert supervisor.go(end) == 200
    stage.photograph(supervisor, "akhir-hari-terlewat")
    assert admin.go(end) == 200
    stage.photograph(admin, "akhir-hari-aturan")
    admin.page.locator("#dasar").fill(" ")
    admin.page.get_by_role("button", name="Berlakukan mulai hari ini").click()
    admin.sees("Sebutkan keputusan")
    stage.photograph(admin, "akhir-hari-ditolak")
    admin.page.locator("input[value=CARRY_OVER]").check()
    admin.page.locator("#dasar").fill("Keputusan Kepala BKD Nomor 12 Tahun 2026")
    admin.page.get_by_role("button", name="Berlakukan mulai hari ini").click()
    assert supervisor.go(end) == 200
    stage.photograph(supervisor, "akhir-hari-putusan")
    supervisor.page.locator("#alasan").fill(LONG_REASON)
    supervisor.page.get_by_role("button", name="Layani di hari berikutnya").click()
    supervisor.sees(LONG_REASON)
    both_themes(stage, supervisor, "akhir-hari-diputuskan")


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
def test_tickets_that_are_away_or_were_sent_on(
    window: OpenWindow, stage: Stage, size: tuple[int, int]
) -> None:
    opened(stage)
    visitor = window(size)
    parked, missed, late = (guest(stage.centre) for _ in range(3))
    park(stage, parked)
    miss(stage, missed)
    miss(stage, late, minutes_ago=30)
    for ticket, name in ((parked, "ditunda"), (missed, "terlewat"), (late, "terlambat")):
        assert visitor.go(f"/tiket/{ticket.token}/") == 200
        stage.photograph(visitor, f"tiket-{name}")
    assert visitor.go(f"/tiket/{missed.token}/kembali/") == 200
    stage.photograph(visitor, "tiket-kembali")
    visitor.page.fill("[name=kode]", "XXXXXX")
    visitor.page.get_by_role("button", name="Saya kembali").click()
    visitor.sees("Ini bukan kode hari ini")
    stage.photograph(visitor, "tiket-kembali-ditolak")
    code = door_code(stage.centre, system_clock()).code
    assert visitor.go(f"/hadir/bkd/{code}/") == 200
    stage.photograph(visitor, "pintu-kembali")
    _sent_on(stage, visitor)


def _sent_on(stage: Stage, visitor: Visitor) -> None:
    ticket = guest(stage.centre)
    there = open_desk(centre=stage.centre, counter="2", clock=system_clock)
    other = offering(stage.centre, "CUTI")
    assert other is not None
    exception(stage.desk, ticket)
    actions.add_service(desk=stage.desk, offering=other, clock=system_clock)
    actions.transfer_to_counter(desk=stage.desk, counter=there.counter, clock=system_clock)
    assert visitor.go(f"/tiket/{ticket.token}/") == 200
    stage.photograph(visitor, "tiket-dialihkan-ke-meja")
    exception(there, ticket)
    elsewhere = offering(stage.centre, "KP-REG")
    assert elsewhere is not None
    actions.transfer_to_service(desk=there, offering=elsewhere, clock=system_clock)
    assert visitor.go(f"/tiket/{ticket.token}/") == 200
    stage.photograph(visitor, "tiket-dialihkan-ke-layanan")


def cut_rows(screen: Visitor) -> int:
    """Rows of the screen, or its panel, that hold more than they show."""
    script = (
        "[...document.querySelectorAll('.desks li, .call')].filter(e => e.clientHeight > 0 &&"
        " e.scrollHeight > e.clientHeight + 2).length"
    )
    return int(screen.page.evaluate(script))


@pytest.mark.parametrize("reason", [REASON, LONG_REASON], ids=["pendek", "panjang"])
def test_the_room_reads_why_and_who_rests(
    window: OpenWindow, stage: Stage, reason: str, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    opened(stage)
    desks = [
        open_desk(centre=stage.centre, counter=str(n), clock=system_clock) for n in range(2, 7)
    ]
    for desk in desks[:4]:
        actions.call_next_ticket(desk=desk, clock=system_clock)
        actions.start_service(desk=desk, clock=system_clock)
    actions.park_ticket(desk=desks[3], clock=system_clock)
    exception(stage.desk, guest(stage.centre), reason)
    rested = desks[4]
    actions.pause_session(
        counter=rested.counter, officer=rested.officer, paused=True, actor=rested.actor,
        clock=system_clock,
    )  # fmt: skip
    screen = paired(window, stage, "TV", TELEVISION)
    assert screen.go("/layar/bkd/") == 200
    stage.photograph(screen, f"tv-alasan-{name}", full=False)
    assert cut_rows(screen) == 0
    board = window(PHONE)
    assert board.go("/antrean/bkd/papan/") == 200
    stage.photograph(board, f"papan-alasan-{name}")


def test_a_crowded_screen_with_a_reason(window: OpenWindow, stage: Stage) -> None:
    opened(stage)
    for n in range(2, 7):
        desk = open_desk(centre=stage.centre, counter=str(n), clock=system_clock)
        actions.call_next_ticket(desk=desk, clock=system_clock)
    exception(stage.desk, guest(stage.centre), LONG_REASON)
    screen = paired(window, stage, "TV", TELEVISION)
    assert screen.go("/layar/bkd/") == 200
    stage.photograph(screen, "tv-ramai-alasan", full=False)
    assert cut_rows(screen) == 0


@pytest.mark.parametrize("size", [*LANDSCAPES, KIOSK], ids=str)
def test_the_kiosk_of_one_and_of_several_agencies(
    window: OpenWindow, stage: Stage, size: tuple[int, int]
) -> None:
    screen = paired(window, stage, "KIOSK", size)
    for path, name in (
        ("/anjungan/bkd/", "mulai"),
        ("/antrean/bkd/", "antrean"),
        ("/antrean/bkd/?antrean=D", "layanan"),
        (f"/antrean/bkd/?layanan={LONGEST_NAME}", "ambil"),
        (f"/layanan/{LONGEST_NAME}/", "syarat"),
    ):
        assert screen.go(path) == 200
        stage.photograph(screen, f"anjungan-{name}", full=False)
    screen.go(f"/antrean/bkd/?layanan={LONGEST_NAME}")
    screen.page.get_by_role("button", name="Ambil nomor").click()
    screen.page.wait_for_url("**/tiket/**")
    screen.page.wait_for_timeout(1500)
    stage.photograph(screen, "anjungan-nomor", full=False)
    second_agency(stage.centre)
    assert screen.go("/antrean/bkd/") == 200
    stage.photograph(screen, "anjungan-instansi", full=False)
    screen.page.get_by_role("link", name="Dinas Kependudukan").click()
    screen.page.wait_for_url("**/antrean/bkd/?**")
    stage.photograph(screen, "anjungan-antrean-instansi", full=False)
    change_policy(centre=stage.centre, actor=SYSTEM, daily_quota=0)
    assert screen.go("/anjungan/bkd/") == 200
    stage.photograph(screen, "anjungan-habis", full=False)
    assert screen.go("/antrean/bkd/") == 200
    stage.photograph(screen, "anjungan-antrean-habis", full=False)


def second_agency(centre: Centre) -> None:
    """Another agency gives services at the same centre."""
    agency = add_agency(
        code="dukcapil", name="Dinas Kependudukan dan Pencatatan Sipil", short_name="Dukcapil",
        actor=SYSTEM,
    )  # fmt: skip
    names = ("Perekaman KTP elektronik", "Akta kelahiran", "Pindah datang")
    services = [
        make_service(code=f"KTP-{n}", name=name, agency=agency) for n, name in enumerate(names)
    ]
    queue = centre.queues.get(code="E")
    for service in services:
        make_offering(centre=centre, service=service, queue=queue.code)


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)
def test_choosing_among_several_agencies(
    window: OpenWindow, stage: Stage, size: tuple[int, int]
) -> None:
    second_agency(stage.centre)
    visitor = window(size)
    assert visitor.go("/antrean/bkd/") == 200
    stage.photograph(visitor, "pilih-instansi")
