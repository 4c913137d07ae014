"""What is done with a survey."""

from .boxes import About, Circumstances, Said
from .invitations import count_turnout, forget_ended, invite, key_of_ticket, take_back
from .loading import Earlier, Served, bring_in, declare_population, note_turnouts
from .paper import (
    LONGEST_REASON,
    MOST_SHEETS,
    asked_of,
    change_sheets,
    close_paper_when,
    discard_batch,
    enter_form,
    open_batch,
    submit_batch,
)
from .paper_checks import (
    codes_of,
    confirm_batch,
    reading_of,
    reenter_form,
    reject_batch,
    settle_form,
)
from .points import point_at
from .refusals import (
    BatchIncomplete,
    BatchMoved,
    BatchTooLate,
    LinkSpent,
    LinkUnknown,
    NothingAsked,
    OtherHands,
    OwnCounter,
    SamePerson,
)
from .remarks import LONGEST_HIDING, hide_remark, open_remarks
from .voting import LONGEST_REMARK, answer_invitation, cast_ballot, is_over

__all__ = [
    "LONGEST_HIDING",
    "LONGEST_REASON",
    "LONGEST_REMARK",
    "MOST_SHEETS",
    "About",
    "BatchIncomplete",
    "BatchMoved",
    "BatchTooLate",
    "Circumstances",
    "Earlier",
    "LinkSpent",
    "LinkUnknown",
    "NothingAsked",
    "OtherHands",
    "OwnCounter",
    "Said",
    "SamePerson",
    "Served",
    "answer_invitation",
    "asked_of",
    "bring_in",
    "cast_ballot",
    "change_sheets",
    "close_paper_when",
    "codes_of",
    "confirm_batch",
    "count_turnout",
    "declare_population",
    "discard_batch",
    "enter_form",
    "forget_ended",
    "hide_remark",
    "invite",
    "is_over",
    "key_of_ticket",
    "note_turnouts",
    "open_batch",
    "open_remarks",
    "point_at",
    "reading_of",
    "reenter_form",
    "reject_batch",
    "settle_form",
    "submit_batch",
    "take_back",
]
