"""Why somebody cannot answer, or not so."""

from lopo.kernel.errors import FieldRefusal, Refusal, Unknown


class LinkSpent(Refusal):
    """The link was used already: one visit, one voice."""

    code = "link-spent"


class QuestionsChanged(Refusal):
    """Another version is asked since the page was opened."""

    code = "questions-changed"


class LinkUnknown(Unknown):
    """There is no such link, not yet, or not any more."""

    code = "link-unknown"


class BatchIncomplete(Refusal):
    """Sheets are missing, or the second person has not seen enough of them."""

    code = "batch-incomplete"


class BatchMoved(Refusal):
    """The batch has gone on meanwhile."""

    code = "batch-moved"


class BatchTooLate(Refusal):
    """The results of that period do not take single sheets, or nothing at all, any more."""

    code = "batch-too-late"


class OtherHands(Refusal):
    """A colleague is at it."""

    code = "other-hands"


class SamePerson(Refusal):
    """Two persons are needed, and this is the first of them."""

    code = "same-person"


class OwnCounter(Refusal):
    """Nobody handles what was said about their own counter."""

    code = "own-counter"


class InstrumentsRefused(FieldRefusal):
    """A file with questionnaires has faults; every one is named."""

    code = "instruments-refused"


class InstrumentBegun(Refusal):
    """What has begun is not withdrawn any more."""

    code = "instrument-begun"


class InstrumentMoved(Refusal):
    """What is acted on was withdrawn or rewritten meanwhile."""

    code = "instrument-moved"


class BandsPast(Refusal):
    """Grades would begin in the wrong order."""

    code = "bands-past"
