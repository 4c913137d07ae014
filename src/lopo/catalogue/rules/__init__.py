"""What can be said of a catalogue without a database."""

from .index import Entry, Index, Meaning, make_index, vocabulary_of
from .marking import Because, because, nearest, pieces
from .ranking import Hit, Ranking, rank
from .reading import Fault, RequirementRow, ServiceRow, StepRow, parse_catalogue
from .wording import (
    carried_over,
    examples,
    in_turn,
    telling_words,
    words,
    worth_counting,
)

__all__ = [
    "Because",
    "Entry",
    "Fault",
    "Hit",
    "Index",
    "Meaning",
    "Ranking",
    "RequirementRow",
    "ServiceRow",
    "StepRow",
    "because",
    "carried_over",
    "examples",
    "in_turn",
    "make_index",
    "nearest",
    "parse_catalogue",
    "pieces",
    "rank",
    "telling_words",
    "vocabulary_of",
    "words",
    "worth_counting",
]
