"""Who is next, and which change may follow which. Pure: no database, no clock, no request.

The order is the published policy of API.md §5: whoever came first is called first; a declared
priority class (UU 25/2009 art. 29, PermenPANRB 11/2024) counts as having come some minutes
earlier; and after ``max_priority_in_a_row`` calls with a head start in one queue, a visitor
without one who waits there is called before another with one.
"""

from collections import defaultdict, deque
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

PRIORITY_CLASSES = ("LANSIA", "DISABILITAS", "HAMIL", "ANAK", "BENCANA")
CHANNELS = ("WEB", "KIOSK", "RECEPTION")

TRANSITIONS: Mapping[str, Mapping[str, str]] = {
    "WAITING": {"call": "CALLED", "cancel": "CANCELLED", "lapse": "MISSED"},
    "CALLED": {
        "recall": "CALLED",
        "start": "SERVING",
        "no-show": "MISSED",
        "park": "PARKED",
        "transfer": "WAITING",
    },
    "SERVING": {"finish": "DONE", "park": "PARKED", "transfer": "WAITING"},
    "PARKED": {"return": "WAITING", "lapse": "MISSED"},
    "MISSED": {"return": "WAITING"},
    "DONE": {},
    "CANCELLED": {},
}
AT_A_COUNTER = frozenset({"CALLED", "SERVING"})
# The states whose time is a visitor's time with us: each is an interval (ARCHITECTURE.md §5).
TIMED = frozenset({"WAITING", "CALLED", "SERVING", "PARKED"})
# An officer's slip of the finger is taken back within this time, and never later.
UNDO_SECONDS = 10
# What an officer does at a counter that can be taken back, in the words of the HTTP API.
UNDOABLE = frozenset({"call", "recall", "start", "finish", "no-show", "park", "transfer", "add"})


def state_after(state: str, verb: str) -> str | None:
    """The state ``verb`` leads to from ``state``, or None when it may not follow.

    Taking a verb back is not in the table: it leads to where the verb came from.
    """
    return TRANSITIONS[state].get(verb)


def may_be_undone(done_at: datetime, at: datetime) -> bool:
    """Whether a verb done at ``done_at`` may still be taken back at ``at``."""
    return at <= done_at + timedelta(seconds=UNDO_SECONDS)


def may_return(missed_at: datetime, at: datetime, return_minutes: int) -> bool:
    """Whether somebody who missed the call may still come back to the line."""
    return at <= missed_at + timedelta(minutes=return_minutes)


def run_of(head_starts: Iterable[int]) -> int:
    """The run of a queue whose policy calls, newest first, had these head starts."""
    return sum(1 for _ in takewhile(bool, head_starts))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A present visitor in line, with all that the order may know of them.

    ``head_start`` is in whole minutes (0 without a priority class); ``seq`` is that of the
    ticket's issue and settles equal arrivals. ``bound_to`` is the code of the one counter the
    visitor was sent to, if any.
    """

    ticket: int | str
    queue: str
    service: str
    arrived_at: datetime
    head_start: int
    seq: int
    bound_to: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The rule in force: how many calls with a head start may follow each other in a queue."""

    max_priority_in_a_row: int


def turn_of(visitor: Waiting) -> tuple[datetime, int]:
    """The sort key of a visitor: smaller is earlier."""
    return visitor.arrived_at - timedelta(minutes=visitor.head_start), visitor.seq


def call_order(
    line: Iterable[Waiting], *, runs: Mapping[str, int], policy: Policy
) -> Iterator[Waiting]:
    """``line`` in the order the rule takes it, one session serving all of it.

    ``runs`` says per queue how many of its last policy calls in a row had a head start.
    """
    plain: dict[str, deque[Waiting]] = defaultdict(deque)
    early: dict[str, deque[Waiting]] = defaultdict(deque)
    for visitor in sorted(line, key=turn_of):
        (early if visitor.head_start else plain)[visitor.queue].append(visitor)
    counts = dict(runs)
    while True:
        fronts = [places[0] for group in (plain, early) for places in group.values() if places]
        if not fronts:
            return
        chosen = min(fronts, key=turn_of)
        queue, run = chosen.queue, counts.get(chosen.queue, 0)
        if chosen.head_start and run >= policy.max_priority_in_a_row and plain[queue]:
            chosen = plain[queue][0]
        (early if chosen.head_start else plain)[queue].popleft()
        counts[queue] = run_after(run, head_start=chosen.head_start)
        yield chosen


def next_in_line(
    line: Iterable[Waiting], *, runs: Mapping[str, int], policy: Policy
) -> Waiting | None:
    """Whose turn it is among ``line`` (the eligible ones), or None when it is empty."""
    return next(call_order(line, runs=runs, policy=policy), None)


def run_after(run: int, *, head_start: int) -> int:
    """A queue's run of calls with a head start, after one more call."""
    return run + 1 if head_start else 0


def places_ahead(
    line: Iterable[Waiting], visitor: Waiting, *, runs: Mapping[str, int], policy: Policy
) -> int:
    """How many of ``line`` the rule would take before ``visitor``."""
    everyone = [w for w in line if w.ticket != visitor.ticket] + [visitor]
    before = takewhile(
        lambda w: w.ticket != visitor.ticket, call_order(everyone, runs=runs, policy=policy)
    )
    return sum(1 for _ in before)


def is_passed_over(absent: Waiting, called: Waiting) -> bool:
    """Whether calling ``called`` overtook someone who has a number but is not in the room.

    The absent one stands where the time of issue puts them.
    """
    return turn_of(absent) < turn_of(called)


def no_show_at(last_counted_call_at: datetime, interval_seconds: int) -> datetime:
    """When the next counted call, or the no-show after the last one, is allowed."""
    return last_counted_call_at + timedelta(seconds=interval_seconds)


def is_counted(last_counted_call_at: datetime, at: datetime, interval_seconds: int) -> bool:
    """Whether a recall at ``at`` counts: it must come at least the interval after the last."""
    return at >= no_show_at(last_counted_call_at, interval_seconds)


def services_in(serves: Container[str] | None, service: str) -> bool:
    """Whether a session serves ``service``; None means everything at the centre."""
    return serves is None or service in serves


def is_eligible(visitor: Waiting, *, serves: Container[str] | None, counter: str) -> bool:
    """Whether a session at ``counter`` may call ``visitor``: its service, no other's guest."""
    return services_in(serves, visitor.service) and visitor.bound_to in (None, counter)


def number_label(queue_code: str, number: int) -> str:
    """A number as people read it: ``A-012``."""
    return f"{queue_code}-{number:03d}"
