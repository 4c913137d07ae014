"""What was said: typing errors mended, and sayings known for what they mean. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .index import Index, Meaning
from .spelling import meant
from .wording import is_small, telling

SHORTEST_BEGINNING = 2
SHORTEST_HALF = 4
# Between two words of a saying that keeps its order one other may stand: 'ke dinas lain'.
GAP = 1

Stems = Mapping[str, str]


def mended(typed: Sequence[str], stems: Stems, index: Index) -> list[str]:
    """The words as typed, with those nobody wrote replaced by the ones that were meant.

    Beside words that are known only a word that some service has together with one of them can
    have been meant: 'bidang' beside 'mutasi' is no error for 'sidang'.
    """
    known = [word for word in typed if {word, stems.get(word, word)} & index.known]
    beside = [index.reach(word) for word in known if not is_small(word)]
    services = frozenset[str]().union(*beside)
    read: list[str] = []
    for word in typed:
        if word in known or is_small(word) or begun(word, index):
            read.append(word)
        else:
            read += _read(word, services, index)
    return read


def begun(word: str, index: Index) -> list[str]:
    """The words of services that begin with this one."""
    if len(word) < SHORTEST_BEGINNING:
        return []
    return [one for one in index.of_services if one.startswith(word)]


def _read(word: str, services: frozenset[str], index: Index) -> list[str]:
    """What was meant: a saying begun, a word with an error in it, two words typed as one."""
    if len(word) > SHORTEST_BEGINNING:
        for one in index.said:
            if one.startswith(word):
                return [one]
    fitting = [one for one in index.vocabulary if not services or index.reach(one) & services]
    found = meant(word, fitting) or meant(word, index.vocabulary, sure=True)
    return [found] if found else _halves(word, index)


def _halves(word: str, index: Index) -> list[str]:
    for cut in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        if {word[:cut], word[cut:]} <= index.as_written:
            return [word[:cut], word[cut:]]
    return [word]


def sayings_in(
    spoken: Sequence[str], asked: Iterable[str], stems: Stems, index: Index
) -> Iterator[Meaning]:
    """The sayings of a search; one that is a part of a longer one says nothing of its own."""
    found = [
        (frozenset(map(index.stem, meaning.term)), meaning)
        for word in asked
        for meaning in index.terms.get(stems[word], [])
        if _says([stems[one] for one in spoken], meaning, index)
    ]
    for term, meaning in found:
        if not any(term < longer for longer, _meaning in found):
            yield meaning


def covered_by(meaning: Meaning, asked: Sequence[str], stems: Stems, index: Index) -> list[str]:
    """The words of a search that belong to a saying."""
    of_term = {index.stem(word) for word in telling(meaning.term)}
    return [word for word in asked if stems[word] in of_term]


def _says(said: Sequence[str], meaning: Meaning, index: Index) -> bool:
    term = [index.stem(word) for word in meaning.term]
    if not meaning.is_in_order:
        return set(term) <= set(said)
    return any(_follow(said[start:], term) for start in range(len(said)))


def _follow(said: Sequence[str], term: Sequence[str]) -> bool:
    """Whether the words begin with those of a term, in its order."""
    if not said or said[0] != term[0]:
        return False
    place = 0
    for wanted in term[1:]:
        near = said[place + 1 : place + 2 + GAP]
        if wanted not in near:
            return False
        place += 1 + near.index(wanted)
    return True
