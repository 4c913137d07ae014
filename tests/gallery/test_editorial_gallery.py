"""Photographs where standards and notices are written, and what everybody reads of them."""

from dataclasses import replace

import pytest

from lopo.catalogue.actions import open_draft, record_minutes, save_draft, submit_draft
from lopo.catalogue.actions.life import Minutes
from lopo.catalogue.models import Service
from lopo.catalogue.rules import Decision, Fee, Promise
from lopo.catalogue.tests.builders import make_content, make_service, make_version
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.notices.tests.builders import make_notice
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty, Role, User, charge
from lopo.people.tests.builders import make_staff
from lopo.publications.tests.reading import Paper
from tests.conftest import OpenWindow
from tests.gallery.test_gallery import DESKTOP, KIOSK, OUT, PHONE, TABLET, Faults
from tests.gallery.test_safety import photograph
from tests.gallery.test_setup_gallery import LONG
from tests.gallery.test_staff_gallery import sits_at

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
SIZES = pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=str)


def somebody(agency: Agency, duty: Duty, name: str) -> User:
    user = make_staff(username=name)
    charge(user=user, duty=duty, agency=agency, actor=SYSTEM)
    return user


@pytest.fixture
def service() -> Service:
    """A service with a long name, a decision in its procedure and a second version."""
    told = make_content()
    steps = (
        told.steps[0],
        replace(told.steps[1], decision=Decision("Berkas lengkap?", 1)),
        replace(told.steps[1], activity="Menandatangani surat keterangan"),
    )
    made = make_service(code="REKOM", name=LONG["service"], content=replace(told, steps=steps))
    made.standards.update(valid_to="2026-06-01")
    newer = replace(told, steps=steps, promise=Promise(5), evaluation="")
    make_version(made, newer, number=2, valid_from="2026-06-01")
    return made


@SIZES
def test_a_change_is_written(
    size: tuple[int, int], window: OpenWindow, axe: Faults, service: Service
) -> None:
    desk = window(size)
    sits_at(desk, somebody(service.agency, Duty.EDITOR, "penyunting"))
    lacking = make_content(complaints=(), staffing="")
    make_service(agency=service.agency, unit="Sekretariat", content=lacking)
    for path, name in (
        ("", "standar-semua"),
        ("REKOM/", "standar-satu"),
        ("REKOM/banding/1/2/", "standar-banding"),
        (f"berkas/{service.agency.code}/", "standar-berkas"),
        ("pencarian/", "standar-pencarian"),
    ):
        assert desk.go(f"/petugas/standar/{path}") == 200
        photograph(desk, name, axe)
    assert desk.go("/petugas/standar/REKOM/") == 200
    desk.page.get_by_role("button", name="Susun perubahan").click()
    desk.page.wait_for_url("**/rancangan/")
    photograph(desk, "standar-rancangan", axe)
    make_service(code="AKTA", name="Akta Kelahiran", agency=make_agency(code="dukcapil"))
    for query, name in (
        ("", ""),
        ("?q=akta", "-dicari"),
        ("?q=zzz", "-tidak-ada"),
        ("?dari=AKTA", "-beda"),
    ):
        assert desk.go(f"/petugas/standar/REKOM/rancangan/salin/{query}") == 200
        photograph(desk, f"standar-salin{name}", axe)
    assert desk.go("/petugas/standar/REKOM/rancangan/") == 200
    desk.page.fill("[name=fee_amount]", "5000")
    desk.page.fill("[name=promise_amount]", "-1")
    desk.page.get_by_role("button", name="Simpan rancangan").click()
    desk.page.wait_for_selector(".errsum")
    photograph(desk, "standar-rancangan-ditolak", axe)
    assert desk.go("/petugas/standar/REKOM/rancangan/berita-acara/") == 200
    photograph(desk, "standar-berita-acara", axe)


def test_a_draft_is_looked_at(window: OpenWindow, axe: Faults, service: Service) -> None:
    author = somebody(service.agency, Duty.EDITOR, "penyunting")
    draft = open_draft(service=service, author=author, clock=system_clock)
    content = draft.told.with_fields(promise=Promise(4), evaluation="", staffing="")
    save_draft(draft=draft, content=content, seen=0, author=author, clock=system_clock)
    looks = "/petugas/standar/REKOM/rancangan/pratinjau/"
    for size, query in ((PHONE, ""), (DESKTOP, ""), (KIOSK, "?layar=anjungan")):
        desk = window(size)
        sits_at(desk, author)
        assert desk.go(f"{looks}{query}") == 200
        photograph(desk, "standar-pratinjau", axe)
    for sheet in ("poster", "sop"):
        paper = Paper(desk.page.request.get(f"{desk.base}{looks}{sheet}.pdf").body())
        paper.photo().save(OUT / f"standar-pratinjau-{sheet}.png")


@SIZES
def test_a_change_is_decreed(
    size: tuple[int, int], window: OpenWindow, axe: Faults, service: Service
) -> None:
    author = somebody(service.agency, Duty.EDITOR, "penyunting")
    draft = open_draft(service=service, author=author, clock=system_clock)
    content = replace(draft.told, promise=Promise(4), evaluation="SKM", fee=Fee(5000, "", "Perda"))
    draft = save_draft(draft=draft, content=content, seen=0, author=author, clock=system_clock)
    record_minutes(
        draft=draft,
        minutes=Minutes(waived_because="Menyesuaikan peraturan"),
        author=author,
        clock=system_clock,
    )
    submit_draft(draft=draft)
    desk = window(size)
    sits_at(desk, somebody(service.agency, Duty.PUBLISHER, "pengesah"))
    assert desk.go("/petugas/standar/REKOM/rancangan/tetapkan/") == 200
    photograph(desk, "standar-tetapkan", axe)
    desk.page.get_by_role("button", name="Tetapkan dan umumkan").click()
    desk.page.wait_for_selector(".errsum")
    photograph(desk, "standar-tetapkan-ditolak", axe)
    assert desk.go("/petugas/standar/REKOM/cabut/") == 200
    photograph(desk, "standar-cabut", axe)


@SIZES
def test_what_everybody_reads_of_versions_and_notices(
    size: tuple[int, int], window: OpenWindow, axe: Faults, service: Service
) -> None:
    make_notice(agency=service.agency, title=LONG["service"][:160], is_urgent=True)
    make_notice(agency=service.agency, kind="MAKLUMAT", title="Maklumat pelayanan")
    hoax = make_notice(agency=service.agency, kind="KLARIFIKASI", claim="Bayar agar cepat")
    visitor = window(size)
    for path, name in (
        ("/layanan/REKOM/versi/", "layanan-versi"),
        ("/layanan/REKOM/versi/1/2/", "layanan-banding"),
        ("/layanan/REKOM/?pada=2026-01-05", "layanan-hari-lalu"),
        ("/pengumuman/", "pengumuman"),
        (f"/pengumuman/{hoax.code}/", "klarifikasi-satu"),
        ("/klarifikasi/", "klarifikasi"),
        ("/maklumat/", "maklumat"),
        ("/luring/", "luring"),
    ):
        assert visitor.go(path) == 200, path
        photograph(visitor, name, axe)


@SIZES
def test_notices_and_mandates_are_written(
    size: tuple[int, int], window: OpenWindow, axe: Faults, service: Service
) -> None:
    make_notice(agency=service.agency, state="DRAFT", published_at=None)
    desk = window(size)
    sits_at(desk, somebody(service.agency, Duty.EDITOR, "penyunting"))
    for path, name in (
        ("", "pengumuman-meja"),
        (f"{service.agency.code}/pengumuman/", "pengumuman-baru"),
        (f"{service.agency.code}/maklumat/", "maklumat-baru"),
    ):
        assert desk.go(f"/petugas/pengumuman/{path}") == 200
        photograph(desk, name, axe)
    boss = window(size)
    sits_at(boss, make_staff(role=Role.SYSTEM_ADMIN, username="admin.sistem"))
    assert boss.go("/petugas/mandat/") == 200
    photograph(boss, "mandat", axe)
