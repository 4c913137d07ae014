"""A change of a register carried into standards: refusals first, and the law of the day."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lopo.catalogue.actions import (
    NTB_SERVICES,
    Decree,
    Minutes,
    SamePerson,
    cite_successor,
    import_catalogue,
    open_draft,
    publish_standard,
    record_minutes,
    reword_requirement,
    save_draft,
    submit_draft,
    undo_draft,
)
from lopo.catalogue.models import Revision, Service, Standard
from lopo.catalogue.queries import (
    draft_of,
    impact_of_successor,
    impact_of_wording,
    laws_not_in_force,
    today,
)
from lopo.catalogue.rules import Law, Requirement
from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.ledger.api import audited_events
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency
from lopo.people.api import User
from lopo.people.tests.builders import make_staff
from lopo.registers.actions import STREAM
from lopo.registers.api import (
    RegisterChanged,
    Regulation,
    SharedRequirement,
    Wording,
    cited_in,
    law_book,
)
from lopo.registers.tests.builders import ended, make_regulation, make_requirement

from .builders import make_bkd, make_content, make_service, read

pytestmark = pytest.mark.django_db
CARD = Wording("KTP elektronik", "kartu", "SHOW_ORIGINAL", sensitive=True)
UU25 = "UU Nomor 25 Tahun 2009 tentang Pelayanan Publik"


@pytest.fixture
def author() -> User:
    return make_staff()


@pytest.fixture
def entry() -> SharedRequirement:
    return make_requirement()


def spread(
    entry: SharedRequirement, author: User, agencies: Collection[Agency], **told: Any
) -> Any:
    """The change as previewed, unless something else is told."""
    wording = told.pop("wording", CARD)
    shown = impact_of_wording(entry, wording, agencies).digest
    given = {"seen": entry.revision, "previewed": shown, **told}
    return reword_requirement(
        requirement=entry,
        wording=wording,
        author=author,
        agencies=agencies,
        clock=system_clock,
        **given,
    )


def asked(service: Service) -> tuple[Requirement, ...]:
    draft = draft_of(service)
    return draft.told.requirements if draft is not None else ()


def cites(*codes: str) -> Any:
    return make_content(legal_basis=tuple(Law(code, f"Judul {code}") for code in codes))


def decree(day: date) -> Decree:
    return Decree("800/1", min(day, today()), "Kepala", day)


# Refusals


def test_what_has_changed_since_the_preview_is_not_touched(
    entry: SharedRequirement, author: User
) -> None:
    service = make_service()
    seen = impact_of_wording(entry, CARD, [service.agency]).digest
    late = make_service(agency=service.agency)  # one more that asks for it
    with pytest.raises(RegisterChanged):
        spread(entry, author, [service.agency], previewed=seen)
    with pytest.raises(RegisterChanged):
        spread(entry, author, [service.agency], seen=entry.revision + 1)
    draft = open_draft(service=service, author=make_staff(), clock=system_clock)
    fresh = impact_of_wording(entry, CARD, [service.agency]).digest
    content = draft.told.with_fields(note="Baru saja disimpan")
    save_draft(draft=draft, content=content, seen=0, author=make_staff(), clock=system_clock)
    with pytest.raises(RegisterChanged):
        spread(entry, author, [service.agency], previewed=fresh)
    entry.refresh_from_db()
    assert (entry.revision, entry.wording) == (0, Wording("KTP elektronik"))
    assert draft_of(late) is None
    spread(entry, author, [service.agency])  # the control: looked at again, it is done


def test_what_is_anothers_or_submitted_is_shown_and_left(
    entry: SharedRequirement, author: User
) -> None:
    mine, theirs, waiting = make_service(), make_service(), make_service()
    draft = open_draft(service=waiting, author=make_staff(), clock=system_clock)
    record_minutes(
        draft=draft,
        minutes=Minutes(waived_because="Redaksi"),
        author=make_staff(),
        clock=system_clock,
    )
    submit_draft(draft=draft)
    agencies = [mine.agency, waiting.agency]
    impact = spread(entry, author, agencies)
    assert [one.service for one in impact.touched] == [mine]
    assert {(one.service.code, one.barred) for one in impact.barred} == {
        (theirs.code, "not-yours"),
        (waiting.code, "submitted"),
    }
    assert draft_of(theirs) is None
    assert asked(waiting) == (Requirement("KTP", "KTP elektronik"),)


def test_whoever_spread_it_does_not_publish_it(entry: SharedRequirement, author: User) -> None:
    service, open_one = make_service(), make_service()
    open_draft(service=open_one, author=make_staff(), clock=system_clock)
    spread(entry, author, [service.agency, open_one.agency])
    for one in (service, open_one):
        draft = draft_of(one)
        assert draft is not None
        why = Minutes(waived_because="Menyesuaikan daftar")
        record_minutes(draft=draft, minutes=why, author=make_staff(), clock=system_clock)
        submit_draft(draft=draft)
        told: dict[str, Any] = {"draft": draft, "decree": decree(today()), "clock": system_clock}
        told["seen"] = read(draft)
        with pytest.raises(SamePerson):
            publish_standard(**told, publisher=author)
        publish_standard(**told, publisher=make_staff())


def test_no_version_begins_on_a_law_that_does_not_hold_then(author: User) -> None:
    last = today() + timedelta(10)
    old, new = make_regulation(code="LAMA"), make_regulation(code="BARU")
    ended(old, last, new)
    make_regulation(code="NANTI", valid_from=last)
    for code, refused, fine in (("LAMA", last, last - timedelta(1)), ("NANTI", today(), last)):
        service = make_service(content=cites(code))
        draft = open_draft(service=service, author=author, clock=system_clock)
        record_minutes(
            draft=draft,
            minutes=Minutes(waived_because="Redaksi"),
            author=make_staff(),
            clock=system_clock,
        )
        submit_draft(draft=draft)
        told: dict[str, Any] = {"draft": draft, "publisher": make_staff(), "clock": system_clock}
        told["seen"] = read(draft)
        with pytest.raises(FieldRefusal) as refusal:
            publish_standard(**told, decree=decree(refused))
        assert f"Judul {code} tidak berlaku pada hari itu" in refusal.value.errors[0].message
        version = publish_standard(**told, decree=decree(fine))
        assert version.holds_on(last), "what is decreed stays in force"


# What a change does


def test_a_change_becomes_drafts_that_can_be_taken_back(
    entry: SharedRequirement, author: User
) -> None:
    own = replace(Requirement("KTP", "KTP elektronik"), mandatory=False, condition="bila ada")
    service = make_service(content=make_content(requirements=(own,)))
    busy = make_service(agency=service.agency)
    colleague = make_staff()
    draft = open_draft(service=busy, author=colleague, clock=system_clock)
    spread(entry, author, [service.agency])
    card = Requirement("KTP", "KTP elektronik", "kartu", True, "", "SHOW_ORIGINAL", True)
    assert asked(busy) == (card,)
    assert asked(service) == (replace(card, mandatory=False, condition="bila ada"),)
    begun = draft_of(service)
    assert begun is not None
    assert begun.based_on == service.standards.get(number=1)
    assert "Menyesuaikan daftar persyaratan: KTP elektronik (KTP)" in begun.change_note
    saved = Revision.objects.filter(standard=draft).order_by("number")
    assert [one.saved_by for one in saved] == [colleague, author]
    for one in (begun, draft):
        undo_draft(draft=one, seen=1, author=colleague, clock=system_clock)
    assert asked(busy) == (Requirement("KTP", "KTP elektronik"),)
    assert asked(service) == (own,)
    entry.refresh_from_db()
    assert (entry.wording, entry.earlier) == (CARD, (Wording("KTP elektronik"),))


def test_words_of_its_own_stay_and_are_told(entry: SharedRequirement, author: User) -> None:
    named = make_service(
        content=make_content(requirements=(Requirement("KTP", "Identitas apa pun"),))
    )
    partly = make_service(
        agency=named.agency,
        content=make_content(requirements=(Requirement("KTP", "KTP elektronik", "fotokopi"),)),
    )
    impact = spread(entry, author, [named.agency])
    assert [one.service for one in impact.touched] == [partly]
    assert {one.service for one in impact.own_words} == {named, partly}
    assert asked(partly)[0].format == "fotokopi"
    assert asked(partly)[0].handover == "SHOW_ORIGINAL"


def test_others_follow_later_from_whichever_wording_they_have(
    entry: SharedRequirement, author: User
) -> None:
    mine, theirs = make_service(), make_service()
    spread(entry, author, [mine.agency])
    entry.refresh_from_db()
    later = Wording("Kartu identitas", "kartu", "SHOW_ORIGINAL", sensitive=True)
    spread(entry, author, [mine.agency], wording=later)
    entry.refresh_from_db()
    impact = spread(entry, make_staff(), [theirs.agency], wording=entry.wording)
    assert [one.service for one in impact.touched] == [theirs]
    assert asked(theirs) == asked(mine)
    assert asked(mine)[0].name == "Kartu identitas"
    assert not impact_of_wording(entry, entry.wording, [mine.agency, theirs.agency]).touched


def test_an_agencys_own_entry_keeps_the_one_for_all_away(
    entry: SharedRequirement, author: User
) -> None:
    service, other = make_service(), make_service()
    own = make_requirement(agency=service.agency)
    agencies = [service.agency, other.agency]
    shared = impact_of_wording(entry, CARD, agencies)
    assert [one.service for one in shared.touched] == [other]
    assert [one.service for one in impact_of_wording(own, CARD, agencies).touched] == [service]


def test_standards_that_have_ended_are_not_woken_up(entry: SharedRequirement) -> None:
    service = make_service()
    Standard.objects.filter(service=service).update(valid_to=today())
    hidden = make_service(is_active=False)
    assert not impact_of_wording(entry, CARD, [service.agency, hidden.agency]).touched


def test_a_successor_is_cited_where_the_old_law_was(author: User) -> None:
    old, new = make_regulation(code="LAMA"), make_regulation(code="BARU", title="Judul BARU")
    service = make_service(content=cites("LAMA", "UU25"))
    by_title = make_service(
        agency=service.agency, content=make_content(legal_basis=(Law("", old.title),))
    )
    make_service(agency=service.agency, content=cites("UU25"))
    held = ended(old, today(), new)
    impact = impact_of_successor(held, [service.agency])
    told: dict[str, Any] = {"regulation": held, "author": author, "clock": system_clock}
    told |= {"agencies": [service.agency], "seen": held.revision}
    with pytest.raises(RegisterChanged):
        cite_successor(**told, previewed="")
    cite_successor(**told, previewed=impact.digest)
    drafts = {one.service: one.told.legal_basis for one in Standard.objects.filter(state="DRAFT")}
    assert drafts == {
        service: (Law("BARU", "Judul BARU"), Law("UU25", "Judul UU25")),
        by_title: (Law("BARU", "Judul BARU"),),
    }
    last = audited_events(STREAM, civil_date(system_clock()))[-1]
    assert last.public["services"] == sorted(one.code for one in drafts)


def test_a_change_costs_the_same_however_many_services(
    entry: SharedRequirement, author: User, django_assert_max_num_queries: Any
) -> None:
    agency = make_agency()
    counts = []
    for services in (1, 6):
        for _ in range(services):
            make_service(agency=agency)
        wording = Wording("KTP elektronik", f"bentuk {services}")
        with django_assert_max_num_queries(40) as needed:
            spread(entry, author, [agency], wording=wording)
        counts.append(len(needed))
        entry.refresh_from_db()
    assert Standard.objects.filter(state="DRAFT").count() == 7
    assert counts[1] <= counts[0] + 1  # open drafts are changed by one statement more


# What everybody reads


def text_of(client: Client, service: Service, rest: str = "") -> str:
    return client.get(f"/layanan/{service.code}/{rest}").content.decode()


def test_the_public_page_says_what_has_ended_and_what_replaced_it(client: Client) -> None:
    law = make_regulation(code="UU25", title=UU25, link="https://jdih.example.go.id/uu25")
    new = make_regulation(title="UU Nomor 1 Tahun 2026 tentang Pelayanan Publik")
    service = make_service()
    first = client.get(f"/layanan/{service.code}/")
    assert "Dicabut sejak" not in first.content.decode()
    assert 'href="https://jdih.example.go.id/uu25"' in first.content.decode()
    day = today() - timedelta(3)
    ended(law, day, new)
    again = client.get(f"/layanan/{service.code}/", headers={"If-None-Match": first["ETag"]})
    text = again.content.decode()
    assert "Dicabut sejak" in text
    assert "Diganti UU Nomor 1 Tahun 2026 tentang Pelayanan Publik" in text
    assert UU25 in text
    told = client.get(f"/api/v1/services/{service.code}").json()
    assert told["legal_basis"] == [UU25]
    assert told["laws"] == [
        {
            "code": "UU25", "title": UU25, "registered": True, "in_force": False,
            "valid_until": day.isoformat(), "replaced_by": new.title,
        }
    ]  # fmt: skip
    earlier = f"/api/v1/services/{service.code}?on={(day - timedelta(1)).isoformat()}"
    assert client.get(earlier).json()["laws"][0]["in_force"]
    before = text_of(client, service, f"?pada={(day - timedelta(1)).isoformat()}")
    assert "Dicabut sejak" not in before


# What the shipped data brings


def test_every_law_of_the_shipped_services_is_in_the_register() -> None:
    make_bkd()
    import_catalogue(NTB_SERVICES)
    versions = list(Standard.objects.all())
    book = law_book()
    laws = {law for version in versions for law in version.told.legal_basis}
    found = {law: book.find(law.code, law.title) for law in laws}
    assert [law for law, entry in found.items() if entry is None or entry.title != law.title] == []
    assert len(book.by_code) > 120
    shared = SharedRequirement.objects.filter(agency__isnull=True)
    assert {"KTP", "KK", "NIB", "PERMOHONAN"} <= set(shared.values_list("code", flat=True))
    own = SharedRequirement.objects.filter(agency__code="bkd")
    assert own.count() == 44
    before = (Regulation.objects.count(), SharedRequirement.objects.count())
    report = import_catalogue(NTB_SERVICES)
    assert (report.updated, report.kept_titles) == (0, ())
    assert (Regulation.objects.count(), SharedRequirement.objects.count()) == before


def test_reading_the_laws_of_a_standard_costs_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    law = make_regulation(code="UU25")
    ended(law, today())
    with django_assert_num_queries(1):
        assert laws_not_in_force(cites("UU25", "LAIN", "X"), today())
    with django_assert_num_queries(0):
        assert not cited_in([]).by_code


def test_an_existing_database_fills_its_registers_as_the_import_would() -> None:
    make_bkd()
    brought = dict(Regulation.objects.values_list("code", "title"))
    asked_for = set(SharedRequirement.objects.values_list("code", "agency", "name"))
    cited = {law.code for one in Standard.objects.all() for law in one.told.legal_basis}
    Regulation.objects.all().delete()
    SharedRequirement.objects.all().delete()
    fill = import_module("lopo.catalogue.migrations.0009_fill_registers").fill
    for _again in range(2):
        fill(apps, None)
    filled = dict(Regulation.objects.values_list("code", "title"))
    assert filled == {code: title for code, title in brought.items() if code in cited}
    assert set(SharedRequirement.objects.values_list("code", "agency", "name")) == asked_for
