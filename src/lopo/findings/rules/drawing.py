"""Where a value stands in a drawing; texts for SVG, always with a dot. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

FULL = Decimal(100)
WIDTH, HEIGHT = 720, 250
LEFT, RIGHT, TOP, BOTTOM = 50, 680, 44, 210
ROOM_BELOW, ROOM_ABOVE = Decimal(3), Decimal(1)
DIAMOND = 6


def along(value: Decimal, lowest: Decimal) -> str:
    """How far a value lies between the lowest possible one and 100, as a percentage."""
    share = (value - lowest) * 100 / (FULL - lowest)
    return f"{min(max(share, Decimal(0)), FULL):.2f}"


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line; ``up`` and ``left``: the corner of the square that is its mark."""

    x: str
    y: str
    left: str
    up: str
    above: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A line over time: its points (None: a gap), the paths between, and where a limit lies."""

    points: Sequence[Point | None]
    columns: Sequence[str]
    line: str
    area: str
    limit: str


def chart_of(values: Sequence[Decimal | None], limit: Decimal | None) -> Chart:
    """The drawing of a row of values, the oldest first."""
    known = [value for value in values if value is not None]
    seen = [*known, *([limit] if limit is not None and known else [])]
    low = min(seen, default=Decimal(25)) - ROOM_BELOW
    high = min(FULL, max(seen, default=FULL) + ROOM_ABOVE)
    step = (RIGHT - LEFT) / max(1, len(values) - 1)
    columns = [LEFT + place * step for place in range(len(values))]

    def height(value: Decimal) -> float:
        return BOTTOM - float((value - low) / (high - low)) * (BOTTOM - TOP)

    points = [
        None if value is None else _point(x, height(value))
        for x, value in zip(columns, values, strict=True)
    ]
    runs = _runs(points)
    return Chart(
        points=points,
        columns=[f"{x:.1f}" for x in columns],
        line=" ".join(_path(run) for run in runs),
        area=" ".join(f"{_path(run)}V{BOTTOM}H{run[0].x}Z" for run in runs if len(run) > 1),
        limit=f"{height(limit):.1f}" if limit is not None and known else "",
    )


def _point(x: float, y: float) -> Point:
    return Point(
        f"{x:.1f}", f"{y:.1f}", f"{x - DIAMOND:.1f}", f"{y - DIAMOND:.1f}", f"{y - 16:.1f}"
    )


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _path(run: Sequence[Point]) -> str:
    return "M" + "L".join(f"{point.x} {point.y}" for point in run)
