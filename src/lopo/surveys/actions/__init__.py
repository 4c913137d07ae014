"""What is done with a survey."""

from .boxes import About, Circumstances, Said
from .invitations import count_turnout, forget_ended, invite, key_of_ticket, take_back
from .points import point_at, points_everywhere
from .refusals import LinkSpent, LinkUnknown, NothingAsked
from .voting import LONGEST_REMARK, answer_invitation, cast_ballot, decline_invitation, is_over

__all__ = [
    "LONGEST_REMARK",
    "About",
    "Circumstances",
    "LinkSpent",
    "LinkUnknown",
    "NothingAsked",
    "Said",
    "answer_invitation",
    "cast_ballot",
    "count_turnout",
    "decline_invitation",
    "forget_ended",
    "invite",
    "is_over",
    "key_of_ticket",
    "point_at",
    "points_everywhere",
    "take_back",
]
