"""Beginning from what another service promises: refusals first."""

from http import HTTPStatus

import pytest
from django.test import Client

from lopo.catalogue.api import Service, draft_of
from lopo.catalogue.rules import Promise
from lopo.catalogue.tests.builders import make_content, make_service
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty

from .builders import Office, browser, charged, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    made = Office()
    made.begin()
    return made


@pytest.fixture
def source() -> Service:
    """A service of another agency that takes nine days."""
    return make_service(
        code="AKTA",
        name="Akta Kelahiran",
        agency=make_agency(code="dukcapil", name="Dinas Kependudukan"),
        content=make_content(promise=Promise(9)),
    )


def take(office: Office, who: Client | None = None, **sent: object) -> int:
    draft = office.draft
    form = {"revisi": draft.revision, "dari": "AKTA", **sent}
    return (who or office.editor).post(page(office.service, "rancangan/salin/"), form).status_code


def days(office: Office) -> int | None:
    return office.draft.told.promise.amount


@pytest.mark.usefixtures("source")
def test_who_does_not_write_for_the_agency_copies_nothing_into_it(office: Office) -> None:
    before = days(office)
    elsewhere = browser(charged(make_agency(code="lain"), Duty.EDITOR))
    for stranger in (elsewhere, office.publisher):
        assert take(office, stranger) == HTTPStatus.NOT_FOUND
        answer = stranger.get(page(office.service, "rancangan/salin/"))
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert days(office) == before


@pytest.mark.parametrize("code", ["TIDAK-ADA", "", "x" * 300, "'; --", "a\x00b"])
def test_what_is_no_service_is_not_there_to_copy(office: Office, code: str) -> None:
    before = days(office)
    assert take(office, dari=code) == (HTTPStatus.NOT_FOUND if code else HTTPStatus.SEE_OTHER)
    answer = office.editor.get(page(office.service, "rancangan/salin/"), {"dari": code})
    # Nothing chosen is the search; NUL is refused for every page at once.
    expected = HTTPStatus.BAD_REQUEST if "\x00" in code else HTTPStatus.NOT_FOUND
    assert answer.status_code == (expected if code else HTTPStatus.OK)
    assert days(office) == before


@pytest.mark.usefixtures("source")
def test_a_draft_a_colleague_has_saved_meanwhile_is_not_written_over(office: Office) -> None:
    before = days(office)
    assert take(office, revisi=office.draft.revision + 7) == HTTPStatus.SEE_OTHER
    assert days(office) == before


@pytest.mark.usefixtures("source")
def test_a_draft_that_was_handed_in_is_not_written_to(office: Office) -> None:
    office.hand_in()
    before = days(office)
    assert take(office) == HTTPStatus.SEE_OTHER
    assert days(office) == before


@pytest.mark.usefixtures("source")
def test_looked_for_seen_beforehand_taken_over_and_taken_back(office: Office) -> None:
    before = office.draft.told
    where = page(office.service, "rancangan/salin/")
    listed = office.editor.get(where, {"q": "akta"}).content.decode()
    assert 'href="?dari=AKTA"' in listed
    assert "Dinas Kependudukan" in listed
    shown = office.editor.get(where, {"dari": "AKTA"}).content.decode()
    assert "<b>9 hari kerja</b>" in shown
    assert office.draft.told == before
    assert take(office) == HTTPStatus.SEE_OTHER
    assert days(office) == 9
    draft = draft_of(office.service)
    assert draft is not None
    office.editor.post(page(office.service, "rancangan/urung/"), {"revisi": draft.revision})
    assert office.draft.told == before


def test_a_service_does_not_find_itself(office: Office) -> None:
    where = page(office.service, "rancangan/salin/")
    text = office.editor.get(where, {"q": office.service.name}).content.decode()
    assert f"?dari={office.service.code}" not in text
