"""Going back to a step of the wizard: from two windows at once, and from the check."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lopo.administration import rules
from lopo.administration.models import SetupDraft
from lopo.administration.tests.builders import (
    ANSWERS,
    SERVICE,
    begun,
    fill_in,
    rows,
    step_url,
    system_admin,
)
from lopo.catalogue.api import Service
from lopo.catalogue.tests.builders import make_service
from lopo.frontdesk.tests.builders import make_centre

pytestmark = pytest.mark.django_db
CHECK = "?dari=periksa"


def kept(draft: SetupDraft) -> dict[str, Any]:
    draft.refresh_from_db()
    answers: dict[str, Any] = draft.answers
    return answers


def version(client: Client, url: str) -> str:
    found = client.get(url).context["version"]
    assert found
    return str(found)


@pytest.fixture
def client() -> Client:
    return system_admin()


@pytest.fixture
def draft(client: Client) -> SetupDraft:
    """Every step is answered."""
    made = begun()
    fill_in(client, made)
    return made


# Two windows


def test_a_stale_window_overwrites_nothing_and_keeps_what_was_typed(
    client: Client, draft: SetupDraft
) -> None:
    url = step_url(draft, "pusat")
    read = version(client, url)
    theirs = {**ANSWERS["pusat"], "phone": "0380-111111", "version": read}
    assert system_admin().post(url, theirs).status_code == 303
    mine = {**ANSWERS["pusat"], "address": "Jalan Baru 2", "version": read}
    answer = client.post(url, mine)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "diubah di jendela lain" in said
    assert 'value="Jalan Baru 2"' in said
    assert kept(draft)["pusat"]["phone"] == "0380-111111"
    again = client.post(url, {**mine, "version": answer.context["version"]})
    assert again.status_code == 303
    assert kept(draft)["pusat"]["address"] == "Jalan Baru 2"


def test_the_same_answer_from_two_windows_is_no_conflict(client: Client, draft: SetupDraft) -> None:
    url = step_url(draft, "meja")
    sent = {**rows({"code": "7", "name": "Meja 7"}), "version": version(client, url)}
    assert client.post(url, sent).status_code == 303
    assert client.post(url, sent).status_code == 303


def test_another_step_saved_meanwhile_is_in_nobodys_way(client: Client, draft: SetupDraft) -> None:
    url = step_url(draft, "pusat")
    sent = {**ANSWERS["pusat"], "address": "Jalan Baru 2", "version": version(client, url)}
    client.post(step_url(draft, "meja"), rows({"code": "7", "name": "Meja 7"}))
    assert client.post(url, sent).status_code == 303


def test_a_wrong_answer_in_a_stale_window_stays_stale(client: Client, draft: SetupDraft) -> None:
    url = step_url(draft, "pusat")
    read = version(client, url)
    client.post(url, {**ANSWERS["pusat"], "phone": "0380-111111"})
    wrong = client.post(url, {**ANSWERS["pusat"], "name": "", "version": read})
    assert (wrong.status_code, wrong.context["version"]) == (422, read)
    assert client.post(url, {**ANSWERS["pusat"], "version": read}).status_code == 409


@pytest.mark.parametrize("go", ["next", "shipped", "add"])
def test_stale_ticks_are_not_saved_by_any_button(client: Client, go: str) -> None:
    draft, known = begun(), make_service(code="SATU")
    make_service(code="DUA", agency=known.agency)
    client.post(step_url(draft, "instansi"), {"agency": known.agency.code})
    url = step_url(draft, "layanan")
    read = version(client, url)
    client.post(url, {"services": ["SATU"], "version": read})
    before = kept(draft)["layanan"]
    stale = {"services": ["SATU", "DUA"], "go": go, "version": read}
    assert client.post(url, stale).status_code == 409
    assert kept(draft)["layanan"] == before


def test_a_service_of_the_draft_changed_in_two_windows(client: Client, draft: SetupDraft) -> None:
    url = reverse("administration:draft_service", args=[draft.pk, "KARTU-PENCARI-KERJA"])
    read = version(client, url)
    assert (
        client.post(
            url, {**SERVICE, "fee": "5000", "fee_basis": "Perda 1/2024", "version": read}
        ).status_code
        == 303
    )
    answer = client.post(url, {**SERVICE, "product": "Kartu baru", "version": read})
    assert answer.status_code == 409
    assert 'value="Kartu baru"' in answer.content.decode()
    assert kept(draft)["layanan"]["new"][0]["biaya"]["tarif"] == 5000


# From the check and back


def test_one_thing_is_changed_from_the_check_and_the_way_leads_back(
    client: Client, draft: SetupDraft
) -> None:
    check = client.get(step_url(draft, "periksa")).content.decode()
    for step in ("instansi", "pusat", "jam", "pembagian", "meja", "petugas"):
        assert f'href="{step_url(draft, step)}{CHECK}"' in check
    page = client.get(step_url(draft, "pusat") + CHECK).content.decode()
    assert "Simpan dan kembali ke pemeriksaan" in page
    answer = client.post(step_url(draft, "pusat") + CHECK, ANSWERS["pusat"])
    assert answer["Location"] == step_url(draft, "periksa")


def test_what_no_longer_fits_is_asked_on_the_way_back(client: Client, draft: SetupDraft) -> None:
    changed = rows({"code": "B", "name": "Kartu"})
    answer = client.post(step_url(draft, "antrean") + CHECK, changed)
    assert answer["Location"] == step_url(draft, "pembagian") + CHECK
    sent = {"KARTU-PENCARI-KERJA": "B"}
    answer = client.post(step_url(draft, "pembagian") + CHECK, sent)
    assert answer["Location"] == step_url(draft, "periksa")


def test_a_service_written_on_the_way_leads_back_too(client: Client, draft: SetupDraft) -> None:
    url = step_url(draft, "layanan") + CHECK
    new = client.post(url, {"go": "add"})["Location"]
    assert new.endswith(f"/layanan/tambah/{CHECK}")
    answer = client.post(new, {**SERVICE, "name": "Legalisasi"})
    assert answer["Location"] == url


def test_finished_steps_are_links_on_every_step(client: Client, draft: SetupDraft) -> None:
    page = client.get(step_url(draft, "jam")).content.decode()
    for step in ("instansi", "pusat", "layanan", "meja"):
        assert page.count(f'href="{step_url(draft, step)}"') >= 2, "in the bar and in the list"


# What stays for good is shown before it is kept


def test_a_code_that_we_made_is_shown_where_the_name_is_given_and_may_be_changed(
    client: Client, draft: SetupDraft
) -> None:
    url, before = step_url(draft, "pusat"), kept(draft)["pusat"]
    sent = {**ANSWERS["pusat"], "name": "Mal Pelayanan Publik Kota Kupang", "code": ""}
    answer = client.post(url, sent)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Kode singkatnya nanti mppkk" in said
    assert 'value="mppkk"' in said
    assert kept(draft)["pusat"] == before, "nothing is kept before it was seen"
    assert client.post(url, {**sent, "code": "mpp"}).status_code == 303
    assert kept(draft)["pusat"]["code"] == "mpp"


def test_a_service_is_deleted_only_after_a_question(client: Client, draft: SetupDraft) -> None:
    page = client.get(step_url(draft, "layanan")).content.decode()
    question, button = page.index("Isian layanan ini ikut terhapus"), page.index('value="remove:')
    assert question < button
    assert "<details" in page[:question]


def test_services_without_a_counter_are_named(client: Client) -> None:
    draft, known = begun(), make_service(name="Pengaduan daring", channels=("daring",))
    make_service(name="Legalisasi", agency=known.agency)
    client.post(step_url(draft, "instansi"), {"agency": known.agency.code})
    client.post(step_url(draft, "layanan"), {"services": [s.code for s in Service.objects.all()]})
    client.post(step_url(draft, "antrean"), ANSWERS["antrean"])
    page = client.get(step_url(draft, "pembagian")).content.decode()
    assert "Tidak diberikan di meja, jadi tanpa nomor: " in page
    assert "Pengaduan daring" in page


def test_a_contact_without_an_address_begins_with_what_there_is(
    client: Client, draft: SetupDraft
) -> None:
    client.post(step_url(draft, "pusat"), {**ANSWERS["pusat"], "address": ""})
    page = client.get(step_url(draft, "periksa")).content.decode()
    assert f'<dd class="anywhere">{ANSWERS["pusat"]["phone"]}<br>' in page


# What is wrong is said in plain words


@pytest.mark.parametrize(
    ("phone", "right"),
    [("abc", False), ("12", False), ("0380 833214", True), ("+62 380-833214 pes. 12", True)],
)
def test_a_telephone_number_has_digits(
    client: Client, draft: SetupDraft, phone: str, right: bool
) -> None:
    answer = client.post(step_url(draft, "pusat"), {**ANSWERS["pusat"], "phone": phone})
    assert ("Tulis nomor telepon dengan angka" in answer.content.decode()) is not right
    assert answer.status_code == (303 if right else 422)


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("working_days", "-1", "Isi dengan 0 atau lebih."),
        ("working_days", "1001", "Isi paling banyak 1000."),
        ("fee", "banyak", "Tulis angka bulat, misalnya 3."),
    ],
)
def test_a_wrong_number_is_told_in_a_plain_sentence(
    client: Client, draft: SetupDraft, field: str, wrong: str, says: str
) -> None:
    new = reverse("administration:draft_service_new", args=[draft.pk])
    answer = client.post(new, {**SERVICE, "name": "Baru", field: wrong})
    assert says in answer.content.decode()


# Names that are there already


def test_two_services_of_a_draft_do_not_share_a_name(client: Client, draft: SetupDraft) -> None:
    new = reverse("administration:draft_service_new", args=[draft.pk])
    answer = client.post(new, {**SERVICE, "name": "KARTU pencari kerja"})
    assert answer.status_code == 422
    assert "sudah ada layanan dengan nama ini" in answer.content.decode()
    change = reverse("administration:draft_service", args=[draft.pk, "KARTU-PENCARI-KERJA"])
    assert client.post(change, {**SERVICE, "name": "KARTU pencari kerja"}).status_code == 303


def test_a_name_the_agency_has_in_its_catalogue_is_refused(client: Client) -> None:
    draft, known = begun(), make_service(name="Legalisasi")
    client.post(step_url(draft, "instansi"), {"agency": known.agency.code})
    new = reverse("administration:draft_service_new", args=[draft.pk])
    answer = client.post(new, {**SERVICE, "name": "legalisasi"})
    assert answer.status_code == 422
    assert "sudah punya layanan dengan nama ini" in answer.content.decode()


def test_a_category_in_other_letters_is_one_category_and_one_queue(
    client: Client, draft: SetupDraft
) -> None:
    new = reverse("administration:draft_service_new", args=[draft.pk])
    client.post(new, {**SERVICE, "name": "Legalisasi", "category": "  kartu"})
    services = rules.services_of(kept(draft))
    assert {service["kategori"] for service in services} == {"Kartu"}
    read = [{"kategori": name, "kanal": ["loket"]} for name in ("Akta", "akta", "AKTA", "Surat")]
    assert rules.categories_of(read) == ["Akta", "Surat"]
    queues = rules.default_queues(["Akta", "Surat"], [])
    assert rules.default_queue_of("AKTA", ["Akta", "Surat"], queues, {}) == "A"


def test_a_centre_of_the_same_name_is_asked_about_not_refused(
    client: Client, draft: SetupDraft
) -> None:
    other = make_centre()
    same = {**ANSWERS["pusat"], "name": other.name.upper()}
    page = client.post(step_url(draft, "pusat"), same, follow=True).content.decode()
    assert "Apakah yang ini pusat layanan lain?" in page
    assert (
        "Sudah ada pusat layanan dengan nama ini"
        in client.get(step_url(draft, "periksa")).content.decode()
    )
    client.post(step_url(draft, "pusat"), ANSWERS["pusat"])
    assert "dengan nama ini" not in client.get(step_url(draft, "periksa")).content.decode()
