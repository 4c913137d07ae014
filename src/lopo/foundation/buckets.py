"""A counter of tries per window, in one atomic statement: no race lets a try slip through."""

import math
from datetime import datetime, timedelta

from django.db import connection

_TAKE = """
INSERT INTO foundation_bucket AS b (key, started_at, tries) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
  started_at = CASE WHEN b.started_at <= %(since)s THEN excluded.started_at ELSE b.started_at END,
  tries = CASE WHEN b.started_at <= %(since)s THEN 1 ELSE b.tries + 1 END
RETURNING started_at, tries
"""


# No window is longer than this.
LONGEST_WINDOW = timedelta(days=1)
_SWEEP = "DELETE FROM foundation_bucket WHERE started_at < %s"
_GIVE_BACK = "UPDATE foundation_bucket SET tries = greatest(tries - 1, 0) WHERE key = %s"


def take(key: str, *, limit: int, window: timedelta, now: datetime) -> int | None:
    """Count one try. None when it is within ``limit``, else whole seconds until the next.

    Must not run inside the transaction of the act it guards: a refused act rolls back, and
    the try must stay counted.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"key": key, "now": now, "since": now - window})
        started_at, tries = cursor.fetchone()
    if tries <= limit:
        return None
    left: float = (started_at + window - now).total_seconds()
    return max(1, math.ceil(left))


def sweep(now: datetime) -> None:
    """Forget tries that no window looks back at any more."""
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, [now - LONGEST_WINDOW])


def give_back(key: str) -> None:
    """The last try was a right one: it does not count against whoever made it."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [key])
