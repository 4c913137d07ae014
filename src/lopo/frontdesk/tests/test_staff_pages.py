"""The counter and reception as pages: who may see them, what a button does, what is refused."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lopo.frontdesk import actions
from lopo.frontdesk.models import Call, CounterSession, Ticket
from lopo.frontdesk.queries import verify_day
from lopo.frontdesk.tests.builders import (
    make_centre,
    make_desk,
    make_officer,
    make_ticket,
    service_of,
    verbs_of,
)
from lopo.frontdesk.tests.pressing import (
    FRAGMENT,
    JSON,
    count,
    fragment_of,
    key_of,
    look,
    make_ticket_now,
    page_of,
    press,
    said,
    signed_in,
)
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.people.api import DEVICE_COOKIE, Role, assign, register_device

pytestmark = pytest.mark.django_db


# Who may see what


@pytest.mark.parametrize("path", ["/petugas/", "/petugas/meja/x/1/", "/petugas/penerima-tamu/x/"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"] == f"/petugas/masuk/?next={path}"


def test_a_live_part_tells_a_signed_out_page_so() -> None:
    centre = make_centre()
    answer = Client().get(fragment_of(centre), headers=FRAGMENT)
    assert answer.status_code == 401


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.CENTRE_ADMIN])
def test_a_counter_does_not_exist_for_who_may_not_serve(role: Role) -> None:
    centre = make_centre()
    client = Client()
    client.force_login(make_officer(centre=centre, role=role))
    assert client.get(page_of(centre)).status_code == 404
    assert client.get(fragment_of(centre), headers=FRAGMENT).status_code == 404
    answer = client.post(f"{fragment_of(centre)}panggil/", {"kunci": "k" * 20})
    assert answer.status_code == 404


def test_an_officer_of_another_centre_finds_nothing_here() -> None:
    centre, client = make_centre(), signed_in(make_desk(centre=make_centre()))
    for path in (page_of(centre), f"/petugas/penerima-tamu/{centre.code}/"):
        assert client.get(path).status_code == 404
    assert client.get(fragment_of(centre), headers=FRAGMENT).status_code == 404


@pytest.mark.parametrize("path", ["{c}/9/", "nowhere/1/"])
def test_unknown_counters_and_centres_are_not_found(path: str) -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    assert client.get("/petugas/meja/" + path.format(c=centre.code)).status_code == 404


def test_an_unknown_verb_is_not_found_and_a_verb_is_never_a_get() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    assert client.post(f"{fragment_of(centre)}hapus/", {"kunci": "k" * 20}).status_code == 404
    assert client.get(f"{fragment_of(centre)}panggil/").status_code == 405


def test_a_browser_paired_as_a_device_still_knows_who_signed_in() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    client.cookies[DEVICE_COOKIE] = register_device(
        centre=centre, name="TV", kind="TV", in_room=True, actor=SYSTEM
    )
    assert client.get(page_of(centre)).status_code == 200
    assert press(client, centre, "buka").status_code == 200
    assert CounterSession.objects.filter(counter__centre=centre).count() == 1


# The chain


def test_an_officer_opens_calls_serves_and_finishes_by_forms_alone() -> None:
    centre = make_centre()
    desk, first, second = make_desk(centre=centre), *(make_ticket_now(centre) for _ in range(2))
    client = signed_in(desk)
    for verb in ("buka", "panggil", "mulai", "lanjut", "mulai", "selesai", "tutup"):
        answer = press(client, centre, verb)
        assert answer.redirect_chain == [(page_of(centre), 303)]
    states = dict(Ticket.objects.values_list("label", "state"))
    assert states == {first.label: "DONE", second.label: "DONE"}
    assert not CounterSession.objects.filter(state="OPEN").exists()
    assert verify_day(centre, first.service_date).clean


def test_the_same_press_twice_is_one_act() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    make_ticket_now(centre)
    make_ticket_now(centre)
    press(client, centre, "buka")
    action = f"{fragment_of(centre)}panggil/"
    key = key_of(look(client, fragment_of(centre)), action)
    answers = [client.post(action, {"kunci": key}, headers=JSON) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert Call.objects.count() == 1


def test_two_windows_cannot_announce_one_state_twice() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    ticket = make_ticket_now(centre)
    press(client, centre, "buka")
    press(client, centre, "panggil")
    action = f"{fragment_of(centre)}ulang/"
    windows = [key_of(look(client, fragment_of(centre)), action) for _ in range(2)]
    for key in windows:
        client.post(action, {"kunci": key})
    assert verbs_of(centre, ticket.issued_at).count("ticket.recalled") == 1


def test_services_may_be_changed_back_and_forth() -> None:
    centre = make_centre(queues="AB")
    desk = make_desk(centre=centre)
    client = signed_in(desk)
    for chosen, serves in (
        (["A"], [service_of(centre, "A").code]),
        (["A", "B"], None),
        (["A"], [service_of(centre, "A").code]),
    ):
        press(client, centre, "buka", pilih="1", antrean=chosen)
        assert CounterSession.objects.get(state="OPEN").serves == serves


# Refusals, in words


def test_an_empty_line_is_said_kindly_and_changes_nothing() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    press(client, centre, "buka")
    answer = client.post(f"{fragment_of(centre)}panggil/", {"kunci": "k" * 20}, follow=True)
    assert answer.status_code == 200
    assert "Belum ada" in said(answer) or "Tidak ada" in said(answer)


def test_finishing_and_calling_from_an_empty_line_leaves_the_visitor_at_the_counter() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    make_ticket_now(centre)
    for verb in ("buka", "panggil", "mulai"):
        press(client, centre, verb)
    answer = client.post(f"{fragment_of(centre)}lanjut/", {"kunci": "k" * 20}, headers=JSON)
    assert answer.status_code == 409
    assert answer.json()["code"] == "queue-empty"
    assert Ticket.objects.get().state == "SERVING"


@pytest.mark.parametrize(("serving", "offered"), [(False, "Mulai melayani"), (True, "Selesaikan")])
def test_calling_while_somebody_is_at_the_counter_asks(serving: bool, offered: str) -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    first = make_ticket_now(centre)
    make_ticket_now(centre)
    for verb in ("buka", "panggil", *(["mulai"] if serving else [])):
        press(client, centre, verb)
    answer = client.post(f"{fragment_of(centre)}panggil/", {"kunci": "k" * 20})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert f"{first.label} masih di meja Anda" in html
    assert offered in html
    assert page_of(centre) in html
    assert Call.objects.count() == 1


def test_a_script_is_told_that_the_counter_is_busy() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    make_ticket_now(centre)
    for verb in ("buka", "panggil"):
        press(client, centre, verb)
    answer = client.post(f"{fragment_of(centre)}panggil/", {"kunci": "k" * 20}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "counter-busy")


def test_a_press_without_its_key_is_refused() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    for key in ("", "kort", "x" * 200, "k" * 15 + "\n"):
        answer = client.post(f"{fragment_of(centre)}buka/", {"kunci": key}, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad-key")
    assert not CounterSession.objects.exists()


def test_opening_with_no_service_ticked_is_refused() -> None:
    centre = make_centre(queues="AB")
    client = signed_in(make_desk(centre=centre))
    answer = press(client, centre, "buka", pilih="1")
    assert "layanan" in said(answer).lower()
    assert not CounterSession.objects.exists()


def test_a_form_from_another_site_is_refused() -> None:
    centre = make_centre()
    desk = make_desk(centre=centre)
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.officer)
    answer = client.post(f"{fragment_of(centre)}buka/", {"kunci": "k" * 20})
    assert answer.status_code == 403
    assert not CounterSession.objects.exists()


# What the officer sees


def test_each_state_shows_the_one_verb_that_comes_next() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    at = fragment_of(centre)

    def primary() -> list[str]:
        return re.findall(r'btn--call[^>]*formaction="[^"]*/([a-z-]+)/"', look(client, at))

    assert primary() == ["buka"]
    press(client, centre, "buka")
    assert primary() == []
    make_ticket_now(centre)
    make_ticket_now(centre)
    assert primary() == ["panggil"]
    press(client, centre, "panggil")
    assert primary() == ["mulai"]
    press(client, centre, "mulai")
    assert primary() == ["lanjut"]
    press(client, centre, "lanjut")
    press(client, centre, "mulai")
    assert primary() == ["selesai"]


def test_a_no_show_is_offered_only_after_the_published_calls() -> None:
    centre = make_centre(no_show_calls=2, no_show_interval_seconds=30)
    desk = make_desk(centre=centre)
    client = signed_in(desk)
    make_ticket_now(centre)
    press(client, centre, "buka")
    press(client, centre, "panggil")
    assert 'aria-describedby="kapan"' in look(client, fragment_of(centre))
    answer = client.post(f"{fragment_of(centre)}tidak-hadir/", {"kunci": "k" * 20}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "too-soon")
    Call.objects.update(last_counted_at=system_clock() - timedelta(seconds=31))
    press(client, centre, "ulang")
    assert "Ya, tidak hadir" in look(client, fragment_of(centre))
    press(client, centre, "tidak-hadir")
    assert Ticket.objects.get().state == "MISSED"


def test_the_line_shows_who_is_not_in_the_room_apart() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    here, away = make_ticket_now(centre), make_ticket_now(centre, present=False)
    html = look(client, fragment_of(centre))
    assert html.index(here.label) < html.index("Belum di lokasi") < html.index(away.label)


def test_a_counter_opened_by_a_colleague_says_so_without_a_name() -> None:
    centre = make_centre()
    one, two = make_desk(centre=centre), make_desk(centre=centre)
    press(signed_in(one), centre, "buka")
    html = look(signed_in(two), fragment_of(centre))
    assert "dibuka petugas lain" in html
    assert one.officer.username not in html
    assert "formaction" not in html


def test_an_officer_with_another_counter_open_is_led_there() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    press(client, centre, "buka")
    assert f'href="{page_of(centre)}"' in look(client, fragment_of(centre, "2"))


def test_no_page_of_staff_shows_a_class_or_a_token() -> None:
    centre = make_centre()
    desk = make_desk(centre=centre)
    client = signed_in(desk)
    ticket = make_ticket(centre=centre, priority="HAMIL", clock=None)
    Ticket.objects.update(service_date=system_clock().date())
    for path in (fragment_of(centre), f"/petugas/antrean/{centre.code}/"):
        html = look(client, path)
        assert ticket.token not in html
        assert "hamil" not in html.lower()


def test_the_counter_asks_the_same_questions_however_many_wait() -> None:
    centre = make_centre()
    desk = make_desk(centre=centre)
    client = signed_in(desk)
    press(client, centre, "buka")
    make_ticket_now(centre)
    press(client, centre, "panggil")
    make_ticket_now(centre)
    few = count(client, fragment_of(centre))
    for _ in range(15):
        make_ticket_now(centre)
        make_ticket_now(centre, present=False)
    assert count(client, fragment_of(centre)) == few
    assert few <= 26


def test_the_staff_home_asks_the_same_questions_however_many_counters() -> None:
    centre = make_centre(counters=2)
    desk = make_desk(centre=centre)
    client = signed_in(desk)
    few = count(client, "/petugas/antrean/")
    actions.open_session(
        counter=desk.counter,
        officer=desk.officer,
        services=None,
        actor=desk.actor,
        clock=system_clock,
    )
    more = make_centre(counters=9)
    assign(user=desk.officer, role=Role.COUNTER_OFFICER, centre=more, actor=SYSTEM)
    assert count(client, "/petugas/antrean/") == few
    html = look(client, "/petugas/antrean/")
    assert "Lanjutkan di Meja 1" in html
    assert html.count('class="panel post') == 11
