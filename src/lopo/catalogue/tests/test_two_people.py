"""What one person wrote another decrees, having read just that; and only for its own days."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from lopo.catalogue.actions import (
    SamePerson,
    WrongStage,
    describe_change,
    publish_standard,
    record_minutes,
    return_draft,
    submit_draft,
)
from lopo.catalogue.models import Standard
from lopo.catalogue.queries import today
from lopo.catalogue.rules import Promise
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.tests.builders import make_agency
from lopo.people.tests.builders import make_staff

from .builders import make_content, make_service, read
from .test_life import WAIVED, decree, drafted, published
from .test_moving import moved

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", ["note", "minutes"])
def test_who_wrote_what_is_published_beside_it_does_not_publish_either(what: str) -> None:
    editor, publisher = make_staff(), make_staff()
    draft = drafted(make_service(), editor, make_content(promise=Promise(2)))
    return_draft(draft=draft)
    if what == "note":
        describe_change(draft=draft, note="Lebih cepat.", author=publisher)
    else:
        record_minutes(draft=draft, minutes=WAIVED, author=publisher, clock=system_clock)
    submit_draft(draft=draft)
    with pytest.raises(SamePerson):
        publish_standard(
            draft=draft,
            decree=decree(),
            publisher=publisher,
            clock=system_clock,
            seen=read(draft),
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Standard.objects.filter(pk=draft.pk).update(published_by=publisher)


def test_nobody_decrees_another_word_than_they_read() -> None:
    editor, publisher = make_staff(), make_staff()
    draft = drafted(make_service(), editor, make_content(promise=Promise(2)))
    before = read(draft)
    return_draft(draft=draft)
    describe_change(draft=draft, note="Diam-diam.", author=editor)
    submit_draft(draft=draft)
    told: Any = {"draft": draft, "decree": decree(), "publisher": publisher, "clock": system_clock}
    with pytest.raises(WrongStage):
        publish_standard(**told, seen=before)
    assert publish_standard(**told, seen=read(draft)).number == 2


@pytest.mark.parametrize(
    ("field", "day"), [("valid_from", date(9999, 12, 31)), ("day", date(1, 1, 1))]
)
def test_no_decree_is_of_a_day_that_cannot_be(field: str, day: date) -> None:
    editor, publisher = make_staff(), make_staff()
    with pytest.raises(FieldRefusal):
        published(make_service(), editor, publisher, make_content(), **{field: day})


def test_an_agency_decrees_for_no_day_on_which_the_service_is_anothers() -> None:
    editor, publisher, service = make_staff(), make_staff(), make_service()
    draft = drafted(service, editor, make_content(promise=Promise(2)))
    moved(service, make_agency(code="biro"), make_staff(), from_day=today() + timedelta(days=1))
    told: Any = {"draft": draft, "publisher": publisher, "clock": system_clock}
    told["seen"] = read(draft)
    with pytest.raises(FieldRefusal):
        publish_standard(**told, decree=decree(today() + timedelta(days=5)))
    assert publish_standard(**told, decree=decree()).number == 2  # the control: its own day
