"""Photographs of a service that moves to another agency: asked, looked at before, told after."""

from datetime import date, timedelta

import pytest

from lopo.administration.tests.builders import make_user
from lopo.catalogue.api import LegalBasis, Move, Service, move_service, today
from lopo.catalogue.tests.builders import make_offering, make_service
from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency, Unit
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty, Role, charge
from tests.conftest import OpenWindow
from tests.gallery.test_gallery import DESKTOP, PHONE, Faults
from tests.gallery.test_safety import photograph
from tests.gallery.test_setup_gallery import LONG
from tests.gallery.test_staff_gallery import sits_at

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)
NEW_YEAR = date(today().year + 1, 1, 1)


@pytest.fixture
def biro() -> Agency:
    biro = make_agency(code="biro", name="Biro Organisasi Sekretariat Daerah Provinsi")
    Unit.objects.create(agency=biro, code="bagian", name="Bagian Kelembagaan dan Tata Laksana")
    for name in ("penyunting.biro", "pengesah.biro"):
        user = make_user()
        type(user).objects.filter(pk=user.pk).update(username=name)
        charge(user=user, duty=Duty.EDITOR, agency=biro, actor=SYSTEM)
    return biro


@pytest.fixture
def service(biro: Agency) -> Service:
    centre = make_centre(agency=make_agency(code="bkd", name="Badan Kepegawaian Daerah"))
    made = make_service(code="REKOM", name=LONG["service"], agency=centre.host_agency)
    make_offering(centre=centre, service=made)
    return made


@SIZES
def test_a_move_is_asked_and_looked_at(
    size: tuple[int, int], window: OpenWindow, axe: Faults, service: Service
) -> None:
    desk = window(size)
    sits_at(desk, make_user(role=Role.SYSTEM_ADMIN))
    assert desk.go("/petugas/layanan/REKOM/pindah/") == 200
    photograph(desk, "pindah-form", axe)
    desk.page.get_by_label("Pindah ke").select_option("biro:bagian")
    desk.page.get_by_label("Mulai").fill(NEW_YEAR.isoformat())
    desk.page.get_by_label("Peraturan", exact=True).fill("Perda Nomor 3 Tahun 2026")
    desk.page.get_by_label("Tanggal peraturan").fill("2026-11-05")
    desk.page.get_by_label("Ditetapkan oleh").fill("Gubernur")
    desk.page.get_by_label("Alasan").fill("Penataan perangkat daerah")
    desk.page.get_by_role("button", name="Lihat apa yang akan berubah").click()
    desk.page.get_by_role("button", name="Rencanakan perpindahan").wait_for()
    photograph(desk, "pindah-pratinjau", axe)
    desk.page.get_by_role("button", name="Rencanakan perpindahan").click()
    desk.page.get_by_text("Perpindahan sudah direncanakan").wait_for()
    assert axe(desk.page) == []


@SIZES
def test_everybody_reads_whose_it_was(
    size: tuple[int, int], window: OpenWindow, axe: Faults, service: Service, biro: Agency
) -> None:
    basis = LegalBasis("Perda Nomor 3 Tahun 2026", today() - timedelta(days=9), "Gubernur")
    move = Move(biro, biro.units.get(), today(), basis, "Penataan")
    move_service(service=service, move=move, mover=make_user(), clock=system_clock)
    phone = window(size)
    assert phone.go("/layanan/REKOM/versi/") == 200
    photograph(phone, "pindah-riwayat", axe)
