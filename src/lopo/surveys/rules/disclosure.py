"""What may be shown of ballots, so that no arithmetic finds fewer than a handful. Pure.

The ballots of a centre and quarter are divided into *blocks* once, and whatever is shown, of a
service, unit, agency, centre or the province, of a quarter, half or year, is a sum of whole
blocks. Sums and differences of sums of blocks are sums of blocks again; a block has ``smallest``
ballots or more, and of each item nobody's answer or those of so many. So nothing smaller is found.

What a database keeps of a quarter that ended is divided in the same way: what is only counted
together has lost the names it could be told apart by.

An *atom* is a service of an agency's unit at a centre. What is too small by itself is put
together within the unit, else within the agency, else within the centre; where it still is too
small, the smallest block beside it joins, and is not shown for itself either.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add

Path = tuple[int | None, ...]
"""Centre, agency, unit and service, by their keys; shorter: what stands above."""

DEPTH = 4


@dataclass(frozen=True, slots=True)
class Size:
    """How many ballots, and how many of them answered each item."""

    ballots: int
    answered: tuple[int, ...] = ()

    def __add__(self, other: "Size") -> "Size":
        together = map(add, self.answered, other.answered)
        return Size(self.ballots + other.ballots, tuple(together))

    def is_enough(self, smallest: int) -> bool:
        """Whether it may be shown: no count from one up to what is too few."""
        return all(not count or count >= smallest for count in (self.ballots, *self.answered))

    def without(self, items: Iterable[int]) -> "Size":
        """As if nobody had answered some items."""
        left_out = set(items)
        if not left_out:
            return self
        kept = (0 if n in left_out else count for n, count in enumerate(self.answered))
        return Size(self.ballots, tuple(kept))


@dataclass(frozen=True, slots=True)
class Block:
    """Atoms that are only ever counted together, and the place they are counted at."""

    path: Path
    atoms: frozenset[Path]
    size: Size

    def lies_in(self, place: Path) -> bool:
        """Whether it is part of a place; None stands for any."""
        if len(self.path) < len(place):
            return False
        return all(part in (None, own) for part, own in zip(place, self.path, strict=False))


@dataclass(frozen=True, slots=True)
class Division:
    """The blocks of one centre in one quarter.

    ``rare``: places of items that too few at the whole centre answered; they count as answered by
    nobody. ``left_out``: what is in no block at all, because the centre has too few ballots.
    """

    blocks: tuple[Block, ...]
    rare: frozenset[int]
    left_out: frozenset[Path]


def stands_apart(ballots: int, all_ballots: int, *, smallest: int) -> bool:
    """Whether a part may be told beside its whole: neither it nor all the rest are too few."""
    return ballots >= smallest and not 0 < all_ballots - ballots < smallest


def divide(atoms: Mapping[Path, Size], *, smallest: int) -> Division:
    """Divide the ballots of one centre in one quarter into blocks of ``smallest`` or more."""
    present = {path: size for path, size in atoms.items() if size.ballots}
    if not present:
        return Division((), frozenset(), frozenset())
    rare = _rare(_sum(present.values()), smallest)
    sizes = {path: size.without(rare) for path, size in present.items()}
    (centre,) = {path[0] for path in sizes}
    blocks, rest = _below((centre,), sizes, smallest)
    return Division(tuple(blocks), rare, frozenset(rest))


def _rare(whole: Size, smallest: int) -> frozenset[int]:
    return frozenset(n for n, count in enumerate(whole.answered) if 0 < count < smallest)


def _sum(sizes: Iterable[Size]) -> Size:
    first, *others = sizes
    for size in others:
        first += size
    return first


def _below(
    place: Path, sizes: Mapping[Path, Size], smallest: int
) -> tuple[list[Block], dict[Path, Size]]:
    """The blocks at and under a place, and what is handed up because it is too small here."""
    if len(place) == DEPTH:
        size = sizes[place]
        if size.is_enough(smallest):
            return [Block(place, frozenset({place}), size)], {}
        return [], {place: size}
    blocks: list[Block] = []
    rest: dict[Path, Size] = {}
    children: dict[Path, dict[Path, Size]] = defaultdict(dict)
    for path, size in sizes.items():
        children[path[: len(place) + 1]][path] = size
    for child in sorted(children, key=_order):
        found, small = _below(child, children[child], smallest)
        blocks += found
        rest |= small
    return _gathered(place, blocks, rest, smallest)


def _gathered(
    place: Path, blocks: Sequence[Block], rest: dict[Path, Size], smallest: int
) -> tuple[list[Block], dict[Path, Size]]:
    """Put a rest together; while it is too small, the smallest block that helps most joins it."""
    if not rest:
        return list(blocks), {}
    left, joined, size = list(blocks), frozenset(rest), _sum(rest.values())
    while not size.is_enough(smallest):
        if not left:
            return list(blocks), rest
        chosen = min(left, key=lambda one: _fitness(one, size, smallest))
        left.remove(chosen)
        joined |= chosen.atoms
        size += chosen.size
    return [*left, Block(place, joined, size)], {}


def _fitness(block: Block, rest: Size, smallest: int) -> tuple[bool, int, object]:
    helps = (rest + block.size).is_enough(smallest)
    return not helps, block.size.ballots, _order(block.path)


def _order(path: Path) -> tuple[int, ...]:
    return tuple(-1 if part is None else part for part in path)
