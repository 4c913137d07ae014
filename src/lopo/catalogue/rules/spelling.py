"""Typing errors: how far two words lie apart, and which known word was meant. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

SHORTEST_MENDED = 3
SHORT = 4
# From how many letters on a second error is believed.
LONG = 8
MOST_ERRORS = 2
# Counted in halves: half an error is a word that sounds the same.
ONE_ERROR = 2
# What is written one way and the other in Indonesian, and sounds alike.
_ALIKE = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("dj", "j"), ("tj", "c"), ("oe", "u"), ("sj|sy|sh", "s"), ("kh|q", "k"), ("ph|f|v", "p"),
        ("th", "t"), ("x", "ks"), ("z", "s"), ("y", "i"), ("c(?=[eiy])", "s"), ("c", "k"),
        ("h", ""), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


@lru_cache(maxsize=10_000)
def sound(word: str) -> str:
    """What a word sounds like: 'ijasah' as 'ijazah', 'fotocopy' as 'fotokopi'."""
    for pattern, heard in _ALIKE:
        word = pattern.sub(heard, word)
    return word


def distance(one: str, other: str, most: int) -> int:
    """How many letters were left out, added, changed, or typed in the wrong order (Damerau).

    Counted up to ``most``; beyond it the answer is ``most`` + 1.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    line = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, line = before, line, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, line[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
    return min(line[-1], most + 1)


def meant(word: str, known: Iterable[str], *, sure: bool = False) -> str | None:
    """The known word closest to one nobody wrote, if it is close enough to be believed.

    In a short word, which is an abbreviation as often as not, no letter is put for another.
    Where several are as close, the first of ``known`` is meant. To be ``sure``, it takes a long
    word with one error.
    """
    if len(word) < (LONG if sure else SHORTEST_MENDED) or not word.isalpha():
        return None
    best: tuple[int, str] | None = None
    for candidate in known:
        far = _apart(word, candidate)
        if far is not None and far <= (ONE_ERROR if sure else far) and (not best or far < best[0]):
            best = far, candidate
    return best[1] if best else None


def _apart(word: str, candidate: str) -> int | None:
    """How far apart, in half errors, if it may be a typing error at all."""
    most = MOST_ERRORS if len(word) >= LONG else 1
    if not candidate.isalpha() or abs(len(word) - len(candidate)) > most:
        return None
    sounds_alike = sound(word) == sound(candidate)
    # The first letter is seldom the wrong one.
    if word[0] != candidate[0] and not sounds_alike:
        return None
    errors = distance(word, candidate, MOST_ERRORS)
    if sounds_alike and errors <= MOST_ERRORS:
        return 1
    # A short word is soon another one.
    is_other = len(word) <= SHORT and not _reordered(word, candidate)
    return None if errors > most or is_other else ONE_ERROR * errors


def _reordered(word: str, candidate: str) -> bool:
    """A letter left out, or two changed about; none put for another."""
    return len(candidate) == len(word) + 1 or sorted(word) == sorted(candidate)
