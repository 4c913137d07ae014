"""The foreword, and how the survey was done: chapters I and II."""

from collections.abc import Sequence
from decimal import Decimal

from lopo.findings.rules import ROMAN, Piece, decimal, heading, listed, paragraph, points, table
from lopo.kernel.formats import long_date, number
from lopo.surveys.api import Band

from .facts import Facts
from .words import say, say_all, words

HIGHEST, CENT = Decimal("100.00"), Decimal("0.01")


def chapter(number_: int, part: str) -> Piece:
    """The heading of a chapter."""
    label = say("part", "chapter", number=ROMAN[number_])
    return heading(1, say(part, "title"), label)


def foreword(facts: Facts) -> list[Piece]:
    """Kata pengantar."""
    told = {**facts.telling, "title": say("cover", "title")}
    said = say_all("foreword", "paragraphs", **told)
    return [heading(1, say("part", "foreword")), *map(paragraph, said)]


def introduction(facts: Facts) -> list[Piece]:
    """I. Why, by which law, what for, about what."""
    told = facts.telling
    pieces = [
        chapter(1, "introduction"),
        heading(2, say("introduction", "background")),
        *map(paragraph, say_all("introduction", "background_text", **told)),
        heading(2, say("introduction", "law")),
        points(say_all("introduction", "laws")),
        heading(2, say("introduction", "purpose")),
        paragraph(say("introduction", "purpose_text", **told)),
        points(say_all("introduction", "purposes")),
        heading(2, say("introduction", "scope")),
        paragraph(say("introduction", "scope_text", **told)),
    ]
    exempt = [one.name for one in facts.frame.items if one.code in facts.frame.exempt]
    if exempt:
        pieces.append(paragraph(say("introduction", "exempt", names=listed(exempt), **told)))
    return pieces


def method(facts: Facts) -> list[Piece]:
    """II. By whom, how, where, when, and of how many."""
    told = facts.telling
    team = [
        [f"{place}.", *(cell.format(**told) for cell in row)]
        for place, row in enumerate(words()["method"]["team_rows"], 1)
    ]
    head = words()["method"]["team_head"]
    bands = [[band.grade, reach, band.name] for band, reach in _reaches(facts.frame.bands)]
    return [
        chapter(2, "method"),
        heading(2, say("method", "team")),
        paragraph(say("method", "team_text", **told)),
        table(say("method", "team"), head, team, widths=(2, 7, 12, 18), align="clll"),
        heading(2, say("method", "how")),
        *map(paragraph, say_all("method", "how_text", **told)),
        table(
            say("method", "bands"),
            words()["method"]["bands_head"],
            bands,
            widths=(2, 4, 6),
            align="ccl",
        ),
        heading(2, say("method", "where")),
        paragraph(_where(facts)),
        heading(2, say("method", "when")),
        *_when(facts),
        heading(2, say("method", "sample")),
        *map(paragraph, _sample(facts)),
        heading(2, say("method", "tool")),
        paragraph(_tool(facts)),
    ]


def _reaches(bands: Sequence[Band]) -> list[tuple[Band, str]]:
    """Each grade with the values it covers, from the lowest to just under the next."""
    found, upper = [], HIGHEST
    for band in bands:
        found.append((band, f"{decimal(band.lowest)} – {decimal(upper)}"))
        upper = band.lowest - CENT
    return found


def _where(facts: Facts) -> str:
    names = [one.name for one in facts.centres]
    if facts.of.centre is not None:
        place = facts.of.centre
        names = [f"{place.name}, {place.address}" if place.address else place.name]
    if not names:
        return say("method", "where_none", **facts.telling)
    return say("method", "where_one", places=listed(names))


def _when(facts: Facts) -> list[Piece]:
    first, last = long_date(facts.period.first), long_date(facts.period.last)
    said = [say("method", "when_text", first=first, last=last)]
    if facts.is_interim:
        said.append(say("method", "when_running", today=long_date(facts.today)))
    return [paragraph(one) for one in said]


def _sample(facts: Facts) -> list[str]:
    """How many there are, how many are enough, how many answered."""
    people, source = facts.population
    if not people:
        return [say("method", "sample_none")]
    kind = "sample_declared" if source else "sample_served"
    said = [say("method", kind, people=number(people), source=source)]
    if facts.outcome is None:
        return said
    count, enough = facts.outcome.ballots, facts.enough
    told = {"n": number(count), "enough": number(enough), "missing": number(enough - count)}
    if facts.is_interim:  # what is opened so far is not how many answered
        return [*said, say("method", "sample_running", **told)]
    said.append(say("method", "sample_enough" if count >= enough else "sample_missing", **told))
    return [*said, *_rate(facts, count)]


def _rate(facts: Facts, count: int) -> list[str]:
    served, declined = facts.asking.served, facts.asking.declined
    said = []
    if served >= count:
        rate = str(round(count * 100 / served))
        told = {"served": number(served), "n": number(count), "rate": rate}
        said.append(say("method", "sample_rate", **told))
    if declined >= facts.shown.smallest:
        said.append(say("method", "sample_declined", declined=number(declined)))
    return said


def _tool(facts: Facts) -> str:
    one = facts.frame.instrument
    return say("method", "tool_text", instrument=one.name, law=one.legal_basis, version=one.version)
