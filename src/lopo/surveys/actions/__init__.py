"""What is done with a survey."""

from .boxes import About, Circumstances, Said
from .invitations import count_turnout, forget_ended, invite, key_of_ticket, take_back
from .loading import Earlier, Served, bring_in, declare_population, note_turnouts
from .points import point_at
from .refusals import LinkSpent, LinkUnknown, NothingAsked
from .voting import LONGEST_REMARK, answer_invitation, cast_ballot, is_over

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
    "forget_ended",
    "invite",
    "is_over",
    "key_of_ticket",
    "note_turnouts",
    "point_at",
    "take_back",
]
