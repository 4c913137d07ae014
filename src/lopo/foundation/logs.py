"""Log lines without secrets: links of visitors and of invited staff never reach a log."""

import logging
import re

SECRET_PATHS = re.compile(r"/(tiket|tickets|hadir/[^/\s]+|undangan|sandi-baru|pertama)/[^/\s?\"']+")


def masked(text: str) -> str:
    """``text`` with the secret part of every link hidden."""
    return SECRET_PATHS.sub(lambda found: f"/{found.group(1)}/…", text)


class MaskSecrets(logging.Filter):
    """Hides ticket tokens, door codes and invitations in messages and in their arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; never drops it."""
        record.msg, record.args = masked(record.getMessage()), None
        return True
