"""A counter as tests of its pages use it: somebody at it, what it asks, what it takes back."""

import re
from typing import Any

from django.test import Client

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import make_desk, make_officer
from lopo.frontdesk.tests.pressing import fragment_of, look, make_ticket_now, press, signed_in
from lopo.organisation.api import Centre
from lopo.people.api import Role


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


def supervisor(centre: Centre) -> Client:
    """The supervisor, with counter 1 open."""
    officer = make_officer(centre=centre, role=Role.SUPERVISOR)
    client = signed_in(make_desk(centre=centre, officer=officer))
    press(client, centre, "buka")
    return client


def ask(client: Client, centre: Centre, what: str, **answer: str) -> Any:
    """Open the page that asks, and answer with its own key."""
    path = f"{fragment_of(centre)}{what}/"
    html = client.get(path).content.decode()
    key = re.search(r'name="kunci" value="([^"]+)"', html)
    assert key is not None, "this page asks nothing"
    return client.post(path, {"kunci": key[1], **answer}, follow=True)


def state_of(ticket: Ticket) -> str:
    return str(Ticket.objects.get(pk=ticket.pk).state)
