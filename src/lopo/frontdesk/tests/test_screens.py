"""The room on the home page, the board, the sign at the door, the screen: numbers only."""

import re
import time
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lopo.frontdesk import actions
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import boards, door_code, local_date, policy_at, policy_text, screens
from lopo.frontdesk.tests.builders import (
    make_centre,
    make_officer,
    offering_of,
    open_desk,
)
from lopo.frontdesk.views import screens as screen_views
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.notices.tests.builders import make_notice
from lopo.organisation.api import Centre, HoursSpec, change_policy
from lopo.people.api import DEVICE_COOKIE, Device, register_device, revoke_device

pytestmark = pytest.mark.django_db

FRAGMENT = {"X-Lopo-Fragment": "1"}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    screen_views._kept.clear()


def take(
    centre: Centre, queue: str = "A", *, priority: str | None = None, present: bool = True
) -> Ticket:
    return actions.issue_ticket(
        centre=centre,
        offering=offering_of(centre, queue),
        channel="RECEPTION" if present else "WEB",
        priority=priority,
        present=present,
        actor=SYSTEM,
        clock=system_clock,
    )


def board_of(centre: Centre) -> str:
    answer = Client().get(f"/antrean/{centre.code}/papan/", headers=FRAGMENT)
    assert answer.status_code == 200
    return str(answer.content.decode())


def paired(centre: Centre, *, kind: str = "TV", in_room: bool = True) -> Client:
    client = Client()
    client.cookies[DEVICE_COOKIE] = register_device(
        centre=centre, name=f"{kind} {in_room}", kind=kind, in_room=in_room, actor=SYSTEM
    )
    return client


# Who may see what


def test_before_the_first_call_the_board_says_that_none_was_called_yet() -> None:
    centre = make_centre()
    take(centre)
    html = board_of(centre)
    assert "Belum ada nomor yang dipanggil" in html
    assert "sedang dipanggil" not in html


def test_after_a_call_it_never_says_not_yet_again() -> None:
    centre = make_centre()
    take(centre)
    desk = open_desk(centre=centre, clock=system_clock)
    ticket = actions.call_next_ticket(desk=desk, clock=system_clock).ticket
    screen_views._kept.clear()
    assert "Belum ada nomor yang dipanggil" not in board_of(centre)
    actions.start_service(desk=desk, clock=system_clock)
    actions.finish_service(desk=desk, clock=system_clock)
    screen_views._kept.clear()
    html = board_of(centre)
    assert ticket.label in html
    assert "Tidak ada nomor yang sedang dipanggil" in html
    assert "Belum ada nomor yang dipanggil" not in html


@pytest.mark.parametrize("part", ["ruang", "papan", "tanda"])
def test_an_unknown_centre_has_no_room(part: str) -> None:
    assert Client().get(f"/antrean/nowhere/{part}/").status_code == 404


@pytest.mark.parametrize("path", ["/antrean/{c}/ruang/", "/antrean/{c}/papan/", "/layar/{c}/"])
def test_a_room_is_only_looked_at(path: str) -> None:
    centre = make_centre()
    assert Client().post(path.format(c=centre.code)).status_code == 405


def test_the_sign_at_the_door_is_for_the_room_alone() -> None:
    centre, elsewhere = make_centre(), make_centre()
    path = f"/antrean/{centre.code}/tanda/"
    strangers = [
        Client(),
        paired(centre, in_room=False),
        paired(elsewhere),
    ]
    assert [client.get(path).status_code for client in strangers] == [404, 404, 404]


def test_a_device_in_the_room_shows_the_sign_of_today() -> None:
    centre = make_centre()
    answer = paired(centre).get(f"/antrean/{centre.code}/tanda/")
    code = door_code(centre, system_clock()).code
    assert answer.status_code == 200
    assert f"<b>{code}</b>" in answer.content.decode()
    assert answer["Cache-Control"].startswith("max-age=0")


def test_the_address_of_the_sign_never_comes_from_the_host_header() -> None:
    centre = make_centre()
    sign = screens.door_sign(centre, system_clock())
    assert sign.url == f"{settings.PUBLIC_URL}/hadir/{centre.code}/{sign.code}/"


def test_an_unpaired_screen_says_how_to_pair_and_shows_no_code() -> None:
    centre = make_centre()
    for client in (Client(), paired(make_centre()), paired(centre, kind="KIOSK")):
        html = client.get(f"/layar/{centre.code}/").content.decode()
        assert "/perangkat/" in html
        assert door_code(centre, system_clock()).code not in html


def test_a_revoked_screen_has_to_be_paired_again() -> None:
    centre = make_centre()
    client = paired(centre)
    path = f"/layar/{centre.code}/"
    assert "/perangkat/" not in client.get(path).content.decode()
    device = Device.objects.get()
    revoke_device(device=device, actor=SYSTEM)
    assert "/perangkat/" in client.get(path).content.decode()


def test_a_screen_outside_the_room_has_no_sign() -> None:
    centre = make_centre()
    code = door_code(centre, system_clock()).code
    path = f"/layar/{centre.code}/"
    assert code in paired(centre).get(path).content.decode()
    assert code not in paired(centre, in_room=False).get(path).content.decode()


# What is shown


def test_the_board_shows_numbers_and_never_a_class_or_a_token() -> None:
    centre = make_centre()
    waiting = take(centre, priority="HAMIL")
    html = board_of(centre)
    assert waiting.label in html
    assert waiting.token not in html
    assert "hamil" not in re.sub(r'class="rule".*?</section>', "", html, flags=re.S).lower()


def test_the_board_says_who_is_next_in_the_order_of_the_policy() -> None:
    centre = make_centre(queues="AB")
    plain, early = take(centre), take(centre, priority="LANSIA")
    other = take(centre, "B")
    shown = screens.room_shown(centre, system_clock())
    assert [(q.code, q.waiting, q.next) for q in shown.queues] == [
        ("A", 2, (early.label, plain.label)),
        ("B", 1, (other.label,)),
    ]
    assert shown.waiting == 3


def test_a_number_whose_owner_is_not_here_is_not_waiting_in_the_room() -> None:
    centre = make_centre()
    away = take(centre, present=False)
    shown = screens.room_shown(centre, system_clock())
    assert shown.waiting == 0
    assert away.label not in board_of(centre)


def test_the_newest_call_stands_large_and_the_last_ones_below() -> None:
    centre = make_centre(counters=2)
    one, two = (open_desk(centre=centre, counter=c, clock=system_clock) for c in "12")
    first, second = take(centre), take(centre)
    actions.call_next_ticket(desk=one, clock=system_clock)
    newest = actions.call_next_ticket(desk=two, clock=system_clock)
    shown = screens.screen_shown(centre, system_clock())
    assert [call.number for call in shown.calls] == [second.label, first.label]
    assert shown.now_calling is not None
    assert shown.now_calling.announcement_id == newest.announcement_id
    assert (shown.now_calling.label, shown.now_calling.short) == ("Meja", "2")
    assert f'data-announcement="{newest.announcement_id}"' in board_of(centre)


def test_a_recall_is_a_new_announcement_of_the_same_number() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre, clock=system_clock)
    take(centre)
    before = actions.call_next_ticket(desk=desk, clock=system_clock).announcement_id
    after = actions.recall_ticket(desk=desk, clock=system_clock).announcement_id
    html = board_of(centre)
    assert after in html
    assert before not in html


def test_many_counters_fit_and_the_last_served_fill_the_rows() -> None:
    centre = make_centre(counters=14)
    for number in range(1, 15):
        take(centre)
        desk = open_desk(centre=centre, counter=str(number), clock=system_clock)
        actions.call_next_ticket(desk=desk, clock=system_clock)
    today = local_date(centre, system_clock())
    assert len(screens.shown_calls(centre, today)) == screens.MANY_ROWS


def test_the_rule_of_the_order_is_on_the_board() -> None:
    centre = make_centre()
    now = system_clock()
    text = policy_text(policy_at(centre, now))
    assert screens.screen_shown(centre, now).policy == text
    assert "30" in text


def test_an_announcement_is_shown_on_its_days_only() -> None:
    centre = make_centre()
    today = local_date(centre, system_clock())
    for title, start, end in (("Kemarin", -3, -1), ("Hari ini", 0, 0), ("Besok", 1, 2)):
        make_notice(
            agency=centre.host_agency,
            title=title,
            on_tv=True,
            valid_from=today + timedelta(days=start),
            valid_until=today + timedelta(days=end),
        )
    html = board_of(centre)
    assert "Hari ini" in html
    assert "Kemarin" not in html
    assert "Besok" not in html


def test_an_announcement_published_meanwhile_comes_without_a_reload(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    centre = make_centre()
    tv, path = Client(), f"/antrean/{centre.code}/papan/"
    before = tv.get(path, headers=FRAGMENT)
    for title, urgent in (("Mati listrik", True), ("Jam baru", False)):
        make_notice(agency=centre.host_agency, title=title, on_tv=True, is_urgent=urgent)
    later = time.monotonic() + screen_views.LONGEST_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    after = tv.get(path, headers={**FRAGMENT, "If-None-Match": before["ETag"]})
    assert after.status_code == HTTPStatus.OK
    assert "Mati listrik" in after.content.decode()


def test_a_closed_centre_says_why_instead_of_a_call() -> None:
    shut = (system_clock() + timedelta(days=3)).weekday()
    centre = make_centre(hours=(HoursSpec((shut,), 480, 930),))
    html = board_of(centre)
    assert "Buka lagi" in html
    assert "call--quiet" in html


def test_the_practice_room_says_that_it_is_one() -> None:
    centre = make_centre()
    change_policy(centre=centre, actor=SYSTEM, is_practice=True)
    html = paired(centre).get(f"/layar/{centre.code}/").content.decode()
    assert re.search(r"<html[^>]* data-practice", html)
    assert "Latihan" in html


def test_without_scripts_the_screen_reloads_itself() -> None:
    centre = make_centre()
    for path in (f"/layar/{centre.code}/", f"/antrean/{centre.code}/papan/"):
        html = paired(centre).get(path).content.decode()
        assert re.search(r'<noscript><meta http-equiv="refresh" content="\d+"></noscript>', html)


def test_the_home_page_shows_the_room() -> None:
    centre = make_centre()
    take(centre)
    answer = Client().get(f"/antrean/{centre.code}/ruang/", headers=FRAGMENT)
    assert "orang menunggu" in answer.content.decode()
    assert f'data-live="{centre.code}"' in answer.content.decode()


# Built once, served many times


def test_the_board_is_built_once_and_asks_no_session_and_no_user() -> None:
    centre = make_centre()
    take(centre)
    board_of(centre)
    client = Client()
    client.force_login(make_officer(centre=centre))
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/antrean/{centre.code}/papan/", headers=FRAGMENT)
    tables = " ".join(query["sql"] for query in asked)
    assert "django_session" not in tables
    assert "people_user" not in tables
    assert "frontdesk_ticket" not in tables


def test_a_board_that_did_not_change_is_not_sent_again() -> None:
    centre = make_centre()
    path = f"/antrean/{centre.code}/papan/"
    first = Client().get(path, headers=FRAGMENT)
    again = Client().get(path, headers={**FRAGMENT, "If-None-Match": f'W/{first["ETag"]}, "x"'})
    assert (again.status_code, again.content) == (304, b"")
    take(centre)
    boards._places.clear()
    changed = Client().get(path, headers={**FRAGMENT, "If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_each_language_has_its_own_board() -> None:
    centre = make_centre()
    english = Client()
    english.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = english.get(f"/antrean/{centre.code}/papan/", headers=FRAGMENT).content.decode()
    assert "Waiting" in html
    assert "Menunggu" in board_of(centre)
