"""A file with questionnaires, read whole: what it says, or every fault by its place. Pure."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

LARGEST = 1_000_000
MOST_ITEMS, MOST_FIELDS, MOST_OPTIONS, MOST_BANDS = 60, 12, 20, 12
HIGHEST = 10
CODE = re.compile("[A-Z0-9]+(?:-[A-Z0-9]+)*")
HUNDRED = 100
FILE, ITEM, BAND, FIELD, OPTION = "berkas", "unsur", "mutu", "profil", "pilihan"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where: ``code`` names the rule, ``facts`` what its sentence needs."""

    place: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item; ``form_position`` is its place on the sheet."""

    code: str
    name: str
    question: str
    short_question: str
    answers: tuple[str, ...]
    form_position: int


@dataclass(frozen=True, slots=True)
class BandRow:
    """A grade."""

    grade: str
    name: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class FieldRow:
    """Something a respondent may say of themselves."""

    code: str
    name: str
    options: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """A version of a questionnaire with its grades."""

    code: str
    version: int
    name: str
    legal_basis: str
    lowest: int
    highest: int
    valid_from: date
    items: tuple[ItemRow, ...]
    profile: tuple[FieldRow, ...]
    bands: tuple[BandRow, ...]


@dataclass
class _Reader:
    """Reads one object after the other and remembers every fault."""

    faults: list[Fault] = field(default_factory=list)

    def say(self, place: str, code: str, **facts: Any) -> None:
        self.faults.append(Fault(place, code, facts))

    def rows(self, of: dict[str, Any], key: str, place: str, most: int, *, least: int = 0) -> Any:
        """The objects in a list, each with its place."""
        found = of.get(key, [])
        where = f"{place}.{key}" if place else key
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.say(where, "not-rows")
            return []
        if not least <= len(found) <= most:
            self.say(where, "how-many", least=least, most=most)
            return []
        return [(one, f"{where} {number}") for number, one in enumerate(found, start=1)]

    def text(self, of: dict[str, Any], key: str, place: str, most: int, default: str = "") -> str:
        """One line of text."""
        found = of.get(key, default)
        if not isinstance(found, str) or not found.strip() or not found.isprintable():
            self.say(f"{place}.{key}", "not-text")
            return ""
        if len(found) > most:
            self.say(f"{place}.{key}", "too-long", most=most)
        return found.strip()

    def code(self, of: dict[str, Any], key: str, place: str, most: int) -> str:
        """A code: it stands in addresses and on cards, and is read aloud."""
        found = self.text(of, key, place, most)
        if found and CODE.fullmatch(found) is None:
            self.say(f"{place}.{key}", "not-code")
        return found

    def number(self, of: dict[str, Any], key: str, place: str, least: int, most: int) -> int:
        """A whole number."""
        found = of.get(key)
        if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
            self.say(f"{place}.{key}", "not-number", least=least, most=most)
            return least
        return found

    def day(self, of: dict[str, Any], key: str, place: str) -> date:
        """A day as 2026-01-31."""
        try:
            return date.fromisoformat(str(of.get(key)))
        except ValueError:
            self.say(f"{place}.{key}", "not-day")
            return date.max

    def unique(self, keys: Sequence[Any], place: str) -> None:
        """No two of a kind."""
        if len(set(keys)) != len(keys):
            self.say(place, "twice")


def read_instruments(raw: bytes) -> tuple[list[InstrumentRow], list[Fault]]:
    """The questionnaires of a file; with any fault, none and all faults."""
    parsed = _parsed(raw)
    if not isinstance(parsed, dict):
        return [], [Fault(FILE, "not-json")]
    reader = _Reader()
    rows = [
        _instrument(reader, one, place)
        for one, place in reader.rows(parsed, "instrumen", "", MOST_FIELDS, least=1)
    ]
    reader.unique([(row.code, row.version) for row in rows], "instrumen")
    return ([], reader.faults) if reader.faults else (rows, [])


def _parsed(raw: bytes) -> Any:
    if len(raw) > LARGEST:
        return None
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _instrument(reader: _Reader, one: dict[str, Any], place: str) -> InstrumentRow:
    lowest, highest = _scale(reader, one, place)
    common = {"jawaban": one.get("jawaban")}
    items = tuple(
        _item(reader, {**common, "urutan_formulir": number, **row}, where, highest - lowest + 1)
        for number, (row, where) in enumerate(
            reader.rows(one, ITEM, place, MOST_ITEMS, least=1), start=1
        )
    )
    reader.unique([item.code for item in items], f"{place}.{ITEM}")
    reader.unique([item.form_position for item in items], f"{place}.{ITEM}")
    profile = tuple(
        _field(reader, row, where) for row, where in reader.rows(one, FIELD, place, MOST_FIELDS)
    )
    codes = [row.code for row in profile]
    reader.unique([*codes, *(item.code for item in items)], f"{place}.{FIELD}")
    return InstrumentRow(
        code=reader.code(one, "kode", place, 16),
        version=reader.number(one, "versi", place, 1, 9999),
        name=reader.text(one, "nama", place, 120),
        legal_basis=reader.text(one, "dasar_hukum", place, 300),
        lowest=lowest,
        highest=highest,
        valid_from=reader.day(one, "berlaku_sejak", place),
        items=items,
        profile=profile,
        bands=tuple(
            _band(reader, row, where)
            for row, where in reader.rows(one, BAND, place, MOST_BANDS, least=1)
        ),
    )


def _scale(reader: _Reader, one: dict[str, Any], place: str) -> tuple[int, int]:
    found = one.get("skala")
    match found:
        case [int(lowest), int(highest)] if 1 <= lowest < highest <= HIGHEST:
            return lowest, highest
    reader.say(f"{place}.skala", "not-scale", most=HIGHEST)
    return 1, 2


def _item(reader: _Reader, one: dict[str, Any], place: str, count: int) -> ItemRow:
    said = one.get("jawaban")
    answers = said if isinstance(said, list) else []
    if len(answers) != count or not all(_is_answer(one) for one in answers):
        reader.say(f"{place}.jawaban", "not-answers", count=count)
    question = reader.text(one, "pertanyaan", place, 300)
    return ItemRow(
        code=reader.text(one, "kode", place, 4),
        name=reader.text(one, "nama", place, 120),
        question=question,
        short_question=reader.text(one, "ringkas", place, 160, question),
        answers=tuple(answers),
        form_position=reader.number(one, "urutan_formulir", place, 1, MOST_ITEMS),
    )


def _is_answer(said: Any) -> bool:
    return isinstance(said, str) and said.isprintable() and 1 <= len(said.strip()) <= 60  # noqa: PLR2004


def _field(reader: _Reader, one: dict[str, Any], place: str) -> FieldRow:
    options = tuple(
        (
            reader.text(row, "kode", where, 16),
            reader.text(row, "nama", where, 80),
            reader.text(row, "ekspor", where, 80, row.get("nama", "")),
        )
        for row, where in reader.rows(one, OPTION, place, MOST_OPTIONS, least=2)
    )
    reader.unique([code for code, _name, _told in options], f"{place}.{OPTION}")
    return FieldRow(
        reader.text(one, "kode", place, 12), reader.text(one, "nama", place, 80), options
    )


def _band(reader: _Reader, one: dict[str, Any], place: str) -> BandRow:
    lowest = lowest_of(one.get("terendah"))
    if lowest is None:
        reader.say(f"{place}.terendah", "not-value")
    grade = reader.text(one, "mutu", place, 2)
    return BandRow(grade, reader.text(one, "nama", place, 60), lowest or Decimal())


def lowest_of(said: Any) -> Decimal | None:
    """A converted value of 0 to 100 with two decimals (`88,31`); None when it is none."""
    if isinstance(said, bool) or not isinstance(said, str | int):
        return None
    try:
        value = Decimal(str(said).strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value <= HUNDRED:
        return None
    return value if value == round(value, 2) else None


def read_bands(text: str) -> tuple[list[BandRow], list[Fault]]:
    """Grades typed a line each: `A; Sangat baik; 88,31`."""
    lines = [line for line in text.splitlines() if line.strip()]
    rows, faults = [], []
    for number, line in enumerate(lines[: MOST_BANDS + 1], start=1):
        parts = [part.strip() for part in line.split(";")]
        value = lowest_of(parts[-1])
        if not _is_band(parts) or value is None:
            faults.append(Fault(str(number), "not-band"))
            continue
        rows.append(BandRow(parts[0], parts[1], value))
    if not 1 <= len(lines) <= MOST_BANDS:
        faults.append(Fault(BAND, "how-many", {"least": 1, "most": MOST_BANDS}))
    if len({row.grade for row in rows}) != len(rows) or len({row.lowest for row in rows}) != len(
        rows
    ):
        faults.append(Fault(BAND, "twice"))
    return ([], faults) if faults else (rows, [])


def _is_band(parts: list[str]) -> bool:
    return (
        len(parts) == 3  # noqa: PLR2004 - grade, name, lowest value
        and 1 <= len(parts[0]) <= 2  # noqa: PLR2004 - as long as the column
        and 1 <= len(parts[1]) <= 60  # noqa: PLR2004 - as long as the column
        and all(part.isprintable() for part in parts)
    )
