"""The official SKM report, from its numbers to its sentences."""

from .documents import REPORT, checked, content_of, sheet_of, version_of
from .doing import action_for
from .facts import Facts, Of, facts_of
from .words import months_long, period_long, say, words

__all__ = [
    "REPORT",
    "Facts",
    "Of",
    "action_for",
    "checked",
    "content_of",
    "facts_of",
    "months_long",
    "period_long",
    "say",
    "sheet_of",
    "version_of",
    "words",
]
