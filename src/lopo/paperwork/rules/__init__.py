"""Pure rules of forms: what a form is, how answers are read, printed and sealed."""

from .answers import LARGEST, Answer, Answers, Problem, Reading, is_shown, read, typed_again
from .definition import (
    DECIDING,
    MOST_ROWS,
    YES,
    Choice,
    Column,
    Condition,
    Definition,
    Field,
    Kind,
    Section,
)
from .generating import Needed, Subject, generate
from .paper import sheet
from .reading import Fault, FaultyForm, digest, dump, parse
from .regions import SUGGESTED
from .saying import cell_said, condition_said, said
from .sealing import SEAL_BLOCK, TOKEN_BYTES, Seal, human_code

__all__ = [
    "DECIDING",
    "LARGEST",
    "MOST_ROWS",
    "SEAL_BLOCK",
    "SUGGESTED",
    "TOKEN_BYTES",
    "YES",
    "Answer",
    "Answers",
    "Choice",
    "Column",
    "Condition",
    "Definition",
    "Fault",
    "FaultyForm",
    "Field",
    "Kind",
    "Needed",
    "Problem",
    "Reading",
    "Seal",
    "Section",
    "Subject",
    "cell_said",
    "condition_said",
    "digest",
    "dump",
    "generate",
    "human_code",
    "is_shown",
    "parse",
    "read",
    "said",
    "sheet",
    "typed_again",
]
