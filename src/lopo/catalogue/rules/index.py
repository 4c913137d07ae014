"""What services are found by: every word of theirs, where it stands, and what people mean. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

from .small_words import SMALL_WORDS, WRITTEN_OUT
from .wording import telling, words

# Where a word stands, and what it counts there.
NAME, CALLED, CATEGORY, EVENT, ABOUT, ASKED = 1.0, 0.9, 0.5, 0.5, 0.4, 0.2
IN_ANOTHER_FORM = 0.9

# Where a name says several things: 'Pengaduan Pelayanan, Aspirasi, dan Saran'.
_PARTS = re.compile(r"[(),;]|\bdan\b|\batau\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one service is found by.

    ``called`` is what people say for it, ``events`` when in a life it is needed, ``asked`` what
    has to be brought: each thing with the words it is found by beside its own (a code).
    """

    code: str
    name: str
    called: Sequence[str] = ()
    category: str = ""
    events: Sequence[str] = ()
    about: str = ""
    asked: Sequence[tuple[str, str]] = ()
    asked_for_most: bool = False

    def texts(self) -> list[tuple[str, float]]:
        """Every text of it with what a word counts there, the best first."""
        # A code is also typed as one word: KP-PI, kppi.
        as_one = "".join(words(self.code))
        return [
            (f"{self.code} {as_one} {self.name}", NAME),
            *((text, CALLED) for text in self.called),
            (self.category, CATEGORY),
            *((text, EVENT) for text in self.events),
            (self.about, ABOUT),
            *((f"{thing} {more}", ASKED) for thing, more in self.asked),
        ]

    @property
    def short_name(self) -> str:
        """The name without what stands in brackets."""
        return self.name.partition("(")[0]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a saying stands for: 'kuliah lagi' is 'tugas belajar'."""

    term: tuple[str, ...]
    means: tuple[str, ...]

    @property
    def is_in_order(self) -> bool:
        """Whether its words must follow each other: small ones ('ke', 'dari') turn the sense."""
        return any(word in SMALL_WORDS for word in self.term) and len(self.term) > 1


@dataclass(frozen=True)
class Index:
    """Everything services are found by; ``stems`` has the stem of every word in it."""

    entries: Sequence[Entry]
    meanings: Sequence[Meaning]
    stems: Mapping[str, str]
    # For each word as it is written, and for each in any form (also its stem): what it counts,
    # by service.
    spelled: Mapping[str, Mapping[str, float]]
    places: Mapping[str, Mapping[str, float]]
    # For each word, as written and as a stem: the ways it is written.
    written: Mapping[str, frozenset[str]]

    def stem(self, word: str) -> str:
        """The stem of a word; of one that is not in it, the word itself."""
        return self.stems.get(word, word)

    def stems_of(self, text: str) -> frozenset[str]:
        """The stems of the telling words of a text."""
        return frozenset(self.stem(word) for word in telling(words(text)))

    def counts(self, word: str, stem: str) -> dict[str, float]:
        """What a word counts, by service: as it is written, less in another form."""
        found: dict[str, float] = {}
        for form in {word, stem}:
            for code, value in self.places.get(form, {}).items():
                found[code] = max(value * IN_ANOTHER_FORM, found.get(code, 0.0))
        for code, value in self.spelled.get(word, {}).items():
            found[code] = max(value, found.get(code, 0.0))
        return found

    def written_out(self, said: Iterable[str]) -> list[str]:
        """The words with short forms in full, unless services are called by the short ones."""
        found: list[str] = []
        for word in said:
            is_called_so = max(self.spelled.get(word, {}).values(), default=0.0) >= CALLED
            found += (word,) if is_called_so else WRITTEN_OUT.get(word, (word,))
        return found

    def rarity(self, weight: float) -> float:
        """How much a word tells that all services together have this much of."""
        return log(1 + len(self.entries) / max(1.0, weight))

    def rarity_of(self, word: str) -> float:
        """How much a word of the index tells: the fewer services have it, the more."""
        values = self.places.get(word) or self.places.get(self.stem(word), {})
        return self.rarity(sum(values.values()))

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each service in the catalogue."""
        return {entry.code: number for number, entry in enumerate(self.entries)}

    @cached_property
    def by_code(self) -> dict[str, Entry]:
        """Each service by its code."""
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def codes(self) -> dict[tuple[str, ...], str]:
        """Each code by its words."""
        return {tuple(words(entry.code)): entry.code for entry in self.entries}

    @cached_property
    def sayings(self) -> dict[frozenset[str], frozenset[str]]:
        """What may be asked for as a whole (names, what people say), as stems: whose it is."""
        found: dict[frozenset[str], set[str]] = {}
        for entry in self.entries:
            for text in (entry.name, entry.short_name, *entry.called):
                found.setdefault(self.stems_of(text), set()).add(entry.code)
            for text in _PARTS.split(entry.name):
                if len(stems := self.stems_of(text)) > 1:
                    found.setdefault(stems, set()).add(entry.code)
        return {stems: frozenset(codes) for stems, codes in found.items() if stems}

    @cached_property
    def short_names(self) -> dict[str, frozenset[str]]:
        """The telling words of each name, without what stands in brackets, as stems."""
        return {entry.code: self.stems_of(entry.short_name) for entry in self.entries}

    @cached_property
    def terms(self) -> dict[str, list[Meaning]]:
        """The meanings by the first telling word of their term, as a stem."""
        found: dict[str, list[Meaning]] = {}
        for meaning in self.meanings:
            found.setdefault(self.stem(telling(meaning.term)[0]), []).append(meaning)
        return found

    def reach(self, word: str) -> frozenset[str]:
        """The services a word leads to by more than a requirement, also by what it means."""
        return self._reaches.get(word) or self._reaches.get(self.stem(word), frozenset())

    @cached_property
    def _reaches(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for word, places in self.places.items():
            found[word] = {code for code, counts in places.items() if counts > ASKED}
        for one in self.meanings:
            meant = [found.get(self.stem(word), set()) for word in telling(one.means)]
            for word in telling(one.term):
                found.setdefault(word, set()).update(set.intersection(*meant))
        return {word: frozenset(codes) for word, codes in found.items()}

    @cached_property
    def vocabulary(self) -> list[str]:
        """Every word as somebody wrote it, the most telling first: what an error is mended to."""
        best = {word: max(self.places[word].values()) for word in self.of_services}
        best |= {word: max(CALLED, best.get(word, 0.0)) for word in self.said}
        return sorted(best, key=lambda word: (-best[word], word))

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that is no typing error, as written and as a stem."""
        return frozenset({*self.places, *self.said, *map(self.stem, self.said)})

    @cached_property
    def as_written(self) -> frozenset[str]:
        """Every word as services write it, or people say it."""
        return frozenset(self.vocabulary)

    @cached_property
    def said(self) -> list[str]:
        """Every telling word of what people say, short ones first."""
        said = {word for meaning in self.meanings for word in telling(meaning.term)}
        return sorted(said, key=lambda word: (len(word), word))

    @cached_property
    def of_services(self) -> list[str]:
        """Every word as services write it."""
        return sorted(set().union(*self.written.values()) - SMALL_WORDS)

    @cached_property
    def needs(self) -> dict[str, list[frozenset[str]]]:
        """What each service asks for, each thing as stems."""
        return {
            one.code: [self.stems_of(f"{thing} {more}") for thing, more in one.asked]
            for one in self.entries
        }


def vocabulary_of(entries: Iterable[Entry], meanings: Iterable[Meaning]) -> set[str]:
    """Every word an index of these needs the stem of."""
    texts = (text for entry in entries for text, _counts in entry.texts())
    said = (word for one in meanings for word in (*one.term, *one.means))
    in_full = (word for whole in WRITTEN_OUT.values() for word in whole)
    return {word for text in texts for word in words(text)} | {*said, *in_full}


def make_index(
    entries: Sequence[Entry], meanings: Iterable[Meaning], stems: Mapping[str, str]
) -> Index:
    """An index of these services; ``stems`` has every word of ``vocabulary_of``."""
    spelled: dict[str, dict[str, float]] = {}
    places: dict[str, dict[str, float]] = {}
    written: dict[str, set[str]] = {}
    for entry in entries:
        for word, counts in _words_of(entry).items():
            spelled.setdefault(word, {})[entry.code] = counts
            for form in {word, stems.get(word, word)}:
                of_form = places.setdefault(form, {})
                of_form[entry.code] = max(counts, of_form.get(entry.code, 0.0))
                written.setdefault(form, set()).add(word)
    frozen = {form: frozenset(every) for form, every in written.items()}
    silent = Index(entries, [], stems, spelled, places, frozen)
    kept = [
        Meaning(tuple(silent.written_out(one.term)), tuple(silent.written_out(one.means)))
        for one in meanings
        if one.term and one.means
    ]
    return replace(silent, meanings=kept)


def _words_of(entry: Entry) -> dict[str, float]:
    """Every word of a service with what it counts where it stands best."""
    found: dict[str, float] = {}
    for text, counts in entry.texts():
        for word in words(text):
            found.setdefault(word, counts)
    return found
