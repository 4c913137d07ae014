"""Where the services of a file stand in the list. Pure."""

from collections.abc import Mapping, Sequence


def positions(codes: Sequence[str], held: Mapping[str, int]) -> list[int]:
    """The place of each service of a file, in its order.

    A file that has the known ones in the order in which they stand (by place, then code) moves
    none of them more than a new one before them needs; any other is counted through from 1.
    """
    stand = [(held[code], code) for code in codes if code in held]
    kept = held if stand == sorted(stand) else {}
    found: list[int] = []
    last = (0, "")
    for code in codes:
        stays = code in kept and (kept[code], code) > last
        last = (kept[code] if stays else last[0] + 1, code)
        found.append(last[0])
    return found
