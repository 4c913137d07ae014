"""Acts of publications: codes, sheets, batches."""

from .codes import issue
from .printing import code_of, code_of_list, forget_old_sheets, printed

__all__ = ["code_of", "code_of_list", "forget_old_sheets", "issue", "printed"]
