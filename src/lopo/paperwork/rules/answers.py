"""What somebody answered: read from what was typed, held against the form, and written again. Pure.

One way in for everything: a posted page, a file the visitor kept, a draft at the counter. Fields
that are not shown are dropped, whatever was sent for them.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lopo.kernel.formats import MONTHS
from lopo.kernel.identifiers import WrongNumber, nik, nip, phone

from .definition import (
    DECIDING,
    MOST_ROWS,
    YES,
    Column,
    Condition,
    Definition,
    Field,
    Kind,
)
from .reading import MOST_NUMBER

Answer = str | int | list[str] | list[dict[str, str | int]]
Answers = dict[str, Answer]
Typed = Mapping[str, Any]  # per field: text, a list of values, or rows of texts

LONGEST_CELL = 200
LARGEST = 64 * 1024  # bytes of all answers as JSON
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
WHOLE = re.compile(r"\d{1,3}([.\s]\d{3})+|\d+")
DAY_FIRST = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[^\W\d]+)[\s./-]+(\d{4})")
MONTH_NUMBERS = {name.lower(): place for place, name in enumerate(MONTHS["id"], start=1)}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer: the field, why, and what is needed to say so."""

    field: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers that could be read, and everything that is wrong."""

    answers: Answers
    problems: tuple[Problem, ...] = ()

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """What was written wrongly, apart from what was not written at all."""
        return tuple(one for one in self.problems if one.code not in {"required", "untold"})


class Wrong(ValueError):
    """This is not an answer to this field."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def read(definition: Definition, typed: Typed) -> Reading:
    """The answers in what was typed; conditions look at the answers before them."""
    answers: Answers = {}
    problems: list[Problem] = []
    for field in definition.fields:
        if field.kind is Kind.SIGNATURE or not is_shown(field.shown_if, answers):
            continue
        try:
            answer = read_one(field, typed.get(field.code))
            _refuse_too_early(field, answer, answers, definition)
        except Wrong as wrong:
            problems.append(Problem(field.code, wrong.code, wrong.detail))
            continue
        if answer is not None:
            answers[field.code] = answer
        elif field.required:
            untold = "untold" if field.kind is Kind.DECLARATION else "required"
            problems.append(Problem(field.code, untold))
    if size_of(answers) > LARGEST:
        problems.append(Problem("", "too-large", str(LARGEST // 1024)))
    return Reading(answers, tuple(problems))


def _refuse_too_early(field: Field, day: Any, answers: Answers, definition: Definition) -> None:
    """Days are ISO text, so the earlier one sorts first; without it nothing is too early."""
    asked = definition.field(field.not_before)
    if asked and day is not None and str(day) < str(answers.get(asked.code, "")):
        raise Wrong("too-early", asked.label)


def is_shown(condition: Condition | None, answers: Answers) -> bool:
    """Whether a field with this condition is asked; a hidden field answers nothing itself."""
    if condition is None:
        return True
    given = answers.get(condition.field)
    chosen = given if isinstance(given, list) else [given]
    return any(value in condition.values for value in chosen)


def size_of(answers: Answers) -> int:
    """How many bytes they are as JSON."""
    return len(json.dumps(answers, ensure_ascii=False).encode())


def typed_again(definition: Definition, stored: Any) -> dict[str, Any]:
    """As if typed: answers of a file or a draft, for the fields that still exist.

    The file comes from a stranger: what does not look like an answer to its field is left out.
    """
    if not isinstance(stored, dict):
        return {}
    found: dict[str, Any] = {}
    for field in definition.fields:
        typed = _as_typed(field, stored.get(field.code))
        if typed:
            found[field.code] = typed
    return found


def _as_typed(field: Field, value: Any) -> Any:
    if field.kind is Kind.TABLE:
        rows = value if isinstance(value, list) else []
        known = [column.code for column in field.columns]
        return [
            {code: _text(row.get(code)) for code in known} if isinstance(row, dict) else {}
            for row in rows[: MOST_ROWS + 1]
        ]
    if field.kind is Kind.MULTI:
        return [_text(one) for one in value] if isinstance(value, list) else []
    return _text(value)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def read_one(field: Field, typed: Any) -> Answer | None:
    """The answer to one field; None when there is none; raises ``Wrong``."""
    if field.kind is Kind.TABLE:
        return _table(field, typed if isinstance(typed, list) else [])
    if field.kind is Kind.MULTI:
        return _multi(field, typed if isinstance(typed, list) else [])
    text = plain(typed if isinstance(typed, str) else "", lines=field.kind is Kind.TEXTAREA)
    if not text:
        return None
    if field.kind in DECIDING:
        known = {one.value for one in field.choices} or {YES}
        if text not in known:
            raise Wrong("choice")
        return text
    return _single(field, text)


def _single(field: Field, text: str) -> Answer:
    if field.limit and len(text) > field.limit:
        raise Wrong("too-long", str(field.limit))
    if field.kind in {Kind.NUMBER, Kind.RUPIAH}:
        amount = whole(text, rupiah=field.kind is Kind.RUPIAH)
        lowest = field.lowest or 0
        highest = MOST_NUMBER if field.highest is None else field.highest
        if not lowest <= amount <= highest:
            raise Wrong("range", f"{lowest}–{highest}")
        return amount
    reader = READERS.get(field.kind)
    if reader is None:
        return text
    try:
        return reader(text)
    except WrongNumber as wrong:
        raise Wrong(wrong.code, wrong.detail) from None


def plain(text: str, *, lines: bool = False) -> str:
    """Text in one spelling, without blanks around it; signs nobody sees are refused."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    allowed = {"\n", "\t"} if lines else set()
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in allowed for sign in text):
        raise Wrong("control-character")
    return text


def whole(text: str, *, rupiah: bool = False) -> int:
    """`1.250.000` or `1250000`; with ``rupiah`` also `Rp 1.250.000,00`."""
    if rupiah:
        text = re.sub(r"^rp\.?\s*", "", text, flags=re.IGNORECASE)
        text = re.sub(r",(00|-)$", "", text)
    if not text.isascii() or not WHOLE.fullmatch(text):
        raise Wrong("number")
    digits = re.sub(r"[.\s]", "", text)
    if len(digits) > len(str(MOST_NUMBER)):
        raise Wrong("range", f"0–{MOST_NUMBER}")
    return int(digits)


def day(text: str) -> str:
    """A date as ISO text: `2026-11-21`, `21-11-2026`, `21/11/2026` or `21 November 2026`."""
    try:
        found = date.fromisoformat(text) if len(text) == len("2026-11-21") else None
    except ValueError:
        found = None
    found = found or _day_first(text)
    if found is None:
        raise Wrong("date")
    if not EARLIEST <= found <= LATEST:
        raise Wrong("year", f"{EARLIEST.year}–{LATEST.year}")
    return found.isoformat()


def _day_first(text: str) -> date | None:
    match = DAY_FIRST.fullmatch(text)
    if match is None or not match[1].isascii() or not match[3].isascii():
        return None
    month = MONTH_NUMBERS.get(match[2].lower(), match[2])
    try:
        return date(int(match[3]), int(month), int(match[1]))
    except ValueError:
        return None


READERS: dict[Kind, Callable[[str], str]] = {
    Kind.DATE: day,
    Kind.NIK: nik,
    Kind.NIP: nip,
    Kind.PHONE: phone,
}


def _multi(field: Field, typed: list[Any]) -> list[str] | None:
    known = [one.value for one in field.choices]
    if any(value not in known for value in typed):
        raise Wrong("choice")
    # In the order of the form and each once, however they came.
    return [value for value in known if value in typed] or None


def _table(field: Field, typed: list[Any]) -> list[dict[str, str | int]] | None:
    if len(typed) > MOST_ROWS:
        raise Wrong("too-many-rows", str(MOST_ROWS))
    rows = []
    for number, cells in enumerate(typed, start=1):
        row = _row(field, cells if isinstance(cells, dict) else {}, number)
        if row:
            rows.append(row)
    return rows or None


def _row(field: Field, cells: dict[str, Any], number: int) -> dict[str, str | int]:
    row: dict[str, str | int] = {}
    for column in field.columns:
        typed = cells.get(column.code, "")
        try:
            answer = _cell(column, plain(typed if isinstance(typed, str) else ""))
        except Wrong as wrong:
            raise Wrong(f"cell-{wrong.code}", f"{number}|{column.label}|{wrong.detail}") from None
        if answer is None:
            continue
        if column.not_before and str(answer) < str(row.get(column.not_before, "")):
            first = next(one.label for one in field.columns if one.code == column.not_before)
            raise Wrong("cell-too-early", f"{number}|{column.label}|{first}")
        row[column.code] = answer
    return row


def _cell(column: Column, text: str) -> str | int | None:
    if not text:
        return None
    if len(text) > LONGEST_CELL:
        raise Wrong("too-long", str(LONGEST_CELL))
    if column.kind is Kind.DATE:
        return day(text)
    if column.kind is Kind.TEXT:
        return text
    return whole(text, rupiah=column.kind is Kind.RUPIAH)
