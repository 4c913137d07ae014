"""What is done with a survey."""

from .boxes import About, Circumstances, Said
from .invitations import count_turnout, forget_ended, invite, key_of_ticket, take_back
from .letters import send_link
from .loading import Earlier, Served, bring_in, declare_population, note_turnouts
from .points import point_at, points_everywhere
from .refusals import LinkSpent, LinkUnknown, NothingAsked
from .voting import LONGEST_REMARK, answer_invitation, cast_ballot, decline_invitation, is_over

__all__ = [
    "LONGEST_REMARK",
    "About",
    "Circumstances",
    "Earlier",
    "LinkSpent",
    "LinkUnknown",
    "NothingAsked",
    "Said",
    "Served",
    "answer_invitation",
    "bring_in",
    "cast_ballot",
    "count_turnout",
    "declare_population",
    "decline_invitation",
    "forget_ended",
    "invite",
    "is_over",
    "key_of_ticket",
    "note_turnouts",
    "point_at",
    "points_everywhere",
    "send_link",
    "take_back",
]
