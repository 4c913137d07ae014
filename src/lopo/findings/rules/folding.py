"""Who answered, without telling of a few. Pure.

Counts of what respondents said of themselves are folded where they are smallest, and whatever is
shown adds up what is left: the difference of two shown numbers never is a few people either.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

FOLDED = ""
"""The option under which small ones are counted together (Lainnya)."""
TELLING = 20
"""An option is told for itself where at most one in so many of it may lie under ``FOLDED``."""


def folded(counts: Mapping[str, int], *, smallest: int) -> Counter[str]:
    """Options that fewer than ``smallest`` named, counted together under ``FOLDED``.

    When even these together are too few, the next smallest joins them; when all are, nothing is
    left at all.
    """
    kept = sorted(
        (count, option) for option, count in counts.items() if count >= smallest and option
    )
    hidden = sum(counts.values()) - sum(count for count, _option in kept)
    while 0 < hidden < smallest and kept:
        hidden += kept.pop(0)[0]
    found = Counter({option: count for count, option in kept})
    if hidden >= smallest:
        found[FOLDED] = hidden
    return found


def joined(groups: Sequence[Mapping[str, int]]) -> Counter[str]:
    """Groups that are folded already, added up; nobody is lost.

    What one group tells for itself and another one folds would be told too low in the sum: it is
    counted under ``FOLDED`` everywhere, unless too few can be missing to matter. A group that tells
    of nothing for itself hides all options alike and decides about none. Made of nothing but what
    each group shows, so the sum tells nothing that they do not.
    """
    added: Counter[str] = Counter()
    for group in groups:
        added.update(group)
    for option in [one for one in added if one != FOLDED]:
        hiding = (one for one in groups if option not in one and set(one) - {FOLDED})
        if sum(one.get(FOLDED, 0) for one in hiding) * TELLING > added[option]:
            added[FOLDED] += added.pop(option)
    return added
