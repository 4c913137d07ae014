"""The demo fills what is empty or its own, and never a real installation."""

import pytest
from django.core.management.base import CommandError

from lopo.frontdesk.management.commands.lopo_demo import seed
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import make_centre
from lopo.people.api import user_by_username

pytestmark = pytest.mark.django_db


def test_the_demo_does_not_touch_a_database_with_real_centres() -> None:
    """DATABASE_URL may be set in an operator's shell: the demo's password is printed."""
    make_centre()
    with pytest.raises(CommandError, match="centres that the demo did not make"):
        seed()
    assert user_by_username("admin") is None
    assert not Ticket.objects.exists()


def test_the_demo_may_be_started_again_on_its_own_data(settings: pytest.FixtureRequest) -> None:
    settings.DEMO_PASSWORD = "rahasia-demo-123"  # type: ignore[attr-defined]
    seed()
    assert len(seed()["logins"]) == 11
    assert Ticket.objects.count() == 8
