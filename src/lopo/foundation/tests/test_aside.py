"""What is written aside is seen at once, and stays when the act beside it is taken back."""

import pytest
from django.db import transaction

from lopo.foundation.aside import aside
from lopo.foundation.jobs import heartbeat
from lopo.foundation.models import Heartbeat
from lopo.kernel.errors import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def names() -> set[str]:
    return set(Heartbeat.objects.values_list("name", flat=True))


def test_a_write_aside_outlives_the_act_and_a_write_of_the_act_does_not() -> None:
    def act() -> None:
        with aside() as write, transaction.atomic():
            heartbeat("inside")
            write(lambda: heartbeat("beside"))
            raise Refusal("no")

    with pytest.raises(Refusal):
        act()
    assert names() == {"beside"}


def test_what_fails_aside_fails_here() -> None:
    def broken() -> None:
        raise ValueError("no good")

    with aside() as write, pytest.raises(ValueError, match="no good"):
        write(broken)
