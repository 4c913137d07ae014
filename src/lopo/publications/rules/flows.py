"""A procedure as something to draw: steps, who does them, and where a *no* goes back to. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# What XML cannot hold, however it is escaped.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def kept(text: str) -> str:
    """The text without what no XML can hold."""
    return UNWRITABLE.sub("", text)


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One activity of one actor; ``no_to`` is the number (from 1) a *no* goes back to."""

    actor: str
    activity: str
    time: str = ""
    completeness: str = ""
    output: str = ""
    you: bool = False
    outside: bool = False
    question: str = ""
    no_to: int = 0

    @property
    def decides(self) -> bool:
        """Whether it ends with a question."""
        return bool(self.question)


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps of a service in their order."""

    name: str
    steps: tuple[FlowStep, ...]

    @property
    def actors(self) -> tuple[str, ...]:
        """Who acts, in the order of first appearance."""
        return tuple(dict.fromkeys(step.actor for step in self.steps))

    @property
    def edges(self) -> tuple[tuple[int, int, str], ...]:
        """From step to step (numbers from 1): on with "" or `yes`, back with `no`."""
        return (*_onward(self.steps), *_back(self.steps))


def _onward(steps: Sequence[FlowStep]) -> list[tuple[int, int, str]]:
    return [
        (number, number + 1, "yes" if step.decides else "")
        for number, step in enumerate(steps[:-1], 1)
    ]


def _back(steps: Sequence[FlowStep]) -> list[tuple[int, int, str]]:
    """A *no* that leads nowhere sensible is drawn to the step itself: ask again."""
    return [
        (number, step.no_to if 1 <= step.no_to <= number else number, "no")
        for number, step in enumerate(steps, 1)
        if step.decides
    ]
