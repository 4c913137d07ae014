"""The questionnaire as a form, and the forms of staff around it."""

from .ballots import BallotForm, LetterForm, VisitorForm
from .instruments import BandsForm, EndForm, ExemptionForm, InstrumentsFileForm
from .paper import BatchForm, ReasonForm, SettleForm, SheetForm, SheetsForm
from .supervision import PopulationForm

__all__ = [
    "BallotForm",
    "BandsForm",
    "BatchForm",
    "EndForm",
    "ExemptionForm",
    "InstrumentsFileForm",
    "LetterForm",
    "PopulationForm",
    "ReasonForm",
    "SettleForm",
    "SheetForm",
    "SheetsForm",
    "VisitorForm",
]
