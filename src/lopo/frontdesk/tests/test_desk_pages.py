"""The counter's other verbs as pages: aside and back, on, one more, undo, pause, out of order."""

import re
from typing import Any

import pytest
from django.test import Client

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.queries import verify_day
from lopo.frontdesk.tests.builders import make_centre, make_desk
from lopo.frontdesk.tests.pressing import (
    fragment_of,
    key_of,
    look,
    make_ticket_now,
    page_of,
    press,
    said,
    signed_in,
)
from lopo.organisation.api import Centre

pytestmark = pytest.mark.django_db


def undo_of(html: str) -> tuple[str, str] | None:
    """Where the undo button posts to, and with which key; None when there is none."""
    found = re.search(r'formaction="([^"]*/urung/\?perbuatan=\d+)"[^>]*value="([^"]+)"', html)
    return (found[1], found[2]) if found else None


def undo(client: Client, centre: Centre) -> Any:
    """Press the undo button that is shown now."""
    found = undo_of(look(client, fragment_of(centre)))
    assert found is not None, "nothing can be taken back here"
    return client.post(found[0], {"kunci": found[1]}, follow=True)


def with_visitor(centre: Centre, *, serving: bool = True) -> tuple[Client, Ticket]:
    """An officer with the counter open and a visitor at it."""
    client = signed_in(make_desk(centre=centre))
    ticket = make_ticket_now(centre)
    for verb in ("buka", "panggil", *(["mulai"] if serving else [])):
        press(client, centre, verb)
    return client, ticket


def state_of(ticket: Ticket) -> str:
    return str(Ticket.objects.get(pk=ticket.pk).state)


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
