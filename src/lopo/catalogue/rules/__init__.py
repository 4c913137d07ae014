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
    from_stored,
    to_stored,
)
from .procedure import APPLICANT, ProcedureFault, faults_of_procedure, internal_minutes
from .reader import Fault
from .reading import ServiceRow, parse_catalogue
from .tables import MOST_ROWS, TABLES, TablesRead, read_tables, tables_of
from .undoing import step_back
from .wording import (
    carried_over,
    examples,
    expansions,
    in_turn,
    mend,
    telling_words,
    words,
)
from .writing import document_of

__all__ = [
    "APPLICANT",
    "COMPONENTS",
    "MINUTES_PER_WORKING_DAY",
    "MOST_ROWS",
    "PUBLIC",
    "TABLES",
    "Change",
    "Completeness",
    "Component",
    "Content",
    "Decision",
    "Fault",
    "Fee",
    "Handover",
    "Law",
    "Obstacles",
    "ProcedureFault",
    "Promise",
    "Requirement",
    "ServiceRow",
    "Span",
    "Step",
    "TablesRead",
    "Tariff",
    "Unit",
    "canonical",
    "carried_over",
    "completeness",
    "differences",
    "document_of",
    "examples",
    "expansions",
    "faults_of_procedure",
    "from_stored",
    "in_turn",
    "internal_minutes",
    "mend",
    "obstacles",
    "parse_catalogue",
    "read_tables",
    "step_back",
    "tables_of",
    "telling_words",
    "to_stored",
    "words",
]
