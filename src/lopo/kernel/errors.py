"""Refusals: things a person asked for that a rule does not allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class Refusal(Exception):
    """A rule said no. The message is shown to the person who asked, in their language.

    ``code`` is the stable name of the rule in the HTTP API, ``status`` its HTTP status,
    ``extra`` machine-readable facts that travel with the problem document.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.message = message
        self.extra = extra


class Unknown(Refusal):
    """There is no such thing, or the one who asks may not know of it."""

    code = "not-found"
    status = 404


class NoLongerHere(Unknown):
    """It was here and is not any more; everybody may know, and read why (a page says 410).

    ``named``: the data in the message, in order; a page in another language marks them.
    ``heading``: what is not any more, in a few words; without it a place that received visitors.
    """

    def __init__(self, message: str, *, named: Sequence[str] = (), heading: str = "") -> None:
        super().__init__(message)
        self.named = tuple(named)
        self.heading = heading


class Unauthenticated(Refusal):
    """Nobody, or nobody we know, is asking."""

    code = "unauthenticated"
    status = 401


class NotPermitted(Refusal):
    """We know who is asking; their role does not include this."""

    code = "forbidden"
    status = 403


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: its name, a stable code, a sentence on how to mend it."""

    field: str
    code: str
    message: str


class FieldRefusal(Refusal):
    """The request is well formed, but fields of it are wrong (HTTP 422)."""

    code = "invalid"
    status = 422

    def __init__(self, message: str, errors: Sequence[FieldError], **extra: Any) -> None:
        super().__init__(message, **extra)
        self.errors = tuple(errors)


class TooManyRequests(Refusal):
    """Asked too often; ``retry_after`` seconds later it is allowed again."""

    code = "too-many-requests"
    status = 429

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message, retry_after=retry_after)
        self.retry_after = retry_after
