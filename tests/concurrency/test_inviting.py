"""Twenty people open one invitation at the same moment, in four processes."""

import pytest

from lopo.frontdesk.tests.builders import make_centre
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre
from lopo.people.api import Role, User, invite_staff, staff_of
from tests.concurrency.crowd import PEOPLE, Crowd, Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def all_at_once(crowd: Crowd, centre: Centre, *, without: str = "") -> list[Outcome]:
    """Everybody sends the form of the same link, each with a name of their own."""
    link = invite_staff(centre=centre, roles=[Role.SUPERVISOR], name="Penyelia", actor=SYSTEM)
    return crowd.race(
        "accept_invitation",
        [{"centre": centre.code, "link": link, "username": f"tamu{n}"} for n in range(PEOPLE)],
        without=without,
    )


def check_one(centre: Centre, outcomes: list[Outcome]) -> None:
    """One account, one role; everybody else was told that the link is used."""
    assert len([o for o in outcomes if o.answer]) == 1
    assert all(o.error.startswith("InvitationGone") for o in outcomes if not o.answer)
    assert len(staff_of(centre)) == 1
    assert User.objects.filter(username__startswith="tamu").count() == 1


def test_an_invitation_makes_one_account_however_many_press_at_once(crowd: Crowd) -> None:
    centre = make_centre()
    check_one(centre, all_at_once(crowd, centre))


def test_without_the_lock_the_check_fails(crowd: Crowd) -> None:
    centre = make_centre()
    outcomes = all_at_once(crowd, centre, without="the lock on an invitation")
    with pytest.raises(AssertionError):
        check_one(centre, outcomes)
