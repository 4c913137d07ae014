"""Which services fit what a person typed, and why. Pure.

Every telling word of a search gives a service a value between 0 and 1: how well the word fits (as
written, by its stem, as a beginning, by what it means, as a typing error) times what counts where
it stands (name, what people call it, category, description, requirements: ``index``). Words that
few services have count more. What is asked for as a whole (a name, a saying, a code, a requirement)
counts on top, and a little what most people come for; what is not known at all is taken off.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .hearing import begun, covered_by, mended, sayings_in
from .index import Index, Meaning
from .small_words import FAINT_WORDS
from .wording import telling, words

MOST_WORDS = 24
WHOLE_MEANING, MEANING, TOGETHER, BEGINNING = 1.0, 0.98, 0.9, 0.8
# A word that says something else together with its neighbours counts less alone.
WITHIN_A_SAYING = 0.4
# How much of a meaning a service must have to be meant.
ENOUGH_OF_A_MEANING = 0.6
SAID_WHOLE, BY_CODE, NAMED_WHOLE, ASKED_WHOLE, ASKED_FOR_MOST = 0.2, 1.0, 0.1, 0.3, 0.08
# From how many words on a search may be a requirement, word by word.
ENOUGH_OF_A_REQUIREMENT = 3
# What is shown beside the best: nothing that fits less than this part of it.
WORTH_SHOWING, WORTH_SHOWING_PARTLY, ALL_KNOWN = 0.35, 0.55, 0.999
# A search of which hardly a word is known, or only in passing, has found nothing.
LEAST_KNOWN, LEAST_SCORE = 0.2, 0.15
# How many services might have a word that nobody wrote; what a word for everybody still tells.
UNKNOWN, UNKNOWN_SHARE, FAINT = 3, 0.08, 0.5
# What a service loses when it knows none of the words; how many it must know to be sure of it.
PARTLY, SURE = 0.35, 0.5

AS_A_WHOLE = {"said whole", "asked whole"}

Values = dict[str, float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A service that fits; ``why`` has what each word, or the whole, added to its score.

    ``known`` is how much of the search it knows at all, from 0 to 1.
    """

    code: str
    score: float
    known: float
    why: Mapping[str, float]

    def is_worth_showing_beside(self, best: "Hit") -> bool:
        """Whether it fits well enough; better, where the best knows a word that it does not."""
        knows_less = best.known > ALL_KNOWN > self.known
        return self.score >= best.score * (WORTH_SHOWING_PARTLY if knows_less else WORTH_SHOWING)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What fits at all, best first; ``words`` are those that fitted, as services write them.

    ``read_as`` is the search with its typing errors mended; empty when there were none.
    """

    hits: Sequence[Hit] = ()
    words: frozenset[str] = frozenset()
    read_as: str = ""

    def worth_showing(self, given: Container[str]) -> list[str]:
        """The codes of those ``given`` that fit well enough beside the best of them."""
        among = [hit for hit in self.hits if hit.code in given]
        return [hit.code for hit in among if hit.is_worth_showing_beside(among[0])]

    def is_sure_of(self, code: str) -> bool:
        """Whether a service knows most of what was asked for, or was asked for by name."""
        hit = next((hit for hit in self.hits if hit.code == code), None)
        return hit is not None and (hit.known >= SURE or bool(hit.why.keys() & AS_A_WHOLE))


def rank(text: str, stems: Mapping[str, str], index: Index, *, typing: bool = False) -> Ranking:
    """Services that fit a text; ``stems`` has the stems of its words.

    While somebody is still ``typing``, the last word may be the beginning of a longer one.
    """
    typed = index.written_out(words(text)[:MOST_WORDS])
    if not typed:
        return Ranking()
    spoken = mended(typed, stems, index)
    stem = {word: stems.get(word, index.stem(word)) for word in spoken}
    asked = list(dict.fromkeys(telling(spoken)))
    found = _Found(asked, stem, index, last=asked[-1] if typing else "")
    for meaning in sayings_in(spoken, asked, stem, index):
        found.add_meaning(meaning)
    for one, other in pairwise(spoken):
        found.add_together(one, other)
    hits = _hits(found, spoken)
    is_mended = spoken != typed and bool(hits)
    return Ranking(hits, frozenset(found.words), " ".join(asked) if is_mended else "")


class _Found:
    """The values that each word of a search gives to services."""

    def __init__(
        self, asked: Sequence[str], stem: Mapping[str, str], index: Index, *, last: str
    ) -> None:
        self.asked, self.stem, self.index = asked, stem, index
        self.words: set[str] = set()
        self.values: dict[str, Values] = {word: {} for word in asked}
        for word in asked:
            self._add(word, {word, stem[word]}, index.counts(word, stem[word]))
            if word == last or not {word, stem[word]} & index.known:
                for longer in begun(word, index):
                    self._add(word, [longer], index.spelled[longer], BEGINNING)

    def add_meaning(self, meaning: Meaning) -> None:
        """The words of a saying stand for its meaning; together they say less by themselves."""
        means = telling(meaning.means)
        fits = self._fit(means)
        covered = covered_by(meaning, self.asked, self.stem, self.index)
        for word in covered if fits else ():
            if len(meaning.term) > 1:
                self.values[word] = {c: v * WITHIN_A_SAYING for c, v in self.values[word].items()}
            for code, value in fits.items():
                self._raise(word, code, value)
        if fits:
            self._show({*means, *map(self.index.stem, means)})

    def add_together(self, one: str, other: str) -> None:
        """Two words that services write as one: 'my asn' is 'myasn'."""
        if one + other in self.index.places:
            for word in {one, other} & self.values.keys():
                self._add(word, [one + other], self.index.places[one + other], TOGETHER)

    def tells(self, word: str) -> float:
        """How much a word tells; a number that no service has (a year) tells nothing."""
        values = self.values[word].values()
        if not values:
            might = min(UNKNOWN, UNKNOWN_SHARE * len(self.index.entries))
            return 0.0 if word.isdigit() else self.index.rarity(might)
        return self.index.rarity(sum(values)) * (FAINT if word in FAINT_WORDS else 1)

    def _add(
        self, word: str, forms: Iterable[str], counts: Mapping[str, float], fits: float = 1.0
    ) -> None:
        self._show(forms)
        for code, value in counts.items():
            self._raise(word, code, fits * value)

    def _show(self, forms: Iterable[str]) -> None:
        for form in forms:
            self.words |= self.index.written.get(form, frozenset())

    def _raise(self, word: str, code: str, value: float) -> None:
        self.values[word][code] = max(value, self.values[word].get(code, 0.0))

    def _fit(self, means: Sequence[str]) -> Values:
        """How well services fit a meaning: those that are called so all the way."""
        rarity = {word: self.index.rarity_of(word) for word in means}
        whole = sum(rarity.values())
        sums: Values = {}
        for word in means:
            for code, counts in self.index.counts(word, self.index.stem(word)).items():
                sums[code] = sums.get(code, 0.0) + rarity[word] * counts / whole
        named = self.index.sayings.get(frozenset(map(self.index.stem, means)), frozenset())
        return {
            code: WHOLE_MEANING if code in named else MEANING * share
            for code, share in sums.items()
            if share >= ENOUGH_OF_A_MEANING
        }


def _hits(found: _Found, spoken: Sequence[str]) -> list[Hit]:
    """Every service that fits at all, best first."""
    tells = {word: found.tells(word) for word in found.asked}
    mass = sum(tells.values())
    known = sum(tells[word] for word in found.asked if found.values[word])
    if not known or known < LEAST_KNOWN * mass:
        return []
    shares = {word: tells[word] / mass for word in found.asked}
    why: dict[str, Values] = {}
    for word, share in shares.items():
        for code, value in found.values[word].items():
            why.setdefault(code, {})[word] = share * value
    for code, name, more in _on_top(found, spoken, shares):
        reasons = why.setdefault(code, {})
        reasons[name] = max(more, reasons.get(name, 0.0))
    every = [_hit(code, reasons, shares) for code, reasons in why.items()]
    order = found.index.order
    fitting = [hit for hit in every if hit.score >= LEAST_SCORE]
    return sorted(fitting, key=lambda hit: (-round(hit.score, 6), order[hit.code]))


def _hit(code: str, reasons: Values, shares: Mapping[str, float]) -> Hit:
    known = sum(share for word, share in shares.items() if word in reasons)
    reasons["not known"] = -PARTLY * (1 - known) * sum(reasons.values())
    return Hit(code, sum(reasons.values()), known, reasons)


def _on_top(
    found: _Found, spoken: Sequence[str], shares: Mapping[str, float]
) -> Iterator[tuple[str, str, float]]:
    """(service, why, how much) of what is asked for as a whole, and of what most ask for."""
    index = found.index
    said = {found.stem[word]: share for word, share in shares.items()}
    for saying, codes in index.sayings.items():
        if saying <= said.keys():
            more = SAID_WHOLE * sum(said[stem] for stem in saying)
            yield from ((code, "said whole", more) for code in codes)
    for code, name in index.short_names.items():
        if both := len(name & said.keys()):
            yield code, "named whole", NAMED_WHOLE * both / len(name)
    for entry in index.entries:
        if entry.asked_for_most:
            fits = sum(share * found.values[w].get(entry.code, 0.0) for w, share in shares.items())
            yield entry.code, "asked for most", ASKED_FOR_MOST * fits
    yield from _by_code(spoken, index)
    yield from _by_requirement(said, index)


def _by_code(spoken: Sequence[str], index: Index) -> Iterator[tuple[str, str, float]]:
    for start in range(len(spoken)):
        for end in range(start + 1, len(spoken) + 1):
            if (code := index.codes.get(tuple(spoken[start:end]))) is not None:
                yield code, "by its code", BY_CODE * ((end - start) / len(spoken)) ** 2


def _by_requirement(said: Mapping[str, float], index: Index) -> Iterator[tuple[str, str, float]]:
    if len(said) >= ENOUGH_OF_A_REQUIREMENT:
        for code, needs in index.needs.items():
            if any(said.keys() <= need for need in needs):
                yield code, "asked whole", ASKED_WHOLE
