"""Letters sent: claimed, handed over, noted; and once more when something comes between.

As with messages to webhooks, a try is claimed in a short transaction, made outside of any, and
noted in another. One letter at a time for the whole installation: there is one mail server, and
when it is slow it keeps one of the worker's hands, never all of them.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from lopo.foundation.jobs import enqueue
from lopo.kernel.clock import Clock
from lopo.notifications.models import Letter
from lopo.notifications.queries import letter_in_hand, letters_are_due
from lopo.notifications.rules import OF_THE_SERVER, CannotOpen, Trouble, open_sealed, wait_after

from .delivering import KEPT
from .letters import LETTER_JOB
from .smtp import Text, hand_over

# Longer than all answers of a try can last.
LETTER_CLAIM = timedelta(minutes=3)
ROUND = 50
CLAIM_LOCK = 7_105_112_120

logger = logging.getLogger(__name__)


def wake_letters(clock: Clock) -> bool:
    """Put a round in line when a letter is due and nobody is sending; whether it did."""
    is_time = letters_are_due(clock())
    if is_time:
        enqueue(LETTER_JOB)
    return is_time


def send_letters(*, clock: Clock) -> int:
    """Send what is due, one after the other, until the server is in the way; how many."""
    for number in range(ROUND):
        letter = _claim(clock())
        if letter is None:
            return number
        trouble = _send(letter)
        _note(letter, trouble, clock())
        if trouble in OF_THE_SERVER:
            return number + 1
    return ROUND


@transaction.atomic
def _claim(now: datetime) -> Letter | None:
    _one_at_a_time()
    if letter_in_hand(now):
        return None
    letter = _next_due(now)
    if letter is not None:
        letter.tries += 1
        letter.next_try_at = letter.busy_until = now + LETTER_CLAIM
        letter.save(update_fields=["tries", "next_try_at", "busy_until"])
    return letter


def _one_at_a_time() -> None:
    """Choose alone; a round waits the moment another one takes to see that it is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIM_LOCK])


def _next_due(now: datetime) -> Letter | None:
    return Letter.objects.filter(next_try_at__lte=now).order_by("next_try_at", "pk").first()


def _send(letter: Letter) -> Trouble:
    server = settings.MAIL_SERVER
    if server is None:
        return Trouble.SETUP
    try:
        to, subject, body = (
            open_sealed(sealed, settings.LETTER_KEY)
            for sealed in (letter.address, letter.subject, letter.body)
        )
    except CannotOpen:
        return Trouble.KEY
    text = Text(to, subject, body, letter.language, letter.message_id, letter.created_at)
    return hand_over(text, sender=settings.MAIL_FROM, server=server)


@transaction.atomic
def _note(letter: Letter, trouble: Trouble, now: datetime) -> None:
    """What came of a try; nothing, if the claim ran out and another one holds the letter."""
    ours = Letter.objects.select_for_update().filter(
        pk=letter.pk, tries=letter.tries, busy_until=letter.busy_until
    )
    held = ours.first()
    if held is not None:
        _settle(held, trouble, now)


def _settle(letter: Letter, trouble: Trouble, now: datetime) -> None:
    letter.trouble, letter.busy_until = trouble.value, None
    wait = wait_after(letter.tries) if trouble and trouble != Trouble.REFUSED else None
    if wait is not None:
        letter.state, letter.next_try_at = Letter.State.FAILED, now + wait
        letter.save(update_fields=["trouble", "busy_until", "state", "next_try_at"])
        return
    if trouble:
        logger.warning("letter %s (%s) given up: %s", letter.pk, letter.kind, trouble.value)
    letter.state = Letter.State.ABANDONED if trouble else Letter.State.SENT
    letter.next_try_at = None
    letter.address = letter.subject = letter.body = ""
    letter.save(
        update_fields=[
            "trouble", "busy_until", "state", "next_try_at", "address", "subject", "body",
        ]
    )  # fmt: skip


def forget_old_letters(now: datetime) -> int:
    """Delete letters of a month ago, whatever became of them; how many."""
    count, _rows = Letter.objects.filter(created_at__lt=now - KEPT).delete()
    return count
