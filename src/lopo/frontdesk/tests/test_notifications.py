"""Boards are told of a change when it is true, once, and never of one that was taken back."""

from collections.abc import Iterator
from typing import TypeAlias

import psycopg
import pytest
from django.db import connection, transaction

from lopo.frontdesk import actions
from lopo.frontdesk.actions.refusals import QueueEmpty
from lopo.frontdesk.models import Line
from lopo.frontdesk.tests.builders import Clockwork, make_centre, make_ticket, open_desk
from lopo.kernel.actor import VISITOR

pytestmark = pytest.mark.django_db(transaction=True)
Listener: TypeAlias = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def listener(transactional_db: None) -> Iterator[Listener]:
    """A board: its own connection, listening."""
    connection.ensure_connection()
    found = connection.get_connection_params()
    kept = ("host", "port", "dbname", "user", "password")
    parameters = {key: found[key] for key in kept if found.get(key)}
    with psycopg.connect(**parameters, autocommit=True) as board:
        board.execute("LISTEN lopo_rev")
        yield board


def heard(board: Listener) -> list[str]:
    return [notice.payload for notice in board.notifies(timeout=0.2)]


def test_every_act_is_one_notification_that_names_place_and_revision(listener: Listener) -> None:
    centre, clock = make_centre(), Clockwork()
    for _ in range(2):
        make_ticket(centre=centre, clock=clock)
    desk = open_desk(centre=centre, clock=clock)
    actions.call_next_ticket(desk=desk, clock=clock)
    actions.start_service(desk=desk, clock=clock)
    actions.finish_and_call(desk=desk, clock=clock)
    assert heard(listener) == [f"{centre.code}:{rev}" for rev in range(1, 7)]
    assert max(len(payload) for payload in [f"{centre.code}:6"]) <= 20


def test_a_refusal_is_silent(listener: Listener) -> None:
    desk = open_desk(centre=make_centre())
    heard(listener)
    with pytest.raises(QueueEmpty):
        actions.call_next_ticket(desk=desk, clock=Clockwork())
    assert heard(listener) == []


def test_what_is_taken_back_was_never_told(listener: Listener) -> None:
    centre = make_centre()

    def fail_after_issue() -> None:
        with transaction.atomic():
            make_ticket(centre=centre)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_issue()
    assert heard(listener) == []
    assert not Line.objects.exists()


def test_a_repeat_that_changes_nothing_is_silent(listener: Listener) -> None:
    ticket = make_ticket()
    actions.give_up(ticket=ticket, actor=VISITOR, clock=Clockwork())
    heard(listener)
    actions.give_up(ticket=ticket, actor=VISITOR, clock=Clockwork())
    assert heard(listener) == []
