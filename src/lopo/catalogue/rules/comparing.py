"""What differs between two contents, component by component. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .content import Content, to_stored

# Rows of these components are known by a key of their own, wherever they stand.
KEYED = {"requirements": "code", "legal_basis": "title"}


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs: ``was`` or ``now`` is None where nothing stood or stands.

    The place is a path, for its parts are people's words: the title of a law has full stops.
    """

    component: str
    place: tuple[str, ...]
    was: Any
    now: Any


def differences(old: Content, new: Content) -> list[Change]:
    """Every place that differs; none exactly when the contents are the same."""
    before, after = to_stored(old), to_stored(new)
    changes: list[Change] = []
    for name in before:
        changes += _compared(name, (), before[name], after[name])
    return changes


def _compared(component: str, place: tuple[str, ...], was: Any, now: Any) -> list[Change]:
    if was == now:
        return []
    if isinstance(was, dict) and isinstance(now, dict):
        keys = dict.fromkeys([*was, *now])
        found = [
            change
            for key in keys
            for change in _compared(component, (*place, key), was.get(key), now.get(key))
        ]
        return found
    if isinstance(was, list) and isinstance(now, list):
        return _rows(component, place, was, now)
    return [Change(component, place, was, now)]


def _rows(component: str, place: tuple[str, ...], was: list[Any], now: list[Any]) -> list[Change]:
    """Rows by their key where they have one, else by their place; an order that differs is one."""
    key = KEYED.get(component) if not place else None
    if key is None or not (_unique(was, key) and _unique(now, key)):
        pairs = [(str(n + 1), _at(was, n), _at(now, n)) for n in range(max(len(was), len(now)))]
    else:
        old, new = {row[key]: row for row in was}, {row[key]: row for row in now}
        pairs = [(str(k), old.get(k), new.get(k)) for k in dict.fromkeys([*old, *new])]
    found = [c for name, a, b in pairs for c in _compared(component, (*place, name), a, b)]
    if not found:
        return [Change(component, (*place, "order"), _keys(was, key), _keys(now, key))]
    return found


def _unique(rows: list[Any], key: str) -> bool:
    names = [row[key] for row in rows]
    return len(set(names)) == len(names)


def _at(rows: Sequence[Any], place: int) -> Any:
    return rows[place] if place < len(rows) else None


def _keys(rows: list[Any], key: str | None) -> list[Any]:
    return [row[key] for row in rows] if key else rows
