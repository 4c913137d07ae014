"""What the editor asks: the components of a standard, and the stages of its life."""

from .agency import AgencyForms, LookForm
from .content import MOST_ROWS, ContentForms
from .life import DecreeForm, FileForm, MinutesForm, NoteForm, SignatoryFormSet, WithdrawForm

__all__ = [
    "MOST_ROWS",
    "AgencyForms",
    "ContentForms",
    "DecreeForm",
    "FileForm",
    "LookForm",
    "MinutesForm",
    "NoteForm",
    "SignatoryFormSet",
    "WithdrawForm",
]
