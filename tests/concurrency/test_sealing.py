"""Twenty people seal a form that nobody has used before, at the same moment, in four processes."""

import pytest

from lopo.frontdesk.tests.builders import make_centre, service_of
from lopo.organisation.api import Centre
from lopo.paperwork.models import FormDefinition, SealedDraft
from tests.concurrency.crowd import PEOPLE, Crowd, Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def all_at_once(crowd: Crowd, centre: Centre, *, without: str = "") -> list[Outcome]:
    """Everybody presses "Bawa ke meja"."""
    service = service_of(centre).code
    orders = [{"centre": centre.code, "service": service} for _ in range(PEOPLE)]
    return crowd.race("seal_draft", orders, without=without)


def check_all(outcomes: list[Outcome]) -> None:
    """Everybody has a draft of their own; all are of one version."""
    assert [o.error for o in outcomes if o.error] == []
    assert len({o.answer for o in outcomes}) == PEOPLE
    version = FormDefinition.objects.get()
    assert version.number == 1
    assert SealedDraft.objects.filter(form=version).count() == PEOPLE


def test_a_form_is_kept_once_however_many_seal_at_once(crowd: Crowd) -> None:
    check_all(all_at_once(crowd, make_centre()))


def test_without_the_lock_the_check_fails(crowd: Crowd) -> None:
    outcomes = all_at_once(crowd, make_centre(), without="the lock on a form")
    assert any(o.error.startswith("IntegrityError") for o in outcomes)
    with pytest.raises(AssertionError):
        check_all(outcomes)
