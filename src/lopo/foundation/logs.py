"""Log lines without secrets: links of visitors never reach a log."""

import logging
import re

SECRET_PATHS = re.compile(r"/(tiket|tickets|petugas/pertama|hadir/[^/\s]+)/[^/\s?\"']+")


def masked(text: str) -> str:
    """``text`` with the secret part of every visitor's link hidden."""
    return SECRET_PATHS.sub(lambda found: f"/{found.group(1)}/…", text)


class MaskSecrets(logging.Filter):
    """Hides ticket tokens and door codes in messages and in their arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; never drops it."""
        record.msg, record.args = masked(record.getMessage()), None
        return True
