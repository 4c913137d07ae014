"""The pages of the shared registers, and taking rows out of them into a draft: refusals first."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from lopo.catalogue.api import Law, Requirement, draft_of, known_service, today
from lopo.catalogue.tests.builders import make_content, make_service
from lopo.organisation.tests.builders import make_agency, make_centre
from lopo.people.api import Duty
from lopo.registers.models import Regulation, SharedRequirement
from lopo.registers.tests.builders import ended, make_regulation, make_requirement

from .builders import HOME, Office, browser, charged, page, sent

pytestmark = pytest.mark.django_db
LAWS, ASKED = f"{HOME}daftar/peraturan/", f"{HOME}daftar/persyaratan/"
CARD = {"name": "KTP asli", "format": "kartu", "handover": "SHOW_ORIGINAL", "sensitive": "on"}


@pytest.fixture
def office() -> Office:
    """An agency that hosts a centre, so that its editor keeps what all share."""
    made = Office()
    make_centre(agency=made.service.agency)
    return made


@pytest.fixture
def guest() -> Client:
    """The editor of an agency that hosts nothing."""
    return browser(charged(make_service(code="AKTA").agency, Duty.EDITOR))


def digest_in(text: str) -> str:
    return text.split('name="dilihat" value="', 1)[1].split('"', 1)[0]


def applied(who: Client, entry: SharedRequirement, seen: str, **told: Any) -> Any:
    form = {**CARD, "revisi": entry.revision, "dilihat": seen, **told}
    return who.post(f"{ASKED}{entry.pk}/terapkan/", form)


# Refusals


def test_what_all_share_is_kept_by_the_host_and_an_agencys_own_by_itself(
    office: Office, guest: Client
) -> None:
    law, shared = make_regulation(), make_requirement()
    own = make_requirement(agency=office.service.agency)
    for address in (
        f"{LAWS}{law.pk}/ubah/",
        f"{LAWS}{law.pk}/akhiri/",
        f"{ASKED}{shared.pk}/ubah/",
        f"{ASKED}{own.pk}/ubah/",
        f"{ASKED}{own.pk}/",
    ):
        for method in (guest.get, guest.post):
            assert method(address).status_code in {
                HTTPStatus.NOT_FOUND,
                HTTPStatus.METHOD_NOT_ALLOWED,
            }
        assert office.editor.get(address).status_code == HTTPStatus.OK
    assert guest.get(f"{ASKED}{shared.pk}/").status_code == HTTPStatus.OK
    assert applied(guest, shared, "").status_code == HTTPStatus.NOT_FOUND
    assert guest.post(f"{ASKED}{shared.pk}/arsip/").status_code == HTTPStatus.NOT_FOUND
    assert office.publisher.get(f"{ASKED}{shared.pk}/ubah/").status_code == HTTPStatus.NOT_FOUND
    assert office.publisher.get(f"{ASKED}baru/").status_code == HTTPStatus.NOT_FOUND


def test_a_wrong_regulation_is_told_and_nothing_is_kept(office: Office) -> None:
    form = {"code": "PP1_26", "title": "PP Nomor 1 Tahun 2026", "link": "", "valid_from": ""}
    for field, value in (
        ("code", ""),
        ("code", "kode dengan spasi"),
        ("title", ""),
        ("title", "x" * 501),
        ("link", "http://jdih.go.id"),
        ("link", 'https://a"onclick'),
        ("valid_from", "kemarin"),
    ):
        answer = office.editor.post(f"{LAWS}baru/", {**form, field: value})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, (field, value)
        assert "errsum" in answer.content.decode()
        assert not Regulation.objects.exists()
    office.editor.post(f"{LAWS}baru/", form)
    assert Regulation.objects.get().code == "PP1_26"


def test_a_regulation_known_already_or_ended_wrongly_is_told(office: Office) -> None:
    law = make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009", valid_from=today())
    form = {"code": "uu25", "title": "Lain"}
    again = office.editor.post(f"{LAWS}baru/", form)
    assert "Kode ini sudah ada di daftar" in again.content.decode()
    early = (today() - timedelta(1)).isoformat()
    for told in ({"valid_to": early}, {"valid_to": "", "replaced_by": make_regulation().pk}):
        answer = office.editor.post(f"{LAWS}{law.pk}/akhiri/", {"revisi": 0, **told})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    law.refresh_from_db()
    assert law.valid_to is None


def test_no_one_person_changes_what_decreed_pages_show(
    office: Office, guest: Client, client: Client
) -> None:
    law = make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009 tentang Pelayanan Publik")
    where, link = f"{LAWS}{law.pk}/", "https://jdih.go.id/palsu"
    form = {"revisi": 0, "title": "PALSU", "link": link}
    refused = office.editor.post(f"{where}ubah/", {**form, "link": "https://jahat.example"})
    assert "Hanya alamat naskah resmi" in refused.content.decode()
    told = office.editor.post(f"{where}ubah/", form, follow=True).content.decode()
    assert "Menunggu orang kedua" in told
    assert "Setujui usulan" not in told
    assert link not in client.get("/layanan/CUTI/").content.decode()
    assert "menunggu orang kedua" in office.editor.get(LAWS).content.decode()
    for who in (office.editor, guest):
        who.post(f"{where}putuskan/", {"revisi": 1, "putusan": "setuju"})
    guest.post(f"{where}putuskan/", {"revisi": 1, "putusan": "batal"})
    law.refresh_from_db()
    assert (law.title == "PALSU", law.proposed is None) == (False, False)
    assert "Setujui usulan" in office.publisher.get(where).content.decode()
    office.publisher.post(f"{where}putuskan/", {"revisi": 1, "putusan": "setuju"})
    text = client.get("/layanan/CUTI/").content.decode()
    assert link in text
    assert "PALSU" not in text


def test_a_proposal_is_dropped_by_who_keeps_the_register(office: Office) -> None:
    law = make_regulation()
    form = {"revisi": 0, "valid_to": today().isoformat()}
    office.editor.post(f"{LAWS}{law.pk}/akhiri/", form)
    office.editor.post(f"{LAWS}{law.pk}/putuskan/", {"revisi": 1, "putusan": "batal"})
    law.refresh_from_db()
    assert (law.valid_to, law.proposed) == (None, None)


def test_what_can_no_longer_stand_is_told_to_the_second_person(office: Office) -> None:
    law = make_regulation()
    office.editor.post(f"{LAWS}{law.pk}/ubah/", {"revisi": 0, "title": "Baru"})
    make_regulation(title="Baru")
    sent = {"revisi": 1, "putusan": "setuju"}
    told = office.publisher.post(f"{LAWS}{law.pk}/putuskan/", sent, follow=True)
    assert "Peraturan ini sudah ada di daftar" in told.content.decode()


def test_a_preview_that_no_longer_holds_is_shown_anew_and_nothing_is_written(
    office: Office,
) -> None:
    entry = make_requirement()
    shown = office.editor.post(f"{ASKED}{entry.pk}/ubah/", CARD).content.decode()
    make_service(agency=office.service.agency)
    for seen, told in (
        (digest_in(shown), {}),
        ("", {}),
        ("zzz", {"revisi": 9}),
        ("", {"revisi": "abc"}),
    ):
        late = applied(office.editor, entry, seen, **told)
        assert late.status_code == HTTPStatus.CONFLICT
        assert "Sudah berubah, silakan lihat lagi" in late.content.decode()
    entry.refresh_from_db()
    assert entry.revision == 0
    assert draft_of(office.service) is None
    done = applied(office.editor, entry, digest_in(late.content.decode()))
    assert done.status_code == HTTPStatus.SEE_OTHER


def test_a_wrong_wording_is_told_and_nothing_is_shown(office: Office) -> None:
    entry = make_requirement()
    for broken in ({"name": ""}, {"handover": "MERPATI"}, {"name": "x" * 301}):
        answer = office.editor.post(f"{ASKED}{entry.pk}/ubah/", {**CARD, **broken})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, broken
        assert 'name="dilihat"' not in answer.content.decode()
        assert applied(office.editor, entry, "", **broken).status_code == HTTPStatus.CONFLICT


def test_what_the_register_does_not_have_is_not_added_and_nothing_typed_is_lost(
    office: Office,
) -> None:
    make_requirement(code="KK", name="Kartu Keluarga")
    draft = office.begin()
    for table in ("syarat", "hukum"):
        form = sent(draft, **{"tambah": f"{table}-daftar", f"{table}-daftar-pilih": "Kartu apa?"})
        answer = office.editor.post(page(office.service, "rancangan/"), form)
        text = answer.content.decode()
        assert answer.status_code == HTTPStatus.OK
        assert "Tidak ada di daftar" in text
        assert 'value="Kartu apa?"' in text
        assert text.count("data-row>") == len(draft.told.requirements) + len(
            draft.told.steps
        ) + len(draft.told.legal_basis)
    assert office.draft.revision == 0


# What they do


def test_registers_are_searched_and_say_what_has_ended(office: Office) -> None:
    old = make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009 tentang Pelayanan Publik")
    make_regulation(code="PP94", title="PP Nomor 94 Tahun 2021 tentang Disiplin PNS")
    ended(old, today())
    text = office.editor.get(LAWS).content.decode()
    assert "dikutip 1 layanan" in text
    assert "Disiplin PNS" in text
    for query in ({"q": "publik 25"}, {"tampil": "dicabut"}):
        found = office.editor.get(LAWS, query).content.decode()
        assert "Dicabut sejak" in found
        assert "Disiplin PNS" not in found
    make_requirement()
    make_requirement(code="KK", name="Kartu Keluarga", archived_at=old.created_at)
    text = office.editor.get(ASKED, {"q": "ktp"}).content.decode()
    assert "diminta 1 layanan" in text
    assert "Kartu Keluarga" not in text
    assert "Kartu Keluarga" in office.editor.get(ASKED, {"tampil": "arsip"}).content.decode()
    for query in ({"q": "'; --"}, {"q": "x" * 900}, {"page": "999"}, {"page": "abc"}):
        for address in (LAWS, ASKED):
            assert office.editor.get(address, query).status_code == HTTPStatus.OK


def test_a_list_costs_the_same_however_long_it_is(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    for address, make in ((LAWS, make_regulation), (ASKED, make_requirement)):
        made = iter(range(99))
        for _ in range(2):
            make(code=f"A{next(made)}")
        with django_assert_max_num_queries(12) as few:
            office.editor.get(address)
        for _ in range(9):
            make(code=f"A{next(made)}")
        with django_assert_max_num_queries(len(few)):
            office.editor.get(address)


def test_a_wording_is_changed_seen_beforehand_and_becomes_drafts(
    office: Office, guest: Client
) -> None:
    entry = make_requirement()
    shown = office.editor.post(f"{ASKED}{entry.pk}/ubah/", CARD).content.decode()
    for told in ("KTP elektronik", "KTP asli", "Milik instansi lain", "Tulis 1 rancangan"):
        assert told in shown
    assert "SHOW_ORIGINAL" not in shown.split('name="dilihat"', 1)[0]
    assert draft_of(office.service) is None
    assert applied(office.editor, entry, digest_in(shown)).status_code == HTTPStatus.SEE_OTHER
    card = Requirement("KTP", "KTP asli", "kartu", True, "", "SHOW_ORIGINAL", True)
    assert office.draft.told.requirements == (card,)
    # The other agency finds what lags behind, and follows.
    entry.refresh_from_db()
    told = guest.get(f"{ASKED}{entry.pk}/").content.decode()
    assert "1 layanan masih memakai isi yang lama" in told
    behind = guest.get(f"{ASKED}{entry.pk}/terapkan/").content.decode()
    assert applied(guest, entry, digest_in(behind)).status_code == HTTPStatus.SEE_OTHER
    other = known_service("AKTA")
    assert other is not None
    follower = draft_of(other)
    assert follower is not None
    assert follower.told.requirements == (card,)


def test_a_requirement_is_added_put_away_and_taken_out_again(office: Office, guest: Client) -> None:
    form = {**CARD, "code": "KIA", "name": "Kartu Identitas Anak", "agency": ""}
    refused = guest.post(f"{ASKED}baru/", form)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert office.editor.post(f"{ASKED}baru/", form).status_code == HTTPStatus.SEE_OTHER
    entry = SharedRequirement.objects.get()
    assert (entry.code, entry.agency) == ("KIA", None)
    for said, archived in (("ya", True), ("tidak", False)):
        told = {"revisi": entry.revision, "arsip": said}
        office.editor.post(f"{ASKED}{entry.pk}/arsip/", told)
        entry.refresh_from_db()
        assert (entry.archived_at is not None) == archived
    late = office.editor.post(f"{ASKED}{entry.pk}/arsip/", {"revisi": 0}, follow=True)
    assert "Silakan lihat lagi" in late.content.decode()


def test_a_revoked_law_is_told_where_one_writes_and_its_successor_is_cited(
    office: Office,
) -> None:
    old = make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009 tentang Pelayanan Publik")
    new = make_regulation(code="UU1_26", title="UU Nomor 1 Tahun 2026 tentang Pelayanan Publik")
    told = {"revisi": 0, "valid_to": today().isoformat(), "replaced_by": new.pk}
    office.editor.post(f"{LAWS}{old.pk}/akhiri/", told)
    office.publisher.post(f"{LAWS}{old.pk}/putuskan/", {"revisi": 1, "putusan": "setuju"})
    assert "1 dasar hukum tidak berlaku" in office.editor.get(HOME).content.decode()
    assert "dicabut sejak" in office.editor.get(page(office.service)).content.decode()
    office.begin()
    text = office.editor.get(page(office.service, "rancangan/")).content.decode()
    assert f'href="#hukum">{old.title}: dicabut sejak' in text
    office.hand_in()
    refused = office.decree()
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "tidak berlaku pada hari itu" in refused.content.decode()
    office.editor.post(page(office.service, "rancangan/kembalikan/"))
    shown = office.editor.get(f"{LAWS}{old.pk}/ganti/").content.decode()
    form = {"revisi": 2, "dilihat": digest_in(shown)}
    assert office.editor.post(f"{LAWS}{old.pk}/ganti/", {**form, "dilihat": "x"}).status_code == (
        HTTPStatus.CONFLICT
    )
    office.editor.post(f"{LAWS}{old.pk}/ganti/", form)
    assert office.draft.told.legal_basis == (Law("UU1_26", new.title),)
    office.hand_in()
    assert office.decree().status_code == HTTPStatus.SEE_OTHER


def test_rows_out_of_the_registers_come_filled_and_are_marked(office: Office) -> None:
    make_requirement()
    make_requirement(code="KK", name="Kartu Keluarga", handover="UPLOAD", sensitive=True)
    law = make_regulation(code="PP94", title="PP Nomor 94 Tahun 2021 tentang Disiplin PNS")
    make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009 tentang Pelayanan Publik")
    draft = office.begin()
    where = page(office.service, "rancangan/")
    for typed in ("KK · Kartu Keluarga", "kk", "kartu keluarga"):
        form = sent(draft, **{"tambah": "syarat-daftar", "syarat-daftar-pilih": typed})
        text = office.editor.post(where, form).content.decode()
        assert 'name="syarat-1-name" value="Kartu Keluarga"' in text, typed
        assert text.count("Dari daftar") == 3  # both requirements, and the law
    form = sent(draft, **{"tambah": "hukum-daftar", "hukum-daftar-pilih": "PP94"})
    assert f'value="{law.title}"' in office.editor.post(where, form).content.decode()
    assert office.draft.revision == 0
    rows = {
        "syarat-TOTAL_FORMS": "2", "syarat-1-code": "", "syarat-1-name": "Kartu Keluarga",
        "syarat-1-need": "BERSYARAT", "syarat-1-condition": "bila ada",
        "syarat-1-handover": "HAND_IN", "syarat-0-format": "fotokopi",
        "hukum-TOTAL_FORMS": "2", "hukum-1-title": law.title,
    }  # fmt: skip
    office.save(**rows)
    told = office.draft.told
    assert told.requirements[1].code == "KK"
    assert told.legal_basis[1] == Law("PP94", law.title)
    text = office.editor.get(where).content.decode()
    assert "Berbeda dari daftar: bentuk" in text
    assert text.count("Berbeda dari daftar") == 2


def test_what_stands_in_the_table_already_is_not_added_again(office: Office) -> None:
    make_requirement()
    draft = office.begin()
    form = sent(draft, **{"tambah": "syarat-daftar", "syarat-daftar-pilih": "KTP"})
    text = office.editor.post(page(office.service, "rancangan/"), form).content.decode()
    assert "Ini sudah ada di tabel" in text
    assert 'name="syarat-1-name"' not in text


def test_a_table_that_is_full_takes_no_more(office: Office) -> None:
    make_requirement(code="KK", name="Kartu Keluarga")
    many = tuple(Requirement(f"P{n}", f"Berkas {n}") for n in range(60))
    service = make_service(
        code="BANYAK",
        agency=office.service.agency,
        content=make_content(requirements=many),
    )
    office.editor.post(page(service, "susun/"))
    draft = draft_of(service)
    assert draft is not None
    form = sent(draft, **{"tambah": "syarat-daftar", "syarat-daftar-pilih": "KK"})
    answer = office.editor.post(page(service, "rancangan/"), form)
    assert answer.status_code == HTTPStatus.OK
    assert "Kartu Keluarga" not in answer.content.decode().split("syarat-daftar", 1)[0]


def test_an_agency_without_a_centre_adds_for_itself_only() -> None:
    agency = make_agency()
    editor = browser(charged(agency, Duty.EDITOR))
    form = {**CARD, "code": "KIA", "agency": agency.code}
    assert editor.post(f"{ASKED}baru/", form).status_code == HTTPStatus.SEE_OTHER
    assert SharedRequirement.objects.get().agency == agency
