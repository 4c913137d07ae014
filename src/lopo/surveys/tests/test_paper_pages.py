"""The pages of paper: fast to type, kind when something is wrong, closed to strangers."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lopo.frontdesk.api import local_date
from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import User
from lopo.publications.tests.reading import Paper
from lopo.surveys import actions
from lopo.surveys.actions import import_instruments
from lopo.surveys.models import PaperBatch, PaperForm

from .builders import ALL, said_so_far
from .papers import checker, enter, opened, submitted, typist

pytestmark = pytest.mark.django_db
KEY = "k" * 24
DATA = Path(__file__).parents[1] / "data"


def at(centre: Centre, *parts: object) -> str:
    return f"/petugas/survei/{centre.code}/kertas/" + "".join(f"{part}/" for part in parts)


def as_user(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def digits(value: object, **more: str) -> dict[str, str]:
    return {**dict.fromkeys(ALL, str(value)), "GENDER": "2", **more}


def today(centre: Centre) -> str:
    return local_date(centre, system_clock()).isoformat()


def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get(at(make_centre())).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("day", "2099-01-01", "belum tiba"),
        ("day", "2011-01-01", "Tidak ada kuesioner"),
        ("day", "kemarin", "tanggal"),
        ("day", "", "wajib"),
        ("sheets", "0", "1"),
        ("sheets", "301", "300"),
        ("sheets", "9" * 5000, ""),
        ("sheets", "dua", ""),
        ("instrument", "XYZ", ""),
        ("service", "TIDAK-ADA", ""),
        ("counter", "99\x00", ""),
    ],
)
def test_what_is_wrong_with_a_batch_is_said_at_its_field(
    client: Client, field: str, value: str, said: str
) -> None:
    centre = make_centre()
    as_user(client, typist(centre))
    facts = {"day": today(centre), "sheets": "3", "instrument": "SKM", "kunci": KEY}
    answer = client.post(at(centre, "baru"), {**facts, field: value})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    text = answer.content.decode()
    assert 'class="errsum"' in text
    assert said in text
    assert not PaperBatch.objects.exists()


def test_a_batch_is_opened_once_however_often_one_presses(client: Client) -> None:
    centre = make_centre()
    as_user(client, typist(centre))
    facts = {"day": today(centre), "sheets": "3", "instrument": "SKM", "kunci": KEY}
    where = {client.post(at(centre, "baru"), facts)["Location"] for _press in range(2)}
    assert where == {at(centre, PaperBatch.objects.get().pk)}


@pytest.mark.parametrize("wrong", ["0", "5", "x", "44", "٣", "-1"])
def test_a_digit_off_the_scale_is_said_and_nothing_typed_is_lost(
    client: Client, wrong: str
) -> None:
    centre = make_centre()
    batch = opened(centre, clock=system_clock)
    as_user(client, batch.entered_by)
    answer = client.post(
        at(centre, batch.pk, "lembar", 1), digits(3, U4=wrong, remark="Ruang panas")
    )
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    text = answer.content.decode()
    assert "Tulis angka dari 1 sampai 4" in text
    assert "Ruang panas" in text
    assert not PaperForm.objects.exists()


def test_sheet_after_sheet_then_the_batch(client: Client) -> None:
    centre = make_centre()
    batch = opened(centre, sheets=2, clock=system_clock)
    as_user(client, batch.entered_by)
    first = client.post(at(centre, batch.pk, "lembar", 1), digits(4, U9="", remark=" Baik "))
    assert first["Location"] == at(centre, batch.pk, "lembar", 2)
    second = client.post(at(centre, batch.pk, "lembar", 2), {})
    assert second["Location"] == at(centre, batch.pk)
    one, two = PaperForm.objects.order_by("number")
    assert (one.answers[8], one.profile, one.remark) == (None, {"GENDER": "P"}, "Baik")
    assert set(two.answers) == {None}


def test_a_sheet_of_a_mixed_batch_names_its_service(client: Client) -> None:
    centre = make_centre()
    officer = typist(centre)
    batch = actions.open_batch(
        centre=centre,
        day=local_date(centre, system_clock()),
        sheets=2,
        officer=officer,
        clock=system_clock,
    )
    as_user(client, officer)
    where = at(centre, batch.pk, "lembar", 1)
    assert client.post(where, digits(4)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    named = digits(4, service=service_of(centre, "B").code)
    assert client.post(where, named).status_code == HTTPStatus.SEE_OTHER
    # The next sheet is another visitor's: its service is read, not taken from the last one.
    text = client.get(at(centre, batch.pk, "lembar", 2)).content.decode()
    assert f'value="{service_of(centre, "B").code}"' in text
    assert "selected" not in text.partition("data-digits")[2].partition("</select>")[0].replace(
        '<option value="" selected>', ""
    )


def test_two_people_from_the_first_sheet_to_the_count(client: Client) -> None:
    centre = make_centre()
    batch = opened(centre, sheets=2, clock=system_clock)
    enter(batch, [4, 2])
    as_user(client, batch.entered_by)
    client.post(at(centre, batch.pk, "serahkan"))
    assert "orang lain" in client.get(at(centre, batch.pk)).content.decode()
    assert client.post(at(centre, batch.pk, "hitung")).status_code == HTTPStatus.NOT_FOUND
    as_user(client, checker(centre))
    check = at(centre, batch.pk, "periksa", 1)
    text = client.get(check).content.decode()
    assert 'value="4"' not in text
    assert client.post(check, digits(4))["Location"] == at(centre, batch.pk, "periksa", 2)
    differs = at(centre, batch.pk, "periksa", 2)
    assert client.post(differs, digits(2, U1="3"))["Location"] == differs
    text = client.get(differs).content.decode()
    assert "2 – Kurang sesuai" in text
    assert "3 – Sesuai" in text
    assert client.post(differs, {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(differs, {"U1": "2"})
    client.post(at(centre, batch.pk, "hitung"))
    assert {one[0] for one in said_so_far()} == {3, 4}
    assert "2 suara" in client.get(at(centre, batch.pk)).content.decode()


def test_in_english_what_differs_is_marked_as_the_indonesian_it_is(client: Client) -> None:
    centre = make_centre()
    batch = submitted(centre, [4, 2], clock=system_clock)
    as_user(client, checker(centre))
    client.cookies["lopo_language"] = "en"
    differs = at(centre, batch.pk, "periksa", 2)
    sheet = client.post(differs, digits(2, U1="9")).content.decode()
    assert '<span lang="id">Persyaratan</span>: Write a number from 1 to 4' in sheet
    client.post(differs, digits(2, U1="3", U2="", GENDER="1"))
    text = client.get(differs).content.decode()
    for marked in (
        '<legend><span lang="id">Persyaratan</span></legend>',
        'First entry: <span lang="id">2 – Kurang sesuai</span>',
        'Second entry: <span lang="id">3 – Sesuai</span>',
        "Second entry: nothing ticked",
        'First entry: <span lang="id">Perempuan</span>',
    ):
        assert marked in text, marked
    refused = client.post(differs, {}).content.decode()
    assert '<span lang="id">Persyaratan</span>: Decide every difference.' in refused
    client.cookies["lopo_language"] = "id"
    assert "Isian pertama: 2 – Kurang sesuai" in client.get(differs).content.decode()


@pytest.mark.parametrize("verb", ["jumlah", "serahkan", "buang", "hitung", "tolak"])
def test_verbs_with_nothing_in_them_are_refused_kindly(client: Client, verb: str) -> None:
    centre = make_centre()
    batch = submitted(centre, clock=system_clock)
    as_user(client, checker(centre))
    answer = client.post(at(centre, batch.pk, verb), follow=True)
    assert answer.status_code == HTTPStatus.OK
    assert "notice" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.state == "SUBMITTED"


def test_another_centres_batch_is_not_there(client: Client) -> None:
    here, there = make_centre(), make_centre()
    batch = opened(there, clock=system_clock)
    as_user(client, checker(here))
    assert client.get(at(here, batch.pk)).status_code == HTTPStatus.NOT_FOUND
    assert client.get(at(there, batch.pk)).status_code == HTTPStatus.NOT_FOUND


def test_the_list_asks_as_much_for_many_batches(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    centre = make_centre()
    officer = typist(centre)
    for _batch in range(5):
        opened(centre, officer, clock=system_clock)
    as_user(client, officer)
    with django_assert_max_num_queries(12):
        text = client.get(at(centre)).content.decode()
    assert text.count("kertas/") > 5


def sheet_of(client: Client, centre: Centre, **query: Any) -> Paper:
    answer = client.get(at(centre) + "formulir.pdf", query)
    assert answer["Content-Type"] == "application/pdf"
    return Paper(answer.content)


def test_the_sheet_has_the_official_words_in_the_order_of_the_form_on_one_page(
    client: Client,
) -> None:
    centre = make_centre()
    as_user(client, typist(centre))
    paper = sheet_of(client, centre)
    assert len(paper.pages) == 1
    assert paper.size_mm() == (210, 297)
    words = paper.words.replace(" ", "")
    places = [
        words.index(said)
        for said in ("kesesuaianpersyaratan", "saranadanprasarana?", "penangananpengaduanpengguna")
    ]
    assert places == sorted(places)
    for said in ("Nomor berkas", "Jangan tulis nama", "Dikelola dengan baik", "Pensiunan"):
        assert paper.says(said)
    # Another scale: still one sheet, and it says that its words are examples.
    import_instruments(raw=(DATA / "spkp.json").read_bytes(), clock=system_clock)
    other = sheet_of(client, centre, kuesioner="SPKP")
    assert len(other.pages) == 1
    assert other.says("6 Sangat setuju")
    assert other.says("contoh")
    unknown = client.get(at(centre) + "formulir.pdf?kuesioner=XYZ")
    assert unknown.status_code == HTTPStatus.NOT_FOUND
