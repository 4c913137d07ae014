"""Who did it, in a form that survives the deletion of the account and names nobody."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of an act: an opaque id such as ``user:7``, ``device:3`` or ``visitor``."""

    id: str


SYSTEM = Actor(id="system")
VISITOR = Actor(id="visitor")
