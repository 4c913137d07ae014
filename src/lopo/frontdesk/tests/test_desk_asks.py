"""What a counter asks on a page or in a dialog: whom to call out of order and why, and the rest."""

import re

import pytest
from django.test import Client

from lopo.frontdesk.models import Call
from lopo.frontdesk.queries import verify_day
from lopo.frontdesk.tests.builders import make_centre, make_desk
from lopo.frontdesk.tests.deskwork import ask, supervisor, with_visitor
from lopo.frontdesk.tests.pressing import (
    FRAGMENT,
    fragment_of,
    look,
    make_ticket_now,
    page_of,
    press,
    said,
    signed_in,
)

pytestmark = pytest.mark.django_db


# Out of order


def test_calling_out_of_order_does_not_exist_for_most_officers() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    press(client, centre, "buka")
    make_ticket_now(centre)
    assert "panggil-nomor" not in look(client, fragment_of(centre))
    path = f"{fragment_of(centre)}panggil-nomor/"
    assert client.get(path).status_code == 404
    assert client.post(path, {"kunci": "k" * 20, "nomor": "A-001"}).status_code == 404
    assert not Call.objects.exists()


@pytest.mark.parametrize("typed", ["A-002", "a 2", "a002", " A-2 "])
def test_a_supervisor_calls_out_of_order_with_a_reason_everybody_reads(typed: str) -> None:
    centre = make_centre()
    client = supervisor(centre)
    make_ticket_now(centre)
    second = make_ticket_now(centre)
    page = client.get(f"{fragment_of(centre)}panggil-nomor/").content.decode()
    assert "Jangan menyebut nama" in page
    ask(client, centre, "panggil-nomor", nomor=typed, alasan="  Perlu segera\n ditolong ")
    call = Call.objects.get()
    assert (call.ticket_id, call.reason) == (second.pk, "Perlu segera ditolong")
    assert "Perlu segera ditolong" in look(client, fragment_of(centre))
    board = Client().get(f"/antrean/{centre.code}/papan/", headers=FRAGMENT).content.decode()
    assert "Di luar urutan: Perlu segera ditolong" in re.sub(r"<[^>]+>", "", board)
    verdict = verify_day(centre, second.service_date)
    assert verdict.clean
    assert len(verdict.exceptions) == 1


@pytest.mark.parametrize(
    ("number", "reason", "told"),
    [
        ("A-001", "", "Tuliskan alasannya"),
        ("A-001", " \x00 ", "Tuliskan alasannya"),
        ("A-001", "x" * 201, "Tulis lebih singkat"),
        ("", "Sakit", "Ketik nomor"),
        ("\x00", "Sakit", "Ketik nomor"),
        ("Z-9", "Sakit", "tidak ada nomor Z-009"),
        ("A-999999", "Sakit", "tidak ada nomor A-999999"),
    ],
)
def test_no_exception_without_a_number_and_a_reason(number: str, reason: str, told: str) -> None:
    centre = make_centre()
    client = supervisor(centre)
    make_ticket_now(centre)
    answer = ask(client, centre, "panggil-nomor", nomor=number, alasan=reason)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert told in html
    assert 'role="alert"' in html
    assert not Call.objects.exists()


def test_what_is_missing_is_said_by_us_and_names_its_field() -> None:
    centre = make_centre()
    client = supervisor(centre)
    make_ticket_now(centre)
    path = f"{fragment_of(centre)}panggil-nomor/"
    form = re.search(r"<form[^>]*panggil-nomor[^>]*>", look(client, path))
    assert form is not None
    assert "novalidate" in form[0]
    asked = {"kunci": "k" * 20, "nomor": "A-1", "alasan": ""}
    told = client.post(path, asked, headers={"Accept": "application/json"}).json()
    assert told["field"] == "alasan"
    assert "Tuliskan alasannya" in told["message"]


def test_whoever_is_called_out_of_order_reads_why_on_the_own_page() -> None:
    centre = make_centre()
    client = supervisor(centre)
    make_ticket_now(centre)
    second = make_ticket_now(centre)
    own = f"/tiket/{second.token}/"
    assert "mendahului urutan" not in Client().get(own).content.decode()
    ask(client, centre, "panggil-nomor", nomor=second.label, alasan="Perlu segera ditolong")
    for verb in ("", "mulai"):
        if verb:
            press(client, centre, verb)
        html = Client().get(own).content.decode()
        plain = re.sub(r"<[^>]+>", "", html)
        assert "Anda dipanggil mendahului urutan: Perlu segera ditolong" in plain
    press(client, centre, "selesai")
    assert "mendahului urutan" not in Client().get(own).content.decode()


# What is asked on a page of its own


@pytest.mark.parametrize("what", ["alihkan", "tambah"])
def test_nobody_at_the_counter_means_nothing_to_ask(what: str) -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    press(client, centre, "buka")
    answer = client.get(f"{fragment_of(centre)}{what}/")
    assert (answer.status_code, answer["Location"]) == (303, page_of(centre))
    answer = client.post(f"{fragment_of(centre)}{what}/", {"kunci": "k" * 20}, follow=True)
    assert said(answer)


@pytest.mark.parametrize("what", ["alihkan", "tambah", "pintasan"])
def test_a_dialog_is_the_inner_part_of_the_same_page(what: str) -> None:
    centre = make_centre()
    client, _ticket = with_visitor(centre)
    part = look(client, f"{fragment_of(centre)}{what}/")
    assert "<html" not in part
    assert part in client.get(f"{fragment_of(centre)}{what}/").content.decode() or "csrf" in part


@pytest.mark.parametrize("what", ["alihkan", "tambah", "panggil-nomor", "pintasan"])
def test_strangers_and_other_centres_are_not_asked(what: str) -> None:
    centre = make_centre()
    path = f"{fragment_of(centre)}{what}/"
    assert Client().get(path).status_code == 302
    assert signed_in(make_desk(centre=make_centre())).get(path).status_code == 404
