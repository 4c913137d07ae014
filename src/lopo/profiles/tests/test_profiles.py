"""An agency says what it has, once; what others know is asked of them; nothing is overwritten."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lopo.foundation.days import civil_date
from lopo.foundation.typeset import TypesetFault
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.ledger.api import audited_events
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency
from lopo.profiles.actions import FactTold, Look, ProfileChanged, remove_look, save_look
from lopo.profiles.models import AgencyIdentity, AgencyProfile, ComplianceFact, ComplianceItem, Logo
from lopo.profiles.queries import Report, identity_of, report_of, reports_of
from lopo.profiles.queries.sources import Derived, _sources
from lopo.profiles.rules import Colours
from lopo.profiles.tests.builders import GREEN, make_look, make_profile, png, svg

pytestmark = pytest.mark.django_db
TODAY = civil_date(system_clock())
LAMP = FactTold(is_present=True, text="Kursi roda", evidence_url="https://contoh.example/kursi")


def answer(report: Report, code: str) -> Any:
    return next(one for one in report.answers if one.item.code == code)


# Refusals


def test_a_colour_white_cannot_be_read_on_is_refused_with_the_shade_that_passes() -> None:
    with pytest.raises(FieldRefusal) as refusal:
        make_look(colours=Colours("#ff9900", "#0f5e5f", "#f2c14e"))
    (error,) = refusal.value.errors
    assert error.field == "ground"
    assert "2,14" in error.message
    assert "#aa6600" in error.message
    assert not AgencyIdentity.objects.exists()


def test_a_drawing_with_a_script_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(FieldRefusal) as refusal:
        make_look(logo=svg("<script>x()</script>"))
    assert [error.field for error in refusal.value.errors] == ["logo"]
    assert "script" in refusal.value.errors[0].message
    assert not Logo.objects.exists()


def test_a_drawing_that_cannot_be_printed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: Any, **_named: Any) -> bytes:
        raise TypesetFault("a drawing typst does not read")

    monkeypatch.setattr("lopo.profiles.actions.identities.typeset", fails)
    with pytest.raises(FieldRefusal) as refusal:
        make_look()
    assert [error.code for error in refusal.value.errors] == ["not-printable"]


def test_a_logo_nobody_describes_is_refused() -> None:
    with pytest.raises(FieldRefusal) as refusal:
        make_look(logo_alt="")
    assert [error.field for error in refusal.value.errors] == ["logo_alt"]


def test_what_somebody_else_saved_meanwhile_is_not_written_over() -> None:
    agency = make_profile()
    with pytest.raises(ProfileChanged):
        make_profile(agency, seen=0)
    make_look(agency)
    with pytest.raises(ProfileChanged):
        make_look(agency, seen=0)
    with pytest.raises(ProfileChanged):
        remove_look(agency=agency, seen=0, actor=SYSTEM, clock=system_clock)
    assert identity_of(agency).revision == AgencyProfile.objects.get(agency=agency).revision == 1


WRONG_ROWS: dict[str, tuple[type[Any], dict[str, Any], dict[str, Any]]] = {
    "a colour of another form": (AgencyIdentity, {"ground": "#0B3B3C"}, {"ground": "#0b3b3c"}),
    "a colour by name": (AgencyIdentity, {"accent": "yellow"}, {"accent": "#ffff00"}),
    "a website by another way": (
        AgencyProfile,
        {"website": "javascript:x()"},
        {"website": "https://contoh.example/"},
    ),
}


@pytest.mark.parametrize("name", WRONG_ROWS)
def test_the_database_refuses_it_whoever_writes(name: str) -> None:
    model, wrong, right = WRONG_ROWS[name]
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(agency=make_agency(), **wrong)
    model.objects.create(agency=make_agency(), **right)  # the control


def test_the_database_refuses_facts_without_a_text_and_links_that_are_not_safe() -> None:
    item = ComplianceItem.objects.get(code="ATRIBUT")
    day = {"item": item, "confirmed_on": TODAY}
    for wrong in (
        {"is_present": True},
        {"text": "Rompi", "evidence_url": "http://contoh.example/"},
        {"text": "Rompi", "evidence_url": 'https://contoh.example/"onload'},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ComplianceFact.objects.create(agency=make_agency(), **day, **wrong)
    agency = make_agency()
    right = {"is_present": True, "text": "Rompi", "evidence_url": "https://contoh.example/"}
    ComplianceFact.objects.create(agency=agency, **day, **right)
    with pytest.raises(IntegrityError), transaction.atomic():  # one an item
        ComplianceFact.objects.create(agency=agency, **day, **right)


def test_the_database_refuses_a_logo_without_a_description_and_an_item_without_a_basis() -> None:
    make_look()
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyIdentity.objects.update(logo_alt="")
    item = {"code": "BARU", "name": "Baru", "position": 11, "valid_from": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        ComplianceItem.objects.create(**item, legal_basis="")
    early = TODAY - timedelta(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ComplianceItem.objects.create(**item, legal_basis="UU baru", valid_to=early)
    ComplianceItem.objects.create(**item, legal_basis="UU baru", valid_to=TODAY)


# What is asked


def test_eight_items_and_two_profiles_are_asked_of_every_agency() -> None:
    report = report_of(make_agency())
    assert [one.item.code for one in report.items] == [
        "MAKLUMAT",
        "SISTEM_INFORMASI",
        "SARANA_PRASARANA",
        "PELAYANAN_KHUSUS",
        "PENGADUAN",
        "PENILAIAN_KINERJA",
        "MOTTO",
        "ATRIBUT",
    ]
    assert len(report.profiles) == 2
    assert (report.found, report.profiles_found, len(report.missing)) == (0, 0, 10)
    assert all(one.item.legal_basis for one in report.answers)


def test_a_later_law_changes_the_list_from_its_day_and_the_past_stays() -> None:
    day = date(2028, 1, 1)
    ComplianceItem.objects.filter(code="ATRIBUT").update(valid_to=date(2027, 12, 31))
    ComplianceItem.objects.create(
        code="BARU", name="Baru", legal_basis="UU baru", position=11, valid_from=day
    )
    agency = make_agency()
    codes = {one.item.code for one in report_of(agency, day).items}
    assert "BARU" in codes
    assert "ATRIBUT" not in codes
    assert "ATRIBUT" in {one.item.code for one in report_of(agency, day - timedelta(1)).items}


def test_what_is_written_counts_and_says_since_when_it_is_confirmed() -> None:
    report = report_of(make_profile(PELAYANAN_KHUSUS=LAMP))
    special = answer(report, "PELAYANAN_KHUSUS")
    assert (special.is_there, special.text, special.confirmed_on) == (True, "Kursi roda", TODAY)
    assert (report.found, report.profiles_found) == (1, 2)


def test_a_fact_keeps_its_day_until_it_changes_or_is_looked_at_again() -> None:
    agency = make_profile(PELAYANAN_KHUSUS=LAMP)
    long_ago = date(2026, 1, 5)
    ComplianceFact.objects.update(confirmed_on=long_ago)
    make_profile(agency, seen=1, PELAYANAN_KHUSUS=LAMP)
    assert answer(report_of(agency), "PELAYANAN_KHUSUS").confirmed_on == long_ago
    again = FactTold(True, LAMP.text, LAMP.evidence_url, is_confirmed=True)
    make_profile(agency, seen=2, PELAYANAN_KHUSUS=again)
    assert answer(report_of(agency), "PELAYANAN_KHUSUS").confirmed_on == TODAY


def test_half_a_profile_does_not_count() -> None:
    agency = make_profile()
    AgencyProfile.objects.update(hours="")
    assert report_of(agency).profiles_found == 1


def test_a_motto_is_said_once_with_the_look_and_answers_its_item() -> None:
    report = report_of(make_look(motto="Melayani dengan hati"))
    assert answer(report, "MOTTO").text == "Melayani dengan hati"


def test_the_pledge_is_asked_of_whoever_keeps_it_and_not_taken_from_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = make_profile(MAKLUMAT=FactTold(is_present=True, text="Diketik dua kali"))
    assert not answer(report_of(agency), "MAKLUMAT").is_there
    monkeypatch.setitem(
        _sources, "MAKLUMAT", lambda agencies, day: {agency.pk: Derived("Sanggup", "/maklumat/")}
    )
    pledge = answer(report_of(agency), "MAKLUMAT")
    assert (pledge.is_there, pledge.text, pledge.path) == (True, "Sanggup", "/maklumat/")


def test_an_installation_without_pledges_asks_the_agency(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(_sources, "MAKLUMAT")
    agency = make_profile(MAKLUMAT=FactTold(is_present=True, text="Tergantung di loket"))
    assert answer(report_of(agency), "MAKLUMAT").is_there


def test_many_agencies_are_told_of_in_as_many_queries_as_one(
    django_assert_num_queries: Any,
) -> None:
    agencies = [make_profile(make_look(), PELAYANAN_KHUSUS=LAMP) for _number in range(6)]
    for asked in (agencies[:1], agencies):
        with django_assert_num_queries(5):
            reports = reports_of(asked)
        assert all(report.found == 2 for report in reports.values())


# The look


def test_two_agencies_of_one_drawing_share_it_and_it_goes_with_the_last() -> None:
    one, other = make_look(), make_look()
    assert Logo.objects.count() == 1
    remove_look(agency=one, seen=1, actor=SYSTEM, clock=system_clock)
    assert identity_of(other).logo is not None
    remove_look(agency=other, seen=1, actor=SYSTEM, clock=system_clock)
    assert not Logo.objects.exists()
    assert identity_of(other).motto == "Melayani"
    assert not identity_of(other).is_own


def test_another_logo_takes_the_place_and_a_saving_without_one_keeps_it() -> None:
    agency = make_look()
    first = identity_of(agency)
    look = Look(colours=GREEN, logo_alt="Lambang")
    save_look(agency=agency, look=look, seen=1, actor=SYSTEM, clock=system_clock)
    assert identity_of(agency).logo_path == first.logo_path
    make_look(agency, seen=2, logo=png())
    second = identity_of(agency)
    assert second.logo_path.endswith(".png")
    assert Logo.objects.count() == 1


def test_every_saving_is_on_record() -> None:
    agency = make_look(make_profile())
    remove_look(agency=agency, seen=1, actor=SYSTEM, clock=system_clock)
    events = audited_events(f"agency:{agency.code}", TODAY)
    assert [(one.seq, one.public["verb"]) for one in events] == [
        (1, "profile_saved"),
        (2, "look_saved"),
        (3, "look_removed"),
    ]
    assert not any(one.problems for one in events)


# What is fetched


@pytest.mark.parametrize(
    ("logo", "kind"), [(svg(), "image/svg+xml"), (png(), "image/png")], ids=["svg", "png"]
)
def test_a_logo_is_fetched_once_as_what_it_is_and_can_do_nothing(
    client: Client, logo: bytes, kind: str
) -> None:
    found = client.get(identity_of(make_look(logo=logo)).logo_path)
    assert found["Content-Type"] == kind
    assert found["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in found["Cache-Control"]
    assert found["Content-Security-Policy"] == (
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    assert len(found.content) > 60


def test_a_logo_is_gone_from_its_address_when_nobody_wears_it(client: Client) -> None:
    agency = make_look()
    path = identity_of(agency).logo_path
    remove_look(agency=agency, seen=1, actor=SYSTEM, clock=system_clock)
    assert client.get(path).status_code == 404
    assert client.get(path.replace(".svg", ".png")).status_code == 404


def test_a_stylesheet_follows_from_its_address_and_only_for_colours_one_can_read_on(
    client: Client,
) -> None:
    found = client.get(f"/perangkat-daerah/warna/{GREEN.name}.css")
    assert found["Content-Type"].startswith("text/css")
    assert "immutable" in found["Cache-Control"]
    assert "--agency-ground:#0b3b3c" in found.content.decode()
    assert client.get("/perangkat-daerah/warna/ff9900-0f5e5f-f2c14e.css").status_code == 404


def test_nothing_is_told_of_an_agency_out_of_use(client: Client) -> None:
    agency: Agency = make_profile()
    assert client.get(f"/perangkat-daerah/bagian/{agency.code}/").status_code == 200
    Agency.objects.filter(pk=agency.pk).update(archived_at=system_clock())
    assert client.get(f"/perangkat-daerah/bagian/{agency.code}/").status_code == 404
    assert client.get("/perangkat-daerah/bagian/tidak-ada/").status_code == 404
