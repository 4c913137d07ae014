"""Takes typed values out of JSON and notes every fault with its place. Pure."""

import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Of a key that is not known, as much is told as anybody reads.
LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where: ``code`` names the kind, ``detail`` what it needs to be said."""

    where: str
    code: str
    detail: str = ""


class Reader:
    """Takes typed values out of one JSON object and notes what is wrong with them."""

    def __init__(self, value: Any, where: str, faults: list[Fault]) -> None:
        self.where, self.faults = where, faults
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.fault("", "object")
            self.faults = []  # its fields are missing with it: one fault is enough

    def fault(self, name: str, code: str, detail: str = "") -> None:
        """Note a fault of a field of this object (or, without a name, of all of it)."""
        joint = "" if not name else (" " if self.where.endswith(":") else ".")
        where = f"{self.where}{joint}{name}" if self.where else name
        self.faults.append(Fault(where.removesuffix(":"), code, detail))

    def only(self, known: Collection[str]) -> "Reader":
        """Refuse keys that nobody reads: a typing error would else lose what stands under it."""
        for key in [key for key in self.value if key not in known]:
            self.fault("", "unknown-column", "".join(map(_printable, key[:LONGEST_KEY])))
        return self

    def text(self, name: str, longest: int, *, required: bool = True) -> str:
        """A string that fits its column; a required one is not blank."""
        value = self.value.get(name)
        if value is None or value == "":
            if required:
                self.fault(name, "required")
            return ""
        if not isinstance(value, str):
            self.fault(name, "text")
            return ""
        return self._checked_text(name, value, longest, required)

    def _checked_text(self, name: str, value: str, longest: int, required: bool) -> str:
        if required and not value.strip():
            self.fault(name, "required")
        if len(value) > longest:
            self.fault(name, "too-long", str(longest))
        if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
            self.fault(name, "control-character")
            return ""
        return value

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self.value.get(name, default)
        if not isinstance(value, bool):
            self.fault(name, "flag")
            return default
        return value

    def choice(self, name: str, values: Mapping[str, str], *, default: str = "") -> str:
        """What one of the words allowed stands for; without a default one is required."""
        word = self.text(name, 60, required=not default) or default
        if word and word not in values:
            self.fault(name, "choice", ", ".join(values))
        return values.get(word, "")

    def number(self, name: str, highest: int, *, lowest: int = 0) -> int:
        """A required whole number within bounds."""
        value = self.value.get(name)
        if value is None:
            self.fault(name, "required")
            return lowest
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(name, "number")
            return lowest
        if not lowest <= value <= highest:
            self.fault(name, "range", f"{lowest}–{highest}")
            return lowest
        return value

    def items(self, name: str, *, required: bool) -> list[Any]:
        """A list; a required one is not empty."""
        value = self.value.get(name)
        if value is None and not required:
            return []
        if not isinstance(value, list):
            self.fault(name, "required" if value is None else "list")
            return []
        if required and not value:
            self.fault(name, "required")
        return value

    def texts(self, name: str, longest: int, *, required: bool = False) -> list[str]:
        """A list of strings."""
        texts = []
        for place, item in enumerate(self.items(name, required=required)):
            holder = Reader({f"{name}[{place}]": item}, self.where, self.faults)
            texts.append(holder.text(f"{name}[{place}]", longest))
        return texts

    def objects(self, name: str, *, required: bool = False) -> "list[Reader]":
        """A list of objects."""
        return [
            Reader(item, self._path(f"{name}[{place}]"), self.faults)
            for place, item in enumerate(self.items(name, required=required))
        ]

    def object(self, name: str) -> "Reader":
        """A required object."""
        if self.value.get(name) is None:
            self.fault(name, "required")
            return Reader({}, self._path(name), [])  # its fields are missing with it
        return Reader(self.value[name], self._path(name), self.faults)

    def _path(self, name: str) -> str:
        return f"{self.where} {name}" if self.where.endswith(":") else f"{self.where}.{name}"


def _printable(sign: str) -> str:
    return sign if sign.isprintable() else "\ufffd"


class Unreadable(ValueError):
    """Why bytes are no JSON document: a fault's code and detail, said in no language yet."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def json_document(raw: bytes) -> Any:
    """A JSON document in UTF-8, strictly: no key twice, no NaN; raises ``Unreadable``."""
    try:
        text = raw.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except Unreadable:
        raise
    except UnicodeDecodeError as problem:
        raise Unreadable("json-bytes") from problem
    except json.JSONDecodeError as problem:
        raise Unreadable("json", f"{problem.lineno}:{problem.colno}") from problem
    except RecursionError as problem:
        raise Unreadable("json-deep") from problem
    except ValueError as problem:  # what is left: a number of more digits than Python reads
        raise Unreadable("json-number") from problem


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen = dict(pairs)
    if len(seen) != len(pairs):
        counts = Counter(key for key, _ in pairs)
        twins = sorted(key for key, count in counts.items() if count > 1)
        raise Unreadable("json-twice", ", ".join(twins)[:200])
    return seen


def _no_constant(name: str) -> None:
    raise Unreadable("json-constant", name)


def refuse_twins(places: Iterable[tuple[str, str]], name: str, faults: list[Fault]) -> None:
    """The same code twice in one list: the second is the fault."""
    seen: dict[str, str] = {}
    for code, where in places:
        if code and code in seen:
            joint = ": " if ":" not in where else "."
            faults.append(Fault(f"{where}{joint}{name}", "twice", seen[code]))
        seen.setdefault(code, where)
