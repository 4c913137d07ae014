"""Who answered: what respondents said of themselves, folded so that no few can be told."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from lopo.findings.rules import FOLDED, folded, joined
from lopo.surveys.api import Frame, Period, ProfileField, current_period, profile_of, respondents_of

from .subjects import Level, Subject
from .worlds import World

Group = tuple[Period, int, int | None]
"""A quarter, a centre, and an agency there; None: its agencies that cannot stand alone."""


@dataclass(frozen=True, slots=True)
class Share:
    """One option of a field: its name (empty: the folded ones), how many, and their share."""

    name: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A field and what was said; only of quarters that are over."""

    field: ProfileField
    shares: Sequence[Share]


def profile_in(world: World, subject: Subject, period: Period) -> list[Profile]:
    """What respondents of a province, centre or agency said of themselves.

    Counted by quarter, centre and agency, as their ballots were opened, and folded there before
    anything is added up: the difference of two shown counts is never of a few. Of a service nothing
    is kept; of a quarter nothing is shown before everything that is shown of it is open.
    """
    frame = world.frame(period, subject)
    over = [one for one in period.quarters if one.is_over(world.today)]
    if (
        frame is None
        or not over
        or subject.level
        not in (
            Level.PROVINCE,
            Level.CENTRE,
            Level.AGENCY,
        )
    ):
        return []
    counts = _counts(world, subject, frame, over)
    smallest = world.book.policy(period.last).smallest
    fields = profile_of(frame.instrument)
    found = [_profile(one, _added(counts, one.code, smallest)) for one in fields]
    return [one for one in found if one.shares]


def _counts(
    world: World, subject: Subject, frame: Frame, quarters: Sequence[Period]
) -> Mapping[Group, Mapping[str, Counter[str]]]:
    """Of every group that may stand alone and belongs to the subject: by field, by option."""
    readings = {
        (quarter, one.centre_id): one
        for quarter in quarters
        for one in world.readings.get(quarter, ())
    }
    rows = (
        respondents_of([frame.instrument], quarters[0].first, quarters[-1].last)
        .filter(centre__in={centre_id for _quarter, centre_id in readings})
        .values("quarter", "centre", "agency", "field", "option")
        .annotate(people=Sum("count"))
        .order_by()
    )
    found: dict[Group, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in rows:
        quarter = current_period(row["quarter"])
        reading = readings.get((quarter, row["centre"]))
        if reading is None or not reading.blocks or not reading.is_closed:
            continue
        group = (quarter, row["centre"], row["agency"])
        if subject.holds(group[1:]):
            found[group][row["field"]][row["option"]] += row["people"]
    return found


def _added(
    counts: Mapping[Group, Mapping[str, Counter[str]]], field: str, smallest: int
) -> Counter[str]:
    return joined([folded(group.get(field, {}), smallest=smallest) for group in counts.values()])


def _profile(field: ProfileField, counts: Counter[str]) -> Profile:
    names = {option["code"]: option["name"] for option in field.options} | {FOLDED: ""}
    whole = counts.total()
    shares = [
        Share(name, counts[code], round(counts[code] * 100 / whole))
        for code, name in names.items()
        if counts[code]
    ]
    return Profile(field, shares)
