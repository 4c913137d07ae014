"""Questionnaires, ballots, and the ways to them."""

from .ballots import Ballot, BallotBox, Remark, SealedBallot
from .counts import (
    Channel,
    CounterTally,
    Participation,
    Population,
    RespondentCount,
    Turnout,
)
from .instruments import Band, Exemption, Instrument, Item, ProfileField, SurveyPolicy
from .paper import PaperBatch, PaperCheck, PaperForm
from .watching import WatchThreshold
from .ways import SpentLink, SurveyInvitation, SurveyPoint

__all__ = [
    "Ballot",
    "BallotBox",
    "Band",
    "Channel",
    "CounterTally",
    "Exemption",
    "Instrument",
    "Item",
    "PaperBatch",
    "PaperCheck",
    "PaperForm",
    "Participation",
    "Population",
    "ProfileField",
    "Remark",
    "RespondentCount",
    "SealedBallot",
    "SpentLink",
    "SurveyInvitation",
    "SurveyPoint",
    "SurveyPolicy",
    "Turnout",
    "WatchThreshold",
]
