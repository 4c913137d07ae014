"""A service moves: who wrote for the old agency finds nothing, who writes for the new one does."""

from datetime import date

import pytest

from lopo.catalogue.api import LegalBasis, Move, draft_of, move_service, today
from lopo.editorial.tests.builders import HOME, Office, browser, charged, page
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Unit
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import Duty
from lopo.people.tests.builders import make_staff

pytestmark = pytest.mark.django_db
DRAFT = "rancangan/"


def test_the_draft_goes_to_those_who_write_for_the_new_agency() -> None:
    office = Office()
    office.begin()
    office.save(change_note="Lebih cepat")
    biro = make_agency(code="biro", name="Biro Organisasi")
    unit = Unit.objects.create(agency=biro, code="bagian", name="Bagian")
    theirs = browser(charged(biro, Duty.EDITOR))
    assert theirs.get(page(office.service, DRAFT)).status_code == 404
    basis = LegalBasis("Perda Nomor 3 Tahun 2026", date(2026, 1, 5), "Gubernur")
    move_service(
        service=office.service,
        move=Move(biro, unit, today(), basis, "Penataan"),
        mover=make_staff(),
        clock=system_clock,
    )
    for client in (office.editor, office.publisher):
        assert client.get(page(office.service)).status_code == 404
        assert client.get(page(office.service, DRAFT)).status_code == 404
        assert "CUTI" not in client.get(HOME).content.decode()
    assert office.save(change_note="Masih saya").status_code == 404
    seen = theirs.get(page(office.service, DRAFT)).content.decode()
    assert "Lebih cepat" in seen
    draft = draft_of(office.service)
    assert draft is not None
    assert draft.change_note == "Lebih cepat"
