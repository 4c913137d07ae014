"""The thinnest chain: a number is taken, called, served; the record agrees."""

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import ProgrammingError

from lopo.frontdesk import actions, queries
from lopo.frontdesk.tests.builders import Clockwork, make_centre, make_desk, make_ticket
from lopo.ledger.models import Event

pytestmark = pytest.mark.django_db


def test_the_record_refuses_the_app_to_change_the_past() -> None:
    make_ticket()
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        Event.objects.update(verb="nothing happened")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_event")
        assert cursor.fetchone()[0] == 1


def test_a_visitor_is_received_called_served_and_the_record_agrees() -> None:
    clock, centre = Clockwork(), make_centre()
    desk = make_desk(centre=centre)
    ticket = make_ticket(centre=centre, clock=clock)
    actions.open_session(
        counter=desk.counter, officer=desk.officer, services=None, actor=desk.actor, clock=clock
    )
    call = actions.call_next_ticket(desk=desk, clock=clock)
    assert call.ticket.token == ticket.token
    actions.start_service(desk=desk, clock=clock)
    actions.finish_service(desk=desk, clock=clock)
    verdict = queries.verify_day(centre, ticket.service_date)
    assert verdict.clean, verdict.offenders
    assert verdict.events == 5
