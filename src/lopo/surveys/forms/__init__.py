"""The questionnaire as a form, and the forms of staff around it."""

from .ballots import BallotForm, LetterForm, VisitorForm, page_key
from .instruments import BandsForm, EndForm, ExemptionForm, InstrumentsFileForm
from .paper import BatchForm, PlaceTold, ReasonForm, SettleForm, SheetForm, SheetsForm
from .supervision import PopulationForm

__all__ = [
    "BallotForm",
    "BandsForm",
    "BatchForm",
    "EndForm",
    "ExemptionForm",
    "InstrumentsFileForm",
    "LetterForm",
    "PlaceTold",
    "PopulationForm",
    "ReasonForm",
    "SettleForm",
    "SheetForm",
    "SheetsForm",
    "VisitorForm",
    "page_key",
]
