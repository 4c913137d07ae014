"""The questionnaire as a form, and the forms of staff around it."""

from .ballots import BallotForm
from .paper import BatchForm, ReasonForm, SettleForm, SheetForm, SheetsForm
from .supervision import PopulationForm

__all__ = [
    "BallotForm",
    "BatchForm",
    "PopulationForm",
    "ReasonForm",
    "SettleForm",
    "SheetForm",
    "SheetsForm",
]
