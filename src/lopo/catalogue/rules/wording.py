"""Words: those people search with, those we suggest, and those somebody typed again. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import zip_longest

# Words that say nothing about which service is meant; PostgreSQL ships no Indonesian list.
STOP_WORDS = frozenset(
    re.findall(
        r"\S+",
        "a ada adalah agar akan aku anda apa apakah atas atau bagaimana bagi bahwa bantu berapa "
        "bila bisa boleh buat bu caranya cara dalam dan dari dengan di dia dong gimana harus "
        "hendak ibu ingin ini itu jika juga kalau kami kapan karena ke kepada ketika kita lagi "
        "lalu layanan mana mau melalui mengajukan mengurus minta mohon nya oleh orang pada pak "
        "pelayanan perlu permohonan pun saat saja saya sebagai secara sedang seperti serta sih "
        "sudah syarat persyaratan supaya tapi telah tentang terhadap tetapi the to tolong untuk "
        "urus usul ya yang",
    )
)
MOST_WORDS = 12


def words(text: str) -> list[str]:
    """The words of a text: lower case, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


def telling_words(query: str) -> list[str]:
    """The words of a search that narrow it down; all of them when none does."""
    found = words(query)[:MOST_WORDS]
    return [word for word in found if word not in STOP_WORDS] or found


def expansions(query: Sequence[str], synonyms: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Other ways to say the same: each synonym found in the query, put in place of its term."""
    ways = []
    for term, meaning in synonyms:
        parts = term.split()
        for start in range(len(query) - len(parts) + 1):
            if list(query[start : start + len(parts)]) == parts:
                rest = [*query[:start], *words(meaning), *query[start + len(parts) :]]
                ways.append(rest)
    return ways


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


def mend(query: Sequence[str], vocabulary: Iterable[str]) -> list[str]:
    """The query with words nobody wrote replaced by the closest word somebody did."""
    known = sorted(set(vocabulary))
    mended = []
    for word in query:
        close = [word] if word in known else get_close_matches(word, known, n=1, cutoff=0.75)
        mended += close or [word]
    return mended


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
