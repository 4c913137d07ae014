"""What the screen tells, in portions that fit the little room beside the queues. Pure.

Nothing is cut off: a text too long for the room follows in portions, one after the other. The
screen cannot scroll and an old television measures nothing, so letters are counted: capitals as
more than one, and always for the narrowest case.
"""

import math
from dataclasses import dataclass

# Letters that surely fit one line of the right side, in the small and in the large form.
TEXT_LINE, TITLE_LINE = 54, 40
LARGE_TEXT_LINE, LARGE_TITLE_LINE = 50, 33
CAPITAL = 1.4
# As broad as what says which portion of how many this is.
COUNTED = "1 dari 9"
# Lines of title and text together; fewer where the screen also says who rests.
ROOM, NARROW_ROOM = 6, 4
LARGE_LINES = 2
# A whole pledge is read out; of an announcement so much, and where the rest stands.
MOST = 3


@dataclass(frozen=True, slots=True)
class Slide:
    """One portion: its title (empty where a long one was read before), its text, which of how many.

    ``is_short``: so little that it may be set large.
    """

    title: str
    text: str
    number: int
    count: int
    is_short: bool


def slides(
    kind: str,
    title: str,
    text: str,
    *,
    room: int = ROOM,
    most: int | None = None,
    rest: str = "",
) -> tuple[Slide, ...]:
    """A notice in portions of at most ``room`` lines; at least one.

    Kind, title and which portion it is run on in one head. No word is lost, unless there would be
    more than ``most`` portions: then the last one ends with ``rest``, which says where to read on.
    """
    head = len(lines(f"{kind} {title} {COUNTED}", TITLE_LINE))
    # A title of one line is said again over every portion; a long one only once.
    again = title if head == 1 else ""
    first, step = max(0, room - head), room - 1
    said = lines(text, TEXT_LINE)
    if most is not None and len(said) > first + step * (most - 1):
        pointer = lines(rest, TEXT_LINE)
        said = [*said[: first + step * (most - 1) - len(pointer)], *pointer]
    ends = [*range(first, len(said), step), len(said)]
    portions = [said[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    # The lines after a word too long for one hold nothing of their own.
    portions = [portions[0], *(one for one in portions[1:] if any(one))]
    short = room == ROOM and len(portions) == 1 and _fits_large(title, text)
    last = len(portions)
    return tuple(
        Slide(title if number == 1 else again, _said(portion, number < last), number, last, short)
        for number, portion in enumerate(portions, 1)
    )


def _said(portion: list[str], goes_on: bool) -> str:
    text = " ".join(filter(None, portion))
    return f"{text} …" if text and goes_on else text


def _fits_large(title: str, text: str) -> bool:
    return (
        len(lines(title, LARGE_TITLE_LINE)) <= LARGE_LINES
        and len(lines(text, LARGE_TEXT_LINE)) <= LARGE_LINES
    )


def lines(text: str, width: int) -> list[str]:
    """A text in lines of at most ``width`` letters; after a word too long for one, empty ones."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found and found[-1] else word
        if found and found[-1] and breadth(longer) <= width:
            found[-1] = longer
        else:
            found += [word, *[""] * (math.ceil(breadth(word) / width) - 1)]
    return found


def breadth(text: str) -> float:
    """How broad a text is, in letters."""
    return sum(CAPITAL if letter.isupper() else 1 for letter in text)
