"""Where everything of a flow picture lies: shapes and arrows in pixels. Pure.

Every shape has a row of its own, so an arrow onward lives in the gap between two rows, and a *no*
leaves its row sideways, climbs in a channel beside all columns and enters another row sideways:
no arrow can cross a shape, however many steps, actors and decisions there are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from .flows import Flow, FlowStep
from .lettering import broken, width_of

Point = tuple[float, float]
CAPSULE_HEIGHT = 34.0
CHANNEL = 18.0
# Room for the words beside and below a diamond.
NO, YES = 14.0, 12.0
LEADING = 1.32
LABEL = 12.0


class Shape(str, Enum):
    """The symbols of PermenPANRB 35/2012 (the fifth, off-page, is for paper only)."""

    CAPSULE = "capsule"
    BOX = "box"
    DIAMOND = "diamond"


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of a picture: a column for phones, a lane per actor for walls."""

    column: float
    padding: float
    text: float
    small: float
    gap: float
    margin: float
    lanes: bool
    head: float = 0


PHONE = Look(column=262, padding=12, text=15, small=13, gap=26, margin=14, lanes=False)
WALL = Look(column=196, padding=10, text=14, small=12.5, gap=26, margin=20, lanes=True, head=56)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text at its place, by its middle; ``tone`` says what it is."""

    text: str
    x: float
    y: float
    size: float
    tone: str


@dataclass(frozen=True, slots=True)
class Node:
    """A shape with its words; ``step`` is the number it draws, 0 for the beginning and the end."""

    shape: Shape
    step: int
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    you: bool = False
    outside: bool = False

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def radius(self) -> float:
        """Half its height: the ends of a capsule are round."""
        return self.height / 2

    @property
    def corners(self) -> str:
        """The points of a diamond, as SVG wants them."""
        (x, y), half = self.middle, (self.width / 2, self.height / 2)
        points = [(x, y - half[1]), (x + half[0], y), (x, y + half[1]), (x - half[0], y)]
        return " ".join(f"{a:g},{b:g}" for a, b in points)


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one shape (its place among the nodes) to another, along these points."""

    tail: int
    head: int
    points: tuple[Point, ...]
    label: str = ""
    label_x: float = 0
    label_y: float = 0

    @property
    def backward(self) -> bool:
        """Whether it leads up again."""
        return self.head <= self.tail

    @property
    def path(self) -> str:
        """The way, as SVG wants it."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of an actor with its name."""

    x: float
    width: float
    lines: tuple[Line, ...]
    outside: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on the picture besides the steps."""

    start: str
    end: str
    yes: str
    no: str
    outside: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    lanes: tuple[Lane, ...]


def draw(flow: Flow, look: Look, words: Words) -> Drawing:
    """Lay a flow out: rows from top to bottom, a lane per actor or one column for all."""
    actors = flow.actors if look.lanes else ("",)
    nodes = list(_stacked(_shapes(flow, look, words, actors), look))
    right = look.margin + len(actors) * look.column
    arrows = (*_onward(nodes, words, flow), *_back(nodes, words, flow, right))
    channels = sum(step.decides for step in flow.steps)
    wide = NO + CHANNEL * channels if channels else 0
    lanes = _lanes(flow, look) if look.lanes else ()
    bottom = max((node.y + node.height for node in nodes), default=look.head)
    width, height = right + wide + look.margin, bottom + look.margin
    return Drawing(round(width, 1), round(height, 1), tuple(nodes), arrows, tuple(lanes))


def _shapes(
    flow: Flow, look: Look, words: Words, actors: Sequence[str]
) -> Iterator[tuple[int, Node]]:
    """Column and shape of every row, not yet put one below the other."""
    if not flow.steps:
        return
    first, last = flow.steps[0], flow.steps[-1]
    yield _column(actors, first), _capsule(words.start, look)
    for number, step in enumerate(flow.steps, 1):
        yield _column(actors, step), _box(step, number, look, words)
        if step.decides:
            yield _column(actors, step), _diamond(step, number, look)
    yield _column(actors, last), _capsule(words.end, look)


def _column(actors: Sequence[str], step: FlowStep) -> int:
    return actors.index(step.actor) if len(actors) > 1 else 0


def _stacked(shapes: Iterator[tuple[int, Node]], look: Look) -> Iterator[Node]:
    y = float(look.margin + look.head)
    for column, node in shapes:
        x = look.margin + column * look.column + (look.column - node.width) / 2
        lines = tuple(
            replace(line, x=round(line.x + x, 1), y=round(line.y + y, 1)) for line in node.lines
        )
        yield replace(node, x=x, y=round(y, 1), height=round(node.height, 1), lines=lines)
        y += round(node.height, 1) + look.gap + (YES if node.shape is Shape.DIAMOND else 0)


def _written(
    parts: Sequence[tuple[str, float, str]], x: float, width: float, top: float
) -> tuple[tuple[Line, ...], float]:
    """Texts below each other (with size and tone), and where they end."""
    lines, y = [], top
    for text, size, tone in parts:
        for line in broken(text, size, width):
            lines.append(Line(line, x, y + size, size, tone))
            y += size * LEADING
    return tuple(lines), y


def _capsule(text: str, look: Look) -> Node:
    width = max(90.0, width_of(text, look.text) + 2 * CAPSULE_HEIGHT)
    line = Line(text, width / 2, CAPSULE_HEIGHT / 2 + look.text * 0.36, look.text, "capsule")
    return Node(Shape.CAPSULE, 0, 0, 0, width, CAPSULE_HEIGHT, (line,))


def _box(step: FlowStep, number: int, look: Look, words: Words) -> Node:
    width = look.column - (14 if look.lanes else 0)
    time = words.outside if step.outside else step.time
    parts = [
        ("" if look.lanes else step.actor, look.small, "actor"),
        (f"{number}. {step.activity}", look.text, "activity"),
        (time, look.small, "outside" if step.outside else "time"),
    ]
    lines, end = _written(parts, width / 2, width - 2 * look.padding, look.padding)
    height = end + look.padding * 0.7
    return Node(Shape.BOX, number, 0, 0, width, height, lines, you=step.you, outside=step.outside)


def _diamond(step: FlowStep, number: int, look: Look) -> Node:
    width = look.column - (14 if look.lanes else 40)
    lines = broken(step.question, look.small, width * 0.56)
    # Words fill the middle half of a diamond's height, where it is at least half as wide.
    high = len(lines) * look.small * LEADING
    height = max(2.1 * high, 60.0)
    top = (height - high) / 2
    written, _end = _written(
        [(step.question, look.small, "question")], width / 2, width * 0.56, top
    )
    return Node(Shape.DIAMOND, number, 0, 0, width, height, written)


def _onward(nodes: Sequence[Node], words: Words, flow: Flow) -> tuple[Arrow, ...]:
    arrows = []
    for place, (upper, lower) in enumerate(pairwise(nodes)):
        (x1, _y1), (x2, _y2) = upper.middle, lower.middle
        y1, y2 = upper.y + upper.height, lower.y
        turn = (y1 + y2) / 2
        points = ((x1, y1), (x1, y2)) if x1 == x2 else ((x1, y1), (x1, turn), (x2, turn), (x2, y2))
        label = words.yes if upper.shape is Shape.DIAMOND else ""
        arrows.append(Arrow(place, place + 1, points, label, x1 + 7, y1 + LABEL + 2))
    return tuple(arrows)


def _back(nodes: Sequence[Node], words: Words, flow: Flow, right: float) -> tuple[Arrow, ...]:
    """Every *no* climbs in a channel of its own, the shortest way nearest to the columns."""
    boxes = {node.step: place for place, node in enumerate(nodes) if node.shape is Shape.BOX}
    diamonds = {node.step: place for place, node in enumerate(nodes) if node.shape is Shape.DIAMOND}
    backs = sorted(
        ((tail, head) for tail, head, label in flow.edges if label == "no"),
        key=lambda edge: (edge[0] - edge[1], edge),
    )
    entered: dict[int, int] = {}
    arrows = []
    for number, (tail, head) in enumerate(backs, 1):
        low, high = nodes[diamonds[tail]], nodes[boxes[head]]
        entered[head] = entered.get(head, 0) + 1
        x = right + NO + number * CHANNEL
        # Several that enter one box do so below each other.
        y = high.y + high.height * entered[head] / (_backs_to(backs, head) + 1)
        start = (low.x + low.width, low.middle[1])
        points = (start, (x, start[1]), (x, y), (high.x + high.width, y))
        arrows.append(
            Arrow(diamonds[tail], boxes[head], points, words.no, start[0] + 4, start[1] - 5)
        )
    return tuple(arrows)


def _backs_to(backs: Sequence[tuple[int, int]], head: int) -> int:
    """How many *no* lead to a step."""
    return sum(to == head for _from, to in backs)


def _lanes(flow: Flow, look: Look) -> list[Lane]:
    lanes = []
    outside = {step.actor for step in flow.steps if step.outside}
    for place, actor in enumerate(flow.actors):
        x = look.margin + place * look.column
        lines, _end = _written(
            [(actor, look.small, "lane")], x + look.column / 2, look.column - 16, look.margin + 6
        )
        lanes.append(Lane(x, look.column, lines[:3], actor in outside))
    return lanes
