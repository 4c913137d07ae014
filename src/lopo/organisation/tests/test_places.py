"""Places are set up whole or not at all, and the database keeps them sane."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, NoLongerHere, Unknown
from lopo.organisation import api
from lopo.organisation.api import CentreExists, CentrePlan, CounterSpec, QueueSpec
from lopo.organisation.models import (
    Archival,
    Break,
    Centre,
    Counter,
    Holiday,
    Queue,
    WeeklyHours,
)

from .builders import LONG_AGO, make_agency, make_centre

pytestmark = pytest.mark.django_db


def test_a_second_centre_with_the_same_code_is_refused() -> None:
    make_centre(code="bkd")
    with pytest.raises(CentreExists):
        make_centre(code="bkd")


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Asia/Kupang"},
        {"code": "BKD NTT"},
        {"code": "x" * 13},
        {"policy": {"cut_off_minutes": 1440}},
        {"policy": {"no_show_calls": 0}},
        {"policy": {"daily_quota": 10, "remote_daily_quota": 11}},
        {"policy": {"email": "bukan surel"}},
        {"queues": [QueueSpec("AB", "Dua huruf")]},
        {"counters": [CounterSpec("meja satu", "Meja 1")]},
        {"counters": [CounterSpec("1", "Meja 1", queues=["Z"])]},
    ],
)
def test_a_plan_that_cannot_work_leaves_nothing_behind(wrong: dict[str, object]) -> None:
    plan = {"code": "bkd", "name": "BKD", "host_agency": make_agency(), **wrong}
    with pytest.raises(FieldRefusal):
        api.set_up_centre(plan=CentrePlan(**plan), valid_from=LONG_AGO, actor=SYSTEM)  # type: ignore[arg-type]
    assert not Centre.objects.exists()


@pytest.mark.parametrize(
    ("opens", "closes"), [(600, 600), (700, 600), (0, 1441)], ids=["empty", "backwards", "25 h"]
)
def test_the_database_refuses_hours_that_do_not_exist(opens: int, closes: int) -> None:
    centre = make_centre(hours=[])
    row = WeeklyHours(
        centre=centre, weekday=0, opens_minute=opens, closes_minute=closes, valid_from=LONG_AGO
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_database_refuses_overlapping_hours_unless_their_times_differ() -> None:
    centre = make_centre(hours=[])
    shared = {"centre": centre, "weekday": 0}
    WeeklyHours.objects.create(
        **shared,
        opens_minute=480,
        closes_minute=720,
        valid_from=LONG_AGO,
        valid_to=date(2026, 1, 1),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        WeeklyHours.objects.create(
            **shared, opens_minute=700, closes_minute=900, valid_from=date(2026, 1, 1)
        )
    WeeklyHours.objects.create(**shared, opens_minute=720, closes_minute=900, valid_from=LONG_AGO)
    WeeklyHours.objects.create(
        **shared, opens_minute=480, closes_minute=720, valid_from=date(2026, 1, 2)
    )
    WeeklyHours.objects.create(
        centre=make_centre(hours=[]),
        weekday=0,
        opens_minute=480,
        closes_minute=720,
        valid_from=LONG_AGO,
    )


def test_the_database_refuses_overlapping_breaks_and_a_second_queue_of_a_letter() -> None:
    centre = make_centre(hours=[])
    shared = {"centre": centre, "weekday": 0, "valid_from": LONG_AGO}
    Break.objects.create(**shared, starts_minute=720, ends_minute=780)
    with pytest.raises(IntegrityError), transaction.atomic():
        Break.objects.create(**shared, starts_minute=770, ends_minute=800)
    with pytest.raises(IntegrityError), transaction.atomic():
        Queue.objects.create(centre=centre, code="A", name="Lagi")


def test_a_new_centre_has_its_queues_counters_and_who_serves_what() -> None:
    centre = make_centre(queues="ABC", counters=3)
    assert [queue.code for queue in api.queues_of(centre)] == ["A", "B", "C"]
    counters = list(api.counters_of(centre))
    assert [counter.code for counter in counters] == ["1", "2", "3"]
    assert [queue.code for queue in counters[0].queues.all()] == ["A", "B", "C"]


def test_a_counter_of_another_centre_does_not_exist_here() -> None:
    here, there = make_centre(counters=1), make_centre(counters=2)
    assert api.counter_of(here, "2") is None
    assert api.counter_of(there, "2") is not None


def test_what_is_archived_is_out_of_sight_but_not_gone() -> None:
    centre = make_centre(code="lama", counters=2)
    counter = api.counter_of(centre, "2")
    assert counter is not None
    api.archive_counter(counter=counter, actor=SYSTEM, clock=system_clock)
    assert [one.code for one in api.counters_of(centre)] == ["1"]
    api.archive_centre(centre=centre, reason="Pindah", actor=SYSTEM, clock=system_clock)
    assert api.centre_by_code("lama") is None
    assert api.counter_of(centre, "1") is None
    assert Counter.objects.filter(centre=centre).count() == 2


def test_a_centre_is_archived_once_with_a_reason_and_every_time_stays_on_record() -> None:
    centre = make_centre(code="lama")
    officer = Actor(id="user:7")
    by: dict[str, Any] = {"actor": officer, "clock": system_clock}
    with pytest.raises(FieldRefusal):
        api.archive_centre(centre=centre, reason="", **by)
    assert api.centre_by_code("lama") is not None
    for reason in ("Direnovasi", "Pindah ke gedung baru"):
        api.archive_centre(centre=centre, reason=reason, **by)
        with pytest.raises(api.AlreadyArchived):
            api.archive_centre(centre=centre, reason="Sekali lagi", **by)
        assert [one.reason for one in api.archivals()] == [reason]
        api.restore_centre(centre=centre, **by)
        api.restore_centre(centre=centre, **by)
        assert api.centre_by_code("lama") == centre
    assert not api.archivals().exists()
    past = Archival.objects.filter(centre=centre).values_list("reason", "restored_by")
    assert list(past) == [("Direnovasi", "user:7"), ("Pindah ke gedung baru", "user:7")]


@pytest.mark.parametrize(
    ("code", "kind", "says"),
    [("lama", NoLongerHere, "Pindah ke Jalan Baru"), ("tidak-ada", Unknown, "")],
)
def test_an_archived_centre_says_why_and_one_that_never_was_says_nothing(
    code: str, kind: type[Unknown], says: str
) -> None:
    centre = make_centre(code="lama")
    api.change_policy(centre=centre, actor=SYSTEM, name="Pusat Lama")
    api.archive_centre(
        centre=centre, reason="Pindah ke Jalan Baru", actor=SYSTEM, clock=system_clock
    )
    with pytest.raises(Unknown) as refused:
        api.centre_in_use(code)
    assert type(refused.value) is kind
    assert says in refused.value.message
    assert ("Pusat Lama" in refused.value.message) == bool(says)


def test_practice_centres_come_last() -> None:
    make_centre(code="latihan", is_practice=True)
    make_centre(code="bkd")
    assert [centre.code for centre in api.list_centres()] == ["bkd", "latihan"]


def test_policy_changes_are_checked_like_the_first_setting() -> None:
    centre = make_centre()
    with pytest.raises(FieldRefusal):
        api.change_policy(centre=centre, actor=SYSTEM, zone="Mars/Olympus")
    changed = api.change_policy(centre=centre, actor=SYSTEM, daily_quota=50)
    assert changed.daily_quota == 50


def test_holidays_load_once_with_their_legal_basis_and_keep_corrections() -> None:
    assert api.load_holidays(years=[2026], actor=SYSTEM) == 25
    api.declare_holiday(
        day=date(2026, 12, 25), name="Natal", kind="NATIONAL", legal_basis="Keppres", actor=SYSTEM
    )
    assert api.load_holidays(years=[2026], actor=SYSTEM) == 0
    assert Holiday.objects.get(date=date(2026, 12, 25), kind="NATIONAL").name == "Natal"
    leave = Holiday.objects.get(date=date(2026, 12, 24))
    assert (leave.kind, leave.name) == ("COLLECTIVE_LEAVE", "Cuti Bersama Hari Raya Natal")
    assert leave.legal_basis.startswith("Keputusan Bersama")
