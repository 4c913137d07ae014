"""Forms and what people type into them, for property tests."""

from typing import Any

from hypothesis import strategies as st

from lopo.paperwork.rules import Choice, Column, Condition, Definition, Field, Kind, Section

LABELS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1
).filter(lambda text: bool(text.strip()))
CHOICES = st.integers(1, 5).map(
    lambda count: tuple(Choice(f"V{n}", f"Pilihan {n}", "catatan" * (n % 2)) for n in range(count))
)
COLUMNS = st.lists(
    st.sampled_from([Kind.TEXT, Kind.NUMBER, Kind.RUPIAH, Kind.DATE]), min_size=1, max_size=4
).map(
    lambda kinds: tuple(
        Column(f"k{n}", f"Kolom {n}", kind, "k0" if n and kinds[0] == kind == Kind.DATE else "")
        for n, kind in enumerate(kinds)
    )
)


@st.composite
def fields(draw: Any, code: str, earlier: list[Field]) -> Field:
    """One field, perhaps under a condition on an earlier one."""
    kind = draw(st.sampled_from(list(Kind)))
    deciding = [one for one in earlier if one.kind in {Kind.CHOICE, Kind.MULTI}]
    condition = None
    if deciding and draw(st.booleans()):
        asked = draw(st.sampled_from(deciding))
        values = draw(st.lists(st.sampled_from([c.value for c in asked.choices]), min_size=1))
        condition = Condition(asked.code, tuple(dict.fromkeys(values)))
    days = [one.code for one in earlier if one.kind is Kind.DATE]
    return Field(
        code=code,
        kind=kind,
        label=draw(LABELS.map(lambda text: text[:150])),
        hint=draw(st.sampled_from(["", "Contoh: III/a"])),
        required=draw(st.booleans()),
        choices=draw(CHOICES) if kind in {Kind.CHOICE, Kind.MULTI} else (),
        columns=draw(COLUMNS) if kind is Kind.TABLE else (),
        rows=draw(st.integers(1, 50)) if kind is Kind.TABLE else 0,
        not_before=draw(st.sampled_from(["", *days])) if kind is Kind.DATE else "",
        shown_if=condition,
    )


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """A whole form."""
    earlier: list[Field] = []
    sections = []
    for place in range(draw(st.integers(1, 3))):
        own = []
        for _ in range(draw(st.integers(1, 5))):
            field = draw(fields(f"f{len(earlier)}", earlier))
            earlier.append(field)
            own.append(field)
        sections.append(Section(f"s{place}", f"Bagian {place}", tuple(own), "catatan" * place))
    return Definition("Formulir uji", tuple(sections))


TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "19710707 199703 2 008", "5303710101900001", "0812 3456 7890", "2026-11-21",
            "21 November 2026", "Rp 1.250.000,00", "12", "ya", "V0", "V1", "Kota Kupang",
        ]
    ),
)  # fmt: skip


@st.composite
def typed_into(draw: st.DrawFn, definition: Definition) -> dict[str, Any]:
    """What somebody sends: right, wrong, missing, or for fields that are not shown."""
    typed: dict[str, Any] = {}
    for field in definition.fields:
        if draw(st.booleans()):
            continue
        if field.kind is Kind.TABLE:
            cells = {column.code: TEXTS for column in field.columns}
            typed[field.code] = draw(st.lists(st.fixed_dictionaries(cells), max_size=4))
        elif field.kind is Kind.MULTI:
            typed[field.code] = draw(st.lists(st.sampled_from(["V0", "V1", "V9"]), max_size=4))
        else:
            typed[field.code] = draw(TEXTS)
    return typed
