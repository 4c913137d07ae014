"""What is said about money is true where it stands (UU 25/2009 art. 31)."""

import html
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from lopo.catalogue.api import fee_said, offering, service_in_full
from lopo.catalogue.models import Offering
from lopo.catalogue.rules import Fee, Tariff
from lopo.catalogue.tests.builders import (
    make_content,
    make_offering,
    make_service,
    make_version,
)
from lopo.frontdesk.actions import (
    call_next_ticket,
    finish_service,
    issue_ticket,
    start_service,
)
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import open_desk
from lopo.kernel.actor import VISITOR
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.publications.tests.reading import Paper
from lopo.surfaces.portal.context import site

from .builders import FEE, Two, screen

pytestmark = pytest.mark.django_db
ALL_FREE, THIS_FREE = "Semua layanan gratis.", "Layanan ini gratis."
ONE_TARIFF = "Bayar hanya sesuai tarif resmi: Rp5.000."
TARIFFS = "Bayar hanya sesuai tarif resmi tiap layanan."
SENTENCES = (ALL_FREE, THIS_FREE, ONE_TARIFF, TARIFFS)


def said(client: Client, path: str) -> set[str]:
    """Which of the sentences a page says."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))
    assert "tanpa biaya" not in text or ALL_FREE in text
    return {sentence for sentence in SENTENCES if sentence in text}


def number(centre: Centre, service: str) -> Ticket:
    """A number for this service, taken in the room."""
    found = offering(centre, service)
    assert found is not None
    return issue_ticket(
        centre=centre,
        offering=found,
        channel="RECEPTION",
        priority=None,
        present=True,
        actor=VISITOR,
        clock=system_clock,
    )


def priced(two: Two, amount: int, *lines: int) -> None:
    """The service with a tariff gets this tariff and these lines."""
    told = make_content(fee=FEE)
    tariffs = tuple(Tariff(f"Baris {n}", line, "lembar") for n, line in enumerate(lines))
    fee = replace(told.fee, amount=amount, tariffs=tariffs)
    two.paid.standards.update(valid_to=date(2020, 1, 1))
    make_version(two.paid, replace(told, fee=fee), number=2, valid_from=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("amount", "lines", "price"),
    [
        (250000, (100000, 150000), "Rp250.000"),
        (100000, (100000, 150000), "Rp100.000 – Rp150.000"),
        (0, (100000, 150000), "Rp100.000 – Rp150.000"),
    ],
    ids=["parts", "alternatives", "lines-only"],
)
def test_no_sheet_names_two_official_prices(
    two: Two, client: Client, amount: int, lines: tuple[int, ...], price: str
) -> None:
    priced(two, amount, *lines)
    ticket = number(two.dukcapil, "KTP")
    for path in (
        "/layanan/KTP/",
        "/antrean/dukcapil/?layanan=KTP",
        "/antrean/dukcapil/syarat/KTP/",
        f"/tiket/{ticket.token}/",
        f"/tiket/{ticket.token}/cetak/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))
        named = {one.rstrip(".") for one in re.findall(r"Rp[\d.]+(?: – Rp[\d.]+)?", text)}
        assert named == {price}, path
    full = service_in_full("KTP")
    assert full is not None
    assert fee_said(full.standard.told.fee) == price


@pytest.mark.parametrize("path", ["/", "/layanan/", "/antrean/", "/antrean/dukcapil/"])
def test_where_something_costs_money_nobody_reads_that_all_is_free(
    two: Two, client: Client, path: str
) -> None:
    assert said(client, path) == {TARIFFS}


def test_a_centre_where_all_is_free_says_so_although_another_has_tariffs(
    two: Two, client: Client
) -> None:
    assert said(client, "/antrean/bkd/") == {ALL_FREE}


def test_a_service_page_speaks_of_its_own_tariff(two: Two, client: Client) -> None:
    assert said(client, "/layanan/KTP/") == {ONE_TARIFF}
    assert said(client, "/layanan/KP/") == {THIS_FREE}


def test_a_free_service_says_what_is_paid_all_the_same(two: Two, client: Client) -> None:
    proviso = "Layanannya gratis; pajaknya dibayar di bank"
    told = make_content(fee=0)
    two.paid.standards.update(valid_to=date(2020, 1, 1))
    free = replace(told, fee=Fee(0, proviso))
    make_version(two.paid, free, number=2, valid_from=date(2020, 1, 1))
    ticket = number(two.dukcapil, "KTP")
    for path in (
        "/layanan/KTP/",
        "/antrean/dukcapil/?layanan=KTP",
        "/antrean/dukcapil/syarat/KTP/",
        f"/tiket/{ticket.token}/cetak/",
    ):
        page = client.get(path).content.decode()
        assert "Bayar hanya yang resmi." in page, path
        assert THIS_FREE not in page, path
    page = client.get("/layanan/KTP/").content.decode()
    assert "Gratis" in page
    assert page.count(proviso) == 2  # for people and for search engines
    for unsaid in ("tanpa pungutan apa pun", "isAccessibleForFree", '"price"'):
        assert unsaid not in page
    assert proviso in Paper(client.get("/layanan/KTP/poster.pdf").content).words


@pytest.mark.parametrize("note", ["", "Gratis (tidak dipungut biaya)", "Tidak dipungut biaya."])
def test_a_free_service_with_nothing_to_add_is_free_of_any_charge(
    two: Two, client: Client, note: str
) -> None:
    two.paid.standards.update(valid_to=date(2020, 1, 1))
    free = replace(make_content(fee=0), fee=Fee(0, note))
    make_version(two.paid, free, number=2, valid_from=date(2020, 1, 1))
    page = client.get("/layanan/KTP/").content.decode()
    for said_then in ("tanpa pungutan apa pun", THIS_FREE, '"isAccessibleForFree": true'):
        assert said_then in page


def test_whoever_chose_a_service_reads_of_that_one(two: Two, client: Client) -> None:
    path = "/antrean/dukcapil/?layanan=KTP"
    assert said(client, path) == {ONE_TARIFF}
    assert "Tarif resmi Rp5.000" in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("kind", "path"), [("TV", "/layar/{}/"), ("KIOSK", "/anjungan/{}/")], ids=["TV", "KIOSK"]
)
def test_screens_in_the_room_speak_of_their_centre(two: Two, kind: str, path: str) -> None:
    assert said(screen(two.dukcapil, kind), path.format("dukcapil")) == {TARIFFS}
    assert said(screen(two.bkd, kind), path.format("bkd")) == {ALL_FREE}


def test_the_kiosk_names_the_tariff_before_a_number_is_taken(two: Two) -> None:
    kiosk = screen(two.dukcapil, "KIOSK")
    text = kiosk.get("/antrean/dukcapil/?antrean=A&layanan=KTP").content.decode()
    assert "Tarif resmi Rp5.000" in text
    assert "Gratis" not in text


def test_the_ticket_on_the_phone_names_the_tariff_to_the_end(two: Two, client: Client) -> None:
    ticket = number(two.dukcapil, "KTP")
    path = f"/tiket/{ticket.token}/"
    assert "Tarif resmi Rp5.000" in client.get(path).content.decode()
    desk = open_desk(centre=two.dukcapil, clock=system_clock)
    call_next_ticket(desk=desk, clock=system_clock)
    start_service(desk=desk, clock=system_clock)
    assert said(client, path) == {ONE_TARIFF}
    finish_service(desk=desk, clock=system_clock)
    assert said(client, path) == {ONE_TARIFF}
    assert "Tarif resmi Rp5.000" in client.get(path).content.decode()


def test_a_free_ticket_says_that_nobody_may_ask_for_money(two: Two, client: Client) -> None:
    ticket = number(two.bkd, "KP")
    Ticket.objects.filter(pk=ticket.pk).update(state="DONE")
    assert said(client, f"/tiket/{ticket.token}/") == {THIS_FREE}


def test_each_slip_prints_the_tariff_of_its_own_service(two: Two, client: Client) -> None:
    gratis = make_service(code="AKTA", agency=two.dukcapil.host_agency)
    make_offering(centre=two.dukcapil, service=gratis, queue="B")
    paid, free = number(two.dukcapil, "KTP"), number(two.dukcapil, "AKTA")
    for ticket, fee, sentence in ((paid, "Rp5.000", ONE_TARIFF), (free, "Rp0", THIS_FREE)):
        path = f"/tiket/{ticket.token}/cetak/"
        assert f"<dd>{fee}</dd>" in client.get(path).content.decode()
        assert said(client, path) == {sentence}


def test_the_kiosk_shows_and_prints_the_tariff_of_the_number_just_taken(two: Two) -> None:
    ticket = number(two.dukcapil, "KTP")
    kiosk = screen(two.dukcapil, "KIOSK")
    text = kiosk.get(f"/tiket/{ticket.token}/").content.decode()
    assert text.count("<dd>Rp5.000</dd>") == 2


def test_what_is_archived_or_inactive_costs_nobody_anything(two: Two, client: Client) -> None:
    Offering.objects.filter(service=two.paid).update(archived_at=system_clock())
    assert said(client, "/antrean/dukcapil/") == {ALL_FREE}
    two.paid.is_active = False
    two.paid.save(update_fields=["is_active"])
    assert said(client, "/layanan/") == {ALL_FREE}


def test_a_new_tariff_is_said_at_once(two: Two, client: Client) -> None:
    assert said(client, "/antrean/bkd/") == {ALL_FREE}
    two.free.standards.update(valid_to=date(2020, 1, 1))
    make_version(two.free, make_content(fee=FEE), number=2, valid_from=date(2020, 1, 1))
    assert said(client, "/antrean/bkd/") == {TARIFFS}


def test_a_page_that_nobody_tells_claims_nothing_to_be_free() -> None:
    page = Template("{% load lopo %}{% honest %}")
    assert TARIFFS in re.sub(r"<[^>]+>", "", page.render(Context()))


def test_a_page_asks_once_what_things_cost(two: Two, django_assert_num_queries: Any) -> None:
    page = Template("{% load lopo %}{% honest %}{% honest %}{% only_free as free %}")
    context = Context({**site(RequestFactory().get("/")), "centre": two.dukcapil})
    with django_assert_num_queries(1):
        page.render(context)
