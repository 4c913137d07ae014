"""A number remembers under which version of the standard its service was asked for."""

from dataclasses import replace
from datetime import date

import pytest

from lopo.catalogue.rules import Promise
from lopo.catalogue.tests.builders import make_content, make_version
from lopo.frontdesk.models import Ticket
from lopo.organisation.api import Centre

from .attending import attended
from .builders import make_centre, make_ticket, service_of

pytestmark = pytest.mark.django_db


def new_version(centre: Centre, letter: str) -> int:
    """The service of a queue gets a second version today."""
    service = service_of(centre, letter)
    service.standards.update(valid_to=date(2026, 1, 1))
    content = replace(make_content(), promise=Promise(1))
    return make_version(service, content, number=2, valid_from=date(2026, 1, 1)).pk


def remembered(ticket: Ticket) -> int | None:
    return Ticket.objects.get(pk=ticket.pk).standard_id


def test_a_number_taken_before_a_new_version_stays_under_the_old_one() -> None:
    centre = make_centre()
    ticket = make_ticket(centre=centre)
    old = service_of(centre).standards.get(number=1).pk
    new = new_version(centre, "A")
    assert remembered(ticket) == old
    assert remembered(make_ticket(centre=centre)) == new


def test_a_transfer_takes_the_version_of_the_new_service_and_undo_gives_the_old_one_back() -> None:
    room = attended()
    first = remembered(room.ticket)
    second = service_of(room.centre, "B").standards.get().pk
    ticket = room.send("B")
    assert remembered(ticket) == second != first
    room.undo()
    assert remembered(ticket) == first
