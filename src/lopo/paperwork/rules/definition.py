"""What a form is: sections of fields, some shown only under a condition. Immutable values. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

MOST_ROWS = 50
MOST_COLUMNS = 8
YES = "ya"  # the answer of a declaration that was ticked


class Kind(str, Enum):
    """What a field asks for; the values are those of a definition's JSON."""

    TEXT = "text"
    TEXTAREA = "textarea"
    NUMBER = "number"
    RUPIAH = "rupiah"
    DATE = "date"
    CHOICE = "choice"
    MULTI = "multi"
    NIK = "nik"
    NIP = "nip"
    PHONE = "phone"
    REGION = "region"
    FILE = "file"
    TABLE = "table"
    SIGNATURE = "signature"
    DECLARATION = "declaration"


CHOOSING = frozenset({Kind.CHOICE, Kind.MULTI})
# What a condition may look at: answers that are one of few.
DECIDING = CHOOSING | {Kind.DECLARATION}
WRITING = frozenset({Kind.TEXT, Kind.TEXTAREA, Kind.FILE, Kind.REGION})
COUNTING = frozenset({Kind.NUMBER, Kind.RUPIAH})
IN_A_CELL = frozenset({Kind.TEXT, Kind.NUMBER, Kind.RUPIAH, Kind.DATE})
LONGEST = {Kind.TEXT: 200, Kind.TEXTAREA: 2000, Kind.FILE: 200, Kind.REGION: 120}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers; ``note`` is written beneath it in small letters."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. ``not_before``: the column with the earliest day of this one."""

    code: str
    label: str
    kind: Kind = Kind.TEXT
    not_before: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """Shown only if an earlier field was answered with one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``longest`` 0: as long as its kind allows; bounds are those of numbers.

    ``not_before``: the earlier question whose day is the earliest of this one (of a leave, of a
    contract).
    """

    code: str
    kind: Kind
    label: str
    hint: str = ""
    required: bool = True
    longest: int = 0
    lowest: int | None = None
    highest: int | None = None
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: int = 0
    not_before: str = ""
    shown_if: Condition | None = None

    @property
    def limit(self) -> int:
        """How many characters fit."""
        return self.longest or LONGEST.get(self.kind, 0)

    def label_of(self, value: str) -> str:
        """How one of its choices is called."""
        return next((one.label for one in self.choices if one.value == value), value)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together; a step of the form where scripts run."""

    code: str
    title: str
    fields: tuple[Field, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole form."""

    title: str
    sections: tuple[Section, ...]
    note: str = ""

    @property
    def fields(self) -> Iterator[Field]:
        """Every field, in order."""
        return (field for section in self.sections for field in section.fields)

    def field(self, code: str) -> Field | None:
        """The field with this code."""
        return next((one for one in self.fields if one.code == code), None)
