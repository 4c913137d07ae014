"""One decree for several standards: refusals first."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from lopo.catalogue.api import Service, as_read, draft_of, today
from lopo.catalogue.models import Standard
from lopo.catalogue.tests.builders import make_service
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty
from lopo.registers.tests.builders import ended, make_regulation

from .builders import HOME, NO_ROWS, Office, browser, charged, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """Two standards that wait for their decree: CUTI and KGB."""
    made = Office()
    other = make_service(code="KGB", agency=made.service.agency)
    for service in (made.service, other):
        hand_in(made.editor, service)
    return made


def hand_in(editor: Client, service: Service) -> None:
    editor.post(page(service, "susun/"))
    why = {**NO_ROWS, "held": "TIDAK", "waived_because": "Menyesuaikan daftar"}
    editor.post(page(service, "rancangan/berita-acara/"), why)
    editor.post(page(service, "rancangan/ajukan/"))


def decree(office: Office, *marks: str, who: Client | None = None, **changed: Any) -> Any:
    day = today().isoformat()
    form = {
        "decree_number": "800/1/2026", "decree_date": day, "decree_office": "Kepala Badan",
        "valid_from": day, "pilih": [as_told(mark) for mark in marks],
    }  # fmt: skip
    address = f"{HOME}penetapan/{office.service.agency.code}/"
    return (who or office.publisher).post(address, {**form, **changed})


def as_told(mark: str) -> str:
    """``CUTI:0`` as the page shows it now."""
    code, _colon, number = mark.partition(":")
    draft = Standard.objects.filter(service__code=code, state="SUBMITTED").first()
    return f"{code}:{as_read(draft)}" if draft is not None and number == "0" else mark


def decreed() -> set[str]:
    rows = Standard.objects.filter(state="DECREED")
    return set(rows.values_list("service__code", flat=True))


def test_only_who_publishes_for_the_agency_decrees(office: Office) -> None:
    stranger = browser(charged(make_agency(), Duty.PUBLISHER))
    for who in (office.editor, stranger):
        assert decree(office, "CUTI:0", "KGB:0", who=who).status_code == HTTPStatus.NOT_FOUND
    assert decreed() == set()


def test_what_does_not_fit_decrees_nothing(office: Office) -> None:
    cases: list[tuple[tuple[str, ...], dict[str, Any], str]] = [
        ((), {}, "Pilih paling sedikit satu standar"),
        (("CUTI:9",), {}, "sudah berubah"),
        (("CUTI:0", "LAIN:0"), {}, "sudah berubah"),
        (("CUTI:0",), {"decree_number": " "}, "Nomor"),
        (("CUTI:0",), {"valid_from": "2020-01-01"}, "Pilih hari ini"),
        (("CUTI:0",), {"decree_date": "kemarin"}, "errsum"),
    ]
    for marks, changed, told in cases:
        answer = decree(office, *marks, who=None, **changed)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, told
        assert told in answer.content.decode()
        assert decreed() == set()


def test_with_one_that_may_not_none_is_decreed_and_every_reason_is_told(office: Office) -> None:
    both = charged(office.service.agency, Duty.EDITOR, Duty.PUBLISHER)
    own = make_service(code="MINE", agency=office.service.agency)
    hand_in(browser(both), own)
    ended(make_regulation(code="UU25"), today())
    answer = decree(office, "CUTI:0", "KGB:0", "MINE:0", who=browser(both))
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    for code in ("MINE", "CUTI", "KGB"):
        assert f"{code}: " in text
    assert "tidak berlaku pada hari itu" in text
    assert decreed() == set()


def test_those_chosen_come_into_force_by_one_decree_and_the_others_wait(office: Office) -> None:
    third = make_service(code="LAIN", agency=office.service.agency)
    hand_in(office.editor, third)
    assert "Satu keputusan untuk beberapa" in office.publisher.get(HOME).content.decode()
    assert "Satu keputusan untuk beberapa" not in office.editor.get(HOME).content.decode()
    address = f"{HOME}penetapan/{office.service.agency.code}/"
    shown = office.publisher.get(address).content.decode()
    assert shown.count('name="pilih"') == 3
    assert decree(office, "CUTI:0", "KGB:0").status_code == HTTPStatus.SEE_OTHER
    assert decreed() == {"CUTI", "KGB"}
    numbers = Standard.objects.filter(state="DECREED").values_list("decree_number", flat=True)
    assert set(numbers) == {"800/1/2026"}
    assert draft_of(third) is not None
    nothing = browser(charged(make_agency(code="sepi"), Duty.PUBLISHER))
    assert "Tidak ada yang menunggu" in nothing.get(f"{HOME}penetapan/sepi/").content.decode()


def test_the_page_costs_the_same_however_many_wait(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    address = f"{HOME}penetapan/{office.service.agency.code}/"
    with django_assert_max_num_queries(8) as few:
        office.publisher.get(address)
    needed = len(few)
    for number in range(3):
        hand_in(office.editor, make_service(code=f"L{number}", agency=office.service.agency))
    with django_assert_max_num_queries(needed):
        office.publisher.get(address)


def test_a_change_without_a_note_shows_no_dash_for_it(office: Office) -> None:
    hand_in(office.editor, office.service)
    for address in (HOME, f"{HOME}penetapan/{office.service.agency.code}/"):
        text = office.publisher.get(address).content.decode()
        assert "CUTI</small>" in text
        assert "CUTI · –" not in text
