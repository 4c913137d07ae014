"""A standard is drawn up by one person, published by another, and never changed afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lopo.catalogue.actions import (
    Decree,
    DraftChanged,
    Incomplete,
    Minutes,
    SamePerson,
    WrongStage,
    consult,
    discard_draft,
    import_catalogue,
    open_draft,
    publish_standard,
    record_minutes,
    return_draft,
    save_draft,
    submit_draft,
    undo_draft,
    withdraw_standard,
)
from lopo.catalogue.models import Service, Standard
from lopo.catalogue.queries import list_services, service_by_code, today
from lopo.catalogue.rules import Content, Fee, Promise
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.people.api import User
from lopo.people.tests.builders import make_staff

from .builders import make_bkd, make_content, make_service, read, shipped, write

pytestmark = pytest.mark.django_db
WAIVED = Minutes(waived_because="Menyesuaikan Peraturan BKN; tidak mengubah kewajiban pemohon.")


@pytest.fixture
def editor() -> User:
    return make_staff(username="penyunting")


@pytest.fixture
def publisher() -> User:
    return make_staff(username="pengesah")


def decree(valid_from: date | None = None, **fields: Any) -> Decree:
    """A decree of today."""
    day = today()
    facts = {"number": "800/12/BKD/2026", "day": day, "office": "Kepala BKD", **fields}
    return Decree(**facts, valid_from=valid_from or day)


def drafted(service: Service, editor: User, content: Content) -> Standard:
    """A draft of a content, ready for decree."""
    draft = open_draft(service=service, author=editor, clock=system_clock)
    draft = save_draft(
        draft=draft, content=content, seen=draft.revision, author=editor, clock=system_clock
    )
    record_minutes(draft=draft, minutes=WAIVED, author=editor, clock=system_clock)
    submit_draft(draft=draft)
    return draft


def published(
    service: Service, editor: User, publisher: User, content: Content, **how: Any
) -> Standard:
    draft = drafted(service, editor, content)
    return publish_standard(
        draft=draft,
        decree=decree(**how),
        publisher=publisher,
        clock=system_clock,
        seen=read(draft),
    )


def promised(code: str, day: date) -> int | None:
    """How many days the service promises on a day."""
    (service,) = list_services(day=day).filter(code=code)
    return service.standard.told.promise.amount


# Refusals


def test_who_drafts_does_not_publish(editor: User) -> None:
    draft = drafted(make_service(), editor, make_content(promise=Promise(2)))
    with pytest.raises(SamePerson):
        publish_standard(
            draft=draft, decree=decree(), publisher=editor, clock=system_clock, seen=read(draft)
        )
    assert Standard.objects.get(pk=draft.pk).state == Standard.State.SUBMITTED


def test_who_saved_any_state_of_a_draft_does_not_publish_it(editor: User, publisher: User) -> None:
    service = make_service()
    draft = open_draft(service=service, author=editor, clock=system_clock)
    for days, author in ((2, publisher), (1, editor)):
        draft = save_draft(
            draft=draft,
            content=make_content(promise=Promise(days)),
            seen=draft.revision,
            author=author,
            clock=system_clock,
        )
    record_minutes(draft=draft, minutes=WAIVED, author=editor, clock=system_clock)
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
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=draft.pk).update(published_by=editor)


@pytest.mark.parametrize("missing", ["legal_basis", "steps", "products", "evaluation", "staffing"])
def test_a_standard_with_an_empty_component_is_not_decreed(missing: str, editor: User) -> None:
    content = replace(make_content(), **{missing: getattr(Content(), missing)})
    draft = open_draft(service=make_service(), author=editor, clock=system_clock)
    draft = save_draft(draft=draft, content=content, seen=0, author=editor, clock=system_clock)
    record_minutes(draft=draft, minutes=WAIVED, author=editor, clock=system_clock)
    with pytest.raises(Incomplete) as refused:
        submit_draft(draft=draft)
    names = {"steps": "procedure", "products": "product"}
    assert refused.value.extra["missing"] == [names.get(missing, missing)]


def test_what_takes_longer_than_promised_is_not_decreed(editor: User) -> None:
    late = make_content(promise=Promise(0), steps=make_content().steps * 3)
    draft = open_draft(service=make_service(), author=editor, clock=system_clock)
    draft = save_draft(draft=draft, content=late, seen=0, author=editor, clock=system_clock)
    record_minutes(draft=draft, minutes=WAIVED, author=editor, clock=system_clock)
    with pytest.raises(Incomplete) as refused:
        submit_draft(draft=draft)
    assert refused.value.extra == {"missing": [], "faults": ["longer-than-promised"]}


def test_a_tariff_without_a_legal_basis_is_refused_by_rule_and_by_database(editor: User) -> None:
    service = make_service()
    content = replace(make_content(), fee=Fee(5000))
    draft = open_draft(service=service, author=editor, clock=system_clock)
    draft = save_draft(draft=draft, content=content, seen=0, author=editor, clock=system_clock)
    record_minutes(draft=draft, minutes=WAIVED, author=editor, clock=system_clock)
    with pytest.raises(Incomplete):
        submit_draft(draft=draft)
    with pytest.raises(IntegrityError, match="tariff_has_a_legal_basis"), transaction.atomic():
        Standard.objects.filter(pk=draft.pk).update(state="TAKEN_OVER", number=9)


def test_without_a_consultation_or_a_reason_nothing_is_submitted(editor: User) -> None:
    draft = open_draft(service=make_service(), author=editor, clock=system_clock)
    with pytest.raises(WrongStage):
        submit_draft(draft=draft)


@pytest.mark.parametrize(
    ("how", "field"),
    [
        (lambda day: {"valid_from": day - timedelta(days=1)}, "valid_from"),
        (lambda day: {"day": day + timedelta(days=1)}, "decree_date"),
        (lambda day: {"number": " "}, "decree_number"),
        (lambda day: {"office": ""}, "decree_office"),
    ],
)
def test_a_decree_that_rewrites_the_past_or_says_too_little_is_refused(
    how: Callable[[date], dict[str, Any]], field: str, editor: User, publisher: User
) -> None:
    draft = drafted(make_service(), editor, make_content(promise=Promise(2)))
    with pytest.raises(FieldRefusal) as refused:
        publish_standard(
            draft=draft,
            decree=decree(**how(today())),
            publisher=publisher,
            clock=system_clock,
            seen=read(draft),
        )
    assert [error.field for error in refused.value.errors] == [field]


def test_a_draft_that_moved_on_is_not_overwritten(editor: User) -> None:
    draft = open_draft(service=make_service(), author=editor, clock=system_clock)
    two, one = (make_content(promise=Promise(days)) for days in (2, 1))
    save_draft(draft=draft, content=two, seen=0, author=editor, clock=system_clock)
    with pytest.raises(DraftChanged):
        save_draft(draft=draft, content=one, seen=0, author=editor, clock=system_clock)
    assert Standard.objects.get(pk=draft.pk).told == two


def test_a_submitted_draft_is_not_written_to_until_it_is_given_back(editor: User) -> None:
    draft = drafted(make_service(), editor, make_content(promise=Promise(2)))

    def save() -> Standard:
        return save_draft(
            draft=draft, content=make_content(), seen=1, author=editor, clock=system_clock
        )

    with pytest.raises(WrongStage):
        save()
    return_draft(draft=draft)
    assert save().revision == 2


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"valid_from": date(2001, 1, 1)},
        {"decree_number": "lain"},
        {"state": "DRAFT", "number": None},
        {"name": "lain"},
    ],
)
def test_a_version_never_changes_not_even_by_the_database(
    change: dict[str, Any], editor: User, publisher: User
) -> None:
    version = published(make_service(), editor, publisher, make_content(promise=Promise(2)))
    rows = Standard.objects.filter(pk=version.pk)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        rows._raw_delete("default")


def test_an_ended_version_does_not_come_back_to_life(editor: User, publisher: User) -> None:
    service = make_service()
    published(service, editor, publisher, make_content(promise=Promise(2)))
    with pytest.raises(IntegrityError), transaction.atomic():
        service.standards.filter(number=1).update(valid_to=None)


def test_two_versions_are_never_in_force_on_one_day() -> None:
    service = make_service()
    first = service.standards.get()
    with pytest.raises(IntegrityError, match="one_standard_in_force"), transaction.atomic():
        Standard.objects.create(
            service=service, number=2, state="TAKEN_OVER", name="x", content=first.content,
            digest="x", drafted_at=system_clock(), valid_from=date(2026, 1, 1),
        )  # fmt: skip


def test_one_draft_at_a_time_is_open(editor: User, publisher: User) -> None:
    service = make_service()
    draft = open_draft(service=service, author=editor, clock=system_clock)
    assert open_draft(service=service, author=publisher, clock=system_clock) == draft
    discard_draft(draft=draft)
    assert open_draft(service=service, author=publisher, clock=system_clock) != draft


# What was promised when


def test_a_new_version_holds_from_its_day_and_the_old_one_until_then(
    editor: User, publisher: User
) -> None:
    service = make_service(code="CUTI")
    day = today()
    version = published(service, editor, publisher, make_content(promise=Promise(2)))
    assert (promised("CUTI", day - timedelta(days=1)), promised("CUTI", day)) == (3, 2)
    assert (version.number, version.state) == (2, Standard.State.DECREED)


def test_a_version_for_later_waits_for_its_day(editor: User, publisher: User) -> None:
    service = make_service(code="CUTI")
    start = today() + timedelta(days=10)
    content = make_content(promise=Promise(2))
    published(service, editor, publisher, content, valid_from=start)
    assert (promised("CUTI", today()), promised("CUTI", start)) == (3, 2)


def test_an_earlier_version_takes_the_place_of_one_that_has_not_begun(
    editor: User, publisher: User
) -> None:
    service = make_service(code="CUTI")
    day = today()
    later = published(
        service, editor, publisher, make_content(promise=Promise(2)),
        valid_from=day + timedelta(days=10),
    )  # fmt: skip
    published(
        service, editor, publisher, make_content(promise=Promise(1)),
        valid_from=day + timedelta(days=5),
    )  # fmt: skip
    found = [promised("CUTI", day + timedelta(days=n)) for n in (0, 4, 5, 10, 99)]
    assert found == [3, 3, 1, 1, 1]
    later.refresh_from_db()
    assert later.valid_to == later.valid_from, "it never began"


def test_a_withdrawn_standard_is_promised_no_more_but_was(editor: User, publisher: User) -> None:
    service = make_service(code="CUTI")
    withdraw_standard(
        service=service, reason="Layanan dialihkan", from_day=today(), publisher=publisher,
        clock=system_clock,
    )  # fmt: skip
    assert service_by_code("CUTI") is None
    assert promised("CUTI", today() - timedelta(days=1)) == 3


@settings(max_examples=25, deadline=None)
@given(days=st.lists(st.integers(0, 8), min_size=1, max_size=5))
def test_on_every_day_the_last_decree_for_that_day_holds(days: list[int]) -> None:
    """Model: a list of (first day, promise); the last published one that has begun counts."""
    with transaction.atomic():
        editor, publisher = make_staff(), make_staff()
        service = make_service(content=make_content(promise=Promise(100)))
        model = dict.fromkeys(range(-2, 12), 100)
        for number, ahead in enumerate(days):
            published(
                service, editor, publisher, make_content(promise=Promise(number + 1)),
                valid_from=today() + timedelta(days=ahead),
            )  # fmt: skip
            model.update(dict.fromkeys(range(ahead, 12), number + 1))
        for n, expected in model.items():
            assert promised(service.code, today() + timedelta(days=n)) == expected
        transaction.set_rollback(True)


# Drafts


def test_undo_takes_back_one_saving_after_the_other(editor: User) -> None:
    draft = open_draft(service=make_service(), author=editor, clock=system_clock)
    for days in (2, 1):
        draft = save_draft(
            draft=draft, content=make_content(promise=Promise(days)), seen=draft.revision,
            author=editor, clock=system_clock,
        )  # fmt: skip
    for expected in (2, 3):
        draft = undo_draft(draft=draft, seen=draft.revision, author=editor, clock=system_clock)
        assert draft.told.promise.amount == expected
    with pytest.raises(WrongStage):
        undo_draft(draft=draft, seen=draft.revision, author=editor, clock=system_clock)


def test_a_draft_in_consultation_may_still_be_mended(editor: User) -> None:
    draft = open_draft(service=make_service(), author=editor, clock=system_clock)
    consult(draft=draft)
    mended = make_content(promise=Promise(1))
    save_draft(draft=draft, content=mended, seen=0, author=editor, clock=system_clock)
    assert Standard.objects.get(pk=draft.pk).told == mended


# A file and a decree


def test_a_file_does_not_change_what_was_decreed_it_becomes_a_draft(
    editor: User, publisher: User, tmp_path: Any
) -> None:
    make_bkd()
    service = Service.objects.get(code="CUTI")
    told = service.standards.get().told
    new = replace(told, promise=replace(told.promise, amount=5))
    published(service, editor, publisher, new)
    document = shipped()
    again = import_catalogue(write(tmp_path, document), agency=service.agency)
    assert (again.updated, again.drafted) == (0, 0), "what was replaced does not come back"
    cuti = next(row for row in document["layanan"] if row["kode"] == "CUTI")
    cuti["jangka_waktu"]["internal_hari_kerja"] = 9
    report = import_catalogue(write(tmp_path, document), agency=service.agency)
    assert (report.updated, report.drafted) == (0, 1)
    assert promised("CUTI", today()) == 5
    draft = Standard.objects.get(service=service, state="DRAFT")
    assert draft.told.promise.amount == 9
