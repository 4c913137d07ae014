"""A service moves: who wrote for the old agency finds nothing, who writes for the new one does."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from lopo.catalogue.api import LegalBasis, Move, draft_of, move_service, today
from lopo.editorial.tests.builders import HOME, Office, browser, charged, page, sent
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Unit
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty
from lopo.people.tests.builders import make_staff

pytestmark = pytest.mark.django_db
DRAFT = "rancangan/"


def move(office: Office, unit: Unit) -> None:
    """The service of the office belongs to this unit from today on."""
    basis = LegalBasis("Perda Nomor 3 Tahun 2026", date(2026, 1, 5), "Gubernur")
    move_service(
        service=office.service,
        move=Move(unit.agency, unit, today(), basis, "Penataan"),
        mover=make_staff(),
        clock=system_clock,
    )


def test_what_was_being_written_while_it_moved_is_not_saved_and_not_lost() -> None:
    office = Office()
    office.begin()
    form = sent(office.draft, change_note="Masih saya")
    address = page(office.service, DRAFT)
    biro = make_agency(code="biro", name="Biro Organisasi")
    move(office, Unit.objects.create(agency=biro, code="bagian", name="Bagian"))
    stranger = browser(charged(make_agency(code="lain", name="Dinas Lain"), Duty.EDITOR))
    assert stranger.post(address, form).status_code == 404
    late = office.editor.post(address, form)
    assert late.status_code == 409
    assert "sudah pindah ke Biro Organisasi" in strip_tags(late.content.decode())
    assert "Masih saya" in late.content.decode()
    aside = office.editor.post(address, form, headers={"accept": "application/json"})
    assert aside.status_code == 409
    assert "Biro Organisasi" in aside.json()["message"]
    assert office.draft.change_note == ""


def test_the_draft_goes_to_those_who_write_for_the_new_agency() -> None:
    office = Office()
    office.begin()
    office.save(change_note="Lebih cepat")
    biro = make_agency(code="biro", name="Biro Organisasi")
    unit = Unit.objects.create(agency=biro, code="bagian", name="Bagian")
    theirs = browser(charged(biro, Duty.EDITOR))
    assert theirs.get(page(office.service, DRAFT)).status_code == 404
    move(office, unit)
    for client in (office.editor, office.publisher):
        assert client.get(page(office.service)).status_code == 404
        assert client.get(page(office.service, DRAFT)).status_code == 404
        assert "CUTI" not in client.get(HOME).content.decode()
    seen = theirs.get(page(office.service, DRAFT)).content.decode()
    assert "Lebih cepat" in seen
    draft = draft_of(office.service)
    assert draft is not None
    assert draft.change_note == "Lebih cepat"
