"""The registers: what they refuse, what the database refuses, and what a file brings."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from lopo.foundation.days import civil_date
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, NotPermitted
from lopo.ledger.api import audited_events
from lopo.organisation.tests.builders import make_agency
from lopo.registers.actions import (
    STREAM,
    ProposalWaits,
    RegisterChanged,
    RegulationFacts,
    add_regulation,
    add_requirement,
    archive_requirement,
    change_regulation,
    change_requirement,
    confirm_regulation,
    drop_proposal,
    end_regulation,
    note_regulations,
    note_requirements,
)
from lopo.registers.models import Regulation, SharedRequirement
from lopo.registers.queries import cited_in, law_book, requirements_for
from lopo.registers.rules import Citation, Wording, citation_of, is_in_force, leads_back

from .builders import confirmed, ended, make_regulation, make_requirement

DAY = date(2026, 11, 1)


def act(verb: Any, **told: Any) -> Any:
    return verb(actor=SYSTEM, clock=system_clock, **told)


# What the database refuses, each with the row it would have taken


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"code": ""}, {"code": "X"}),
        ({"title": ""}, {"title": "X"}),
        ({"code": "UU25"}, {"code": "UU26"}),
        ({"title": "uu nomor 25 tahun 2009"}, {"title": "UU Nomor 26 Tahun 2009"}),
        (
            {"valid_from": DAY, "valid_to": DAY - timedelta(1)},
            {"valid_from": DAY, "valid_to": DAY},
        ),
        ({"link": "http://jdih.go.id"}, {"link": "https://jdih.go.id"}),
        ({"link": "javascript:alert(1)"}, {"link": ""}),
    ],
)
def test_the_database_refuses_a_wrong_regulation(
    wrong: dict[str, Any], right: dict[str, Any]
) -> None:
    make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009")
    row = {"code": "A", "title": "B", "created_at": system_clock()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Regulation.objects.create(**{**row, **wrong})
    Regulation.objects.create(**{**row, **right})


@pytest.mark.django_db
def test_the_database_refuses_that_something_replaces_itself_or_what_has_not_ended() -> None:
    old, new = make_regulation(), make_regulation()
    rows = Regulation.objects.filter(pk=old.pk)
    for wrong in ({"valid_to": DAY, "replaced_by": old}, {"valid_to": None, "replaced_by": new}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    assert rows.update(valid_to=DAY, replaced_by=new) == 1


@pytest.mark.django_db
def test_the_database_keeps_one_requirement_per_owner_and_code() -> None:
    here, there = make_agency(), make_agency()
    make_requirement()
    make_requirement(agency=here)
    for owner in (None, here):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_requirement(agency=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_requirement(agency=there, handover="BY_PIGEON")
    make_requirement(agency=there, handover="UPLOAD")


# What the acts refuse


@pytest.mark.django_db
def test_a_code_or_a_title_that_is_known_is_not_added_again() -> None:
    held = make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009")
    for code, title in (("UU25", "Lain"), ("LAIN", held.title.upper())):
        with pytest.raises(FieldRefusal):
            act(add_regulation, code=code, facts=RegulationFacts(title))
    make_requirement()
    with pytest.raises(FieldRefusal):
        act(add_requirement, code="KTP", agency=None, wording=Wording("KTP"))
    act(add_requirement, code="KTP", agency=make_agency(), wording=Wording("KTP"))


@pytest.mark.django_db
def test_whoever_read_an_older_register_changes_nothing() -> None:
    law, asked = make_regulation(), make_requirement()
    facts, late = RegulationFacts("Judul lain"), {"seen": 1}
    for verb, told in (
        (change_regulation, {"regulation": law, "facts": facts}),
        (end_regulation, {"regulation": law, "valid_to": DAY, "replaced_by": None}),
        (change_requirement, {"requirement": asked, "wording": Wording("KTP")}),
        (archive_requirement, {"requirement": asked, "archived": True}),
    ):
        with pytest.raises(RegisterChanged):
            act(verb, **told, **late)
        act(verb, **told, seen=0)  # the control: what was read is what is held
        Regulation.objects.update(revision=0, proposed=None, proposed_by="")
        SharedRequirement.objects.update(revision=0)


@pytest.mark.django_db
def test_what_one_person_proposes_stands_only_when_another_confirms_it() -> None:
    law = make_regulation(title="UU Nomor 25 Tahun 2009")
    told = RegulationFacts("PALSU", link="https://jdih.go.id/uu", note="Catatan")
    law = act(change_regulation, regulation=law, facts=told, seen=0)
    law.refresh_from_db()
    assert (law.title, law.link, law.note) == ("UU Nomor 25 Tahun 2009", "", "Catatan")
    with pytest.raises(NotPermitted):
        act(confirm_regulation, regulation=law, seen=1)
    for verb, more in (
        (change_regulation, {"facts": told}),
        (end_regulation, {"valid_to": DAY, "replaced_by": None}),
    ):
        with pytest.raises(ProposalWaits):
            act(verb, regulation=law, seen=1, **more)
    with pytest.raises(IntegrityError), transaction.atomic():
        Regulation.objects.update(changed_by="user:1", confirmed_by="user:1")
    law = confirmed(law)
    assert (law.title, law.link, law.waiting) == ("PALSU", "https://jdih.go.id/uu", None)
    with pytest.raises(RegisterChanged):
        confirmed(law)


@pytest.mark.django_db
def test_a_proposal_is_dropped_and_leaves_the_register_as_it_was() -> None:
    law = act(end_regulation, regulation=make_regulation(), valid_to=DAY, replaced_by=None, seen=0)
    law = act(drop_proposal, regulation=law, seen=1)
    law.refresh_from_db()
    assert (law.waiting, law.valid_to) == (None, None)
    with pytest.raises(RegisterChanged):
        act(drop_proposal, regulation=law, seen=law.revision)


@pytest.mark.django_db
def test_a_title_that_came_in_meanwhile_is_not_confirmed() -> None:
    law = make_regulation()
    law = act(change_regulation, regulation=law, facts=RegulationFacts("Baru"), seen=0)
    make_regulation(title="Baru")
    with pytest.raises(FieldRefusal):
        confirmed(law)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "link",
    [
        "https://jahat.example/uu", "https://go.id.jahat.example", "https://xgo.id/",
        "https://jdih.go.id@jahat.example/", "https://jahat.example\\.go.id/", "https://.go.id/",
        "http://jdih.go.id/",
    ],
)  # fmt: skip
def test_a_link_leads_only_to_an_official_text(link: str) -> None:
    law = make_regulation()
    with pytest.raises(FieldRefusal):
        act(change_regulation, regulation=law, facts=RegulationFacts("A", link=link), seen=0)
    told = RegulationFacts("A", link="https://JDIH.bkn.go.id/uu?x=1")
    act(change_regulation, regulation=law, facts=told, seen=0)


@pytest.mark.django_db
def test_a_regulation_neither_begins_nor_ends_on_a_day_none_has() -> None:
    law, far = make_regulation(), civil_date(system_clock()).year + 6
    for day in (date(1, 1, 1), date(1945, 8, 16), date(far, 1, 1)):
        with pytest.raises(FieldRefusal):
            act(end_regulation, regulation=law, valid_to=day, replaced_by=None, seen=0)
        facts = RegulationFacts("A", valid_from=day)
        with pytest.raises(FieldRefusal):
            act(add_regulation, code="A", facts=facts)
    act(end_regulation, regulation=law, valid_to=date(1945, 8, 17), replaced_by=None, seen=0)


@pytest.mark.django_db(transaction=True)
def test_who_adds_a_requirement_a_moment_later_is_told_that_it_is_known() -> None:
    start = Barrier(2)

    def add() -> str:
        start.wait(timeout=20)
        try:
            act(add_requirement, code="KTP", agency=None, wording=Wording("KTP"))
        except FieldRefusal:
            return "known"
        finally:
            connections.close_all()
        return "added"

    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(add) for _ in range(2)]
        assert sorted(job.result(timeout=60) for job in jobs) == ["added", "known"]


@pytest.mark.django_db
def test_a_regulation_ends_after_it_began_and_is_not_replaced_in_a_ring() -> None:
    old, new, newest = (make_regulation(valid_from=DAY) for _ in range(3))
    with pytest.raises(FieldRefusal):
        ended(old, DAY - timedelta(1))
    with pytest.raises(FieldRefusal):
        act(end_regulation, regulation=old, valid_to=None, replaced_by=new, seen=0)
    ended(old, DAY, new)
    ended(new, DAY, newest)
    for successor in (old, newest):
        with pytest.raises(FieldRefusal):
            ended(newest, DAY, successor)
    late = RegulationFacts("Judul", valid_from=DAY + timedelta(9))
    with pytest.raises(FieldRefusal):
        act(change_regulation, regulation=old, facts=late, seen=2)


# What they do


@pytest.mark.django_db
def test_a_file_adds_what_is_new_and_writes_nothing_over() -> None:
    make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009")
    cited = [
        ("UU25", "UU 25/2009 yang salah ketik"),
        ("UU25B", "uu nomor 25 tahun 2009"),
        ("PP94", "PP Nomor 94 Tahun 2021 tentang Disiplin PNS"),
        ("", "Tanpa kode"),
    ]
    noted = act(note_regulations, cited=cited)
    assert (noted.added, noted.kept) == (1, ("UU25: UU 25/2009 yang salah ketik",))
    assert set(law_book().by_code) == {"UU25", "PP94"}
    again = act(note_regulations, cited=cited)
    assert again.added == 0
    held = Regulation.objects.get(code="PP94")
    assert (held.kind, held.number, held.year) == ("PP", "94", 2021)


@pytest.mark.django_db
def test_a_file_that_cites_nothing_new_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[bool] = []
    monkeypatch.setattr(
        "lopo.registers.actions.keeping._wait_for_others", lambda: waited.append(True)
    )
    make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009")
    act(note_regulations, cited=[("UU25", "UU Nomor 25 Tahun 2009")])
    assert waited == []
    act(note_regulations, cited=[("PP94", "PP Nomor 94 Tahun 2021")])
    assert waited == [True]


@pytest.mark.django_db
def test_a_regulation_is_found_by_its_code_and_else_by_its_title() -> None:
    law = make_regulation(code="UU25", title="UU Nomor 25 Tahun 2009")
    for cited in (("UU25", "Judul lama"), ("", "UU NOMOR 25 Tahun 2009"), ("LAIN", law.title)):
        assert cited_in([cited]).find(*cited) == law
    assert cited_in([("", "Lain")]).find("", "Lain") is None
    assert not cited_in([]).by_code


@pytest.mark.django_db
def test_an_agencys_own_requirement_goes_before_the_one_for_all() -> None:
    here, there = make_agency(), make_agency()
    shared, own = make_requirement(), make_requirement(agency=here, name="KTP asli")
    make_requirement(code="KK", name="Kartu Keluarga", archived_at=system_clock())
    assert requirements_for(here) == {"KTP": own}
    assert requirements_for(there) == {"KTP": shared}
    rows = {(None, "KTP"): Wording("Lain"), (there.pk, "KTP"): Wording("KTP")}
    assert act(note_requirements, rows=rows) == 1
    shared.refresh_from_db()
    assert shared.name == "KTP elektronik"


@pytest.mark.django_db
def test_every_wording_a_requirement_had_is_kept() -> None:
    asked = make_requirement()
    for number, name in enumerate(["KTP asli", "KTP asli", "Identitas"]):
        asked = act(
            change_requirement,
            requirement=asked,
            wording=Wording(name),
            seen=asked.revision,
        )
        assert asked.wording == Wording(name), number
    assert [one.name for one in asked.earlier] == ["KTP elektronik", "KTP asli"]
    assert asked.revision == 2


@pytest.mark.django_db
def test_every_change_stands_in_the_ledger_one_after_the_other() -> None:
    law = act(add_regulation, code="UU25", facts=RegulationFacts("UU Nomor 25 Tahun 2009"))
    ended(law, DAY)
    asked = act(add_requirement, code="KTP", agency=None, wording=Wording("KTP"))
    act(archive_requirement, requirement=asked, archived=True, seen=0)
    events = audited_events(STREAM, civil_date(system_clock()))
    assert [one.seq for one in events] == [1, 2, 3, 4, 5]
    assert [one.public["verb"] for one in events] == [
        "regulation.added",
        "regulation.proposed",
        "regulation.ended",
        "requirement.added",
        "requirement.archived",
    ]
    assert not any(one.problems for one in events)


# Pure


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("PP Nomor 11 Tahun 2017 tentang Manajemen PNS", Citation("PP", "11", 2017)),
        (
            "Keputusan Kepala BAKN Nomor 1158a/KEP/1983 tentang Kartu Istri",
            Citation("Keputusan Kepala BAKN", "1158a/KEP/1983", 1983),
        ),
        (
            "SE Kepala BKN Nomor 3/SE/VIII/2019 tentang X",
            Citation("SE Kepala BKN", "3/SE/VIII/2019", 2019),
        ),
        ("PP Nomor 10 Tahun 1983 jo. PP Nomor 45 Tahun 1990 tentang X", Citation("PP", "10", 1983)),
        ("Petunjuk teknis", Citation()),
        ("Kebiasaan tentang PP Nomor 9 Tahun 1999", Citation()),
        ("", Citation()),
    ],
)
def test_kind_number_and_year_are_read_where_they_stand(title: str, told: Citation) -> None:
    assert citation_of(title) == told


def test_a_regulation_holds_from_its_first_day_up_to_not_including_the_last() -> None:
    before, after = DAY - timedelta(1), DAY + timedelta(1)
    assert [is_in_force(DAY, after, day) for day in (before, DAY, after)] == [False, True, False]
    assert is_in_force(None, None, DAY)


def test_a_ring_that_is_there_already_does_not_hold_anybody_up() -> None:
    assert not leads_back({1: 2, 2: 1}, 1, 3)
    assert leads_back({1: 2, 2: 3}, 1, 3)
