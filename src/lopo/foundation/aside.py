"""Small writes on a connection of their own, seen by others while a long transaction is open.

An act that takes all of a file in or nothing is one transaction, and whoever waits for it wants to
see how far it is. What is written aside is there at once, and stays when the act is taken back; it
must not touch rows that the act holds, or both would wait for each other.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

Aside = Callable[[Callable[[], object]], None]


@contextmanager
def aside() -> Iterator[Aside]:
    """Run functions on another connection, one after the other; each is done when it returns."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside") as thread:

        def write(act: Callable[[], object]) -> None:
            thread.submit(act).result()

        try:
            yield write
        finally:
            thread.submit(_hang_up).result()


def _hang_up() -> None:
    """Close the connection of the thread that calls."""
    connection.close()
