"""What a standard says is a value: stored, compared, judged and taken back without loss."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.catalogue.queries import differences_said
from lopo.catalogue.rules import (
    COMPONENTS,
    PUBLIC,
    Content,
    Decision,
    Fee,
    Law,
    Promise,
    Span,
    Step,
    Tariff,
    completeness,
    differences,
    faults_of_procedure,
    from_stored,
    internal_minutes,
    step_back,
    to_stored,
)

from .builders import make_content
from .strategies import contents

FULL = make_content()


def codes(content: Content) -> list[tuple[str, int]]:
    """What is wrong with a procedure, and where."""
    return [(fault.code, fault.step) for fault in faults_of_procedure(content)]


def without(name: str) -> Content:
    """A complete content but for one component."""
    empty = Content()
    field = {"procedure": "steps", "product": "products"}.get(name, name)
    if name == "fee":
        return replace(FULL, fee=Fee(5000))
    return replace(FULL, **{field: getattr(empty, field)})


@given(contents)
def test_what_is_stored_is_read_back_as_it_was(content: Content) -> None:
    again = from_stored(json.loads(json.dumps(to_stored(content))))
    assert again == content
    assert again.digest == content.digest


@given(contents, contents)
def test_contents_differ_exactly_where_a_difference_is_told(one: Content, other: Content) -> None:
    assert differences(one, one) == []
    assert bool(differences(one, other)) == (one != other)
    assert (one.digest == other.digest) == (one == other)


def test_a_changed_time_is_one_difference_with_its_place() -> None:
    new = replace(FULL, promise=replace(FULL.promise, amount=2))
    (change,) = differences(FULL, new)
    assert (change.component, change.place, change.was, change.now) == (
        "promise",
        ("amount",),
        3,
        2,
    )


def test_the_title_of_a_law_with_full_stops_is_one_part_of_the_place() -> None:
    law = Law("BKN", "Keputusan BKN No. 1 jo. Peraturan BKN No. 2")
    old, new = (replace(FULL, legal_basis=(replace(law, code=code),)) for code in ("A", "B"))
    assert [row["place"] for row in differences_said(old, new)] == [f"{law.title} › kode"]


def said(new: Content, old: Content = FULL) -> list[tuple[str, str, str, str]]:
    """The differences as people read them."""
    return [
        (row["component"], row["place"], row["was"], row["now"])
        for row in differences_said(old, new)
    ]


def test_number_unit_and_beginning_of_the_promise_are_one_time_in_words() -> None:
    quicker = replace(FULL.promise, amount=4, unit="JAM")
    assert said(replace(FULL, promise=quicker)) == [
        ("Waktu penyelesaian", "", "3 hari kerja", "4 jam")
    ]
    later = replace(FULL.promise, amount=5, counted_from="sejak pembayaran", outside="Waktu BKN")
    assert said(replace(FULL, promise=later)) == [
        (
            "Waktu penyelesaian",
            "",
            "3 hari kerja sejak berkas lengkap",
            "5 hari kerja sejak pembayaran",
        ),
        ("Waktu penyelesaian", "diputuskan pihak lain", "–", "Waktu BKN"),
    ]


def test_a_time_that_is_only_written_otherwise_is_told_by_its_parts() -> None:
    waits = replace(FULL, promise=Promise(0, "HARI_KERJA"))
    rows = said(replace(FULL, promise=Promise(0, "JAM")), waits)
    assert [(was, now) for _name, _place, was, now in rows] == [("hari kerja", "jam")]


def test_the_time_of_a_step_is_said_in_words() -> None:
    first, second = FULL.steps
    slower = replace(second, time=Span(30, "MENIT"))
    assert said(replace(FULL, steps=(first, slower))) == [
        ("Sistem, mekanisme, dan prosedur", "langkah 2 › waktu", "1 hari kerja", "30 menit")
    ]
    timeless = replace(second, time=None)
    assert said(replace(FULL, steps=(first, timeless)))[0][2:] == ("1 hari kerja", "–")
    assert "Memeriksa berkas · 1 hari kerja" in said(replace(FULL, steps=(first,)))[0][2]


def test_a_tariff_is_said_in_rupiah() -> None:
    line = Tariff("Legalisasi", 2000, "lembar")
    charged = replace(FULL, fee=Fee(5000, "", "Perda", (line,)))
    assert [row[1:] for row in said(charged)] == [
        ("", "Rp0", "Rp5.000"),
        ("dasar hukum", "–", "Perda"),
        ("baris tarif › 1", "–", "Legalisasi · Rp2.000 · lembar"),
    ]


def test_requirements_are_compared_by_their_code_wherever_they_stand() -> None:
    two = replace(FULL, requirements=(*FULL.requirements, replace(FULL.requirements[0], code="KK")))
    turned = replace(two, requirements=two.requirements[::-1])
    assert [change.place for change in differences(FULL, two)] == [("KK",)]
    assert [change.place for change in differences(two, turned)] == [("order",)]


@pytest.mark.parametrize("name", [one.code for one in COMPONENTS])
def test_a_component_that_is_missing_is_the_one_that_is_named(name: str) -> None:
    found = completeness(without(name))
    assert [one.code for one in found.missing] == [name]
    assert found.score == 92
    assert found.public_score == (83 if name in {one.code for one in PUBLIC} else 100)


def test_there_are_fourteen_components_and_six_of_them_are_public() -> None:
    assert [one.number for one in COMPONENTS] == list(range(1, 15))
    assert [one.code for one in PUBLIC] == [
        "requirements", "procedure", "promise", "fee", "product", "complaints",
    ]  # fmt: skip
    assert completeness(FULL).is_complete
    assert completeness(Content()).score == 100 * 1 // 14  # free of charge is said by itself


def test_a_service_that_needs_no_paper_is_complete_when_it_says_so() -> None:
    nothing = replace(FULL, requirements=())
    assert not completeness(nothing).is_complete
    assert completeness(replace(nothing, needs_nothing=True)).is_complete


def decided(no_to: int, at: int = 1) -> Content:
    """A procedure whose step ``at`` (from 0) asks a question."""
    rows = [Step("PEMOHON", "Pemohon", f"Langkah {n}", time=Span(1, "MENIT")) for n in range(3)]
    rows[at] = replace(rows[at], decision=Decision("Lengkap?", no_to))
    return replace(FULL, steps=tuple(rows))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (replace(FULL, steps=()), ("no-steps", 0)),
        (decided(3), ("orphan-branch", 2)),
        (decided(0), ("orphan-branch", 2)),
        (decided(1, at=2), ("decides-without-end", 3)),
        (replace(FULL, promise=Promise(0)), ("longer-than-promised", 0)),
    ],
)
def test_a_procedure_that_cannot_be_walked_says_where(
    content: Content, fault: tuple[str, int]
) -> None:
    if fault[0] == "longer-than-promised":
        content = replace(
            content, steps=(*content.steps, replace(content.steps[1], time=Span(2, "HARI_KERJA")))
        )
    assert fault in codes(content)


def test_a_good_procedure_has_no_fault() -> None:
    assert codes(decided(1)) == []
    assert codes(FULL) == [("no-time", 1)]


def test_only_the_agencys_own_time_counts_against_its_promise() -> None:
    rows = (
        Step("PEMOHON", "Pemohon", "Menunggu", time=Span(9, "HARI_KERJA")),
        Step("BKN", "BKN", "Memeriksa", time=Span(30, "HARI_KERJA"), external=True),
        Step("VERIF", "Verifikator", "Memeriksa", time=Span(2, "JAM")),
        Step("KABAN", "Kepala", "Menandatangani", time=Span(1, "HARI_KERJA")),
    )
    assert internal_minutes(replace(FULL, steps=rows)) == 120 + 450


@given(st.lists(st.booleans(), max_size=12))
def test_undo_goes_back_through_what_was_written_and_never_further(acts: list[bool]) -> None:
    """True writes, False takes back; a plain list of texts is the model."""
    backs: dict[int, int | None] = {0: None}
    texts, model, current = {0: 0}, [0], 0
    for text, writes in enumerate(acts, start=1):
        goal = None if writes else step_back(backs, current)
        if not writes and goal is None:
            assert len(model) == 1, "nothing is left to take back"
            continue
        current += 1
        backs[current] = goal
        texts[current] = text if goal is None else texts[goal]
        model = [*model, text] if goal is None else model[:-1]
        assert texts[current] == model[-1]
