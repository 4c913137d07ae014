"""A form an agency writes: by its publishers, from a day on, and never changed after."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lopo.catalogue.api import Service
from lopo.catalogue.tests.builders import make_service
from lopo.kernel.actor import SYSTEM
from lopo.kernel.errors import NotPermitted
from lopo.organisation.tests.builders import make_agency
from lopo.paperwork.actions import FormRefused, write_form
from lopo.paperwork.models import FormDefinition
from lopo.paperwork.queries import form_of
from lopo.people.api import Duty, Principal, charge
from lopo.people.tests.builders import make_staff

from .builders import Clockwork
from .test_definition import NAME, form

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def publisher_of(service: Service, duty: Duty = Duty.PUBLISHER) -> Principal:
    user = make_staff()
    charge(user=user, duty=duty, agency=service.agency, actor=SYSTEM)
    return Principal(kind="staff", user=user)


def written(service: Service, actor: Principal, day: date = TODAY, **more: Any) -> FormDefinition:
    return write_form(
        service=service, definition=form(NAME, **more), valid_from=day, actor=actor,
        clock=Clockwork(),
    )  # fmt: skip


def test_editors_strangers_and_publishers_of_others_do_not_publish_forms() -> None:
    service = make_service()
    other = make_service(agency=make_agency())
    for who in (
        publisher_of(service, Duty.EDITOR),
        publisher_of(other),
        Principal(kind="staff", user=make_staff()),
        Principal(kind="anonymous"),
    ):
        with pytest.raises(NotPermitted):
            written(service, who)


def test_a_faulty_form_is_refused_with_the_place_of_every_fault() -> None:
    service = make_service()
    with pytest.raises(FormRefused) as refusal:
        write_form(
            service=service, definition=form({**NAME, "type": "surel"}, title=""),
            valid_from=TODAY, actor=publisher_of(service), clock=Clockwork(),
        )  # fmt: skip
    assert [error.field for error in refusal.value.errors] == [
        "title", "sections[0].fields[0].type",
    ]  # fmt: skip
    assert not FormDefinition.objects.exists()


def test_a_form_begins_neither_in_the_past_nor_before_one_already_published() -> None:
    service = make_service()
    actor = publisher_of(service)
    with pytest.raises(FormRefused):
        written(service, actor, date(2026, 11, 25))
    written(service, actor, date(2026, 12, 1))
    for day in (TODAY, date(2026, 12, 1)):
        with pytest.raises(FormRefused):
            written(service, actor, day)


def test_what_an_agency_wrote_holds_from_its_day_until_the_next() -> None:
    service = make_service()
    actor = publisher_of(service)
    first = written(service, actor, title="Pertama")
    second = written(service, actor, date(2026, 12, 1), title="Kedua")
    assert [first.number, second.number] == [1, 2]

    def title(day: date) -> str:
        held = form_of(service.code, day)
        assert held is not None
        return held.definition.title

    assert title(date(2026, 11, 25)).startswith("Formulir Layanan")
    assert title(TODAY) == title(date(2026, 11, 30)) == "Pertama"
    assert title(date(2026, 12, 1)) == title(date(2030, 1, 1)) == "Kedua"


def test_the_database_lets_no_two_written_forms_hold_on_one_day() -> None:
    service = make_service()
    version = written(service, publisher_of(service))
    version.pk, version.number, version._state.adding = None, 2, True
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        FormDefinition.objects.filter(number=1).update(valid_to=date(2026, 11, 1))
