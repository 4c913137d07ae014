"""A centre is set up through the wizard alone: refusals, order of steps, and what comes of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lopo.administration import actions
from lopo.administration.models import SetupDraft
from lopo.administration.tests.builders import (
    ANSWERS,
    SERVICE,
    begun,
    fill_in,
    make_user,
    rows,
    step_url,
    system_admin,
)
from lopo.catalogue.api import list_services, offerings_of, service_under
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import (
    Agency,
    add_agency,
    centre_by_code,
    counters_of,
    opening,
    queues_of,
)
from lopo.organisation.models import Break, Holiday, WeeklyHours

pytestmark = pytest.mark.django_db


def opened(client: Client, draft: SetupDraft) -> None:
    answer = client.post(step_url(draft, "periksa"))
    assert answer.status_code == 303, answer.content.decode()
    assert answer["Location"].endswith("/selesai/")


def sent(client: Client, draft: SetupDraft, step: str, **changed: Any) -> str:
    """A step that must be refused, with what it says."""
    answer = client.post(step_url(draft, step), {**ANSWERS[step], **changed})
    assert answer.status_code == 422, answer.status_code
    return answer.content.decode()


def kept(draft: SetupDraft) -> dict[str, Any]:
    draft.refresh_from_db()
    answers: dict[str, Any] = draft.answers
    return answers


# What is refused, and said


@pytest.mark.parametrize(
    ("step", "changed", "says"),
    [
        ("instansi", {"name": ""}, "Nama lengkap perangkat daerah: Isi bagian ini."),
        ("instansi", {"short_name": "x" * 41}, "40"),
        ("pusat", {"name": ""}, "Nama pusat layanan: Isi bagian ini."),
        ("pusat", {"province": "99"}, "Provinsi"),
        ("pusat", {"code": "Huruf Besar"}, "Pakai huruf kecil"),
        ("pusat", {"code": "baru"}, "sudah dipakai"),
        ("pusat", {"email": "bukan surel"}, "nama@instansi.go.id"),
        ("jam", {"fri-closes": "06.00", "fri-opens": "07.00"}, "Jam tutup harus setelah jam buka"),
        ("jam", {"fri-closes": ""}, "Isi kedua jam"),
        ("jam", {"fri-pause": "11.30"}, "Isi kedua jam"),
        ("jam", {"fri-pause": "11.30", "fri-resumes": "11.00"}, "di dalam jam layanan"),
        ("jam", {"sun-opens": "25.00"}, "Tulis jam seperti 08.00"),
        ("jam", {"sun-opens": "pagi"}, "Tulis jam seperti 08.00"),
        ("jam", dict.fromkeys(ANSWERS["jam"], ""), "Tentukan kapan pusat layanan buka"),
        ("layanan", {}, "Pilih atau tambahkan paling sedikit satu layanan"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_kept(
    step: str, changed: dict[str, str], says: str
) -> None:
    client, draft = system_admin(), begun()
    if step == "layanan":
        client.post(step_url(draft, "instansi"), ANSWERS["instansi"])
    assert says in sent(client, draft, step, **changed)
    assert step not in kept(draft)


@pytest.mark.parametrize(
    ("step", "wrong", "says"),
    [
        ("antrean", rows({"code": "AB", "name": "x"}), "Huruf"),
        ("antrean", rows({"code": "1", "name": "x"}), "satu huruf"),
        ("antrean", rows({"code": "", "name": ""}), "Isi paling sedikit satu baris"),
        ("antrean", rows({"code": "A", "name": "x"}, {"code": "a", "name": "y"}), "baris lain"),
        ("antrean", {}, None),
        ("meja", rows({"code": "1", "name": ""}), "Isi bagian ini"),
        ("meja", rows({"code": "1 a", "name": "x"}), "huruf, angka, dan tanda hubung"),
        ("meja", rows({"code": "1", "name": "x"}, {"code": "1", "name": "y"}), "baris lain"),
        ("meja", rows({"code": "1", "name": "x", "queues": ["Z"]}), "Z"),
        ("petugas", rows({"name": "x", "roles": ["SYSTEM_ADMIN"]}), "Peran"),
        ("pembagian", {"KARTU-PENCARI-KERJA": "Z"}, "Z"),
    ],
)
def test_a_wrong_row_is_told_where_it_stands(
    step: str, wrong: dict[str, Any], says: str | None
) -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    before = kept(draft)[step]
    answer = client.post(step_url(draft, step), wrong)
    assert answer.status_code == 422
    assert says is None or says in answer.content.decode()
    assert kept(draft)[step] == before


def test_a_queue_without_a_counter_is_told() -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    client.post(
        step_url(draft, "antrean"), rows({"code": "A", "name": "x"}, {"code": "B", "name": "y"})
    )
    wrong = rows({"code": "1", "name": "Meja 1", "queues": ["A"]})
    answer = client.post(step_url(draft, "meja"), wrong)
    assert "Belum ada meja yang melayani antrean B" in answer.content.decode()


def test_a_step_leads_to_the_one_it_builds_upon() -> None:
    client, draft = system_admin(), begun()
    for step, first in (("antrean", "instansi"), ("meja", "instansi"), ("periksa", "instansi")):
        answer = client.get(step_url(draft, step), follow=True)
        assert answer.redirect_chain[-1][0] == step_url(draft, first)


def test_what_no_longer_fits_is_asked_again_before_anything_opens() -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    client.post(step_url(draft, "antrean"), rows({"code": "B", "name": "Kartu"}))
    answer = client.get(step_url(draft, "periksa"))
    assert answer["Location"] == step_url(draft, "pembagian")
    assert client.post(step_url(draft, "periksa"))["Location"] == step_url(draft, "pembagian")
    assert centre_by_code("naker") is None


def test_a_code_that_was_taken_meanwhile_leads_back_to_its_step() -> None:
    client, first, second = system_admin(), begun(), begun()
    fill_in(client, first)
    fill_in(client, second)
    opened(client, first)
    answer = client.post(step_url(second, "periksa"))
    assert answer["Location"] == step_url(second, "pusat")
    assert Agency.objects.filter(short_name="Disnaker Kupang").count() == 1


# Whose centre it is


def agency_known() -> None:
    add_agency(code="bkd", name="Badan Kepegawaian", short_name="BKD", actor=SYSTEM)


def test_a_name_typed_beside_a_chosen_agency_is_never_thrown_away() -> None:
    client, draft = system_admin(), begun()
    agency_known()
    said = sent(client, draft, "instansi", agency="bkd")
    assert "di sini tertulis yang lain" in said
    assert f'value="{ANSWERS["instansi"]["name"]}"' in said
    assert "instansi" not in kept(draft)


def test_where_agencies_are_known_nothing_is_chosen_before_somebody_has() -> None:
    client, draft = system_admin(), begun()
    agency_known()
    page = client.get(step_url(draft, "instansi")).content.decode()
    assert " checked" not in page
    assert "boleh dikosongkan" not in page
    assert "Pilih perangkat daerahnya" in sent(
        client, draft, "instansi", agency="", name="", short_name=""
    )


def test_names_alone_are_a_new_agency_and_the_next_steps_say_whose_centre_it_is() -> None:
    client, draft = system_admin(), begun()
    agency_known()
    client.post(step_url(draft, "instansi"), {**ANSWERS["instansi"], "agency": ""})
    assert kept(draft)["instansi"]["name"] == ANSWERS["instansi"]["name"]
    assert ANSWERS["instansi"]["name"] in client.get(step_url(draft, "pusat")).content.decode()
    client.post(step_url(draft, "instansi"), {"agency": "bkd"})
    assert "Badan Kepegawaian" in client.get(step_url(draft, "jam")).content.decode()


# Going on after a power cut


def test_every_step_is_saved_and_a_colleague_goes_on() -> None:
    mine, colleague, draft = system_admin(), system_admin(), begun()
    for step in ("instansi", "pusat"):
        mine.post(step_url(draft, step), ANSWERS[step])
    listed = colleague.get(reverse("administration:drafts")).content.decode()
    assert "Pusat Layanan Ketenagakerjaan" in listed
    assert "2 dari 8 langkah tersimpan" in listed
    assert f'href="{step_url(draft, "jam")}"' in listed
    again = colleague.get(step_url(draft, "pusat")).content.decode()
    assert 'value="Pusat Layanan Ketenagakerjaan"' in again


def test_more_rows_are_saved_on_the_way() -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    more = {**rows({"code": "1", "name": "Meja 1"}), "go": "more"}
    assert client.post(step_url(draft, "meja"), more)["Location"] == step_url(draft, "meja")
    assert 'name="r2-code"' in client.get(step_url(draft, "meja")).content.decode()


def test_a_draft_may_be_thrown_away_and_an_opened_one_stays() -> None:
    client, draft, other = system_admin(), begun(), begun()
    fill_in(client, draft)
    opened(client, draft)
    for one in (draft, other):
        client.post(reverse("administration:discard", args=[one.pk]))
    assert list(SetupDraft.objects.all()) == [draft]


# Defaults


def test_the_first_hours_are_those_of_the_law_with_the_longer_break_on_friday() -> None:
    client, draft = system_admin(), begun()
    page = client.get(step_url(draft, "jam")).content.decode()
    for name, value in (
        ("mon_thu-opens", "07.30"),
        ("mon_thu-closes", "16.00"),
        ("fri-pause", "11.30"),
        ("fri-resumes", "13.00"),
    ):
        assert f'name="{name}" value="{value}"' in page
    assert "Perpres Nomor 21 Tahun 2023" in page


@pytest.mark.parametrize(
    ("province", "zone"),
    [("11", "Asia/Jakarta"), ("62", "Asia/Jakarta"), ("53", "Asia/Makassar"),
     ("63", "Asia/Makassar"), ("81", "Asia/Jayapura"), ("96", "Asia/Jayapura")],
)  # fmt: skip
def test_the_province_decides_the_zone(province: str, zone: str) -> None:
    client, draft = system_admin(), begun()
    client.post(step_url(draft, "pusat"), {**ANSWERS["pusat"], "province": province})
    assert kept(draft)["pusat"]["zone"] == zone


# What comes of it


def test_a_centre_is_set_up_through_the_wizard_alone() -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    assert centre_by_code("naker") is None
    assert not list_services().exists()
    assert client.get(step_url(draft, "periksa")).status_code == 200
    opened(client, draft)
    centre = centre_by_code("naker")
    assert centre is not None
    assert (centre.zone, centre.province) == ("Asia/Makassar", "53")
    assert centre.host_agency.short_name == "Disnaker Kupang"
    assert [queue.code for queue in queues_of(centre)] == ["A"]
    assert [counter.name for counter in counters_of(centre)] == ["Meja 1", "Meja 2"]
    (offer,) = offerings_of(centre)
    assert offer.queue is not None
    assert (offer.service.name, offer.queue.code) == (SERVICE["name"], "A")
    service = service_under(offer.standard_id)
    assert service is not None
    assert [r.name for r in service.standard.told.requirements] == [
        "KTP",
        "Ijazah terakhir",
    ]
    assert opening(centre, system_clock()).state.value in {"OPEN", "CLOSED"}
    assert Holiday.objects.exists()


def test_hours_as_in_the_law_say_so_and_have_the_friday_break() -> None:
    client, draft = system_admin(), begun()
    law = {
        "mon_thu-opens": "07.30", "mon_thu-closes": "16.00", "mon_thu-pause": "12.00",
        "mon_thu-resumes": "13.00", "fri-opens": "0730", "fri-closes": "16:30",
        "fri-pause": "11.30", "fri-resumes": "13.00", "observes": "on",
    }  # fmt: skip
    fill_in(client, draft, jam=law)
    opened(client, draft)
    assert WeeklyHours.objects.count() == 5
    friday = Break.objects.get(weekday=4)
    assert (friday.starts_minute, friday.ends_minute) == (690, 780)
    assert "Perpres" in WeeklyHours.objects.earliest("weekday").legal_basis


def test_opening_twice_is_opening_once() -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    opened(client, draft)
    opened_again = client.post(step_url(draft, "periksa"))
    assert opened_again["Location"].endswith("/selesai/")
    again = actions.open_centre(draft=draft, actor=SYSTEM, clock=system_clock)
    assert again == centre_by_code("naker")


def test_an_opened_draft_is_not_changed_any_more() -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    opened(client, draft)
    answer = client.post(step_url(draft, "pusat"), ANSWERS["pusat"])
    assert answer["Location"].endswith("/selesai/")
    with pytest.raises(actions.AlreadyOpen):
        actions.save_step(draft=draft, step="pusat", answer={}, clock=system_clock)


def test_a_fault_on_the_way_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)

    def fail(*_args: Any, **_named: Any) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(actions, "_offer", fail)
    with pytest.raises(RuntimeError):
        actions.open_centre(draft=draft, actor=SYSTEM, clock=system_clock)
    assert centre_by_code("naker") is None
    assert not Agency.objects.filter(short_name="Disnaker Kupang").exists()
    assert kept(draft).keys() >= {"instansi", "meja"}


def test_staff_of_the_new_centre_get_links_that_are_shown_once() -> None:
    client, draft = system_admin(), begun()
    fill_in(client, draft)
    opened(client, draft)
    ready = client.get(f"/petugas/pusat/baru/{draft.pk}/selesai/")
    assert "2 tautan" in ready.content.decode()
    links = client.post(f"/petugas/pusat/baru/{draft.pk}/undang/")
    assert links["Cache-Control"] == "no-store"
    assert links.content.decode().count('value="http://localhost:8000/petugas/undangan/') == 2
    assert client.post(f"/petugas/pusat/baru/{draft.pk}/undang/").status_code == 303
    assert kept(draft) == {}


def test_the_number_of_questions_does_not_grow_with_the_drafts(
    django_assert_num_queries: Any,
) -> None:
    client, user = system_admin(), make_user()
    url = reverse("administration:drafts")
    client.get(url)
    for drafts in (1, 6):
        for _ in range(drafts):
            begun(user)
        with django_assert_num_queries(5):
            assert client.get(url).status_code == 200
