"""What must always hold, the database itself refuses to give up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lopo.organisation.api import Centre
from lopo.organisation.models import Archival, Closure, Holiday, HoursException, Season

from .test_hours import MONDAY, TEN, make_office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "broken",
    [
        lambda c: Closure(centre=c, starts_at=TEN, ends_at=TEN, reason="x", closed_by="x"),
        lambda c: Closure(
            centre=c, starts_at=TEN, ends_at=TEN + timedelta(hours=1), reason="", closed_by="x"
        ),
        lambda c: Closure(
            centre=c,
            starts_at=TEN,
            ends_at=TEN + timedelta(hours=1),
            reopened_at=TEN + timedelta(hours=2),
            reason="x",
            closed_by="x",
        ),
        lambda c: HoursException(
            centre=c, starts_on=MONDAY, ends_on=MONDAY, reason="x", opens_minute=480
        ),
        lambda c: HoursException(
            centre=c, starts_on=MONDAY, ends_on=MONDAY, reason="x", break_starts_minute=480
        ),
        lambda c: HoursException(
            centre=c, starts_on=MONDAY, ends_on=MONDAY - timedelta(days=1), reason="x"
        ),
        lambda c: Season(
            centre=c, name="x", starts_on=MONDAY, ends_on=MONDAY - timedelta(days=1), legal_basis=""
        ),
        lambda c: Archival(centre=c, archived_at=TEN, archived_by="x", reason=""),
        lambda c: Archival(centre=c, archived_at=TEN, archived_by="x", reason="x", restored_at=TEN),
        lambda c: Archival(
            centre=c,
            archived_at=TEN,
            archived_by="x",
            reason="x",
            restored_at=TEN - timedelta(hours=1),
            restored_by="x",
        ),
        lambda c: Archival(centre=c, archived_at=TEN, archived_by="x", reason="x", restored_by="x"),
        lambda c: Holiday(date=MONDAY, name="x", kind="REGIONAL", legal_basis="x"),
        lambda c: Holiday(
            date=MONDAY, name="x", kind="REGIONAL", legal_basis="x", province="53", centre=c
        ),
        lambda c: Holiday(date=MONDAY, name="x", kind="NATIONAL", legal_basis="x", province="53"),
    ],
)
def test_a_broken_row_does_not_get_into_the_database(broken: Callable[[Centre], Any]) -> None:
    row = broken(make_office())
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    "row",
    [
        lambda c: Closure(
            centre=c, starts_at=TEN, ends_at=TEN + timedelta(hours=1), reason="x", closed_by="x"
        ),
        lambda c: HoursException(centre=c, starts_on=MONDAY, ends_on=MONDAY, reason="x"),
        lambda c: Season(
            centre=c, name="x", starts_on=MONDAY, ends_on=MONDAY, legal_basis="Perpres"
        ),
        lambda c: Holiday(date=MONDAY, name="x", kind="REGIONAL", legal_basis="x", centre=c),
        lambda c: Archival(centre=c, archived_at=TEN, archived_by="x", reason="x"),
    ],
    ids=["closure", "exception", "season", "holiday", "archival"],
)
def test_two_at_the_same_time_do_not_get_into_the_database(row: Callable[[Centre], Any]) -> None:
    centre = make_office()
    row(centre).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(centre).save()
    row(make_office()).save()
