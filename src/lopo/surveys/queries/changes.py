"""What earlier voices changed, as a context above knows it: told to who has just spoken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lopo.organisation.api import Centre


@dataclass(frozen=True, slots=True)
class Improvement:
    """Something done, or being done, because of what was said."""

    name: str
    text: str
    is_done: bool


_sources: list[Callable[[Centre], Sequence[Improvement]]] = []


def register_improvements(source: Callable[[Centre], Sequence[Improvement]]) -> None:
    """Say what was improved at a centre; called when the application starts."""
    if source not in _sources:
        _sources.append(source)


def improvements_at(centre: Centre) -> list[Improvement]:
    """Everything that is told of a centre."""
    return [one for source in _sources for one in source(centre)]
