"""The counter's other verbs as pages: aside and back, on, one more, undo, pause, out of order."""

from datetime import timedelta

import pytest

from lopo.frontdesk import actions
from lopo.frontdesk.models import CounterSession, Deed, Ticket
from lopo.frontdesk.queries import verify_day
from lopo.frontdesk.tests.builders import (
    make_centre,
    make_desk,
    open_desk,
    service_of,
)
from lopo.frontdesk.tests.deskwork import ask, state_of, undo, undo_of, with_visitor
from lopo.frontdesk.tests.pressing import (
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

pytestmark = pytest.mark.django_db


# Set aside, and back


def test_a_visitor_is_set_aside_and_comes_back_where_they_stood() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    later = make_ticket_now(centre)
    answer = press(client, centre, "tunda")
    assert answer.redirect_chain == [(page_of(centre), 303)]
    assert ticket.label in said(answer)
    html = look(client, fragment_of(centre))
    action = f"/petugas/antrean/{centre.code}/kembali/{ticket.label}/?meja=1"
    answer = client.post(action, {"kunci": key_of(html, action)}, follow=True)
    assert answer.redirect_chain == [(page_of(centre), 303)]
    assert state_of(ticket) == "WAITING"
    html = look(client, fragment_of(centre))
    assert html.index(ticket.label) < html.index(later.label)


# Undo


def test_undo_after_undo_walks_back_step_by_step() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    press(client, centre, "selesai")
    for state in ("SERVING", "CALLED", "WAITING"):
        assert undo(client, centre).redirect_chain == [(page_of(centre), 303)]
        assert state_of(ticket) == state
    assert undo_of(look(client, fragment_of(centre))) is None
    assert verify_day(centre, ticket.service_date).clean


def test_what_was_taken_back_can_be_done_again_and_taken_back_again() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre, serving=False)
    for _ in range(2):
        press(client, centre, "mulai")
        assert state_of(ticket) == "SERVING"
        undo(client, centre)
        assert state_of(ticket) == "CALLED"
    press(client, centre, "mulai")
    press(client, centre, "selesai")
    undo(client, centre)
    press(client, centre, "selesai")
    assert state_of(ticket) == "DONE"


def test_a_stale_undo_never_takes_back_something_else() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre, serving=False)
    stale = undo_of(look(client, fragment_of(centre)))
    assert stale is not None
    press(client, centre, "mulai")
    answer = client.post(stale[0], {"kunci": stale[1]}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")
    assert state_of(ticket) == "SERVING"


def test_pressing_undo_twice_takes_one_thing_back() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    button = undo_of(look(client, fragment_of(centre)))
    assert button is not None
    answers = [client.post(button[0], {"kunci": button[1]}, headers=JSON) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert state_of(ticket) == "CALLED"


@pytest.mark.parametrize("named", ["", "?perbuatan=", "?perbuatan=x", "?perbuatan=" + "9" * 40])
def test_an_undo_that_names_nothing_is_refused(named: str) -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    action = f"{fragment_of(centre)}urung/{named}"
    answer = client.post(action, {"kunci": "k" * 20}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-key")
    assert state_of(ticket) == "SERVING"


def test_after_ten_seconds_undo_is_neither_offered_nor_done() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    button = undo_of(look(client, fragment_of(centre)))
    assert button is not None
    _ten_seconds_pass()
    assert undo_of(look(client, fragment_of(centre))) is None
    answer = client.post(button[0], {"kunci": button[1]}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "too-late")
    assert state_of(ticket) == "SERVING"


def _ten_seconds_pass() -> None:
    """As far as what was done is concerned."""
    for deed in Deed.objects.all():
        deed.at -= timedelta(seconds=11)
        deed.save(update_fields=["at"])


def test_undo_is_not_offered_for_somebody_who_has_come_back_already() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    press(client, centre, "tunda")
    assert undo_of(look(client, fragment_of(centre))) is not None
    ticket.refresh_from_db()
    actions.return_to_line(ticket=ticket, actor=SYSTEM, clock=system_clock)
    assert undo_of(look(client, fragment_of(centre))) is None


def test_what_was_added_is_taken_back_and_may_be_added_again() -> None:
    centre = make_centre()
    client, _ticket = with_visitor(centre)
    for _ in range(2):
        ask(client, centre, "tambah", layanan=service_of(centre, "B").code)
        undo(client, centre)
    ask(client, centre, "tambah", layanan=service_of(centre, "B").code)
    states = list(Ticket.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["SERVING", "CANCELLED", "CANCELLED", "WAITING"]


# Sent on


def test_a_visitor_is_sent_to_another_service_and_keeps_the_arrival() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    answer = ask(client, centre, "alihkan", ke=f"layanan:{service_of(centre, 'B').code}")
    assert answer.redirect_chain == [(page_of(centre), 303)]
    after = Ticket.objects.get()
    assert (after.state, after.queue_code) == ("WAITING", "B")
    assert after.arrived_at == ticket.arrived_at


def test_a_visitor_is_sent_to_another_counter_which_alone_shows_them() -> None:
    centre = make_centre(counters=3)
    client, ticket = with_visitor(centre)
    second = open_desk(centre=centre, counter="2", clock=system_clock)
    html = client.get(f"{fragment_of(centre)}alihkan/").content.decode()
    assert 'value="meja:2"' in html
    assert 'value="meja:1"' not in html
    assert 'value="meja:3"' not in html  # closed
    ask(client, centre, "alihkan", ke="meja:2")
    assert ticket.label not in look(client, fragment_of(centre)).split('class="visitor"')[0]
    there = look(signed_in(second), fragment_of(centre, "2"))
    assert ticket.label in there
    assert "dialihkan ke sini" in there


@pytest.mark.parametrize(
    "where",
    [
        "",
        "x",
        "meja:",
        "meja:1",
        "meja:99",
        "layanan:",
        "layanan:TIDAK-ADA",
        "layanan:\x00",
        "a:b:c",
    ],
)
def test_a_way_that_leads_nowhere_is_refused_and_asked_again(where: str) -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    answer = ask(client, centre, "alihkan", ke=where)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert state_of(ticket) == "SERVING"


def test_the_service_the_visitor_has_is_not_offered_again() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    html = client.get(f"{fragment_of(centre)}alihkan/").content.decode()
    assert f'value="layanan:{ticket.service_code}"' not in html
    assert f'value="layanan:{service_of(centre, "B").code}"' in html
    assert "Saat ini tidak ada meja lain" in html


# One more service


def test_an_added_service_is_shown_beside_the_visitor() -> None:
    centre = make_centre()
    client, _ticket = with_visitor(centre)
    ask(client, centre, "tambah", layanan=service_of(centre, "B").code)
    html = look(client, fragment_of(centre))
    assert "Nomor lain dari kunjungan ini" in html
    assert "B-001" in html
    # The visitor goes away with it on paper, or nobody would know the number.
    assert f"/tiket/{Ticket.objects.get(label='B-001').token}/cetak/" in html


def test_adding_nothing_is_refused_and_asked_again() -> None:
    centre = make_centre()
    client, _ticket = with_visitor(centre)
    answer = ask(client, centre, "tambah")
    assert answer.status_code == 422
    assert "Pilih layanan lain" in answer.content.decode()
    assert Ticket.objects.count() == 1


# Pause


def test_a_pause_is_clear_and_ends_with_one_press() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    make_ticket_now(centre)
    for verb in ("buka", "jeda"):
        press(client, centre, verb)
    html = look(client, fragment_of(centre))
    assert "Meja 1 sedang jeda" in html
    assert "Jeda</span>" in look(client, "/petugas/antrean/")
    assert "/panggil/" not in html
    answer = client.post(f"{fragment_of(centre)}panggil/", {"kunci": "k" * 20}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "session-closed")
    for verb in ("layani-lagi", "jeda", "layani-lagi"):
        press(client, centre, verb)
    assert CounterSession.objects.get().state == "OPEN"
    assert "/panggil/" in look(client, fragment_of(centre))


def test_who_is_still_here_is_finished_during_a_pause_but_nobody_is_called_after() -> None:
    centre = make_centre()
    client, ticket = with_visitor(centre)
    make_ticket_now(centre)
    press(client, centre, "jeda")
    html = look(client, fragment_of(centre))
    assert "Setelah pengunjung ini tidak ada yang dipanggil" in html
    assert "/lanjut/" not in html
    press(client, centre, "selesai")
    assert state_of(ticket) == "DONE"


def test_the_lists_of_who_is_away_cost_no_further_questions() -> None:
    centre = make_centre()
    client = signed_in(make_desk(centre=centre))
    press(client, centre, "buka")

    def set_aside() -> None:
        make_ticket_now(centre)
        for verb in ("panggil", "tunda"):
            press(client, centre, verb)

    set_aside()
    few = count(client, fragment_of(centre))
    for _ in range(3):
        set_aside()
    assert count(client, fragment_of(centre)) == few
