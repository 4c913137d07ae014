"""What is done with receivers, messages and letters."""

from .delivering import JOB, KEPT, deliver_round, forget_old, wake
from .hooks import (
    ROTATION,
    Made,
    TooMany,
    WebhookPaused,
    add_webhook,
    check_address,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    rotate_secret,
)
from .letters import LETTER_JOB, NoMail, check_letter_address, post_letter
from .mailing import LETTER_CLAIM, forget_old_letters, send_letters, wake_letters
from .outbox import announce, send_again, send_test
from .posting import Answer, post

__all__ = [
    "JOB",
    "KEPT",
    "LETTER_CLAIM",
    "LETTER_JOB",
    "ROTATION",
    "Answer",
    "Made",
    "NoMail",
    "TooMany",
    "WebhookPaused",
    "add_webhook",
    "announce",
    "check_address",
    "check_letter_address",
    "deliver_round",
    "forget_old",
    "forget_old_letters",
    "pause_webhook",
    "post",
    "post_letter",
    "remove_webhook",
    "resume_webhook",
    "rotate_secret",
    "send_again",
    "send_letters",
    "send_test",
    "wake",
    "wake_letters",
]
