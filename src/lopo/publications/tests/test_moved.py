"""A service moves: sheets name the agency of their day, and old ones are told as what they are."""

from datetime import date, timedelta

import pytest
from django.test import Client

from lopo.catalogue.api import LegalBasis, Move, Service, move_service, nothing_is_due, today
from lopo.catalogue.queries import offers
from lopo.catalogue.tests.builders import make_service
from lopo.catalogue.views import settling
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Unit
from lopo.organisation.tests.builders import make_agency
from lopo.people.tests.builders import make_staff
from lopo.publications.models import Publication
from lopo.publications.queries import Standing, verdict_of

from .reading import Paper

pytestmark = pytest.mark.django_db


def moves_tomorrow(service: Service) -> date:
    """The service goes to the Biro Organisasi."""
    biro = make_agency(code="biro", name="Biro Organisasi")
    unit = Unit.objects.create(agency=biro, code="bagian", name="Bagian Tata Laksana")
    basis = LegalBasis("Perda Nomor 3 Tahun 2026", date(2026, 1, 5), "Gubernur")
    day = today() + timedelta(days=1)
    move = Move(biro, unit, day, basis, "Penataan")
    move_service(service=service, move=move, mover=make_staff(), clock=system_clock)
    return day


def test_a_sheet_names_the_agency_of_its_day_and_the_old_one_is_genuine_but_superseded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = make_service(code="CUTI", agency=make_agency(code="bkd", name="Badan Lama"))
    client, before = Client(), today()
    first = Paper(client.get("/layanan/CUTI/sop.pdf").content)
    assert "Badan Lama" in first.words
    old = Publication.objects.get(kind="SOP")
    day = moves_tomorrow(service)
    later = system_clock() + timedelta(days=2)
    for module in (offers, settling):
        monkeypatch.setattr(module, "system_clock", lambda: later)
    nothing_is_due(None)
    now = Paper(client.get("/layanan/CUTI/sop.pdf").content)
    assert "Biro Organisasi" in now.words
    assert "Badan Lama" not in now.words
    new = Publication.objects.get(kind="SOP", version=f"1@{day.isoformat()}")
    assert (old.issuer, new.issuer) == ("Badan Lama", "Biro Organisasi")
    again = Paper(client.get(f"/layanan/CUTI/sop.pdf?pada={before.isoformat()}").content)
    assert again.words == first.words
    after = day + timedelta(days=1)
    assert verdict_of(old, before).standing is Standing.IN_FORCE
    assert verdict_of(new, before).standing is Standing.NOT_YET
    assert (verdict_of(old, after).standing, verdict_of(old, after).since) == (
        Standing.SUPERSEDED,
        day,
    )
    assert verdict_of(new, after).standing is Standing.IN_FORCE
