"""The second look at sheets that somebody else has entered. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

# Whoever has sat at a counter within a quarter handles nothing that was said about it.
SERVED_LATELY = timedelta(days=92)
WHOLE = 10
SHARE = 5


def sample_size(sheets: int) -> int:
    """How many sheets are entered again: all of up to ten, else ten or a fifth, if that is more."""
    if sheets <= WHOLE:
        return max(0, sheets)
    return max(WHOLE, -(-sheets // SHARE))


@dataclass(frozen=True, slots=True)
class Difference:
    """A place of a sheet that two persons read differently; ``key`` names the item or field."""

    key: str
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody has read on a sheet: answers in the order of the items, profile, service."""

    answers: Sequence[int | None]
    profile: Mapping[str, str]
    service: int


SERVICE = "service"


def differences(codes: Sequence[str], first: Reading, second: Reading) -> list[Difference]:
    """Where two readings of a sheet differ, item by item, then fields, then the service."""
    found = [
        Difference(code, one, other)
        for code, one, other in zip(codes, first.answers, second.answers, strict=True)
        if one != other
    ]
    for field in sorted({*first.profile, *second.profile}):
        one, other = first.profile.get(field), second.profile.get(field)
        if one != other:
            found.append(Difference(field, one, other))
    if first.service != second.service:
        found.append(Difference(SERVICE, first.service, second.service))
    return found


def settled(
    codes: Sequence[str], first: Reading, second: Reading, takes_second: Mapping[str, bool]
) -> Reading:
    """One reading of two: at every difference the second where ``takes_second`` says so."""
    places = {code: place for place, code in enumerate(codes)}
    answers, profile, service = list(first.answers), dict(first.profile), first.service
    for one in differences(codes, first, second):
        if not takes_second.get(one.key):
            continue
        if one.key in places:
            answers[places[one.key]] = one.second
        elif one.key == SERVICE:
            service = second.service
        elif one.second is None:
            profile.pop(one.key, None)
        else:
            profile[one.key] = one.second
    return Reading(answers, profile, service)
