"""Photographs of the shared registers: the list, what a change touches, and rows out of it."""

from datetime import timedelta

import pytest

from lopo.catalogue.actions import (
    Minutes,
    open_draft,
    record_minutes,
    save_draft,
    submit_draft,
)
from lopo.catalogue.models import Service
from lopo.catalogue.queries import today
from lopo.catalogue.rules import Law, Promise, Requirement
from lopo.catalogue.tests.builders import make_content, make_service
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency, make_centre
from lopo.people.api import Duty
from lopo.registers.tests.builders import ended, make_regulation, make_requirement
from tests.conftest import OpenWindow
from tests.gallery.test_editorial_gallery import somebody
from tests.gallery.test_gallery import DESKTOP, PHONE, Faults
from tests.gallery.test_safety import photograph
from tests.gallery.test_setup_gallery import LONG
from tests.gallery.test_staff_gallery import sits_at

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
OLD = "PP Nomor 11 Tahun 2017 tentang Manajemen PNS jo. PP Nomor 17 Tahun 2020"
NEW = "PP Nomor 5 Tahun 2026 tentang Manajemen Aparatur Sipil Negara"


@pytest.fixture
def agency() -> Agency:
    """An agency that hosts a centre, with services that cite a revoked law, beside another one."""
    here = make_agency(code="bkd", name="Badan Kepegawaian Daerah")
    make_centre(agency=here)
    other = make_agency(code="dukcapil", name="Dinas Kependudukan dan Pencatatan Sipil")
    laws = (Law("PP11", OLD), Law("UU25", "UU Nomor 25 Tahun 2009 tentang Pelayanan Publik"))
    card = (Requirement("KTP", "KTP elektronik"), Requirement("IJAZAH", "Ijazah"))
    told = make_content(legal_basis=laws, requirements=card)
    own = make_content(requirements=(Requirement("KTP", "Kartu identitas apa pun"),))
    make_service(code="REKOM", name=LONG["service"], agency=here, content=told)
    make_service(code="CUTI", name="Cuti PNS", agency=here, content=told)
    make_service(code="PENSIUN", name="Pensiun", agency=here, content=own)
    make_service(code="AKTA", name="Akta Kelahiran", agency=other, content=told)
    successor = make_regulation(code="PP5_26", title=NEW)
    ended(make_regulation(code="PP11", title=OLD), today() - timedelta(9), successor)
    make_regulation(code="UU25", title=laws[1].title, link="https://peraturan.go.id/uu-25-2009")
    make_requirement(code="KK", name="Kartu Keluarga", handover="UPLOAD", format="pdf")
    return here


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)
def test_a_register_and_what_a_change_of_it_touches(
    size: tuple[int, int], window: OpenWindow, axe: Faults, agency: Agency
) -> None:
    entry = make_requirement()
    desk = window(size)
    sits_at(desk, somebody(agency, Duty.EDITOR, "penyunting"))
    assert desk.go("/petugas/standar/daftar/peraturan/") == 200
    photograph(desk, "daftar-peraturan", axe)
    assert desk.go(f"/petugas/standar/daftar/persyaratan/{entry.pk}/ubah/") == 200
    desk.page.select_option("[name=handover]", "SHOW_ORIGINAL")
    desk.page.fill("[name=format]", "kartu")
    desk.page.get_by_role("button", name="Lihat yang tersentuh").click()
    desk.page.wait_for_selector("[name=dilihat]", state="attached")
    photograph(desk, "daftar-tersentuh", axe)
    desk.page.get_by_role("button", name="Tulis 2 rancangan").click()
    desk.page.wait_for_url(f"**/persyaratan/{entry.pk}/")
    assert desk.go("/petugas/standar/CUTI/rancangan/") == 200
    desk.page.fill("[name=syarat-daftar-pilih]", "KK")
    desk.page.get_by_role("button", name="Tambah dari daftar").first.click()
    desk.page.wait_for_selector("[name=syarat-2-name]")
    photograph(desk, "standar-rancangan-daftar", axe)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)
def test_one_decree_for_several(
    size: tuple[int, int], window: OpenWindow, axe: Faults, agency: Agency
) -> None:
    author = somebody(agency, Duty.EDITOR, "penyunting")
    for code in ("CUTI", "REKOM"):
        service = Service.objects.get(code=code)
        draft = open_draft(service=service, author=author, clock=system_clock)
        content = draft.told.with_fields(promise=Promise(2))
        saved = save_draft(draft=draft, content=content, seen=0, author=author, clock=system_clock)
        record_minutes(
            draft=saved,
            minutes=Minutes(waived_because="Menyesuaikan daftar"),
            author=author,
            clock=system_clock,
        )
        submit_draft(draft=saved)
    desk = window(size)
    sits_at(desk, somebody(agency, Duty.PUBLISHER, "pengesah"))
    assert desk.go(f"/petugas/standar/penetapan/{agency.code}/") == 200
    desk.page.locator("summary").first.click()
    desk.page.get_by_role("button", name="Tetapkan dan umumkan").click()
    desk.page.wait_for_selector(".errsum")
    photograph(desk, "standar-tetapkan-bersama", axe)
