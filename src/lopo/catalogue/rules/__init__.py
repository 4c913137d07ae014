"""What can be said of a catalogue without a database."""

from .comparing import Change, differences
from .completeness import (
    COMPONENTS,
    PUBLIC,
    Completeness,
    Component,
    Obstacles,
    completeness,
    obstacles,
)
from .content import (
    MINUTES_PER_WORKING_DAY,
    Content,
    Decision,
    Fee,
    Handover,
    Law,
    Promise,
    Requirement,
    Span,
    Step,
    Tariff,
    Unit,
    canonical,
    fee_from_stored,
    from_stored,
    to_stored,
)
from .index import Entry, Index, Meaning, make_index, vocabulary_of
from .marking import Because, because, nearest, pieces
from .moving import MOST_YEARS_AHEAD, LegalBasis, MoveFault, ends, faults_of_move, stays
from .placing import positions
from .procedure import APPLICANT, ProcedureFault, faults_of_procedure, internal_minutes
from .ranking import Hit, Ranking, rank
from .reader import Fault
from .reading import ServiceRow, parse_catalogue
from .sharing import (
    Rewording,
    asks_in_its_own_words,
    merged,
    own_words,
    reworded,
    shared_by_services,
    with_successor,
)
from .small_words import OWN_STEMS
from .tables import MOST_ROWS, TABLES, TablesRead, read_tables, tables_of
from .undoing import step_back
from .wording import (
    carried_over,
    examples,
    in_turn,
    telling_words,
    words,
    worth_counting,
)
from .writing import document_of

__all__ = [
    "APPLICANT",
    "COMPONENTS",
    "MINUTES_PER_WORKING_DAY",
    "MOST_ROWS",
    "MOST_YEARS_AHEAD",
    "OWN_STEMS",
    "PUBLIC",
    "TABLES",
    "Because",
    "Change",
    "Completeness",
    "Component",
    "Content",
    "Decision",
    "Entry",
    "Fault",
    "Fee",
    "Handover",
    "Hit",
    "Index",
    "Law",
    "LegalBasis",
    "Meaning",
    "MoveFault",
    "Obstacles",
    "ProcedureFault",
    "Promise",
    "Ranking",
    "Requirement",
    "Rewording",
    "ServiceRow",
    "Span",
    "Step",
    "TablesRead",
    "Tariff",
    "Unit",
    "asks_in_its_own_words",
    "because",
    "canonical",
    "carried_over",
    "completeness",
    "differences",
    "document_of",
    "ends",
    "examples",
    "faults_of_move",
    "faults_of_procedure",
    "fee_from_stored",
    "from_stored",
    "in_turn",
    "internal_minutes",
    "make_index",
    "merged",
    "nearest",
    "obstacles",
    "own_words",
    "parse_catalogue",
    "pieces",
    "positions",
    "rank",
    "read_tables",
    "reworded",
    "shared_by_services",
    "stays",
    "step_back",
    "tables_of",
    "telling_words",
    "to_stored",
    "vocabulary_of",
    "with_successor",
    "words",
    "worth_counting",
]
