"""The published order (API.md §5), held against a naive reading of its sentences."""

from collections import defaultdict
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.frontdesk.rules import (
    TRANSITIONS,
    Policy,
    Waiting,
    call_order,
    is_counted,
    is_passed_over,
    next_in_line,
    no_show_at,
    number_label,
    places_ahead,
    run_after,
    services_in,
    state_after,
    turn_of,
)

OPENING = datetime(2026, 11, 23, 0, 0, tzinfo=timezone.utc)
HEAD_START = 30
# Every change that API.md §5 allows; what is not here is refused. Taking back is not a change of
# its own: it leads to where the verb came from.
LAWFUL = {
    ("WAITING", "call"): "CALLED",
    ("WAITING", "cancel"): "CANCELLED",
    ("WAITING", "lapse"): "MISSED",
    ("CALLED", "recall"): "CALLED",
    ("CALLED", "start"): "SERVING",
    ("CALLED", "no-show"): "MISSED",
    ("CALLED", "park"): "PARKED",
    ("CALLED", "transfer"): "WAITING",
    ("SERVING", "finish"): "DONE",
    ("SERVING", "park"): "PARKED",
    ("SERVING", "transfer"): "WAITING",
    ("PARKED", "return"): "WAITING",
    ("PARKED", "lapse"): "MISSED",
    ("MISSED", "return"): "WAITING",
}
STATES = ("WAITING", "CALLED", "SERVING", "PARKED", "MISSED", "DONE", "CANCELLED")
VERBS = (
    *("call", "cancel", "lapse", "recall", "start", "no-show", "finish", "issue", "arrive"),
    *("park", "transfer", "return", "add", "undo"),
)


@st.composite
def lines(draw: st.DrawFn, *, least: int = 0) -> list[Waiting]:
    """People in the room, in any order; many arrive in the same minute on purpose."""
    people = draw(
        st.lists(
            st.tuples(st.integers(0, 90), st.sampled_from("ABC"), st.booleans()),
            min_size=least,
            max_size=14,
        )
    )
    return [
        Waiting(
            ticket=n,
            queue=queue,
            service=f"{queue}-SVC",
            arrived_at=OPENING + timedelta(minutes=minute),
            head_start=HEAD_START if early else 0,
            seq=n,
        )
        for n, (minute, queue, early) in enumerate(people, start=1)
    ]


policies = st.builds(Policy, max_priority_in_a_row=st.integers(1, 3))
runs_so_far = st.dictionaries(st.sampled_from("ABC"), st.integers(0, 4))


def naive_key(person: Waiting) -> tuple[datetime, int]:
    return person.arrived_at - timedelta(minutes=person.head_start), person.seq


def naive_next(line: list[Waiting], history: dict[str, list[bool]], most: int) -> Waiting | None:
    """API.md §5 'Order', word for word; ``history`` holds per queue who had a head start."""
    if not line:
        return None
    smallest = min(line, key=naive_key)
    last = history[smallest.queue][-most:]
    all_had_one = len(last) == most and all(last)
    without = [p for p in line if p.queue == smallest.queue and p.head_start == 0]
    if smallest.head_start > 0 and all_had_one and without:
        return min(without, key=naive_key)
    return smallest


def naive_order(line: list[Waiting], runs: dict[str, int], most: int) -> list[Waiting]:
    history: dict[str, list[bool]] = defaultdict(list)
    for queue, run in runs.items():
        history[queue] = [False] + [True] * run
    left, order = list(line), []
    while (chosen := naive_next(left, history, most)) is not None:
        left.remove(chosen)
        history[chosen.queue].append(chosen.head_start > 0)
        order.append(chosen)
    return order


def test_nobody_is_next_in_an_empty_line() -> None:
    assert next_in_line([], runs={}, policy=Policy(2)) is None


@given(lines(), runs_so_far, policies)
def test_the_rule_calls_exactly_as_the_published_sentences_say(
    line: list[Waiting], runs: dict[str, int], policy: Policy
) -> None:
    expected = naive_order(line, runs, policy.max_priority_in_a_row)
    assert list(call_order(line, runs=runs, policy=policy)) == expected
    assert next_in_line(line, runs=runs, policy=policy) == (expected[0] if expected else None)


@given(lines(least=1), runs_so_far, policies)
def test_places_ahead_is_the_position_in_simulated_calls(
    line: list[Waiting], runs: dict[str, int], policy: Policy
) -> None:
    order = naive_order(line, runs, policy.max_priority_in_a_row)
    for person in line:
        assert places_ahead(line, person, runs=runs, policy=policy) == order.index(person)


@given(lines(least=1), runs_so_far, policies)
def test_someone_who_is_not_here_yet_is_told_the_place_they_would_get(
    line: list[Waiting], runs: dict[str, int], policy: Policy
) -> None:
    late = Waiting("from afar", "A", "A-SVC", OPENING + timedelta(minutes=91), 0, 999)
    assert places_ahead(line, late, runs=runs, policy=policy) == naive_order(
        [*line, late], runs, policy.max_priority_in_a_row
    ).index(late)


@given(lines(), runs_so_far, policies)
def test_everyone_is_called_once(line: list[Waiting], runs: dict[str, int], policy: Policy) -> None:
    called = [p.ticket for p in call_order(line, runs=runs, policy=policy)]
    assert sorted(called, key=str) == sorted((p.ticket for p in line), key=str)


@given(lines(), runs_so_far, policies, st.randoms())
def test_the_order_in_which_the_line_is_handed_over_does_not_matter(
    line: list[Waiting], runs: dict[str, int], policy: Policy, chance: object
) -> None:
    shuffled = list(line)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert list(call_order(line, runs=runs, policy=policy)) == list(
        call_order(shuffled, runs=runs, policy=policy)
    )


@given(lines(least=1), policies)
def test_without_a_run_nobody_is_called_before_one_who_came_a_head_start_earlier(
    line: list[Waiting], policy: Policy
) -> None:
    chosen = next_in_line(line, runs={}, policy=policy)
    assert chosen is not None
    for other in line:
        assert chosen.arrived_at - other.arrived_at <= timedelta(minutes=HEAD_START)


@given(lines(), policies)
def test_two_of_one_kind_in_one_queue_are_called_in_the_order_they_came(
    line: list[Waiting], policy: Policy
) -> None:
    seen: dict[tuple[str, int], tuple[datetime, int]] = {}
    for person in call_order(line, runs={}, policy=policy):
        kind = (person.queue, person.head_start)
        place = (person.arrived_at, person.seq)
        assert kind not in seen or seen[kind] < place
        seen[kind] = place


@given(lines(), runs_so_far, policies)
def test_never_more_in_a_row_with_a_head_start_while_one_without_waits_there(
    line: list[Waiting], runs: dict[str, int], policy: Policy
) -> None:
    left, counts = list(line), dict(runs)
    for person in call_order(line, runs=runs, policy=policy):
        without = [p for p in left if p.queue == person.queue and not p.head_start]
        if person.head_start and without:
            assert counts.get(person.queue, 0) < policy.max_priority_in_a_row
        counts[person.queue] = run_after(counts.get(person.queue, 0), head_start=person.head_start)
        left.remove(person)


def test_the_third_in_a_row_steps_back_for_one_without_a_head_start() -> None:
    early = [Waiting(n, "A", "S", OPENING, 30, n) for n in (2, 3, 4)]
    plain = Waiting(1, "A", "S", OPENING, 0, 1)
    elsewhere = Waiting(5, "B", "S", OPENING, 0, 5)
    called = call_order([*early, plain, elsewhere], runs={}, policy=Policy(2))
    assert [p.ticket for p in called] == [2, 3, 1, 4, 5]


def test_one_waiting_in_another_queue_does_not_break_the_run() -> None:
    early = [Waiting(n, "A", "S", OPENING, 30, n) for n in (1, 2, 3)]
    elsewhere = Waiting(4, "B", "S", OPENING, 0, 4)
    called = call_order([*early, elsewhere], runs={}, policy=Policy(2))
    assert [p.ticket for p in called] == [1, 2, 3, 4]


def test_equal_arrivals_are_settled_by_the_order_of_issue() -> None:
    first, second = Waiting(9, "A", "S", OPENING, 0, 1), Waiting(1, "A", "S", OPENING, 0, 2)
    assert turn_of(first) < turn_of(second)
    assert next_in_line([second, first], runs={}, policy=Policy(2)) == first


def test_only_one_with_an_earlier_turn_is_passed_over() -> None:
    called = Waiting(1, "A", "S", OPENING + timedelta(minutes=10), 0, 2)
    earlier = Waiting(2, "A", "S", OPENING, 0, 1)
    later = Waiting(3, "A", "S", OPENING + timedelta(minutes=11), 0, 3)
    early_by_class = Waiting(4, "A", "S", OPENING + timedelta(minutes=11), 30, 4)
    assert is_passed_over(earlier, called)
    assert not is_passed_over(later, called)
    assert is_passed_over(early_by_class, called)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_only_the_changes_of_the_contract_are_lawful(state: str, verb: str) -> None:
    assert state_after(state, verb) == LAWFUL.get((state, verb))


def test_every_state_is_known_and_final_ones_lead_nowhere() -> None:
    assert set(TRANSITIONS) == set(STATES)
    for final in ("DONE", "CANCELLED"):
        assert TRANSITIONS[final] == {}


def test_a_recall_counts_only_after_the_interval() -> None:
    last = OPENING
    assert not is_counted(last, last + timedelta(seconds=44, microseconds=999_999), 45)
    assert is_counted(last, last + timedelta(seconds=45), 45)
    assert no_show_at(last, 90) == last + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("queue", "number", "label"), [("A", 1, "A-001"), ("B", 12, "B-012"), ("C", 1234, "C-1234")]
)
def test_numbers_have_at_least_three_digits(queue: str, number: int, label: str) -> None:
    assert number_label(queue, number) == label


def test_a_session_without_a_list_serves_everything() -> None:
    assert services_in(None, "anything")
    assert services_in(["A-SVC"], "A-SVC")
    assert not services_in(["A-SVC"], "B-SVC")
    assert not services_in([], "A-SVC")
