"""What the front desk refuses, each with the stable code of API.md §2."""

from lopo.kernel.errors import FieldError, FieldRefusal, Refusal


class QueueEmpty(Refusal):
    """Nobody eligible is waiting for this session."""

    code = "queue-empty"


class CounterBusy(Refusal):
    """Someone is at the counter still."""

    code = "counter-busy"


class CounterTaken(Refusal):
    """Another officer sits at this counter, or this officer at another."""

    code = "counter-taken"


class SessionClosed(Refusal):
    """The counter is not open."""

    code = "session-closed"


class WrongState(Refusal):
    """The verb may not follow the ticket's state."""

    code = "wrong-state"


class TooSoon(Refusal):
    """A no-show before the published number of calls and time; ``no_show_at`` says when."""

    code = "too-soon"


class TooLate(Refusal):
    """The time in which this could be taken back, or come back from, is over."""

    code = "too-late"


class Closed(Refusal):
    """The centre takes no numbers now."""

    code = "closed"


class PastCutOff(Refusal):
    """The last numbers of the day have been given out."""

    code = "past-cut-off"


class NoCarryOver(Refusal):
    """The centre's rule is that who is left over is missed."""

    code = "no-carry-over"


class QuotaFull(Refusal):
    """The day's numbers are used up."""

    code = "quota-full"


class NotAtCounter(FieldRefusal):
    """The service has no queue at this centre."""

    code = "not-at-counter"

    def __init__(self, message: str) -> None:
        super().__init__(message, [FieldError("service", "not-at-counter", message)])


class DoorCode(FieldRefusal):
    """The door code is wrong, or of another day."""

    code = "door-code"

    def __init__(self, message: str) -> None:
        super().__init__(message, [FieldError("code", "door-code", message)])


class StillNeeded(Refusal):
    """Somebody in the room still needs what was to be taken away."""

    code = "still-needed"


def wrong_field(field: str, code: str, message: str) -> FieldRefusal:
    """The refusal of one field of a request."""
    return FieldRefusal(message, [FieldError(field, code, message)])
