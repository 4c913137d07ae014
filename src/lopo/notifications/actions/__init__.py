"""What is done with receivers and messages."""

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
from .outbox import announce, send_again, send_test
from .posting import Answer, post

__all__ = [
    "JOB",
    "KEPT",
    "ROTATION",
    "Answer",
    "Made",
    "TooMany",
    "WebhookPaused",
    "add_webhook",
    "announce",
    "check_address",
    "deliver_round",
    "forget_old",
    "pause_webhook",
    "post",
    "remove_webhook",
    "resume_webhook",
    "rotate_secret",
    "send_again",
    "send_test",
    "wake",
]
