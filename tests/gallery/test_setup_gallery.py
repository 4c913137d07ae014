"""Photographs the pages of setting up: first account, wizard, the pages of a centre.

Empty, filled, refused with every field kept, and with the longest names an office has; on a phone,
a tablet and a desk, in light and dark. One window takes every picture of a story and is resized, so
that nobody signs in three times.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from lopo.administration import actions, queries, rules
from lopo.administration.models import SetupDraft
from lopo.catalogue.api import BKD_SERVICES, import_catalogue
from lopo.frontdesk import api as frontdesk
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import (
    Centre,
    add_agency,
    queues_of,
)
from lopo.organisation.tests.builders import make_centre
from lopo.people.api import Role, User, invite_staff, register_device
from lopo.people.models import Device
from lopo.people.tests.builders import make_staff
from tests.conftest import OpenWindow, Visitor, too_wide
from tests.gallery.test_gallery import DESKTOP, OUT, PHONE, TABLET, Faults
from tests.gallery.test_safety import sign_in
from tests.looking import settle

pytestmark = [
    pytest.mark.gallery,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
LONG = {
    "agency": "Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu, Tenaga Kerja, Koperasi, Usaha "
    "Kecil dan Menengah Kabupaten Timor Tengah Selatan Provinsi Nusa Tenggara Timur",
    "short": "DPMPTSP-NAKERKOPUKM Timor Tengah Selatan",
    "centre": "Mal Pelayanan Publik Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kabupaten "
    "Timor Tengah Selatan di Soe",
    "service": "Penerbitan Rekomendasi Perpanjangan Pengesahan Rencana Penggunaan Tenaga Kerja "
    "Asing bagi Badan Usaha Penanaman Modal dalam Negeri yang Beroperasi di Lebih dari Satu "
    "Kabupaten (Perpanjangan)",
    "category": "Perizinan dan Nonperizinan Ketenagakerjaan, Transmigrasi, dan Koperasi Daerah",
    "person": "Penyelia pengganti sementara untuk sore hari di ruang pelayanan lantai dua Mal "
    "Pelayanan Publik Soe",
    "counter": "Meja pelayanan ramah disabilitas dan lansia di sisi timur dekat pintu masuk",
    "email": "pelayanan.terpadu.satu.pintu@dpmptspnakerkopukm.timortengahselatankab.go.id",
}
NONSENSE = "x" * 80


@dataclass
class Album:
    """A window of an administrator, and what to look for before each picture."""

    visitor: Visitor
    faults: Faults

    def __call__(self, name: str, *, dark: bool = True) -> None:
        """The page as it is, at every size; in the dark theme of staff, too."""
        page = self.visitor.page
        OUT.mkdir(parents=True, exist_ok=True)
        for size in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            # Colours do not depend on the width: two sizes are enough for them.
            for scheme in ("light", "dark") if dark and size != TABLET else ("light",):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                self._photograph(page, f"{name}{'-gelap' if scheme == 'dark' else ''}-{size[0]}")
        page.emulate_media(color_scheme="light", reduced_motion="reduce")

    def _photograph(self, page: Page, name: str) -> None:
        settle(page)
        assert too_wide(page) == 0, name
        assert self.faults(page) == [], name
        page.screenshot(path=OUT / f"{name}.png", full_page=True)

    def of(self, path: str, name: str, *, dark: bool = True) -> None:
        """A page that answers."""
        assert self.visitor.go(path) == 200, path
        self(name, dark=dark)

    def refused(self, name: str, press: str, fields: Mapping[str, str]) -> None:
        """The form of this page, filled in wrongly: every field is kept, and said what is wrong."""
        page = self.visitor.page
        for field, value in fields.items():
            page.fill(f"[name='{field}']", value)
        page.get_by_role("button", name=press, exact=True).first.click()
        page.locator(".errsum").wait_for()
        for field, value in fields.items():
            kept = page.locator(f"[name='{field}']").first
            assert kept.get_attribute("type") == "password" or kept.input_value() == value, field
        self(name)


@pytest.fixture
def system_admin(transactional_db: None) -> User:
    """Somebody who sets centres up."""
    return make_staff(role=Role.SYSTEM_ADMIN, centre=None, username="kepala-tu")


@pytest.fixture
def album(window: OpenWindow, system_admin: User, axe: Faults) -> Album:
    """Their window."""
    visitor = window(DESKTOP)
    sign_in(visitor, system_admin)
    visitor.page.wait_for_url("**/petugas/**")
    return Album(visitor, axe)


def long_answers() -> dict[str, Any]:
    """What a large office would answer, with the longest names the fields take."""
    facts = {
        "name": LONG["service"], "category": LONG["category"], "working_days": 14, "fee": 1_250_000,
        "fee_basis": "Peraturan Daerah Nomor 1 Tahun 2024 (contoh)",
        "requirements": f"{LONG['service']}\nKTP", "steps": f"{LONG['service']}\nTerima kartu",
        "product": LONG["service"][:200],
    }  # fmt: skip
    services = [
        rules.hand_written(code=code, facts={**facts, "name": name}, unit="UMUM", officer="PETUGAS")
        for code, name in (("LAYANAN-PANJANG", LONG["service"]), ("KARTU-KUNING", "Kartu kuning"))
    ]
    return {
        "instansi": {"agency": "", "name": LONG["agency"], "short_name": LONG["short"]},
        "pusat": {
            "name": LONG["centre"], "code": "mpp-soe", "province": "53", "zone": "Asia/Makassar",
            "address": f"Jalan Gajah Mada Nomor 123, {LONG['centre']}", "phone": "0388-000000",
            "email": LONG["email"],
        },
        "jam": {"days": {days: {"opens": 0, "closes": 1440} for days in rules.WEEKDAYS},
                "observes": True},
        "layanan": {"chosen": [], "new": services, "by_hand": [s["kode"] for s in services]},
        "antrean": [{"code": "A", "name": LONG["category"]}, {"code": "B", "name": "Kartu"}],
        "pembagian": {"LAYANAN-PANJANG": "A", "KARTU-KUNING": "B"},
        "meja": [{"code": "1", "name": LONG["counter"], "queues": []},
                 {"code": "TIMUR-12", "name": "Meja 2", "queues": ["B"]}],
        "petugas": [{"name": LONG["person"], "roles": ["SUPERVISOR"]},
                    {"name": "Penerima tamu", "roles": ["RECEPTIONIST"]}],
    }  # fmt: skip


def drafted(user: User, answers: Mapping[str, Any]) -> SetupDraft:
    """A draft with these answers."""
    draft = actions.begin_draft(user=user, clock=system_clock)
    for step, answer in answers.items():
        draft = actions.save_step(draft=draft, step=step, answer=answer, clock=system_clock)
    return draft


def test_the_first_account(window: OpenWindow, axe: Faults, transactional_db: None) -> None:
    code = queries.first_run_code()
    assert code is not None
    path = reverse("administration:first_run", args=[code])
    album = Album(window(DESKTOP), axe)
    album.of(path, "pertama")
    page = album.visitor.page
    for name, value in (("username", NONSENSE), ("password", "pendek"), ("again", "lain")):
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Buat akun").click()
    page.locator(".errsum").wait_for()
    assert page.locator("[name=username]").input_value() == NONSENSE
    album("pertama-ditolak")
    make_staff(role=Role.SYSTEM_ADMIN, centre=None)
    assert album.visitor.go(path) == 404
    album("pertama-habis", dark=False)


def test_the_wizard_from_nothing(album: Album, system_admin: User) -> None:
    """Each step as it meets whoever begins, and what it says to an empty or a wrong answer."""
    album.of("/petugas/pusat/", "pusat-kosong")
    album.of("/petugas/pusat/baru/", "panduan-kosong")
    draft = drafted(system_admin, {})
    answers, onwards = long_answers(), "Simpan dan lanjutkan"
    wrong: dict[str, dict[str, str]] = {
        "instansi": {"name": "", "short_name": LONG["short"]},
        "pusat": {"name": LONG["centre"], "code": "Kode Salah", "email": NONSENSE},
        "jam": {"mon_thu-opens": "9", "mon_thu-closes": "25.61", "fri-pause": "12.00"},
        "layanan": {},
        "antrean": {"r0-code": "A", "r0-name": ""},
        "pembagian": {},
        "meja": {"r0-code": "?", "r0-name": LONG["counter"]},
        "petugas": {"r0-name": LONG["person"], "r1-name": LONG["person"]},
    }
    for step, fields in wrong.items():
        path = f"/petugas/pusat/baru/{draft.pk}/{step}/"
        album.of(path, f"panduan-{step}-kosong")
        if step != "pembagian":  # it has nothing one could fill in wrongly
            album.refused(f"panduan-{step}-ditolak", onwards, fields)
        if step == "layanan":
            album.of(f"{path}tambah/", "panduan-layanan-tulis")
            album.refused(
                "panduan-layanan-tulis-ditolak", "Simpan layanan", {"name": LONG["service"]}
            )
        draft = actions.save_step(draft=draft, step=step, answer=answers[step], clock=system_clock)
    draft = actions.save_step(draft=draft, step="petugas", answer=[], clock=system_clock)
    album.of(f"/petugas/pusat/baru/{draft.pk}/periksa/", "panduan-periksa-tanpa-petugas")


def test_the_wizard_of_an_office_with_long_names(album: Album, system_admin: User) -> None:
    """Everything answered, beside other agencies; then the centre opens and staff is invited."""
    for code, name in (("bkd", "Badan Kepegawaian Daerah"), ("dukcapil", LONG["agency"][:-9])):
        add_agency(code=code, name=name, short_name=code, actor=SYSTEM)
    draft = drafted(system_admin, long_answers())
    drafted(system_admin, {})
    album.of("/petugas/pusat/baru/", "panduan")
    for step in (*rules.NAMES, rules.REVIEW):
        album.of(f"/petugas/pusat/baru/{draft.pk}/{step}/", f"panduan-{step}")
    album.of(f"/petugas/pusat/baru/{draft.pk}/layanan/LAYANAN-PANJANG/", "panduan-layanan-ubah")
    album.visitor.go(f"/petugas/pusat/baru/{draft.pk}/periksa/")
    page = album.visitor.page
    page.get_by_role("button", name="Buka pusat layanan").click()
    album.visitor.sees("siap")
    album("panduan-selesai")
    page.get_by_role("button", name="Buat tautan").click()
    page.locator("#tautan-1").wait_for()
    album("undangan-tautan")
    album.of("/petugas/pusat/", "pusat")


def centre_of(user: User, answers: Mapping[str, Any]) -> Centre:
    """The centre these answers make."""
    draft = drafted(user, answers)
    return actions.open_centre(draft=draft, actor=SYSTEM, clock=system_clock)


PAGES = ("", "data/", "meja/", "antrean/", "layanan/", "petugas/", "perangkat/")


def name_of(page: str) -> str:
    """The picture of a page of a centre."""
    return f"pusat-{page.strip('/').replace('/', '-') or 'ikhtisar'}"


def test_a_centre_that_has_nothing_yet(album: Album) -> None:
    centre = make_centre(queues="", counters=0)
    for page in PAGES:
        album.of(f"/petugas/pusat/{centre.code}/{page}", f"{name_of(page)}-kosong")


def furnished(user: User) -> Centre:
    """A large centre: long names, archived places, devices that are silent, people invited."""
    centre = centre_of(user, long_answers())
    agency = centre.host_agency
    import_catalogue(BKD_SERVICES, agency=agency)
    third = frontdesk.add_counter(
        centre=centre, code="9", name="Meja lama", queues=["A"], actor=SYSTEM, clock=system_clock
    )
    frontdesk.retire_counter(counter=third, actor=SYSTEM, clock=system_clock)
    frontdesk.add_queue(
        centre=centre, code="Z", name="Antrean lama", actor=SYSTEM, clock=system_clock
    )
    retired = next(queue for queue in queues_of(centre) if queue.code == "Z")
    retired.centre = centre
    frontdesk.retire_queue(queue=retired, actor=SYSTEM, clock=system_clock)
    make_staff(role=Role.SUPERVISOR, centre=centre, username="n" * 60)
    make_staff(role=Role.COUNTER_OFFICER, centre=centre, username="petugas-soe")
    invite_staff(centre=centre, roles=[Role.CENTRE_ADMIN], name=LONG["person"], actor=SYSTEM)
    seen = {"Anjungan pintu masuk": 0, LONG["counter"]: 2000, "TV ruang tunggu": None}
    for name, minutes in seen.items():
        register_device(centre=centre, name=name, kind="TV", in_room=minutes == 0, actor=SYSTEM)
        if minutes is not None:
            then = system_clock() - timedelta(minutes=minutes)
            Device.objects.filter(name=name).update(last_seen_at=then)
    return centre


def test_a_centre_with_everything(album: Album, system_admin: User) -> None:
    centre = furnished(system_admin)
    root = f"/petugas/pusat/{centre.code}/"
    for page in (*PAGES, "meja/1/", "antrean/A/", "layanan/tambah/"):
        album.of(root + page, name_of(page))


def test_forms_of_a_centre_that_are_refused(album: Album, system_admin: User) -> None:
    centre = furnished(system_admin)
    root = f"/petugas/pusat/{centre.code}/"
    wrong: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("data/", "Simpan", {"name": "", "email": NONSENSE, "no_show_calls": "99"}),
        ("meja/", "Tambahkan meja", {"code": "1", "name": LONG["counter"]}),
        ("meja/1/", "Simpan", {"name": ""}),
        ("antrean/", "Tambahkan antrean", {"code": "A", "name": LONG["category"]}),
        ("antrean/A/", "Simpan", {"code": "B", "name": LONG["category"]}),
        ("layanan/tambah/", "Simpan layanan", {"name": LONG["service"], "working_days": "-1"}),
        ("petugas/", "Buat tautan undangan", {"undang-name": ""}),
        ("petugas/", "Beri peran", {"beri-username": "tidak-ada"}),
        ("perangkat/", "Cari perangkat", {"code": "SALAH123", "name": LONG["counter"]}),
    )
    for number, (page, press, fields) in enumerate(wrong):
        assert album.visitor.go(root + page) == 200
        album.refused(f"{name_of(page)}-ditolak-{number}", press, fields)
