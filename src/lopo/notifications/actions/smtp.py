"""One letter handed to the mail server; what the server says is judged, and dropped.

Errors of SMTP name the recipient: none of them leaves this file, and none reaches a log.
"""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.utils import format_datetime
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from lopo.notifications.rules import Trouble

# For every answer of the server.
SECONDS = 10.0
# The first code with which SMTP says no for good; below it, it says "not now".
FOR_GOOD = 500
# Pure ASCII on the way, in lines of 76: no server on it can break an answer or a link.
PLAIN = Charset("utf-8")
PLAIN.body_encoding = QP


@dataclass(frozen=True, slots=True)
class Text:
    """A letter as it is read."""

    to: str
    subject: str
    body: str
    language: str
    message_id: str
    written_at: datetime


def hand_over(text: Text, *, sender: str, server: Mapping[str, Any]) -> Trouble:
    """Send one letter and say how it went."""
    line = EmailBackend(**server, timeout=SECONDS)
    try:
        line.open()
    except (OSError, ValueError) as problem:
        _hang_up(line)
        return _trouble_at_the_door(problem)
    try:
        line.send_messages([_message(text, sender)])
    except (OSError, ValueError) as problem:
        return _trouble_with_the_letter(problem)
    finally:
        _hang_up(line)
    return Trouble.NONE


def _hang_up(line: EmailBackend) -> None:
    """Whether it was taken is known by now; how the server says goodbye changes nothing."""
    with suppress(OSError):
        line.close()


def _message(text: Text, sender: str) -> EmailMessage:
    message = EmailMessage(
        subject=text.subject,
        body=text.body,
        from_email=sender,
        to=[text.to],
        headers={
            "Message-ID": text.message_id,
            "Date": format_datetime(text.written_at),
            "Content-Language": text.language,
            # Nobody's holiday notice answers it (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    message.encoding = PLAIN
    return message


def _trouble_at_the_door(problem: Exception) -> Trouble:
    """Before any letter is spoken of: to be put right by the operator, so none is given up."""
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return Trouble.TLS if "STARTTLS" in str(problem) else Trouble.LOGIN
    words: list[tuple[type[Exception], Trouble]] = [
        (TimeoutError, Trouble.SLOW),
        (ssl.SSLError, Trouble.TLS),
        (smtplib.SMTPAuthenticationError, Trouble.LOGIN),
    ]
    # smtplib tells a silence as a broken line; what was before it is its context.
    both = (problem, problem.__context__)
    return next(
        (word for kind, word in words if any(isinstance(one, kind) for one in both)),
        Trouble.UNREACHABLE,
    )


def _trouble_with_the_letter(problem: Exception) -> Trouble:
    if isinstance(problem, smtplib.SMTPSenderRefused):
        return Trouble.SENDER if problem.smtp_code >= FOR_GOOD else Trouble.LATER
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return _judged(min(code for code, _said in problem.recipients.values()))
    if isinstance(problem, smtplib.SMTPDataError):
        return _judged(problem.smtp_code)
    if isinstance(problem, ValueError):
        return Trouble.REFUSED
    return _trouble_at_the_door(problem)


def _judged(code: int) -> Trouble:
    return Trouble.REFUSED if code >= FOR_GOOD else Trouble.LATER
