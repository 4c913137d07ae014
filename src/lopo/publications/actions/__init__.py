"""Acts of publications: codes, sheets, batches."""

from .batches import JOB, archive_of, forget_old_batches, make_batch, start_batch
from .codes import issue
from .printing import code_of, code_of_list, code_of_visit, forget_old_sheets, printed, proof

__all__ = [
    "JOB",
    "archive_of",
    "code_of",
    "code_of_list",
    "code_of_visit",
    "forget_old_batches",
    "forget_old_sheets",
    "issue",
    "make_batch",
    "printed",
    "proof",
    "start_batch",
]
