"""Showing what was found: which words, where they stand, and what comes nearest. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from .index import Index
from .wording import telling_words, words

# A word, and what stands between two words that were both found.
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[ \u00a0-]*")


# How much alike two words are before one is offered for the other.
ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Because:
    """Where a service was found that does not show it: something it is called, or asks for."""

    kind: Literal["called", "asked"]
    text: str


def because(code: str, found: Collection[str], index: Index) -> Because | None:
    """The text with most of the words found, unless name or description have one of them."""
    entry = index.by_code[code]
    if _count(f"{entry.name} {entry.about}", found):
        return None
    texts = [
        *((_count(text, found), Because("called", text)) for text in entry.called),
        *((_count(f"{t} {more}", found), Because("asked", t)) for t, more in entry.asked),
    ]
    most, reason = max(texts, key=lambda pair: pair[0], default=(0, None))
    return reason if most else None


def _count(text: str, found: Collection[str]) -> int:
    return sum(word in found for word in set(words(text)))


def nearest(
    text: str, stems: Mapping[str, str], index: Index, *, given: Collection[str], most: int
) -> list[str]:
    """Words that lead to one of the services ``given`` and look like one that nobody wrote."""
    offered = [word for word in index.vocabulary if index.reach(word) & set(given)]
    found: list[str] = []
    for word in telling_words(text):
        if not {word, stems.get(word, word)} & index.known:
            found += get_close_matches(word, offered, n=most, cutoff=ALIKE)
    return list(dict.fromkeys(found))[:most]


def pieces(text: str, found: Collection[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was found; joined they are the text again.

    Whole words as written are found, never a part of one; neighbours make one piece.
    """
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in _WORD.finditer(text):
        if _folded(match[0]) not in found:
            continue
        gap = text[end : match.start()]
        if parts and parts[-1][1] and _BETWEEN.fullmatch(gap):
            parts[-1] = (parts[-1][0] + gap + match[0], True)
        else:
            parts += [(gap, False)] if gap else []
            parts.append((match[0], True))
        end = match.end()
    rest = text[end:]
    return [*parts, (rest, False)] if rest else parts


def _folded(word: str) -> str:
    return "".join(words(word))
