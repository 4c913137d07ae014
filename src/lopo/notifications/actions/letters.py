"""Letters written down: in the transaction of the act that wants them, sealed from the start."""

import secrets
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.foundation.jobs import enqueue
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.notifications.models import Letter
from lopo.notifications.queries import can_send_letters
from lopo.notifications.rules import is_address, is_line, plain_lines, seal
from lopo.notifications.rules.letters import LONGEST_SUBJECT

LETTER_JOB = "notifications.letters"
ID_BYTES = 18


class NoMail(Refusal):
    """No mail server is named: a letter would wait for nobody."""

    code = "no-mail"


def check_letter_address(to: str) -> None:
    """Raise ``FieldRefusal`` for what is no e-mail address, without repeating it."""
    try:
        validate_email(to)
    except ValidationError:
        pass
    else:
        if is_address(to):
            return
    raise _wrong("to", _("Write an e-mail address such as nama@contoh.id."))


def post_letter(
    *, kind: str, to: str, subject: str, body: str, at: datetime, language: str = ""
) -> None:
    """Write a letter to one person; it is sent when the caller's transaction is committed.

    ``kind``: a word of the caller, such as `survey.invitation`; it is told in logs. ``body``: plain
    text. ``language``: of the text; that of the reader when it is not said. Raises ``NoMail`` where
    no mail server is named, ``FieldRefusal`` for what is no address, no line, no plain text.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a letter is written inside the transaction of the act")
    if not can_send_letters():
        raise NoMail(_("This installation sends no e-mail."))
    check_letter_address(to)
    if not is_line(subject, LONGEST_SUBJECT):
        raise _wrong("subject", _("The subject must be one line of at most 200 characters."))
    Letter.objects.create(
        kind=kind,
        language=language or get_language() or settings.LANGUAGE_CODE,
        address=seal(to, settings.LETTER_KEY),
        subject=seal(subject, settings.LETTER_KEY),
        body=seal(_plain(body), settings.LETTER_KEY),
        message_id=_new_message_id(),
        next_try_at=at,
        created_at=at,
    )
    enqueue(LETTER_JOB)


def _plain(body: str) -> str:
    try:
        return plain_lines(body)
    except ValueError:
        said = _("The text of the letter is empty, too long, or holds what is no text.")
        raise _wrong("body", said) from None


def _wrong(field: str, message: str) -> FieldRefusal:
    return FieldRefusal(message, [FieldError(field=field, code="invalid", message=message)])


def _new_message_id() -> str:
    """A name for the letter, in the domain it is sent from; the same at every try."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return f"<{secrets.token_urlsafe(ID_BYTES)}@{domain}>"
