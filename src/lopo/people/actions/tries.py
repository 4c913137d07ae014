"""How often somebody may try; counted in PostgreSQL, exact across processes.

A stranger who knows a user name can slow down their own address, never lock the account: tries
at the password are counted per address, and per address and name, not per name. Behind a right
password the account itself is counted too: no stranger comes that far, and six digits need it.
"""

from datetime import timedelta

from lopo.foundation import buckets
from lopo.kernel.clock import system_clock
from lopo.people.rules import hash_of

TRIES_PER_NAME = 5
TRIES_PER_ADDRESS = 40
WINDOW = timedelta(minutes=5)
# All addresses together: guessing six digits, three of them valid, takes years at this pace.
TRIES_PER_ACCOUNT = 50
ACCOUNT_WINDOW = timedelta(hours=1)
CODE_COUNTS = timedelta(minutes=5)


def signing_in_too_often(address: str, username: str) -> bool:
    """One try at a password."""
    name = hash_of(username.casefold())[:24]
    return _over(
        (f"sign-in:{address}", TRIES_PER_ADDRESS, WINDOW),
        (f"sign-in:{address}:{name}", TRIES_PER_NAME, WINDOW),
    )


def password_was_right(address: str, username: str) -> None:
    """A right password gives its own try back, and no other: guesses stay counted."""
    name = hash_of(username.casefold())[:24]
    buckets.give_back(f"sign-in:{address}")
    buckets.give_back(f"sign-in:{address}:{name}")


def coding_too_often(address: str, user_pk: int) -> bool:
    """One try at a code of somebody whose password was right."""
    return _over(
        (f"code:{address}:{user_pk}", TRIES_PER_NAME, WINDOW),
        (f"code:{user_pk}", TRIES_PER_ACCOUNT, ACCOUNT_WINDOW),
    )


def code_was_right(address: str, user_pk: int) -> None:
    """A right code does not count against its owner."""
    buckets.give_back(f"code:{address}:{user_pk}")
    buckets.give_back(f"code:{user_pk}")


def code_is_spent(code: str, user_pk: int) -> bool:
    """Whether this code of an app was used already; says so once only, across all processes."""
    return _over((f"totp:{user_pk}:{hash_of(code)[:24]}", 1, CODE_COUNTS))


def passkey_too_often(address: str) -> bool:
    """One try to sign in with a passkey alone."""
    return _over((f"passkey:{address}", TRIES_PER_ADDRESS, WINDOW))


def opening_too_often(what: str, address: str, limit: int) -> bool:
    """One look at something that strangers may ask for."""
    return _over((f"{what}:{address}", limit, WINDOW))


def _over(*limits: tuple[str, int, timedelta]) -> bool:
    now = system_clock()
    # Every bucket counts the try, also when the first is full.
    waits = [buckets.take(key, limit=top, window=span, now=now) for key, top, span in limits]
    return any(wait is not None for wait in waits)
