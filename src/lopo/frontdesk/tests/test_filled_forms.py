"""What a visitor filled in at home does not outlive the visit."""

import pytest

from lopo.kernel.actor import Actor
from lopo.paperwork.actions import DraftGone, delete_expired, open_draft
from lopo.paperwork.permissions import Reader
from lopo.paperwork.tests.builders import make_draft

from .attending import Attended, attended
from .builders import service_of

pytestmark = pytest.mark.django_db


def code_of(room: Attended) -> str:
    return service_of(room.centre).code


def reader(room: Attended) -> Reader:
    officer = room.desk.officer
    return Reader(room.centre, officer, Actor(f"user:{officer.pk}"))


def test_the_end_of_the_visit_is_the_end_of_the_form() -> None:
    room = attended(served=True)
    code = make_draft(code_of(room), opened_by=reader(room), clock=room.clock)
    assert delete_expired(clock=room.clock.forward(minutes=5)) == 0
    room.finish()
    assert delete_expired(clock=room.clock.forward(seconds=11)) == 1
    with pytest.raises(DraftGone):
        open_draft(typed=code, reader=reader(room), clock=room.clock)


def test_a_finish_taken_back_leaves_the_form_where_it_was() -> None:
    room = attended(served=True)
    code = make_draft(code_of(room), opened_by=reader(room), clock=room.clock)
    room.finish()
    room.undo()
    assert delete_expired(clock=room.clock.forward(minutes=5)) == 0
    open_draft(typed=code, reader=reader(room), clock=room.clock)


def test_a_colleagues_visit_keeps_its_form() -> None:
    room = attended(served=True)
    other = room.another()
    code = make_draft(
        code_of(room), opened_by=Reader(room.centre, other.officer, other.actor), clock=room.clock
    )
    room.finish()
    assert delete_expired(clock=room.clock.forward(minutes=5)) == 0
    open_draft(typed=code, reader=reader(room), clock=room.clock)
