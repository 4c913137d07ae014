"""Ballots that were asked the same, divided into blocks, and what these come to at any place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lopo.surveys.api import Block, Counted, Frame, Path, Size, divide

Shape = tuple[int, tuple[int, ...]]
"""How deep a place is, and which of its parts are named."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block of ballots that were asked the same (``not_asked``: a bit an item), counted."""

    not_asked: int
    block: Block
    counted: Counted


@dataclass(frozen=True, slots=True)
class Group:
    """The blocks of those at a centre in a quarter who were asked the same.

    The first question about a place of a shape (an agency, a service …) adds up all places of that
    shape, going through the blocks once: a page that asks about every part costs no more than one
    that asks about one. Nothing of a group ever changes.
    """

    parts: tuple[Part, ...]
    _sums: dict[Shape, Mapping[Path, Counted]] = field(default_factory=dict)

    def of(self, place: Path) -> Counted | None:
        """The sum of the blocks that lie in a place; None when none does."""
        named = tuple(n for n, part in enumerate(place) if part is not None)
        shape = (len(place), named)
        if shape not in self._sums:
            self._sums[shape] = self._added_up(*shape)
        return self._sums[shape].get(tuple(place[n] for n in named))

    def _added_up(self, depth: int, named: tuple[int, ...]) -> Mapping[Path, Counted]:
        found: dict[Path, list[Counted]] = {}
        for one in self.parts:
            path = one.block.path
            if len(path) >= depth:
                found.setdefault(tuple(path[n] for n in named), []).append(one.counted)
        return {place: together(some) for place, some in found.items()}


def group_of(not_asked: int, atoms: Mapping[Path, Counted], frame: Frame, smallest: int) -> Group:
    """Divide the ballots of a centre and quarter that were asked the same."""
    sizes = {path: size_of(counted, frame) for path, counted in atoms.items()}
    division = divide(sizes, smallest=smallest)
    rare = {frame.items[place].code for place in division.rare}
    found = ((block, together(atoms[path] for path in block.atoms)) for block in division.blocks)
    return Group(tuple(Part(not_asked, block, without(counted, rare)) for block, counted in found))


def together(found: Iterable[Counted]) -> Counted:
    """Some counts as one. Of a single one it is that itself: nobody changes what was counted."""
    some = list(found)
    if len(some) == 1:
        return some[0]
    whole = Counted()
    for counted in some:
        whole.add(counted)
    return whole


def size_of(counted: Counted, frame: Frame) -> Size:
    """How many ballots, and how many of them answered each item."""
    answered = (sum(counted.answers.get(item.code, {}).values()) for item in frame.items)
    return Size(counted.ballots, tuple(answered))


def without(counted: Counted, rare: set[str]) -> Counted:
    """Without the answers to some items; then there is no score of whole ballots either."""
    if not rare:
        return counted
    kept = {code: tally for code, tally in counted.answers.items() if code not in rare}
    return Counted(counted.ballots, kept)
