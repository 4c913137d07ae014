"""A service moves to another agency: it is the same service, and the past stays what it was."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from lopo.catalogue.actions import (
    CatalogueRefused,
    ImportRunning,
    Move,
    MovePlanned,
    NoMovePlanned,
    call_off_move,
    import_catalogue,
    move_service,
    nothing_is_due,
    open_draft,
    settle_moves,
    settle_moves_of_the_day,
)
from lopo.catalogue.actions.importing import IMPORT_LOCK
from lopo.catalogue.events import ServiceMoved
from lopo.catalogue.models import Home, Service
from lopo.catalogue.queries import (
    drafts_of,
    list_services,
    search,
    service_in_full,
    stays_of,
    today,
)
from lopo.catalogue.queries import offers as offers_read
from lopo.catalogue.rules import LegalBasis
from lopo.catalogue.views import settling
from lopo.foundation import bus
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.ledger.api import audited_events, day_events
from lopo.organisation.api import Agency, Unit
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import User
from lopo.people.tests.builders import make_staff

from .builders import make_offering, make_service, shipped, write

pytestmark = pytest.mark.django_db
PERDA = LegalBasis("Perda Nomor 3 Tahun 2026", date(2026, 1, 5), "Gubernur")
TOMORROW = timedelta(days=1)


@pytest.fixture
def chief() -> User:
    return make_staff()


@pytest.fixture
def service() -> Service:
    return make_service(code="CUTI", name="Cuti tahunan")


@pytest.fixture
def biro() -> Agency:
    return make_agency(code="biro", name="Biro Organisasi")


def unit_of(agency: Agency) -> Unit:
    return Unit.objects.get_or_create(agency=agency, code="bagian", name="Bagian Tata Laksana")[0]


def move(agency: Agency, **changed: Any) -> Move:
    facts: dict[str, Any] = {
        "unit": unit_of(agency),
        "from_day": today(),
        "basis": PERDA,
        "reason": "Penataan perangkat daerah",
    }
    return Move(agency, **{**facts, **changed})


def moved(service: Service, agency: Agency, chief: User, **changed: Any) -> Home:
    return move_service(
        service=service, move=move(agency, **changed), mover=chief, clock=system_clock
    )


def days_later(monkeypatch: pytest.MonkeyPatch, days: int) -> datetime:
    """Everybody's clock, some days on."""
    later = system_clock() + timedelta(days=days)
    for module in (offers_read, settling):
        monkeypatch.setattr(module, "system_clock", lambda: later)
    nothing_is_due(None)
    return later


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"reason": " "}, ("reason", "required")),
        ({"basis": LegalBasis("", date(2026, 1, 5), "Gubernur")}, ("basis_number", "required")),
        ({"basis": LegalBasis("Perda", None, "Gubernur")}, ("basis_date", "required")),
        ({"from_day": date(2020, 1, 1)}, ("from_day", "past")),
        ({"from_day": date(2720, 1, 1)}, ("from_day", "far")),
        ({"basis": LegalBasis("Perda", date(2126, 1, 1), "Gubernur")}, ("basis_date", "younger")),
    ],
)
def test_a_move_without_its_reasons_or_into_the_past_is_refused(
    service: Service, biro: Agency, chief: User, changed: dict[str, Any], fault: tuple[str, str]
) -> None:
    with pytest.raises(FieldRefusal) as refused:
        moved(service, biro, chief, **changed)
    assert [(one.field, one.code) for one in refused.value.errors] == [fault]
    assert stays_of(service)[0].until is None


def test_a_move_to_where_it_is_or_cannot_be_is_refused(
    service: Service, biro: Agency, chief: User
) -> None:
    def why(agency: Agency, **changed: Any) -> str:
        with pytest.raises(FieldRefusal) as refused:
            moved(service, agency, chief, **changed)
        return f"{refused.value.errors[0].field} {refused.value.errors[0].code}"

    own = service.agency
    assert why(own) == "agency same"
    assert why(biro, unit=unit_of(own)) == "unit foreign"
    gone = unit_of(biro)
    gone.archived_at = system_clock()
    assert why(biro, unit=gone) == "unit archived"
    twin = make_service(agency=biro, name="CUTI TAHUNAN")
    assert why(biro) == "agency taken"
    Service.objects.filter(pk=twin.pk).update(name="Lain")
    biro.archived_at = system_clock()
    assert why(biro) == "agency archived"


@pytest.mark.django_db(transaction=True)
def test_a_move_waits_until_an_import_is_done(service: Service, biro: Agency, chief: User) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [IMPORT_LOCK])
        with pytest.raises(ImportRunning):
            moved(service, biro, chief)
        with other.cursor() as cursor:  # a closed connection lets go of it a moment later
            cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])
    finally:
        other.close()
    assert moved(service, biro, chief).agency == biro


def test_two_processes_that_ask_first_on_the_day_move_it_once(
    service: Service, biro: Agency, chief: User
) -> None:
    moved(service, biro, chief, from_day=today() + TOMORROW)
    assert settle_moves(clock=system_clock) == 0
    next_day = system_clock() + TOMORROW
    assert [settle_moves(clock=lambda: next_day) for _process in range(2)] == [1, 0]


@pytest.fixture
def told() -> Iterator[list[ServiceMoved]]:
    heard: list[ServiceMoved] = []
    bus.subscribe(ServiceMoved, heard.append)
    yield heard
    bus._subscribers[ServiceMoved].remove(heard.append)


def test_from_today_on_it_is_the_other_agency_s_with_all_it_has(
    service: Service, biro: Agency, chief: User, told: list[ServiceMoved]
) -> None:
    old, offer = service.agency, make_offering(service=service)
    draft = open_draft(service=service, author=chief, clock=system_clock)
    moved(service, biro, chief)
    now = service_in_full("CUTI")
    assert now is not None
    assert (now.pk, now.agency, now.unit.name) == (service.pk, biro, "Bagian Tata Laksana")
    assert [row.pk for row in now.offerings.all()] == [offer.pk]
    assert [list_services(old).count(), list_services(biro).count()] == [0, 1]
    assert [list(drafts_of([old])), list(drafts_of([biro]))] == [[], [service.pk]]
    assert draft.service_id == now.pk
    assert search("cuti tahunan", biro).services == [now]
    assert [(one.from_agency_id, one.to_agency_id) for one in told] == [(old.pk, biro.pk)]
    events = day_events("catalogue:moves", today())
    assert [(one["seq"], one["verb"], one["agency"]) for one in events] == [
        (1, "service.moved", "biro")
    ]
    assert not any(one.problems for one in audited_events("catalogue:moves", today()))


def test_a_planned_move_changes_nothing_until_its_day_and_then_needs_nobody(
    client: Client, service: Service, biro: Agency, chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, day = service.agency, today() + timedelta(days=3)
    moved(service, biro, chief, from_day=day)
    with pytest.raises(MovePlanned):
        moved(service, make_agency(), chief, from_day=day)
    page = client.get("/layanan/CUTI/").content.decode()
    assert f"Akan pindah dari {old.name} ke Biro Organisasi sejak " in page
    ahead = client.get(f"/api/v1/services/CUTI?on={day.isoformat()}").json()
    now = client.get("/api/v1/services/CUTI").json()
    assert (now["agency"], ahead["agency"]) == (old.code, "biro")
    days_later(monkeypatch, 2)
    assert client.get("/api/v1/services/CUTI").json()["agency"] == old.code
    days_later(monkeypatch, 3)
    assert client.get("/api/v1/services/CUTI").json()["agency"] == "biro"
    assert Service.objects.get(code="CUTI").agency == biro
    page = client.get("/layanan/CUTI/").content.decode()
    assert f"Pindah dari {old.name} ke Biro Organisasi sejak " in page
    assert "berdasarkan Perda Nomor 3 Tahun 2026 tanggal 5 Januari 2026 (Gubernur)" in page


def test_the_look_for_what_is_due_costs_one_statement_a_day(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    days_later(monkeypatch, 0)
    with django_assert_num_queries(3):  # the moves that are due, and around it a savepoint
        settle_moves_of_the_day(clock=system_clock)
    with django_assert_num_queries(0):
        settle_moves_of_the_day(clock=system_clock)


def test_a_planned_move_is_called_off_and_another_day_is_free_again(
    service: Service, biro: Agency, chief: User
) -> None:
    old, day = service.agency, today() + timedelta(days=30)
    moved(service, biro, chief, from_day=day)
    call_off_move(service=service, reason="Perda diubah", mover=chief, clock=system_clock)
    assert [(stay.agency, stay.until) for stay in stays_of(service)] == [(old, None)]
    with pytest.raises(NoMovePlanned):
        call_off_move(service=service, reason="lagi", mover=chief, clock=system_clock)
    sooner = day - timedelta(days=10)
    moved(service, biro, chief, from_day=sooner)
    assert [(stay.agency, stay.since) for stay in stays_of(service)] == [
        (old, None),
        (biro, sooner),
    ]


def test_the_past_names_the_agency_of_its_day(
    client: Client, service: Service, biro: Agency, chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, before = service.agency, today()
    moved(service, biro, chief, from_day=today() + TOMORROW)
    later = days_later(monkeypatch, 2)
    settle_moves(clock=lambda: later)
    asked = {"pada": before.isoformat()}
    past = client.get("/layanan/CUTI/", asked).content.decode()
    assert old.name in past
    assert "Biro Organisasi" not in past
    versions = client.get("/layanan/CUTI/versi/").content.decode()
    assert f"Diampu oleh {old.name} sampai sebelum" in versions
    assert "Diampu oleh Biro Organisasi." in versions
    answer = client.get("/api/v1/services/CUTI", {"on": before.isoformat()}).json()
    assert answer["agency"] == old.code
    told = client.get("/api/v1/services/CUTI/versions").json()["homes"]
    assert [(one["agency"], one["came_from"]) for one in told] == [
        (old.code, None),
        ("biro", old.code),
    ]
    assert told[1]["legal_basis"] == "Perda Nomor 3 Tahun 2026"
    assert client.get("/api/v1/services/CUTI/versions/1").json()["agency"] == old.code
    opened = client.get("/layanan/data/pengampu.json").json()["pengampu"]["CUTI"]
    assert opened == told


def test_a_file_that_names_the_old_agency_moves_nothing_back(tmp_path: Any, chief: User) -> None:
    bkd, biro = make_agency(code="bkd"), make_agency(code="biro", name="Biro Organisasi")
    path = write(tmp_path, shipped())
    import_catalogue(path, agency=bkd)
    service = Service.objects.get(code="CUTI")
    moved(service, biro, chief)
    with pytest.raises(CatalogueRefused) as refused:
        import_catalogue(path, agency=bkd)
    (fault,) = refused.value.errors
    assert fault.field.endswith("CUTI: perangkat_daerah")
    assert "sekarang diampu oleh Biro Organisasi" in fault.message
    assert import_catalogue(path, agency=bkd, without_moved=True).unchanged == 36
    assert Service.objects.get(code="CUTI").agency == biro


def test_another_unit_of_the_same_agency_is_a_new_home_without_a_regulation(
    tmp_path: Any,
) -> None:
    document = shipped()
    import_catalogue(write(tmp_path, document), agency=make_agency(code="bkd"))
    row = next(one for one in document["layanan"] if one["kode"] == "CUTI")
    before, row["bidang"] = row["bidang"], "Bidang Baru"
    import_catalogue(write(tmp_path, document))
    stays = stays_of(Service.objects.get(code="CUTI"))
    assert [stay.unit_name for stay in stays] == [before, "Bidang Baru"]
    assert stays[1].came_from is None


# What the database itself does not let happen, whoever asks.


def refused_by_the_database(act: Any) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        _checked_at_once(act)
    return str(refused.value)


def _checked_at_once(act: Any) -> None:
    act()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def row(service: Service, agency: Agency, **facts: Any) -> Home:
    told = {"unit": unit_of(agency), "recorded_at": system_clock(), **facts}
    return Home.objects.create(service=service, agency=agency, **told)


def test_a_service_has_one_home_on_a_day(service: Service, biro: Agency) -> None:
    with pytest.raises(IntegrityError, match="one_home_on_a_day"), transaction.atomic():
        row(service, biro, valid_from=today())


def test_a_service_has_a_home_on_every_day(service: Service, biro: Agency) -> None:
    first = Home.objects.get(service=service)

    def a_gap() -> None:
        Home.objects.filter(pk=first.pk).update(valid_to=today())
        row(service, biro, valid_from=today() + TOMORROW)

    assert "on every day" in refused_by_the_database(a_gap)


def test_a_past_home_never_changes(service: Service, biro: Agency, chief: User) -> None:
    moved(service, biro, chief)
    first = Home.objects.filter(service=service).earliest("pk")
    rows = Home.objects.filter(pk=first.pk)
    for change in ({"agency": biro}, {"valid_to": None}, {"valid_to": today() + TOMORROW}):
        assert "never changes" in refused_by_the_database(lambda c=change: rows.update(**c))
    assert "never changes" in refused_by_the_database(
        lambda: rows.update(valid_to=today() - 3 * TOMORROW)
    )
    assert "never changes" in refused_by_the_database(rows.delete)


def test_nothing_is_recorded_for_a_day_that_has_passed(service: Service, biro: Agency) -> None:
    assert "in the past" in refused_by_the_database(
        lambda: row(service, biro, valid_from=today() - 3 * TOMORROW)
    )


def test_a_home_is_in_a_unit_of_its_agency(service: Service, biro: Agency) -> None:
    assert "belongs to its agency" in refused_by_the_database(
        lambda: row(service, service.agency, unit=unit_of(biro), valid_from=today())
    )


def test_nobody_moves_a_service_past_its_homes(service: Service, biro: Agency) -> None:
    rows = Service.objects.filter(pk=service.pk)
    assert "recording its home" in refused_by_the_database(
        lambda: rows.update(agency=biro, unit=unit_of(biro))
    )
    rows.update(name="Cuti besar")  # the control: what is no move is no business of homes


def test_a_move_names_its_legal_basis(service: Service, biro: Agency) -> None:
    Home.objects.filter(service=service).update(valid_to=today())
    assert "move_names_its_legal_basis" in refused_by_the_database(
        lambda: row(service, biro, valid_from=today(), came_from=service.agency)
    )
    row(service, biro, valid_from=today())  # the control: a unit's change needs none
