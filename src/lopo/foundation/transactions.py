"""One transaction around an act, and around the answer that is kept with it.

A savepoint inside costs two round trips while the line is locked, and buys nothing: whatever
refuses an act takes its key back as well. So an act joins the transaction it is called in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_is_open: ContextVar[bool] = ContextVar("lopo_one_transaction", default=False)


@contextmanager
def one_transaction() -> Iterator[None]:
    """Everything inside happens, or nothing; joined, without a savepoint, when one is open.

    What fails inside a joined one condemns the whole: nothing after it can be committed.
    """
    if _is_open.get():
        with transaction.atomic(savepoint=False):
            yield
        return
    token = _is_open.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _is_open.reset(token)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is of one moment, though acts go on meanwhile; nothing is written.

    Inside a transaction that is open already, each statement is of its own moment, as ever.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
