"""The pages of a centre's administrator: what they change, refuse and cost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lopo.administration.queries import counted
from lopo.administration.tests.builders import SERVICE, centre_admin, make_user, system_admin
from lopo.catalogue.api import offerings_of
from lopo.catalogue.tests.builders import make_service
from lopo.frontdesk.tests.builders import (
    make_centre,
    make_officer,
    make_ticket,
    offering_of,
    open_desk,
)
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre, centre_by_code, counters_of, places_of, queues_of
from lopo.people.actions import begin_pairing
from lopo.people.api import Role, assign, devices_of, register_device
from lopo.people.queries import code_of

pytestmark = pytest.mark.django_db


def url(centre: Centre, name: str, *more: object) -> str:
    return reverse(f"administration:{name}", args=[centre.code, *more])


def said(client: Client, centre: Centre, page: str, /, *more: object, **sent: Any) -> str:
    """A form is sent; the page that follows."""
    answer = client.post(url(centre, page, *more), sent, follow=True)
    assert answer.status_code in (200, 422), answer.status_code
    return answer.content.decode()


# Counters and queues


def test_counters_are_added_renamed_ordered_archived_and_used_again() -> None:
    centre = make_centre(queues="AB")
    client = centre_admin(centre)
    first = counters_of(centre)[0]
    assert "Loket tamu sudah ada" in said(
        client, centre, "counters", code="T", name="Loket tamu", queues=["B"]
    )
    added = counters_of(centre).get(code="T")
    assert [queue.code for queue in added.queues.all()] == ["B"]
    said(client, centre, "counter", "T", name="Loket tamu baru", code="HACK", queues=[])
    added.refresh_from_db()
    assert (added.code, added.name, added.queues.count()) == ("T", "Loket tamu baru", 2)
    said(client, centre, "change_place", "meja", "T", "naik")
    said(client, centre, "change_place", "meja", first.code, "turun")
    assert counters_of(centre)[0].code != first.code
    assert "diarsipkan" in said(client, centre, "change_place", "meja", "T", "arsipkan")
    assert not counters_of(centre).filter(code="T").exists()
    assert "Pakai lagi" in client.get(url(centre, "counters")).content.decode()
    said(client, centre, "change_place", "meja", "T", "pakai")
    assert counters_of(centre).filter(code="T").exists()


def test_queues_are_added_renamed_and_archived_when_nothing_needs_them() -> None:
    centre = make_centre(queues="A")
    client = centre_admin(centre)
    assert "Antrean Q sudah ada" in said(client, centre, "queues", code="q", name="Khusus")
    said(client, centre, "queue", "Q", code="R", name="Khusus sekali")
    assert [queue.code for queue in queues_of(centre)] == ["A", "R"]
    said(client, centre, "change_place", "antrean", "R", "arsipkan")
    page = said(client, centre, "change_place", "antrean", "A", "arsipkan")
    assert offering_of(centre).service.name in page
    assert [queue.code for queue in queues_of(centre)] == ["A"]


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("counters", {"code": "1", "name": "Lagi"}, "Sudah ada di sini"),
        ("counters", {"code": "a b", "name": "x"}, "tanda hubung"),
        ("counters", {"code": "7", "name": ""}, "Isi bagian ini"),
        ("queues", {"code": "A", "name": "Lagi"}, "Sudah ada di sini"),
        ("queues", {"code": "7", "name": "x"}, "satu huruf"),
        ("facts", {"name": ""}, "Isi bagian ini"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(name: str, sent: dict[str, str], says: str) -> None:
    centre = make_centre()
    answer = centre_admin(centre).post(url(centre, name), sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_an_open_counter_says_why_it_stays() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre, clock=system_clock)
    page = said(centre_admin(centre), centre, "change_place", "meja", desk.counter.code, "arsipkan")
    assert "sedang dibuka petugas" in page


# Services


def test_services_move_between_queues_all_at_once_or_not_at_all() -> None:
    centre = make_centre(queues="AB")
    client = centre_admin(centre)
    first, second = (offering_of(centre, letter) for letter in "AB")
    chosen = {first.service.code: "B", second.service.code: ""}
    assert "2 layanan" in said(client, centre, "services", **chosen)
    assert {o.service.code: o.queue and o.queue.code for o in offerings_of(centre)} == {
        first.service.code: "B",
        second.service.code: None,
    }
    assert "Tidak ada yang berubah" in said(client, centre, "services", **chosen)


def test_a_service_somebody_waits_for_is_neither_moved_away_nor_stopped() -> None:
    centre = make_centre(queues="AB")
    client = centre_admin(centre)
    ticket = make_ticket(centre=centre, queue="A", clock=system_clock)
    code, other = ticket.service_code, offering_of(centre, "B").service.code
    page = said(client, centre, "services", **{other: "A", code: ""})
    assert ticket.service.name in page
    assert offering_of(centre, "B").service.code == other
    page = said(client, centre, "change_offer", code, "hentikan")
    assert "masih memerlukan" in page


def test_a_service_of_the_catalogue_is_given_and_stopped_and_a_foreign_one_is_unknown() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    mine = make_service(code="BARU", agency=centre.host_agency)
    foreign = make_service(code="ASING", agency=make_centre().host_agency)
    assert mine.name in client.get(url(centre, "services")).content.decode()
    said(client, centre, "change_offer", "BARU", "berikan")
    assert "BARU" in [offer.service.code for offer in offerings_of(centre)]
    said(client, centre, "change_offer", "BARU", "hentikan")
    assert "BARU" not in [offer.service.code for offer in offerings_of(centre)]
    for code in (foreign.code, "TIDAK-ADA"):
        answer = client.post(url(centre, "change_offer", code, "berikan"))
        assert answer.status_code == 404


def test_a_service_written_here_is_given_here_at_once() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    said(client, centre, "service_new", **SERVICE)
    offer = offerings_of(centre).get(service__name=SERVICE["name"])
    assert offer.queue is not None
    assert offer.service.agency == centre.host_agency
    assert client.post(url(centre, "service_new"), {**SERVICE, "steps": ""}).status_code == 422


# Devices


def test_a_device_is_looked_at_before_it_is_paired_and_may_be_unpaired() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    raw = begin_pairing(browser="Chromium di Linux", address="192.0.2.7")
    sent = {"code": code_of(raw).lower(), "kind": "TV", "name": "TV ruang tunggu", "in_room": "on"}
    page = said(client, centre, "devices", **sent, go="look")
    assert "Chromium di Linux" in page
    assert devices_of(centre) == []
    assert "TV ruang tunggu terpasang" in said(client, centre, "devices", **sent, go="pair")
    (device,) = devices_of(centre)
    assert (device.kind, device.in_room) == ("TV", True)
    said(client, centre, "revoke", device.pk)
    assert devices_of(centre) == []


def test_a_wrong_code_is_told_and_too_many_are_stopped() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    sent = {"code": "AAAA2222", "kind": "KIOSK", "name": "x", "go": "look"}
    answers = [client.post(url(centre, "devices"), sent) for _ in range(12)]
    assert {answer.status_code for answer in answers} == {422}
    assert "Terlalu sering" in answers[-1].content.decode() or "Tunggu" in (
        answers[-1].content.decode()
    )


# Facts


def test_facts_are_changed_and_shown() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    facts = {
        "name": "Nama yang baru", "address": "Jalan Baru", "phone": "0380 833214",
        "email": "a@b.go.id",
        "wifi_ssid": "Tamu", "wifi_password": "rahasia-umum", "no_show_calls": "2",
        "no_show_interval_seconds": "30", "return_minutes": "20", "remote_grace_minutes": "40",
    }  # fmt: skip
    said(client, centre, "facts", **facts)
    changed = centre_by_code(centre.code)
    assert changed is not None
    assert (changed.name, changed.no_show_calls, changed.return_minutes) == (facts["name"], 2, 20)
    assert "20 menit" in client.get(url(centre, "centre")).content.decode()


def test_the_overview_names_what_is_missing() -> None:
    centre = make_centre()
    client = centre_admin(centre)
    page = client.get(url(centre, "centre")).content.decode()
    assert "Belum ada petugas yang boleh melayani" in page
    assert "Belum ada anjungan" in page


# Costs


@pytest.mark.parametrize(
    ("name", "questions"),
    [("centre", 18), ("counters", 9), ("queues", 9), ("services", 9), ("staff", 11),
     ("devices", 8), ("facts", 7)],
)  # fmt: skip
def test_no_page_asks_more_when_the_centre_grows(
    name: str, questions: int, django_assert_max_num_queries: Any
) -> None:
    centre = make_centre(queues="AB")
    client = centre_admin(centre)
    client.get(url(centre, name))
    for _ in range(2):
        with django_assert_max_num_queries(questions):
            assert client.get(url(centre, name)).status_code == 200
        grow(centre, client)


def grow(centre: Centre, client: Client) -> None:
    """Many of everything."""
    for n in range(3):
        said(
            client,
            centre,
            "counters",
            code=f"X{n}{len(places_of(centre)[1])}",
            name=f"Meja {n}",
            queues=[],
        )
        said(
            client,
            centre,
            "queues",
            code="MNOPQRSTUVWXYZ"[len(places_of(centre)[0])],
            name=f"Antrean {n}",
        )
        said(client, centre, "service_new", **{**SERVICE, "name": f"Layanan {n}"})
        make_user(role=Role.COUNTER_OFFICER, centre=centre)
        register_device(centre=centre, name=f"TV {n}", kind="TV", actor=SYSTEM)
        client.post(url(centre, "invite"), {"undang-name": f"N{n}", "undang-roles": "RECEPTIONIST"})
    assert len(places_of(centre)[0]) > 4


def test_the_list_of_centres_costs_the_same_however_many(
    django_assert_num_queries: Any,
) -> None:
    client, page = system_admin(), reverse("administration:centres")
    client.get(page)
    for more in (1, 5):
        for _ in range(more):
            make_centre()
        with django_assert_num_queries(7):
            assert client.get(page).status_code == 200


def test_who_may_serve_here_is_counted_wherever_the_role_comes_from() -> None:
    """A role for all centres serves here too; the role of another centre does not."""
    here, elsewhere = make_centre(), make_centre()
    stranger = make_officer(centre=elsewhere)
    assign(user=stranger, role=Role.RECEPTIONIST, centre=here, actor=SYSTEM)
    assert counted(here).officers == 0
    assign(user=stranger, role=Role.COUNTER_OFFICER, actor=SYSTEM)
    assert counted(here).officers == 1
