"""What the editor asks: the components of a standard, and the stages of its life."""

from .content import MOST_ROWS, ContentForms
from .life import DecreeForm, FileForm, MinutesForm, NoteForm, SignatoryFormSet, WithdrawForm

__all__ = [
    "MOST_ROWS",
    "ContentForms",
    "DecreeForm",
    "FileForm",
    "MinutesForm",
    "NoteForm",
    "SignatoryFormSet",
    "WithdrawForm",
]
