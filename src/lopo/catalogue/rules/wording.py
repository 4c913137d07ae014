"""Words: those people search with, those we suggest, and those somebody typed again. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import zip_longest

from .small_words import HOW_FAR, IT_IS, SMALL_WORDS

MOST_WORDS = 12


def words(text: str) -> list[str]:
    """The words of a text: lower case, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


def telling(said: Sequence[str]) -> list[str]:
    """The words that narrow a search down; all of them when none does."""
    before = ("", *said)
    kept = [
        word
        for word, earlier in zip(said, before, strict=False)
        if not is_small(word) and not (word in IT_IS and earlier in HOW_FAR)
    ]
    return kept or list(said)


def telling_words(query: str) -> list[str]:
    """The same of what somebody typed, as far as it is read."""
    return telling(words(query))[:MOST_WORDS]


def is_small(word: str) -> bool:
    """Whether a word says nothing about which service is meant, also as 'caranya'."""
    return word in SMALL_WORDS or (word.endswith("nya") and word[:-3] in SMALL_WORDS)


LONGEST_COUNTED = 80
# An NIP, NIK or telephone number has more digits than any text worth reading again.
MOST_DIGITS = 7


def worth_counting(text: str) -> str:
    """What is kept of a search that found nothing, as plain words; "" of what may be a person's.

    Eight digits or more, however they are spaced, or an e-mail address, are never kept.
    """
    if "@" in text or sum(character.isdigit() for character in text) > MOST_DIGITS:
        return ""
    kept = ""
    for word in words(text):
        longer = f"{kept} {word}".strip()
        if len(longer) > LONGEST_COUNTED:
            break
        kept = longer
    return kept


def examples(
    services: Iterable[tuple[str, str, str, Sequence[str]]],
    shipped: Mapping[str, str],
    most: int,
) -> list[str]:
    """Words to try a search with, for services given as (code, name, category, synonyms).

    Those of the shipped words whose service is among them; where none is, what people call the
    first service of each category, else the first ones.
    """
    rows = list(services)
    codes = {code for code, *_rest in rows}
    known = [word for code, word in shipped.items() if code in codes]
    first: dict[str, str] = {}
    for _code, name, category, said in rows:
        first.setdefault(category, said[0] if said else _short(name))
    named = [said[0] if said else _short(name) for _code, name, _category, said in rows]
    return (known or list(dict.fromkeys([*first.values(), *named])))[:most]


def _short(name: str) -> str:
    """A name without what stands in brackets."""
    return name.partition("(")[0].strip() or name


def in_turn(offered: Iterable[tuple[str, str]], preferred: Sequence[str]) -> list[str]:
    """Codes of services, one of every agency in turn: of each the preferred ones, then its others.

    ``offered`` are (agency, code) in the order in which agencies and services are listed.
    """
    of_agency: dict[str, list[str]] = {}
    for agency, code in offered:
        of_agency.setdefault(agency, []).append(code)
    place = {code: number for number, code in enumerate(preferred)}
    columns = [
        sorted(codes, key=lambda code: place.get(code, len(place))) for codes in of_agency.values()
    ]
    return [code for row in zip_longest(*columns) for code in row if code is not None]


ALIKE = 0.6


def carried_over(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each line somebody typed, which old one it goes on from (its place); None for a new one.

    The same text wherever it stands now; else the old line it most resembles: a corrected word
    keeps what the form does not show of its line. No old line is used twice.
    """
    left = dict(enumerate(old))
    found: list[int | None] = [_take(left, text) for text in new]
    for place, text in enumerate(new):
        if found[place] is None:
            close = get_close_matches(text, list(left.values()), n=1, cutoff=ALIKE)
            found[place] = _take(left, close[0]) if close else None
    return found


def _take(left: dict[int, str], wanted: str) -> int | None:
    place = next((place for place, text in left.items() if text == wanted), None)
    if place is not None:
        del left[place]
    return place
