"""A consultation is recorded after it was held, and decreed upon no earlier than that."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lopo.catalogue.actions import (
    Decree,
    Minutes,
    open_draft,
    publish_standard,
    record_minutes,
    save_draft,
    submit_draft,
)
from lopo.catalogue.models import Consultation, Standard
from lopo.catalogue.queries import today
from lopo.catalogue.rules import Promise
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.people.tests.builders import make_staff

from .builders import make_content, make_service, read

pytestmark = pytest.mark.django_db
# Nine in the evening in London is the next morning in Kupang.
EVENING = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)


def held_on(day: date) -> Minutes:
    """The minutes of a consultation on a day."""
    return Minutes(held_on=day, place="Aula", text="Dibahas bersama.")


def test_what_is_still_to_come_is_not_recorded_by_the_day_at_home(
    settings: Any,
) -> None:
    settings.HOME_ZONE = "Asia/Makassar"
    author = make_staff()
    draft = open_draft(service=make_service(), author=author, clock=system_clock)
    with pytest.raises(FieldRefusal) as refused:
        record_minutes(
            draft=draft, minutes=held_on(date(2026, 11, 27)), author=author, clock=lambda: EVENING
        )
    assert [error.field for error in refused.value.errors] == ["held_on"]
    assert not Consultation.objects.exists()
    record = record_minutes(
        draft=draft, minutes=held_on(date(2026, 11, 26)), author=author, clock=lambda: EVENING
    )
    assert record.held_on == date(2026, 11, 26)


def test_no_decree_is_older_than_the_consultation() -> None:
    author, publisher, day = make_staff(), make_staff(), today()
    draft = open_draft(service=make_service(), author=author, clock=system_clock)
    draft = save_draft(
        draft=draft,
        content=make_content(promise=Promise(2)),
        seen=draft.revision,
        author=author,
        clock=system_clock,
    )
    record_minutes(draft=draft, minutes=held_on(day), author=author, clock=system_clock)
    submit_draft(draft=draft)

    def decree(signed: date) -> Standard:
        return publish_standard(
            draft=draft,
            decree=Decree("800/1/2026", signed, "Kepala Badan", day),
            publisher=publisher,
            clock=system_clock,
            seen=read(draft),
        )

    with pytest.raises(FieldRefusal) as refused:
        decree(day - timedelta(days=1))
    assert [error.field for error in refused.value.errors] == ["decree_date"]
    assert decree(day).decree_date == day
