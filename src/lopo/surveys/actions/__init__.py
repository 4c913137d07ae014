"""What is done with a survey."""

from .boxes import About, Circumstances, Said
from .instruments import (
    InstrumentsReport,
    change_bands,
    end_exemption,
    end_instrument,
    exempt_item,
    import_instruments,
    refused_bands,
)
from .invitations import count_turnout, forget_ended, invite, key_of_ticket, take_back
from .letters import BY_MESSAGE, send_link
from .loading import Earlier, Served, bring_in, declare_population, note_turnouts
from .opening import open_what_waits
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
from .points import point_at, points_everywhere
from .recording import note_in_ledger
from .refusals import (
    BandsPast,
    BatchIncomplete,
    BatchMoved,
    BatchTooLate,
    InstrumentBegun,
    InstrumentsRefused,
    LinkSpent,
    LinkUnknown,
    OtherHands,
    OwnCounter,
    QuestionsChanged,
    SamePerson,
)
from .remarks import LONGEST_HIDING, hide_remark
from .voting import LONGEST_REMARK, answer_invitation, cast_ballot, decline_invitation, is_over
from .withdrawing import is_plan, withdraw_instrument

__all__ = [
    "BY_MESSAGE",
    "LONGEST_HIDING",
    "LONGEST_REASON",
    "LONGEST_REMARK",
    "MOST_SHEETS",
    "About",
    "BandsPast",
    "BatchIncomplete",
    "BatchMoved",
    "BatchTooLate",
    "Circumstances",
    "Earlier",
    "InstrumentBegun",
    "InstrumentsRefused",
    "InstrumentsReport",
    "LinkSpent",
    "LinkUnknown",
    "OtherHands",
    "OwnCounter",
    "QuestionsChanged",
    "Said",
    "SamePerson",
    "Served",
    "answer_invitation",
    "asked_of",
    "bring_in",
    "cast_ballot",
    "change_bands",
    "change_sheets",
    "close_paper_when",
    "codes_of",
    "confirm_batch",
    "count_turnout",
    "declare_population",
    "decline_invitation",
    "discard_batch",
    "end_exemption",
    "end_instrument",
    "enter_form",
    "exempt_item",
    "forget_ended",
    "hide_remark",
    "import_instruments",
    "invite",
    "is_over",
    "is_plan",
    "key_of_ticket",
    "note_in_ledger",
    "note_turnouts",
    "open_batch",
    "open_what_waits",
    "point_at",
    "points_everywhere",
    "reading_of",
    "reenter_form",
    "refused_bands",
    "reject_batch",
    "send_link",
    "settle_form",
    "submit_batch",
    "take_back",
    "withdraw_instrument",
]
