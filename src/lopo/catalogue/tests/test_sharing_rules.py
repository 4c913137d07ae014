"""What a change of a register does to a content: with invented contents."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lopo.catalogue.rules import (
    Content,
    Handover,
    Law,
    Requirement,
    Rewording,
    merged,
    reworded,
    shared_by_services,
    with_successor,
)
from lopo.registers.models import HANDOVERS

from .strategies import contents

# Few values, so that they meet.
names = st.sampled_from(["KTP", "KTP asli", "KTP elektronik"])
formats = st.sampled_from(["", "pdf", "kartu"])
handovers = st.sampled_from([one.value for one in Handover])
words = st.builds(
    Requirement,
    code=st.just("KTP"),
    name=names,
    format=formats,
    handover=handovers,
    sensitive=st.booleans(),
)
rows = st.builds(
    Requirement,
    code=st.sampled_from(["KTP", "KK"]),
    name=names,
    format=formats,
    mandatory=st.booleans(),
    condition=st.sampled_from(["", "bila ada"]),
    handover=handovers,
    sensitive=st.booleans(),
)
changes = st.builds(
    Rewording,
    code=st.just("KTP"),
    former=st.lists(words, min_size=1, max_size=3).map(tuple),
    now=words,
)


@given(rows, changes)
def test_done_twice_it_is_as_done_once(row: Requirement, change: Rewording) -> None:
    once = merged(row, change)
    assert merged(once, change) == once


@given(rows, changes)
def test_what_is_the_standards_own_never_changes(row: Requirement, change: Rewording) -> None:
    after = merged(row, change)
    own = ("code", "mandatory", "condition")
    assert [getattr(after, name) for name in own] == [getattr(row, name) for name in own]
    if row.code != "KTP" or row.name not in {one.name for one in (*change.former, change.now)}:
        assert after == row


@given(rows, changes)
def test_every_field_is_what_it_was_or_what_the_register_says(
    row: Requirement, change: Rewording
) -> None:
    after = merged(row, change)
    for field in ("name", "format", "handover", "sensitive"):
        said = {getattr(one, field) for one in change.former}
        was, now = getattr(row, field), getattr(after, field)
        if now != was:
            assert now == getattr(change.now, field)
            assert was in said
        elif after != row:
            assert was not in said or was == getattr(change.now, field)


@given(words, changes, st.booleans())
def test_who_says_what_the_register_said_says_what_it_says_now(
    old: Requirement, change: Rewording, mandatory: bool
) -> None:
    row = replace(old, mandatory=mandatory, condition="" if mandatory else "bila ada")
    known = replace(change, former=(*change.former, old))
    after = merged(row, known)
    assert replace(after, mandatory=True, condition="") == replace(
        change.now, mandatory=True, condition=""
    )


@given(contents, changes)
def test_nothing_but_the_requirements_changes(content: Content, change: Rewording) -> None:
    after = reworded(content, change)
    assert after.with_fields(requirements=content.requirements) == content
    assert len(after.requirements) == len(content.requirements)


@given(contents, st.lists(st.sampled_from(["OLD", "NEW", "ELSE"]), max_size=4))
def test_a_successor_stands_once_where_the_old_law_stood(
    content: Content, codes: list[str]
) -> None:
    laws = tuple(Law(code, f"Judul {code}") for code in dict.fromkeys(codes))
    told = content.with_fields(legal_basis=laws)
    new = Law("NEW", "Judul NEW")
    after = with_successor(told, lambda law: law.code == "OLD", new)
    cited = [law.code for law in after.legal_basis]
    assert "OLD" not in cited
    assert len(set(cited)) == len(cited)
    assert ("ELSE" in cited) == ("ELSE" in codes)
    if "OLD" not in codes:
        assert after == told
    assert with_successor(after, lambda law: law.code == "OLD", new) == after


def test_what_two_services_ask_for_alike_is_shared_and_nothing_else() -> None:
    ktp, other = Requirement("KTP", "KTP"), Requirement("KTP", "Kartu")
    kk, once = Requirement("KK", "KK", mandatory=False, condition="bila"), Requirement("X", "X")
    assert shared_by_services([(1, [kk, once]), (1, [kk])]) == {(1, "KK"): Requirement("KK", "KK")}
    assert shared_by_services([(1, [ktp]), (2, [ktp])]) == {(None, "KTP"): ktp}
    assert shared_by_services([(1, [ktp]), (2, [other])]) == {}
    pdf = replace(ktp, format="pdf")
    assert shared_by_services([(1, [pdf]), (2, [pdf]), (3, [ktp])]) == {(None, "KTP"): pdf}


def test_the_register_knows_the_same_ways_to_hand_over() -> None:
    assert [one.value for one in Handover] == HANDOVERS
