"""Who answered, without telling of a few. Pure.

Counts of what respondents said of themselves are folded where they are smallest, and whatever is
shown adds up what is left: the difference of two shown numbers never is a few people either.
"""

from collections import Counter
from collections.abc import Mapping

FOLDED = ""
"""The option under which small ones are counted together (Lainnya)."""


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
