"""What it means and what is done: chapters IV to VII. Sentences follow from the numbers."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from lopo.findings.models import FollowUp
from lopo.findings.rules import Piece, decimal, heading, listed, note, paragraph, points, table
from lopo.foundation.days import civil_date
from lopo.kernel.formats import long_date, number
from lopo.surveys.api import Element, Outcome, period_spelled

from .facts import Facts
from .found import NOTHING, graded, trend
from .opening import chapter
from .words import period_long, say, words

FEW = 3
QUARTERS = (1, 2, 3, 4)


def analysis(facts: Facts) -> list[Piece]:
    """IV. The weakest and the strongest, how sure it is, and how it came to be."""
    outcome = facts.outcome
    opening = [chapter(4, "analysis")]
    if outcome is None:
        return [*opening, paragraph(say("results", "too_few", **facts.telling))]
    return [
        *opening,
        heading(2, say("analysis", "weakest")),
        *map(paragraph, _ends(facts)),
        heading(2, say("analysis", "sure")),
        paragraph(_sure(facts)),
        heading(2, say("analysis", "trend")),
        *map(paragraph, _moved(facts, outcome)),
        *trend(facts),
        heading(2, say("analysis", "remarks")),
        paragraph(_remarks(facts)),
    ]


def named(elements: Sequence[Element]) -> str:
    """Elements with their values, as a list in words."""
    told = [f"{one.item.name} ({decimal(one.value)})" for one in elements if one.value is not None]
    return listed(told)


def weakest_of(facts: Facts) -> str:
    """The three lowest; "" when all are alike, so that none is lowest."""
    return "" if _all_alike(facts) else named(facts.by_mean[:FEW])


def strongest_of(facts: Facts) -> str:
    """The three highest, the highest first."""
    found = sorted(facts.elements, key=lambda one: -(one.mean or 0))
    return "" if _all_alike(facts) else named(found[:FEW])


def _all_alike(facts: Facts) -> bool:
    return len({one.mean for one in facts.elements}) <= 1


def _ends(facts: Facts) -> list[str]:
    if _all_alike(facts):
        value = facts.elements[0].value
        assert value is not None
        return [say("analysis", "all_equal", value=decimal(value))]
    return [
        say("analysis", "weakest_text", weakest=weakest_of(facts)),
        say("analysis", "strongest_text", strongest=strongest_of(facts)),
    ]


def _sure(facts: Facts) -> str:
    if facts.shown.interval is None:
        return say("analysis", "sure_none")
    low, high = map(decimal, facts.shown.interval)
    return say("analysis", "sure_text", low=low, high=high)


def change_said(later: Decimal, earlier: Decimal) -> str:
    """Which of three words holds: up, down, same; of values as they are shown."""
    if later == earlier:
        return "same"
    return "up" if later > earlier else "down"


def _moved(facts: Facts, outcome: Outcome) -> list[str]:
    before = facts.before.detail
    told = {"before": period_long(facts.period.before)}
    if before is None or before.value is None or outcome.value is None:
        return [say("analysis", "trend_first", **told)]
    value, earlier = outcome.value, before.value
    word = change_said(value, earlier)
    told |= {"value": decimal(value), "earlier": decimal(earlier)}
    said = [say("analysis", f"trend_{word}", change=decimal(abs(value - earlier)), **told)]
    return [*said, *_graded_anew(outcome, before), *_elements_moved(outcome, before)]


def _graded_anew(outcome: Outcome, before: Outcome) -> list[str]:
    """Only where the grade is another; of grades of one scale only."""
    now, then = outcome.grade, before.grade
    if now is None or then is None or now.grade == then.grade or outcome.bands != before.bands:
        return []
    word = "up" if now.lowest > then.lowest else "down"
    return [say("analysis", f"grade_{word}", earlier=then.grade, grade=now.grade)]


def _elements_moved(outcome: Outcome, before: Outcome) -> list[str]:
    """Which element rose and which fell most, of those that both periods have."""
    then = {one.item.code: one.value for one in before.elements}
    moves = [
        (one.value - earlier, one.item.name)
        for one in outcome.elements
        if one.value is not None and (earlier := then.get(one.item.code)) is not None
    ]
    said = []
    if moves and (most := max(moves, key=lambda one: one[0]))[0] > 0:
        said.append(say("analysis", "trend_risen", name=most[1], change=decimal(most[0])))
    if moves and (most := min(moves, key=lambda one: one[0]))[0] < 0:
        said.append(say("analysis", "trend_fallen", name=most[1], change=decimal(-most[0])))
    return said


def _remarks(facts: Facts) -> str:
    if facts.remarks < facts.shown.smallest:
        return say("analysis", "remarks_few", smallest=facts.shown.smallest)
    return say("analysis", "remarks_some", count=number(facts.remarks))


def planning(facts: Facts) -> list[Piece]:
    """V. What is done about the weakest elements: the released plan, else what is proposed."""
    opening = [chapter(5, "plan")]
    if facts.plan is not None and facts.plan.released_at is not None:
        day = long_date(civil_date(facts.plan.released_at))
        said = say("plan", "text", day=day, **facts.telling)
        rows = [_planned(place, one) for place, one in enumerate(facts.planned, 1)]
        return [*opening, paragraph(said), _plan_table(rows), note(say("plan", "quarters_note"))]
    if not facts.elements:
        return [*opening, paragraph(say("plan", "none"))]
    rows = [_proposed(place, one) for place, one in enumerate(facts.by_mean[:FEW], 1)]
    return [
        *opening,
        paragraph(say("plan", "draft")),
        _plan_table(rows),
        note(say("plan", "quarters_note")),
    ]


def _plan_table(rows: Sequence[Sequence[str]]) -> Piece:
    head, caption = words()["plan"]["head"], say("plan", "caption")
    widths, align = (4, 15, 23, 3, 3, 3, 3, 7, 15), "cllccccrl"
    return table(caption, head, rows, widths=widths, align=align, is_small=True)


def _planned(place: int, one: FollowUp) -> list[str]:
    marks = ["X" if quarter in one.quarters else "" for quarter in QUARTERS]
    what = f"{one.element_name} ({decimal(one.value)})"
    action = f"{one.action} ({one.year})"
    return [f"{place}.", what, action, *marks, decimal(one.target), one.function]


def _proposed(place: int, one: Element) -> list[str]:
    assert one.value is not None
    what = f"{one.item.name} ({decimal(one.value)})"
    function = say("proposal", "function")
    return [f"{place}.", what, action_for(one.item.code), "", "", "", "", NOTHING, function]


def action_for(code: str) -> str:
    """What is proposed for an element until somebody writes something better."""
    proposals = words()["proposal"]
    return str(proposals.get(code, proposals["other"]))


def realisation(facts: Facts) -> list[Piece]:
    """VI. What became of the plan of the period before."""
    opening, plan = [chapter(6, "realisation")], facts.plan_before
    period = period_spelled(plan.period) if plan is not None else None
    if period is None or not facts.realised:
        return [*opening, paragraph(say("realisation", "none"))]
    counts = {state.lower(): number(count) for state, count in states(facts.realised).items()}
    said = say(
        "realisation", "text", before=period_long(period), count=len(facts.realised), **counts
    )
    rows = [_realised(place, one) for place, one in enumerate(facts.realised, 1)]
    head, caption = words()["realisation"]["head"], say("realisation", "caption")
    return [
        *opening,
        paragraph(said),
        table(caption, head, rows, widths=(2, 7, 10, 5, 12), align="cllll", is_small=True),
        *map(paragraph, _after(facts)),
    ]


def states(items: Sequence[FollowUp]) -> dict[str, int]:
    """How many stand where; every state is named."""
    found = Counter(one.state for one in items)
    return {state.value: found[state.value] for state in FollowUp.State}


def _realised(place: int, one: FollowUp) -> list[str]:
    state = words()["realisation"]["states"][one.state]
    told = [one.realisation, one.dropped_reason, one.evidence, one.evidence_link]
    if one.realised_date is not None:
        told.insert(0, f"{long_date(one.realised_date)}:")
    said = " ".join(part for part in told if part)
    return [f"{place}.", one.element_name, one.action, state, said or NOTHING]


def _after(facts: Facts) -> list[str]:
    """What the elements came to that something was done about."""
    now = {one.item.code: one.value for one in facts.elements}
    said = []
    for one in facts.realised:
        value = now.get(one.element)
        if value is not None:
            word = change_said(value, one.value)
            told = {"name": one.element_name, "earlier": decimal(one.value)}
            said.append(say("realisation", f"moved_{word}", value=decimal(value), **told))
    return said


def conclusion(facts: Facts) -> list[Piece]:
    """VII. All of it in a few points."""
    opening, outcome = [chapter(7, "conclusion")], facts.outcome
    if outcome is None:
        return [*opening, paragraph(say("conclusion", "none"))]
    said = [say("conclusion", "index", **facts.telling, **graded(outcome))]
    said += _moved(facts, outcome)[:1]
    if weakest := weakest_of(facts):
        said.append(say("conclusion", "weakest", weakest=weakest))
        said.append(say("conclusion", "strongest", strongest=strongest_of(facts)))
    if facts.realised:
        done = states(facts.realised)[FollowUp.State.DONE.value]
        said.append(say("conclusion", "realised", count=len(facts.realised), done=done))
    said.append(say("conclusion", "plan"))
    return [*opening, paragraph(say("conclusion", "text")), points(said)]
