"""Which saving of a draft an undo goes back to. Pure."""

from collections.abc import Mapping


def step_back(backs: Mapping[int, int | None], current: int) -> int | None:
    """The saving before the one that stands now; None when it is the first.

    ``backs`` says of every saving (numbered from 0 without gaps) to which earlier one it went
    back, None for one that was written: an undo of an undo goes one further back.
    """
    stands = _written(backs, current)
    return None if stands == 0 or not backs else _written(backs, stands - 1)


def _written(backs: Mapping[int, int | None], number: int) -> int:
    while (earlier := backs.get(number)) is not None:
        number = earlier
    return number
