"""Questionnaires are data: brought whole or not at all, never rewritten once answered."""

import json
from copy import deepcopy
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lopo.frontdesk.tests.builders import Clockwork, make_centre, make_officer, service_of
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.people.api import Role
from lopo.surveys import actions, queries
from lopo.surveys.actions import About, Circumstances, Said
from lopo.surveys.models import Band, Exemption, Instrument, Item, Participation
from lopo.surveys.rules import Kind, current_period, period_of, read_bands, read_instruments

from .builders import outcome_of, said_so_far, vote

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"
NEXT_YEAR = date(Clockwork()().year + 1, 1, 1)


def shipped(code: str = "spak") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / f"{code}.json").read_text(encoding="utf-8"))
    return found


def raw(of: Any) -> bytes:
    return json.dumps(of).encode()


def bring(of: Any) -> actions.InstrumentsReport:
    return actions.import_instruments(raw=raw(of), clock=Clockwork())


def later(**changes: Any) -> dict[str, Any]:
    """SPAK once more, with other facts."""
    file = shipped()
    file["instrumen"][0].update(changes)
    return file


WRONG: list[tuple[list[Any], Any, str, str]] = [
    (["kode"], "", "instrumen 1.kode", "not-text"),
    (["kode"], "A" * 17, "instrumen 1.kode", "too-long"),
    (["versi"], 0, "instrumen 1.versi", "not-number"),
    (["versi"], True, "instrumen 1.versi", "not-number"),
    (["nama"], None, "instrumen 1.nama", "not-text"),
    (["nama"], "a\x00b", "instrumen 1.nama", "not-text"),
    (["dasar_hukum"], ["a"], "instrumen 1.dasar_hukum", "not-text"),
    (["skala"], [1, 11], "instrumen 1.skala", "not-scale"),
    (["skala"], "1-6", "instrumen 1.skala", "not-scale"),
    (["berlaku_sejak"], "kemarin", "instrumen 1.berlaku_sejak", "not-day"),
    (["unsur"], [], "instrumen 1.unsur", "how-many"),
    (["unsur"], {"a": 1}, "instrumen 1.unsur", "not-rows"),
    (["unsur", 0, "pertanyaan"], 3, "instrumen 1.unsur 1.pertanyaan", "not-text"),
    (["unsur", 0, "jawaban"], ["Ya", "Tidak"], "instrumen 1.unsur 1.jawaban", "not-answers"),
    (["unsur", 0, "kode"], "K2", "instrumen 1.unsur", "twice"),
    (["unsur", 0, "urutan_formulir"], 2, "instrumen 1.unsur", "twice"),
    (["profil", 0, "pilihan"], [], "instrumen 1.profil 1.pilihan", "how-many"),
    (["profil", 0, "kode"], "K1", "instrumen 1.profil", "twice"),
    (["mutu", 0, "terendah"], "101", "instrumen 1.mutu 1.terendah", "not-value"),
    (["mutu", 0, "terendah"], "NaN", "instrumen 1.mutu 1.terendah", "not-value"),
    (["mutu", 0, "terendah"], "88,315", "instrumen 1.mutu 1.terendah", "not-value"),
]


@pytest.mark.parametrize(("path", "value", "place", "code"), WRONG, ids=str)
def test_every_fault_of_a_file_is_named_and_nothing_changes(
    path: list[Any], value: Any, place: str, code: str
) -> None:
    file = shipped()
    spot = file["instrumen"][0]
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    with pytest.raises(actions.InstrumentsRefused) as refusal:
        bring(file)
    assert (place, code) in {(one.field, one.code) for one in refusal.value.errors}
    assert not Instrument.objects.filter(code="SPAK").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 200_000, b"1" * 5000])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(actions.InstrumentsRefused):
        actions.import_instruments(raw=content, clock=Clockwork())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_no_file_breaks_the_reader(content: Any) -> None:
    rows, faults = read_instruments(raw({"instrumen": [content]}))
    assert not rows
    assert faults


@given(st.text(max_size=200))
def test_no_typed_grades_break_the_reader(text: str) -> None:
    rows, faults = read_bands(text)
    assert bool(rows) != bool(faults)


@pytest.mark.parametrize("code", ["spak", "spkp"])
def test_the_shipped_files_are_taken_over_once(code: str) -> None:
    assert bring(shipped(code)).created == [f"{code.upper()} 1"]
    assert bring(shipped(code)).unchanged == [f"{code.upper()} 1"]
    assert "contoh" in Instrument.objects.get(code=code.upper()).legal_basis


def test_a_known_version_never_changes() -> None:
    bring(shipped())
    with pytest.raises(actions.InstrumentsRefused) as refusal:
        bring(later(nama="Survei lain"))
    assert refusal.value.errors[0].code == "version-known"


def test_all_of_a_file_or_nothing() -> None:
    bring(shipped())
    file = shipped("spkp")
    file["instrumen"].append(later(nama="Survei lain")["instrumen"][0])
    with pytest.raises(actions.InstrumentsRefused):
        bring(file)
    assert not Instrument.objects.filter(code="SPKP").exists()


def test_a_new_version_follows_and_the_old_one_ends_the_day_before() -> None:
    bring(shipped())
    report = bring(later(versi=2, nama="SPAK baru", berlaku_sejak=NEXT_YEAR.isoformat()))
    assert (report.created, report.ended) == (["SPAK 2"], ["SPAK 1"])
    before = queries.in_force("SPAK", NEXT_YEAR - timedelta(days=1))
    after = queries.in_force("SPAK", NEXT_YEAR)
    assert before is not None
    assert after is not None
    assert (before.version, after.version) == (1, 2)


def at_the_counter(code: str, values: dict[str, int | None]) -> None:
    """Somebody answers another questionnaire, by the real act."""
    centre, clock = make_centre(), Clockwork()
    asked = queries.asked_about(code, clock().date())
    assert asked is not None
    actions.cast_ballot(
        about=About(centre, service_of(centre)),
        asked=asked,
        said=Said(values),
        circumstances=Circumstances("COUNTER"),
        clock=clock,
    )


def test_a_version_that_is_being_answered_does_not_change_under_its_answers() -> None:
    bring(shipped())
    at_the_counter("SPAK", {"K1": 6})
    for day, code in (
        (current_period(Clockwork()().date()).first, "not-to-come"),
        (Clockwork()().date() + timedelta(days=1), "not-a-quarter"),
    ):
        with pytest.raises(actions.InstrumentsRefused) as refusal:
            bring(later(versi=2, berlaku_sejak=day.isoformat()))
        assert refusal.value.errors[0].code == code
    bring(later(versi=2, berlaku_sejak=NEXT_YEAR.isoformat()))
    assert Participation.objects.get().instrument.version == 1


def test_an_older_year_is_not_brought_afterwards() -> None:
    bring(shipped())
    with pytest.raises(actions.InstrumentsRefused) as refusal:
        bring(later(versi=2, berlaku_sejak="2025-01-01"))
    assert refusal.value.errors[0].code == "not-later"


def test_grades_of_days_that_have_begun_stay() -> None:
    rows, _faults = read_bands("A; Sangat baik; 90,00\nB; Baik; 0")
    with pytest.raises(FieldRefusal):
        actions.change_bands(
            code="SKM",
            rows=rows,
            valid_from=Clockwork()().date(),
            legal_basis="Permen",
            clock=Clockwork(),
        )


def test_a_report_of_an_earlier_year_uses_the_grades_of_that_year() -> None:
    """PermenPANRB 14/2017 as it was then, whatever a later update calls it."""
    centre = make_centre()
    for value in (4, 4, 3, 3, 4):
        vote(centre, value)
    year = period_of(Kind.YEAR, Clockwork()().date())
    before = outcome_of("SKM", year, centre=centre)
    rows, _faults = read_bands("A; Istimewa; 95,00\nB; Baik; 70,00\nC; Kurang; 0")
    actions.change_bands(
        code="SKM", rows=rows, valid_from=NEXT_YEAR, legal_basis="Permen baru", clock=Clockwork()
    )
    after = outcome_of("SKM", year, centre=centre)
    assert before is not None
    assert before == after
    assert str(before.value) == "90.00"
    assert before.grade is not None
    assert (before.grade.grade, before.grade.name) == ("A", "Sangat baik")
    graded = {one.grade: one.name for one in queries.bands_on("SKM", NEXT_YEAR)}
    assert graded == {"A": "Istimewa", "B": "Baik", "C": "Kurang"}
    with pytest.raises(actions.BandsPast):
        actions.change_bands(
            code="SKM", rows=rows, valid_from=NEXT_YEAR, legal_basis="Lagi", clock=Clockwork()
        )


def test_exemptions_do_not_reach_into_quarters_that_have_ended() -> None:
    facts: dict[str, Any] = {
        "item": Item.objects.get(code="U4"),
        "agency": None,
        "service": None,
        "reason": "Gratis",
        "legal_basis": "Pergub",
        "clock": Clockwork(),
    }
    quarter = current_period(Clockwork()().date())
    yesterday = quarter.first - timedelta(days=1)
    with pytest.raises(FieldRefusal):
        actions.exempt_item(**facts, valid_from=yesterday, valid_until=None)
    with pytest.raises(FieldRefusal):
        actions.exempt_item(**facts, valid_from=quarter.first, valid_until=yesterday)
    made = actions.exempt_item(**facts, valid_from=quarter.first, valid_until=None)
    actions.end_exemption(exemption=made, clock=Clockwork())
    made.refresh_from_db()
    assert made.valid_until == Clockwork()().date()


def test_a_version_ends_on_a_day_to_come() -> None:
    instrument = Instrument.objects.get()
    today = Clockwork()().date()
    with pytest.raises(FieldRefusal):
        actions.end_instrument(
            instrument=instrument, last_day=today - timedelta(days=1), clock=Clockwork()
        )
    actions.end_instrument(instrument=instrument, last_day=today, clock=Clockwork())
    assert queries.in_force("SKM", today) == instrument
    assert queries.in_force("SKM", today + timedelta(days=1)) is None


def test_another_questionnaire_at_a_counter_from_the_code_to_the_index(client: Client) -> None:
    """SPAK on its scale of six, with its own grades."""
    file = deepcopy(shipped())
    file["instrumen"][0]["berlaku_sejak"] = "2024-01-01"
    actions.import_instruments(raw=raw(file), clock=system_clock)
    centre = make_centre()
    counter = centre.counters.get(code="1")
    point = actions.point_at(centre=centre, counter=counter, instrument_code="SPAK")
    path = f"/s/{point.code}/?layanan={service_of(centre).code}"
    assert "Sangat setuju" in client.get(path).content.decode()
    sent = dict.fromkeys(["K1", "K2", "K3", "K4", "K5"], 6)
    assert client.post(path, {**sent, "K5": 7}).status_code == 422
    assert client.post(path, {**sent, "K5": 3}).status_code == HTTPStatus.SEE_OTHER
    came = Participation.objects.get()
    assert came.instrument.code == "SPAK"
    assert said_so_far() == [(6, 6, 6, 6, 3)]
    outcome = outcome_of("SPAK", current_period(came.day), centre=centre)
    assert outcome is not None
    assert str(outcome.value) == "90.00"
    assert outcome.grade is not None
    assert outcome.grade.name == "Sangat baik"


def admin(client: Client) -> Client:
    chief = make_officer(centre=None, role=Role.SYSTEM_ADMIN)  # type: ignore[arg-type]
    client.force_login(chief)
    return client


HOME = "/petugas/survei/instrumen/"


def test_the_page_takes_a_file_over_and_names_its_faults(client: Client) -> None:
    admin(client)
    broken = SimpleUploadedFile("spak.json", raw(later(versi=0)))
    answer = client.post(HOME, {"file": broken})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "instrumen 1.versi" in answer.content.decode()
    assert client.post(HOME).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    good = SimpleUploadedFile("spak.json", raw(shipped()))
    assert "SPAK 1" in client.post(HOME, {"file": good}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("akhiri", {"last_day": "2011-01-01"}),
        ("akhiri", {"last_day": "x"}),
        ("mutu", {"valid_from": "2011-01-01", "bands": "A; Baik; 90", "legal_basis": "x"}),
        ("mutu", {"valid_from": "2099-01-01", "bands": "A, Baik, 90", "legal_basis": "x"}),
        ("mutu", {"valid_from": "2099-01-01", "bands": "A; Baik; 90", "legal_basis": "x\x00"}),
        ("pengecualian", {"item": "U99"}),
        (
            "pengecualian",
            {"item": "U4", "service": "TIDAK-ADA", "reason": "a", "legal_basis": "b",
             "valid_from": "2099-01-01"},
        ),
        (
            "pengecualian",
            {"item": "U4", "reason": "a", "legal_basis": "b", "valid_from": "2011-01-01"},
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_on_a_page_is_said_there(
    client: Client, page: str, facts: dict[str, str]
) -> None:
    admin(client)
    where = f"{HOME}{Instrument.objects.get().pk}/{page}/"
    assert client.get(where).status_code == HTTPStatus.OK
    answer = client.post(where, facts)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'class="errsum"' in answer.content.decode()
    assert not Exemption.objects.exists()
    assert Band.objects.count() == 4


def test_what_is_entered_shows_on_the_questionnaire(client: Client) -> None:
    admin(client)
    where = f"{HOME}{Instrument.objects.get().pk}/"
    exempt = {"item": "U4", "reason": "Semua gratis", "legal_basis": "Pergub 1",
              "valid_from": "2099-01-01"}  # fmt: skip
    client.post(f"{where}pengecualian/", exempt)
    bands = {"valid_from": "2099-01-01", "bands": "A; Istimewa; 90,5\nB; Baik; 0",
             "legal_basis": "Permen"}  # fmt: skip
    client.post(f"{where}mutu/", bands)
    text = client.get(where).content.decode()
    for said in ("Semua gratis", "Istimewa", "90,50"):
        assert said in text
    client.post(f"{HOME}pengecualian/{Exemption.objects.get().pk}/akhiri/")
    assert Exemption.objects.get().valid_until == date(2099, 1, 1)


def test_the_command_reports_and_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("lopo_instruments", str(DATA / "spak.json"))
    assert "created: SPAK 1" in capsys.readouterr().out
    broken = tmp_path / "rusak.json"
    broken.write_bytes(raw(later(versi=0)))
    for path, code in ((broken, 1), (tmp_path / "tidak-ada.json", 2)):
        with pytest.raises(CommandError) as problem:
            call_command("lopo_instruments", str(path), "--json")
        assert problem.value.returncode == code
    assert "tidak dapat dibaca" in str(problem.value)
