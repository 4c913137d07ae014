"""No number of fewer than five ballots is shown, and none can be computed from what is."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lopo.findings.rules.folding import FOLDED, folded, joined
from lopo.surveys.rules.disclosure import DEPTH, Block, Path, Size, divide

FIVE = 5
World = dict[Path, Size]
PLACES: tuple[Path, ...] = tuple((1, a, u, 100 * a + 10 * u + s) for a, u, s in
    [(1, 1, 1), (1, 1, 2), (1, 1, 3), (1, 2, 1), (1, 2, 2), (2, 1, 1), (2, 1, 2), (2, 2, 1)]
)  # fmt: skip


@st.composite
def sizes(draw: st.DrawFn) -> Size:
    """A service's ballots, and how many of them answered two items."""
    ballots = draw(st.integers(0, 12))
    return Size(ballots, tuple(draw(st.integers(0, ballots)) for _item in range(2)))


worlds = st.dictionaries(st.sampled_from(PLACES), sizes(), max_size=len(PLACES))


def shown_sets(blocks: Iterable[Block]) -> list[frozenset[Path]]:
    """What is published of a centre: of every place, the blocks that lie in it, together."""
    found = list(blocks)
    places = {path[:depth] for block in found for path in block.atoms for depth in range(DEPTH + 1)}
    sets = (
        frozenset().union(*(block.atoms for block in found if block.lies_in(place)))
        for place in places
    )
    return [one for one in sets if one]


def naive_sets(world: World) -> list[frozenset[Path]]:
    """The control: every place with five ballots or more is shown, the others are not."""
    places = {path[:depth] for path in world for depth in range(DEPTH + 1)}
    groups = (frozenset(p for p in world if p[: len(place)] == place) for place in places)
    return [one for one in groups if sum(world[path].ballots for path in one) >= FIVE]


def can_solve(shown: Iterable[frozenset[Path]], wanted: frozenset[Path], atoms: list[Path]) -> bool:
    """Whether the sum over some atoms follows from the sums over the shown sets, exactly."""
    rows = [[Fraction(atom in one) for atom in atoms] for one in shown]
    target = [Fraction(atom in wanted) for atom in atoms]
    for place in range(len(atoms)):
        pivot = next((row for row in rows if row[place]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows = [_less(row, pivot, place) for row in rows]
        target = _less(target, pivot, place)
    return not any(target)


def _less(row: list[Fraction], pivot: list[Fraction], place: int) -> list[Fraction]:
    factor = row[place] / pivot[place]
    return [own - factor * other for own, other in zip(row, pivot, strict=True)]


def found_by_attacker(
    shown: list[frozenset[Path]], counts: Mapping[Path, int]
) -> frozenset[Path] | None:
    """Some atoms of one to four voices whose sum follows from what is shown."""
    atoms = sorted(path for path, count in counts.items() if count)
    few = [path for path in atoms if counts[path] < FIVE]
    for number in range(1, FIVE):
        for chosen in combinations(few, number):
            if sum(counts[path] for path in chosen) < FIVE:
                wanted = frozenset(chosen)
                if can_solve(shown, wanted, atoms):
                    return wanted
    return None


@given(worlds)
def test_blocks_are_disjoint_cover_everything_and_are_never_small(world: World) -> None:
    division = divide(world, smallest=FIVE)
    seen = [path for block in division.blocks for path in block.atoms]
    voted = {path for path, size in world.items() if size.ballots}
    assert len(seen) == len(set(seen))
    assert set(seen) | division.left_out == voted
    assert not set(seen) & division.left_out
    assert all(block.size.is_enough(FIVE) for block in division.blocks)
    whole = sum(size.ballots for size in world.values())
    assert bool(division.left_out) == (0 < whole < FIVE)


@given(worlds)
def test_every_atom_is_counted_where_it_belongs(world: World) -> None:
    for block in divide(world, smallest=FIVE).blocks:
        assert all(path[: len(block.path)] == block.path for path in block.atoms)


@settings(max_examples=60)
@given(worlds)
def test_nobody_computes_the_voices_of_a_few(world: World) -> None:
    shown = shown_sets(divide(world, smallest=FIVE).blocks)
    assert found_by_attacker(shown, {path: one.ballots for path, one in world.items()}) is None


@settings(max_examples=60)
@given(worlds, st.integers(0, 1))
def test_nobody_computes_what_a_few_said_of_one_item(world: World, item: int) -> None:
    division = divide(world, smallest=FIVE)
    counts = {
        path: 0 if item in division.rare else one.answered[item] for path, one in world.items()
    }
    assert found_by_attacker(shown_sets(division.blocks), counts) is None


def test_the_attack_works_where_small_numbers_are_only_hidden() -> None:
    world = {PLACES[0]: Size(9), PLACES[1]: Size(3), PLACES[5]: Size(7)}
    counts = {path: one.ballots for path, one in world.items()}
    assert found_by_attacker(naive_sets(world), counts) == frozenset({PLACES[1]})
    assert found_by_attacker(shown_sets(divide(world, smallest=FIVE).blocks), counts) is None


@pytest.mark.parametrize(
    ("counts", "paths"),
    [
        ((9, 3, 0), {(1, 1, 1)}),  # the only sibling joins: both count at the unit
        ((9, 3, 2), {(1, 1, 1, 111), (1, 1, 1)}),  # two small ones are enough for each other
        ((9, 3, 6), {(1, 1, 1, 111), (1, 1, 1)}),  # the smallest sibling joins, not the other
        ((4, 0, 0), set()),
    ],
)
def test_what_is_too_small_is_counted_one_step_up(
    counts: tuple[int, ...], paths: set[Path]
) -> None:
    world = {path: Size(count) for path, count in zip(PLACES, counts, strict=False)}
    assert {block.path for block in divide(world, smallest=FIVE).blocks} == paths


def test_a_small_agency_is_counted_at_the_centre() -> None:
    world = {PLACES[0]: Size(9), PLACES[3]: Size(8), PLACES[5]: Size(2)}
    blocks = {block.path: block.size.ballots for block in divide(world, smallest=FIVE).blocks}
    assert blocks == {(1, 1, 1, 111): 9, (1,): 10}


def test_an_item_hardly_anybody_answered_is_answered_by_nobody() -> None:
    division = divide({PLACES[0]: Size(9, (9, 2)), PLACES[1]: Size(8, (8, 1))}, smallest=FIVE)
    assert division.rare == {1}
    assert len(division.blocks) == 2


@given(st.dictionaries(st.sampled_from("LPXYZ"), st.integers(0, 30)))
def test_no_option_of_a_profile_is_named_by_a_few(counts: dict[str, int]) -> None:
    found = folded(counts, smallest=FIVE)
    assert all(count >= FIVE for count in found.values())
    assert sum(found.values()) in {sum(counts.values()), 0}


def test_small_options_take_the_next_smallest_with_them() -> None:
    assert folded({"L": 20, "P": 7, "X": 2}, smallest=FIVE) == {"L": 20, FOLDED: 9}
    assert folded({"L": 3}, smallest=FIVE) == {}


def test_what_one_quarter_folds_is_not_told_too_low_in_the_year() -> None:
    quarters = [{"S1": 60, "SMA": 14, FOLDED: 9}, {"S1": 70, FOLDED: 16}]
    assert joined(quarters) == {"S1": 130, FOLDED: 39}


def test_a_group_that_hides_everything_hides_no_option_of_the_others() -> None:
    assert joined([{"L": 20, "P": 7}, {FOLDED: 9}]) == {"L": 20, "P": 7, FOLDED: 9}


def test_an_option_stays_where_hardly_any_of_it_can_be_missing() -> None:
    assert joined([{"L": 200, "P": 90}, {"P": 8, FOLDED: 6}]) == {"L": 200, "P": 98, FOLDED: 6}


@given(st.lists(st.dictionaries(st.sampled_from("LPXYZ"), st.integers(0, 30)), max_size=5))
def test_a_sum_loses_nobody_and_tells_nearly_all_of_what_it_names(
    counts: list[dict[str, int]],
) -> None:
    groups = [folded(one, smallest=FIVE) for one in counts]
    found = joined(groups)
    assert sum(found.values()) == sum(sum(one.values()) for one in groups)
    for option in set(found) - {FOLDED}:
        telling = [n for n, one in enumerate(groups) if set(one) - {FOLDED}]
        really = sum(counts[n].get(option, 0) for n in telling)
        assert found[option] <= really <= found[option] * 1.05
