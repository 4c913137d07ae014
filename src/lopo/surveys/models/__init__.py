"""Questionnaires, ballots, and the ways to them."""

from .ballots import Ballot, BallotBox, Population, Remark, RespondentCount, Turnout
from .instruments import Band, Exemption, Instrument, Item, ProfileField, SurveyPolicy
from .paper import PaperBatch, PaperCheck, PaperForm
from .watching import WatchThreshold
from .ways import SpentLink, SurveyInvitation, SurveyPoint

__all__ = [
    "Ballot",
    "BallotBox",
    "Band",
    "Exemption",
    "Instrument",
    "Item",
    "PaperBatch",
    "PaperCheck",
    "PaperForm",
    "Population",
    "ProfileField",
    "Remark",
    "RespondentCount",
    "SpentLink",
    "SurveyInvitation",
    "SurveyPoint",
    "SurveyPolicy",
    "Turnout",
    "WatchThreshold",
]
