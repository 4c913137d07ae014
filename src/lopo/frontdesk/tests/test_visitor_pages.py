"""The visitor's pages without a browser: refusals, privacy, pressing twice, few queries."""

from datetime import date
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lopo.foundation.models import Bucket
from lopo.frontdesk import actions
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import (
    Clockwork,
    make_centre,
    make_ticket,
    offering_of,
    open_desk,
)
from lopo.frontdesk.tests.visiting import door_code, now, press, text_of
from lopo.frontdesk.views import taking
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import HoursSpec, change_policy

__all__ = ["now"]
pytestmark = pytest.mark.django_db
AN_HOUR_A_WEEK = (HoursSpec(weekdays=[0], opens=8 * 60, closes=9 * 60),)


# --- what is refused -------------------------------------------------------------------------


def test_an_unknown_centre_ticket_or_token_is_a_kind_404(client: Client) -> None:
    for path in ("/antrean/tiada/", "/tiket/tiada/", "/tiket/tiada/kini/", "/tiket/tiada/cetak/"):
        assert client.get(path).status_code == 404


def test_nothing_is_given_out_without_a_service(client: Client) -> None:
    centre = make_centre()
    for odd in ("", "TIADA", "x" * 500, "A\x00B", "🙂"):
        response = press(client, centre, layanan=odd)
        assert response.status_code == 422
        assert 'role="alert"' in text_of(response)
    assert not Ticket.objects.exists()


def test_a_service_of_another_centre_is_refused(client: Client) -> None:
    here, there = make_centre(), make_centre()
    assert press(client, here, layanan=offering_of(there).service.code).status_code == 422
    assert not Ticket.objects.exists()


def test_a_service_without_a_queue_takes_no_numbers(client: Client) -> None:
    centre = make_centre()
    offered = offering_of(centre)
    type(offered).objects.filter(pk=offered.pk).update(queue=None)
    filled = {"layanan": offered.service.code, "kunci": str(uuid4())}
    response = client.post(f"/antrean/{centre.code}/nomor/", filled)
    assert response.status_code == 422
    assert not Ticket.objects.exists()


def test_an_unknown_class_or_a_made_up_key_is_refused(client: Client) -> None:
    centre = make_centre()
    assert press(client, centre, prioritas="RAJA").status_code == 422
    for odd in ("", "1", "x" * 41, "no-key-at-all-no-key-at-all"):
        assert press(client, centre, kunci=odd).status_code == 422
    assert not Ticket.objects.exists()


def test_closed_hours_are_said_before_and_after_pressing(client: Client) -> None:
    centre = make_centre(hours=(HoursSpec(weekdays=[6], opens=0, closes=1),))
    before = text_of(client.get(f"/antrean/{centre.code}/"))
    assert "Nomor antrean belum dibuka" in before
    assert "Ambil nomor</span>" not in before
    response = press(client, centre)
    assert response.status_code == 409
    assert "Minggu" in text_of(response), "the next opening is named"
    assert not Ticket.objects.exists()


def test_a_full_quota_is_said_before_and_after_pressing(client: Client) -> None:
    centre = make_centre()
    change_policy(centre=centre, actor=SYSTEM, remote_daily_quota=1)
    assert press(client, centre).status_code == 303
    assert "Nomor dari jauh untuk hari ini sudah terbagi semua" in text_of(
        client.get(f"/antrean/{centre.code}/")
    )
    assert press(client, centre).status_code == 409
    assert Ticket.objects.count() == 1


def test_numbers_from_afar_do_not_use_up_those_of_the_room(client: Client) -> None:
    centre = make_centre(daily_quota=1, remote_daily_quota=1)
    assert press(client, centre).status_code == 303
    assert make_ticket(centre=centre, clock=Clockwork(system_clock())).present


def test_a_wrong_door_code_is_refused_and_tries_are_counted(client: Client) -> None:
    centre = make_centre()
    press(client, centre)
    ticket = Ticket.objects.get()
    for _ in range(5):
        response = client.post(f"/tiket/{ticket.token}/hadir/", {"kode": "SALAH1"})
        assert response.status_code == 422
        assert "Ini bukan kode hari ini" in text_of(response)
    response = client.post(f"/tiket/{ticket.token}/hadir/", {"kode": door_code(centre)})
    assert response.status_code == 429
    assert "menit" in text_of(response)
    ticket.refresh_from_db()
    assert not ticket.present


def test_an_empty_or_odd_door_code_costs_no_try(client: Client) -> None:
    centre = make_centre()
    press(client, centre)
    token = Ticket.objects.get().token
    for odd in ("", "x" * 41, "A\x00"):
        assert client.post(f"/tiket/{token}/hadir/", {"kode": odd}).status_code == 422
    assert not Bucket.objects.filter(key__startswith="door:").exists()


def test_forms_of_another_site_are_refused() -> None:
    centre = make_centre()
    strict = Client(enforce_csrf_checks=True)
    assert press(strict, centre).status_code == 403
    assert not Ticket.objects.exists()


def test_a_called_number_cannot_be_given_up(client: Client) -> None:
    centre, clock = make_centre(), Clockwork()
    ticket = make_ticket(centre=centre, clock=clock)
    actions.call_next_ticket(desk=open_desk(centre=centre, clock=clock), clock=clock)
    assert client.post(f"/tiket/{ticket.token}/batal/").status_code == 303
    ticket.refresh_from_db()
    assert ticket.state == "CALLED"


# --- taking a number -------------------------------------------------------------------------


def test_pressing_leads_to_the_live_ticket(client: Client) -> None:
    centre = make_centre()
    response = press(client, centre)
    ticket = Ticket.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/tiket/{ticket.token}/")
    assert (ticket.channel, ticket.present, ticket.priority) == ("WEB", False, None)
    assert ticket.label in text_of(client.get(response["Location"]))


def test_pressing_twice_or_coming_back_gives_the_same_number(client: Client) -> None:
    centre, key = make_centre(), str(uuid4())
    first, again = press(client, centre, kunci=key), press(Client(), centre, kunci=key)
    assert first["Location"] == again["Location"]
    assert Ticket.objects.count() == 1


def test_an_old_page_used_for_another_service_says_so_and_gives_nothing(client: Client) -> None:
    centre, key = make_centre(), str(uuid4())
    press(client, centre, kunci=key)
    response = press(client, centre, kunci=key, layanan=offering_of(centre, "B").service.code)
    assert response.status_code == 422
    assert "Halaman ini sudah memberi Anda nomor A-001" in text_of(response)
    assert key not in text_of(response), "the next press has a key of its own"
    assert Ticket.objects.count() == 1


def test_a_class_is_declared_without_proof_and_shown_nowhere(client: Client) -> None:
    centre = make_centre()
    press(client, centre, prioritas="DISABILITAS")
    ticket = Ticket.objects.get()
    assert (ticket.priority, ticket.head_start > 0) == ("DISABILITAS", True)
    for page in ("", "cetak/", "kini/"):
        shown = text_of(client.get(f"/tiket/{ticket.token}/{page}")).lower()
        assert "disabilitas" not in shown


def test_a_service_can_be_chosen_in_the_address(client: Client) -> None:
    centre = make_centre()
    service = offering_of(centre, "B").service
    shown = text_of(client.get(f"/antrean/{centre.code}/?layanan={service.code}"))
    assert f'name="layanan" value="{service.code}"' in shown
    assert offering_of(centre, "A").service.code not in shown
    assert "tidak memakai nomor" in text_of(client.get(f"/antrean/{centre.code}/?layanan=TIADA"))


def test_a_search_keeps_to_the_services_of_the_centre(client: Client) -> None:
    centre = make_centre()
    service = offering_of(centre, "A").service
    elsewhere = offering_of(make_centre(), "A").service
    everywhere = mock.Mock(services=[elsewhere, service], read_as="")
    with mock.patch.object(taking, "search", return_value=everywhere):
        found = text_of(client.get(f"/antrean/{centre.code}/", {"q": "layanan"}))
    assert service.code in found
    assert elsewhere.code not in found
    nothing = text_of(client.get(f"/antrean/{centre.code}/", {"q": "<b>zzzz"}))
    assert "&lt;b&gt;zzzz" in nothing


def test_the_only_real_centre_is_opened_at_once(client: Client) -> None:
    centre = make_centre()
    practice = make_centre()
    change_policy(centre=practice, actor=SYSTEM, is_practice=True)
    assert client.get("/antrean/")["Location"] == f"/antrean/{centre.code}/"
    make_centre()
    shown = text_of(client.get("/antrean/"))
    assert shown.count('class="centre panel"') == 3
    assert "Latihan, bukan antrean sungguhan" in shown


# --- the ticket ------------------------------------------------------------------------------


def test_ticket_pages_are_never_kept_nor_indexed(client: Client) -> None:
    ticket = make_ticket()
    for page in ("", "kini/", "cetak/", "batal/"):
        response = client.get(f"/tiket/{ticket.token}/{page}")
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"


def test_a_number_from_afar_is_told_that_it_is_not_counted_yet(client: Client) -> None:
    centre = make_centre()
    press(client, centre)
    token = Ticket.objects.get().token
    shown = text_of(client.get(f"/tiket/{token}/"))
    assert "Belum masuk hitungan antrean" in shown
    assert f"/tiket/{token}/hadir/" in shown


def test_saying_i_am_here_with_the_code_of_the_room(client: Client) -> None:
    centre = make_centre()
    press(client, centre)
    ticket = Ticket.objects.get()
    typed = f" {door_code(centre).lower()} "
    assert client.post(f"/tiket/{ticket.token}/hadir/", {"kode": typed}).status_code == 303
    ticket.refresh_from_db()
    assert ticket.present
    assert client.get(f"/tiket/{ticket.token}/hadir/").status_code == 303, "nothing left to ask"


def test_giving_up_asks_first(client: Client) -> None:
    ticket = make_ticket(clock=Clockwork(system_clock()))
    assert "Batalkan nomor" in text_of(client.get(f"/tiket/{ticket.token}/batal/"))
    ticket.refresh_from_db()
    assert ticket.state == "WAITING"
    assert client.post(f"/tiket/{ticket.token}/batal/").status_code == 303
    ticket.refresh_from_db()
    assert ticket.state == "CANCELLED"
    assert "sudah Anda batalkan" in text_of(client.get(f"/tiket/{ticket.token}/"))


def test_the_page_follows_the_ticket_from_waiting_to_done(client: Client, now: Clockwork) -> None:
    centre = make_centre()
    ticket = make_ticket(centre=centre, clock=now)
    page = f"/tiket/{ticket.token}/"
    assert "Anda berikutnya" in text_of(client.get(page))
    assert "Belum ada meja yang buka" in text_of(client.get(page))
    desk = open_desk(centre=centre, clock=now)
    assert "Dilayani di Meja 1" in text_of(client.get(page))
    call = actions.call_next_ticket(desk=desk, clock=now)
    called = text_of(client.get(page))
    assert 'class="task is-called"' in called
    assert "GILIRAN ANDA: Meja 1" in called
    assert f'data-announcement-id="{call.announcement_id}"' in called
    actions.start_service(desk=desk, clock=now)
    assert "Anda sedang dilayani di Meja 1" in text_of(client.get(page))
    actions.finish_service(desk=desk, clock=now)
    done = text_of(client.get(page))
    assert "Terima kasih sudah datang" in done
    assert "data-live" not in done, "nothing more will change"


def test_a_missed_number_is_told_what_to_do(client: Client, now: Clockwork) -> None:
    centre = make_centre()
    ticket = make_ticket(centre=centre, clock=now)
    desk = open_desk(centre=centre, clock=now)
    actions.call_next_ticket(desk=desk, clock=now)
    for _ in range(2):
        actions.recall_ticket(desk=desk, clock=now.forward(seconds=46))
    actions.mark_no_show(desk=desk, clock=now.forward(seconds=46))
    shown = text_of(client.get(f"/tiket/{ticket.token}/"))
    assert "Nomor Anda terlewat" in shown
    assert "Kami memanggil 3 kali sampai pukul 09.02 WITA" in shown
    assert f"?layanan={ticket.service_code}" in shown


def test_yesterdays_number_says_which_day_it_was_for(client: Client, now: Clockwork) -> None:
    ticket = make_ticket(clock=now)
    now.forward(days=1)
    shown = text_of(client.get(f"/tiket/{ticket.token}/"))
    assert "Senin, 23 November 2026" in shown
    assert "orang di depan Anda" not in shown


def test_a_number_passed_over_says_until_when_it_is_kept(client: Client, now: Clockwork) -> None:
    centre = make_centre()
    far = make_ticket(centre=centre, present=False, clock=now)
    make_ticket(centre=centre, clock=now.forward(minutes=1))
    actions.call_next_ticket(desk=open_desk(centre=centre, clock=now), clock=now)
    assert "sebelum 09.31 WITA" in text_of(client.get(f"/tiket/{far.token}/"))


# --- kept up to date -------------------------------------------------------------------------


def test_the_live_part_answers_304_until_something_changes(client: Client, now: Clockwork) -> None:
    centre = make_centre()
    ticket = make_ticket(centre=centre, clock=now)
    live = f"/tiket/{ticket.token}/kini/"
    first = client.get(live)
    assert "<html" not in text_of(first)
    same = client.get(live, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    make_ticket(centre=centre, priority="LANSIA", clock=now)
    changed = client.get(live, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "1 orang di depan Anda" in text_of(changed)


def test_a_look_at_an_unchanged_ticket_costs_two_queries(client: Client, now: Clockwork) -> None:
    ticket = make_ticket(clock=now)
    etag = client.get(f"/tiket/{ticket.token}/kini/")["ETag"]
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/tiket/{ticket.token}/kini/", headers={"If-None-Match": etag})
    assert len(asked) == 2, [q["sql"] for q in asked]


@pytest.mark.parametrize(("page", "most"), [("ticket", 7), ("choose", 10)])
def test_public_pages_ask_little_and_never_for_a_session_or_user(
    client: Client, page: str, most: int
) -> None:
    centre = make_centre()
    ticket = make_ticket(centre=centre, clock=Clockwork(system_clock()))
    path = {"ticket": f"/tiket/{ticket.token}/", "choose": f"/antrean/{centre.code}/"}[page]
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    statements = [q["sql"] for q in asked]
    assert len(statements) <= most, "\n".join(statements)
    assert not [s for s in statements if "session" in s and "django_session" in s]
    assert not [s for s in statements if "people_" in s]


def test_a_visitor_who_stays_on_the_page_past_closing_is_told_kindly(
    client: Client, now: Clockwork
) -> None:
    now.now = now.now.replace(hour=0)  # Monday, 08.00 in Kupang
    centre = make_centre(hours=AN_HOUR_A_WEEK)
    assert "Ambil nomor</span>" in text_of(client.get(f"/antrean/{centre.code}/"))
    now.forward(hours=2)
    response = press(client, centre)
    assert response.status_code == 409
    assert "Senin, 30 November 2026" in text_of(response)


def test_the_day_of_a_ticket_is_that_of_the_centre(client: Client, now: Clockwork) -> None:
    now.now = now.now.replace(day=22, hour=17)  # Monday, 01.00 in Kupang; still Sunday in UTC
    ticket = make_ticket(clock=now)
    assert ticket.service_date == date(2026, 11, 23)
    assert "Anda berikutnya" in text_of(client.get(f"/tiket/{ticket.token}/"))
