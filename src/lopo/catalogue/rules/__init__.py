"""What can be said of a catalogue without a database."""

from .reading import Fault, RequirementRow, ServiceRow, StepRow, parse_catalogue
from .wording import (
    carried_over,
    examples,
    expansions,
    in_turn,
    mend,
    telling_words,
    words,
)

__all__ = [
    "Fault",
    "RequirementRow",
    "ServiceRow",
    "StepRow",
    "carried_over",
    "examples",
    "expansions",
    "in_turn",
    "mend",
    "parse_catalogue",
    "telling_words",
    "words",
]
