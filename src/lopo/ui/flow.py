"""Lays out the steps of a procedure: actors as lanes, steps as lozenges on one thread.

Pure: the template draws what this returns. Every row knows its lane and where its thread comes
from and goes to, so the drawing needs no measured heights and no scripts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAX_LANES = 9


@dataclass(frozen=True)
class Cell:
    """One lane in one row and the pieces of thread that cross it."""

    node: bool
    top: bool
    bottom: bool
    left: bool
    right: bool

    @property
    def css(self) -> str:
        """Class names of the pieces."""
        names = ("node", "top", "bottom", "left", "right")
        return " ".join(f"has-{name}" for name in names if getattr(self, name))


@dataclass(frozen=True)
class Row:
    """A step and its cells, one per lane."""

    position: int
    step: Mapping[str, Any]
    you: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Flow:
    """The lanes in order of appearance and the rows."""

    lanes: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def drawable(self) -> bool:
        """Whether the lanes fit beside the text; otherwise the thread alone is shown."""
        return 1 < len(self.lanes) <= MAX_LANES

    @property
    def asks(self) -> bool:
        """Whether a step sends back to another: then the steps need their numbers."""
        return any(row.step.get("question") for row in self.rows)


def lay_out(steps: Sequence[Mapping[str, Any]]) -> Flow:
    """Lanes in order of first appearance; the thread turns at the foot of each row."""
    lanes = tuple(dict.fromkeys(str(step["actor"]) for step in steps))
    at = [lanes.index(str(step["actor"])) for step in steps]
    rows = tuple(
        Row(index + 1, step, bool(step.get("you")), _cells(len(lanes), at, index))
        for index, step in enumerate(steps)
    )
    return Flow(lanes, rows)


def _cells(lanes: int, at: Sequence[int], index: int) -> tuple[Cell, ...]:
    """The thread enters from above, leaves downwards and runs sideways along the row's foot."""
    here = at[index]
    last = index == len(at) - 1
    there = here if last else at[index + 1]
    low, high = sorted((here, there))
    return tuple(
        Cell(
            node=lane == here,
            top=lane == here and index > 0,
            bottom=lane == here and not last,
            left=low < lane <= high,
            right=low <= lane < high,
        )
        for lane in range(lanes)
    )
