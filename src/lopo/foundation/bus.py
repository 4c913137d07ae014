"""Facts that contexts tell each other, delivered inside the same transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

Event = TypeVar("Event")

_subscribers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[Event], reaction: Callable[[Event], None]) -> None:
    """Let ``reaction`` hear every ``event_type``; registering twice is the same as once."""
    if reaction not in _subscribers[event_type]:
        _subscribers[event_type].append(reaction)


def publish(event: Any) -> None:
    """Run every reaction now; outside a transaction this is a programming error."""
    if not connection.in_atomic_block:
        raise RuntimeError("publish() must run inside transaction.atomic()")
    for reaction in _subscribers[type(event)]:
        reaction(event)
