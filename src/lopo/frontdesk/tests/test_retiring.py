"""A whole centre goes out of use: never while somebody needs it, and it may come back."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from tests.cast import Cast, problem_of

from lopo.frontdesk import actions
from lopo.frontdesk.actions.premises import restore_centre, retire_centre
from lopo.frontdesk.actions.refusals import NotAtCounter, SessionClosed, StillNeeded
from lopo.frontdesk.models import Line, Ticket
from lopo.frontdesk.queries import boards
from lopo.frontdesk.tests.builders import (
    Clockwork,
    make_centre,
    make_desk,
    make_ticket,
    offering_of,
    open_desk,
    open_session,
    verified,
)
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.kernel.formats import in_zone, long_date
from lopo.organisation.api import Centre, centre_by_code
from lopo.people.api import DEVICE_COOKIE, register_device

pytestmark = pytest.mark.django_db
REASON = "Pindah ke Mal Pelayanan Publik, Jalan Contoh Nomor 2"
NOW: dict[str, Any] = {"actor": SYSTEM, "clock": system_clock}


def retire(centre: Centre, **more: Any) -> None:
    retire_centre(centre=centre, **{"reason": REASON, **NOW, **more})
    boards._places.clear()  # a second later


def restore(centre: Centre, **more: Any) -> None:
    restore_centre(centre=centre, **{**NOW, **more})
    boards._places.clear()


# Refused


@pytest.mark.parametrize("reason", ["", "   ", "…", "x" * 201, "dua\nbaris"])
def test_a_centre_is_not_archived_without_a_plain_reason(reason: str) -> None:
    centre = make_centre()
    with pytest.raises(FieldRefusal) as refused:
        retire(centre, reason=reason)
    assert refused.value.errors[0].field == "reason"
    assert centre_by_code(centre.code) is not None


def test_an_open_counter_keeps_the_centre_in_use_and_is_named() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre, clock=system_clock)
    with pytest.raises(StillNeeded, match=desk.counter.name):
        retire(centre)
    actions.pause_session(
        counter=desk.counter, officer=desk.officer, paused=True, actor=desk.actor,
        clock=system_clock,
    )  # fmt: skip
    with pytest.raises(StillNeeded, match=desk.counter.name):
        retire(centre)
    actions.close_session(
        counter=desk.counter, officer=desk.officer, actor=desk.actor, clock=system_clock
    )
    retire(centre)
    assert centre_by_code(centre.code) is None


@pytest.mark.parametrize("then", ["waits", "waits from afar", "is parked", "has just been missed"])
def test_whoever_may_still_be_served_today_keeps_the_centre_in_use(then: str) -> None:
    centre, clock = make_centre(no_show_interval_seconds=1, no_show_calls=1), Clockwork()
    desk = open_desk(centre=centre, clock=clock)
    ticket = make_ticket(centre=centre, present=then != "waits from afar", clock=clock)
    if not then.startswith("waits"):
        actions.call_next_ticket(desk=desk, clock=clock)
    if then == "is parked":
        actions.park_ticket(desk=desk, clock=clock)
    if then == "has just been missed":
        actions.mark_no_show(desk=desk, clock=clock.forward(seconds=2))
    actions.close_session(counter=desk.counter, officer=desk.officer, actor=SYSTEM, clock=clock)
    before = Line.objects.get(centre=centre).rev
    with pytest.raises(StillNeeded, match="masih memerlukan"):
        retire(centre, clock=clock)
    assert Line.objects.get(centre=centre).rev == before
    assert centre_by_code(centre.code) is not None
    if then == "has just been missed":
        clock.forward(minutes=centre.return_minutes + 1)
    elif then != "is parked":
        actions.give_up(ticket=ticket, actor=SYSTEM, clock=clock)
    else:
        return
    retire(centre, clock=clock)


# What was read before the lock is looked at again under it


@pytest.mark.parametrize("present", [True, False])
def test_a_number_asked_for_while_the_centre_was_being_archived_is_refused(present: bool) -> None:
    centre = make_centre()
    seen, offer = centre_by_code(centre.code), offering_of(centre)
    retire(centre)
    assert seen is not None
    with pytest.raises(NotAtCounter):
        actions.issue_ticket(
            centre=seen, offering=offer, channel="RECEPTION" if present else "WEB", priority=None,
            present=present, **NOW,
        )  # fmt: skip
    assert not Ticket.objects.exists()


def test_a_counter_does_not_open_while_the_centre_was_being_archived() -> None:
    desk = make_desk(centre=make_centre())
    retire(desk.counter.centre)
    with pytest.raises(SessionClosed):
        open_session(desk)


# What everybody sees


def paired(centre: Centre, kind: str) -> Client:
    client = Client()
    client.cookies[DEVICE_COOKIE] = register_device(
        centre=centre, name=kind, kind=kind, in_room=True, actor=SYSTEM
    )
    client.cookies["lopo_surface"] = kind.lower()
    return client


@pytest.mark.parametrize(
    "path",
    ["/antrean/{}/", "/antrean/{}/ruang/", "/antrean/{}/papan/",
     "/antrean/{}/anjungan/", "/anjungan/{}/", "/layar/{}/"],
)  # fmt: skip
def test_web_kiosk_and_television_say_since_when_and_why_until_it_comes_back(path: str) -> None:
    centre = make_centre()
    make_centre()
    browsers = [Client(), paired(centre, "KIOSK"), paired(centre, "TV")]
    at_first = [browser.get(path.format(centre.code)).status_code for browser in browsers]
    retire(centre)
    for browser in browsers:
        answer = browser.get(path.format(centre.code))
        page = answer.content.decode()
        assert answer.status_code == 410
        assert centre.name in page
        assert REASON in page
        assert long_date(in_zone(system_clock(), centre.zone).date()) in page
        assert answer["Cache-Control"] == "no-store"
    # A screen in the room looks again by itself; a reader is not disturbed.
    answers = [browser.get(path.format(centre.code)) for browser in browsers]
    assert [answer.headers.get("Refresh") for answer in answers] == [None, "60", "60"]
    restore(centre)
    assert [browser.get(path.format(centre.code)).status_code for browser in browsers] == at_first


def test_in_english_the_name_and_the_reason_are_marked_as_indonesian() -> None:
    centre = make_centre()
    retire(centre)
    for browser in (Client(), paired(centre, "TV")):
        browser.cookies["lopo_language"] = "en"
        page = browser.get(f"/antrean/{centre.code}/").content.decode()
        assert f'<span lang="id">{centre.name}</span> has not received visitors' in page
        assert f'<span lang="id">{REASON}</span>' in page


def test_a_kiosk_that_goes_back_to_its_start_stays_paired_and_wakes_up_with_the_centre() -> None:
    centre = make_centre()
    kiosk = paired(centre, "KIOSK")
    assert kiosk.get("/anjungan/")["Location"] == f"/anjungan/{centre.code}/"
    retire(centre)
    resting = kiosk.get("/anjungan/")
    assert (resting.status_code, resting["Refresh"]) == (410, "60")
    assert REASON in resting.content.decode()
    restore(centre)
    assert kiosk.get("/anjungan/")["Location"] == f"/anjungan/{centre.code}/"


def test_a_page_of_a_centre_that_never_was_is_simply_not_found() -> None:
    assert Client().get("/antrean/tidak-ada/").status_code == 404


def test_it_is_on_no_list_and_the_api_does_not_know_it_until_it_comes_back() -> None:
    cast = Cast()
    code = cast.centre.code
    make_centre()
    make_centre()
    retire(cast.centre)
    for path in ("", "/board", "/ledger"):
        problem_of(cast.visitor.get(f"/centres/{code}{path}"), 404, "not-found")
    problem_of(cast.petugas.post(cast.counter("session"), {"open": True}), 404, "not-found")
    problem_of(cast.visitor.post("/tickets", cast.order()), 422, "invalid")
    assert code not in [one["code"] for one in cast.visitor.get("/centres").json()["items"]]
    assert f'href="/antrean/{code}/"' not in Client().get("/antrean/").content.decode()
    restore(cast.centre)
    assert cast.visitor.get(f"/centres/{code}").status_code == 200
    assert cast.number("A", present=False)["number"].startswith("A-")


def test_archiving_moves_the_boards_and_never_the_record() -> None:
    centre, clock = make_centre(), Clockwork()
    actions.give_up(ticket=make_ticket(centre=centre, clock=clock), actor=SYSTEM, clock=clock)
    before = Line.objects.get(centre=centre)
    retire(centre, clock=clock)
    restore(centre, clock=clock)
    after = Line.objects.get(centre=centre)
    assert (after.rev, after.seq) == (before.rev + 2, before.seq)
    verified(centre)


def test_the_days_of_an_archived_centre_are_verified_as_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    centre = make_centre()
    actions.give_up(ticket=make_ticket(centre=centre, clock=system_clock), **NOW)
    retire(centre)
    call_command("lopo_verify", centre=centre.code)
    assert "clean" in capsys.readouterr().out
