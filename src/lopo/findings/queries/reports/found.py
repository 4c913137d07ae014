"""What was found: chapter III, and the tables at the end."""

from collections.abc import Sequence

from lopo.findings.queries.shown import Value
from lopo.findings.rules import (
    Piece,
    chart,
    decimal,
    fraction,
    heading,
    note,
    paragraph,
    share,
    table,
)
from lopo.kernel.formats import number
from lopo.surveys.api import Element, Outcome

from .facts import Facts
from .opening import chapter
from .words import period_long, say, words

NOTHING = "–"
WEIGHT_PLACES = 3


def results(facts: Facts) -> list[Piece]:
    """III. Who answered, the index, each element, each service."""
    opening = [chapter(3, "results")]
    outcome = facts.outcome
    if outcome is None:
        return [*opening, paragraph(say("results", "too_few", **facts.telling))]
    return [
        *opening,
        *_respondents(facts, outcome),
        *_index(facts, outcome),
        *_elements(facts, outcome),
        *_services(facts),
    ]


def _respondents(facts: Facts, outcome: Outcome) -> list[Piece]:
    pieces = [
        heading(2, say("results", "respondents")),
        paragraph(say("results", "respondents_text", n=number(outcome.ballots))),
    ]
    if facts.shown.is_partial:
        pieces.append(paragraph(say("results", "partial")))
    if not facts.profile:
        return [*pieces, paragraph(say("results", "profile_none"))]
    rows = []
    for one in facts.profile:
        whole = sum(each.count for each in one.shares)
        for place, each in enumerate(one.shares):
            name = each.name or say("results", "profile_other")
            percent = decimal(share(each.count, whole))
            first = one.field.name if not place else ""
            rows.append([first, name, number(each.count), percent])
    head = words()["results"]["profile_head"]
    caption = say("results", "profile_caption")
    return [
        *pieces,
        paragraph(say("results", "profile_text")),
        table(caption, head, rows, widths=(5, 6, 3, 3), align="llrr"),
    ]


def _index(facts: Facts, outcome: Outcome) -> list[Piece]:
    return [
        heading(2, say("results", "index")),
        paragraph(say("results", "index_text", **facts.telling, **graded(outcome))),
        *_values("parts", facts.parts),
    ]


def graded(outcome: Outcome) -> dict[str, str]:
    """A value with its grade, in words."""
    assert outcome.value is not None
    grade = outcome.grade
    return {
        "n": number(outcome.ballots),
        "value": decimal(outcome.value),
        "grade": grade.grade if grade else NOTHING,
        "grade_name": grade.name if grade else NOTHING,
    }


def _values(kind: str, values: Sequence[Value]) -> list[Piece]:
    """A table of results in one line each."""
    if not values:
        return []
    rows = [[f"{place}.", *_value(one)] for place, one in enumerate(values, 1)]
    pieces = [
        table(
            say("results", f"{kind}_caption"),
            words()["results"][f"{kind}_head"],
            rows,
            widths=(3, 24, 8, 8, 6),
            align="clrrc",
        )
    ]
    if any(one.value is None for one in values):
        pieces.append(note(say("results", "hidden_note")))
    return pieces


def _value(one: Value) -> list[str]:
    if one.value is None:
        return [one.subject.name, NOTHING, NOTHING, NOTHING]
    grade = one.grade.grade if one.grade else NOTHING
    return [one.subject.name, number(one.ballots), decimal(one.value), grade]


def _elements(facts: Facts, outcome: Outcome) -> list[Piece]:
    rows = [_element(one) for one in outcome.elements]
    assert outcome.index is not None
    total = ["", say("results", "elements_total"), "", "", "", fraction(outcome.index, 3)]
    told = graded(outcome)
    rows.append([*total, told["value"], told["grade"]])
    pieces = [heading(2, say("results", "elements"))]
    if facts.is_interim:
        pieces.append(paragraph(say("results", "elements_few", n=number(outcome.ballots))))
    return [
        *pieces,
        table(
            say("results", "elements_caption"),
            words()["results"]["elements_head"],
            rows,
            widths=(3, 12, 4, 3, 3, 5, 3, 3),
            align="clrrrrrc",
            has_total=True,
        ),
        bars(facts, outcome),
    ]


def _element(one: Element) -> list[str]:
    if one.mean is None or one.weighted is None or one.value is None:
        return [one.item.code, one.item.name, *[NOTHING] * 6]
    return [
        one.item.code,
        one.item.name,
        number(one.count),
        fraction(one.mean),
        fraction(one.weighted / one.mean, WEIGHT_PLACES),
        fraction(one.weighted, WEIGHT_PLACES),
        decimal(one.value),
        one.grade.grade if one.grade else NOTHING,
    ]


def bars(facts: Facts, outcome: Outcome) -> Piece:
    """Every element as a bar; the alternative says all of it."""
    caption = say("results", "elements_chart")
    values = [
        {"label": one.item.name, "code": one.item.code, "said": decimal(one.value),
         "value": float(one.value)}
        for one in outcome.elements
        if one.value is not None
    ]  # fmt: skip
    alt = f"{caption}: " + "; ".join(f"{one['label']} {one['said']}" for one in values)
    limit = float(facts.frame.bands[0].lowest) if facts.frame.bands else 0
    return chart("bars", caption, alt, values, limit)


def trend(facts: Facts) -> list[Piece]:
    """Eight quarters as a line; nothing when fewer than two have a value."""
    known = [one for one in facts.shown.trend if one.value is not None]
    if len(known) <= 1:
        return []
    caption = say("analysis", "trend_chart")
    values = [
        {
            "label": period_long(one.period).replace("Triwulan", "TW").replace(" Tahun", ""),
            "said": decimal(one.value) if one.value is not None else "",
            "value": float(one.value) if one.value is not None else None,
        }
        for one in facts.shown.trend[facts.shown.trend.index(known[0]) :]
    ]
    told = (f"{one['label']} {one['said'] or NOTHING}" for one in values)
    return [chart("line", caption, f"{caption}: " + "; ".join(told), values)]


def _services(facts: Facts) -> list[Piece]:
    title = heading(2, say("results", "services"))
    if not facts.services:
        return [title, paragraph(say("results", "services_none"))]
    return [title, *_values("services", facts.services)]


def appendices(facts: Facts) -> list[Piece]:
    """The questionnaire, and every element of every service that may be shown."""
    rows = [
        [one.code, one.question, *one.answers]
        for one in facts.frame.items
        if one.code not in facts.frame.exempt
    ]
    answers = max((len(one.answers) for one in facts.frame.items), default=4)
    head = [*words()["appendix"]["form_head"][:2], *map(str, range(1, answers + 1))]
    pieces = [
        heading(1, say("appendix", "form"), say("part", "appendix", number=1)),
        table(
            say("appendix", "form"),
            head,
            rows,
            widths=(2, 9, *[4] * answers),
            align="cl" + "l" * answers,
            is_small=True,
        ),
    ]
    return [*pieces, *_by_service(facts)]


def _by_service(facts: Facts) -> list[Piece]:
    found = [(one, facts.outcome_of(one.subject)) for one in facts.services]
    rows = [
        [one.subject.name, number(outcome.ballots), *_means(facts, outcome)]
        for one, outcome in found
        if outcome is not None
    ]
    if not rows:
        return []
    codes = facts.applying
    return [
        heading(1, say("appendix", "table"), say("part", "appendix", number=2)),
        table(
            say("appendix", "table_caption"),
            [say("appendix", "table_first"), say("appendix", "table_count"), *codes],
            rows,
            widths=(11, 3, *[3] * len(codes)),
            align="lr" + "r" * len(codes),
            is_small=True,
        ),
        note(say("results", "hidden_note")),
    ]


def _means(facts: Facts, outcome: Outcome) -> list[str]:
    values = {one.item.code: one.value for one in outcome.elements}
    told = (values.get(code) for code in facts.applying)
    return [decimal(value) if value is not None else NOTHING for value in told]
