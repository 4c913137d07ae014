"""Staff pages as a test uses them: look at a part, press the button that is there."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lopo.frontdesk import actions
from lopo.frontdesk.actions import Desk
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import offering_of
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre

FRAGMENT = {"X-Lopo-Fragment": "1"}
JSON = {"Accept": "application/json"}


def signed_in(desk: Desk) -> Client:
    """The browser of the officer at this counter."""
    client = Client()
    client.force_login(desk.officer)
    return client


def page_of(centre: Centre, counter: str = "1") -> str:
    """The page of a counter."""
    return f"/petugas/meja/{centre.code}/{counter}/"


def fragment_of(centre: Centre, counter: str = "1") -> str:
    """The part of it that changes; verbs are posted below it."""
    return f"/petugas/antrean/{centre.code}/meja/{counter}/"


def look(client: Client, path: str) -> str:
    """The part as a live page would fetch it."""
    answer = client.get(path, headers=FRAGMENT)
    assert answer.status_code == 200
    return str(answer.content.decode())


def key_of(html: str, action: str) -> str:
    """The key on the button that posts to ``action``."""
    found = re.search(rf'formaction="{re.escape(action)}"[^>]*value="([^"]+)"', html)
    assert found is not None, f"no button for {action}"
    return found[1]


def press(client: Client, centre: Centre, verb: str, counter: str = "1", **more: Any) -> Any:
    """Press a button of the counter as it is shown now."""
    at = fragment_of(centre, counter)
    action = f"{at}{verb}/"
    key = key_of(look(client, at), action)
    return client.post(action, {"kunci": key, **more}, follow=True)


def make_ticket_now(centre: Centre, queue: str = "A", *, present: bool = True) -> Ticket:
    """A number of this very day: pages know no other."""
    return actions.issue_ticket(
        centre=centre,
        offering=offering_of(centre, queue),
        channel="RECEPTION" if present else "WEB",
        priority=None,
        present=present,
        actor=SYSTEM,
        clock=system_clock,
    )


def said(answer: Any) -> str:
    """What the page tells the officer after an act."""
    return " ".join(str(m) for m in answer.context["messages"])


def count(client: Client, path: str) -> int:
    """How many questions a part asks the database, once this process knows the opening hours."""
    look(client, path)
    with CaptureQueriesContext(connection) as asked:
        look(client, path)
    return len(asked)
