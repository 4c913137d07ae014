"""Results of the survey in HTTP API v1: public, cacheable, nothing of fewer than five ballots."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from lopo.findings import permissions, queries
from lopo.findings.queries import Shown
from lopo.foundation.listing import answer_unless_known, etag_of
from lopo.foundation.rest import Out, answers, json_bytes
from lopo.surveys.api import Element

from .answering import today

LONGEST_CODE = 80
router = Router(tags=["surveys"])


class Asked(Schema):
    """Whose results, and of when; several conditions narrow together."""

    centre: str = Field("", max_length=LONGEST_CODE)
    agency: str = Field("", max_length=LONGEST_CODE)
    service: str = Field("", max_length=LONGEST_CODE)
    period: str = Field("", max_length=8)
    instrument: str = Field("", max_length=16)


class ElementOut(Out):
    """An element (unsur): how many answered it, its mean and its converted value."""

    code: str
    name: str
    answers: int
    mean: float | None
    value: float | None
    grade: str | None


class PeriodOut(Out):
    """A period: `2026-tw3`, its first and last day, whether it still runs."""

    code: str
    first: str
    last: str
    running: bool


class TrendOut(Out):
    """The index of a quarter; null where there is none to show."""

    period: str
    value: float | None
    grade: str | None
    ballots: int


class InstrumentOut(Out):
    """The questionnaire a result is of, and the scale its means are on."""

    code: str
    version: int
    name: str
    lowest: int
    highest: int


class ResultOut(Out):
    """What is shown of a subject; ``value`` null: fewer ballots than are shown."""

    level: Literal["province", "centre", "agency", "unit", "service"]
    code: str
    name: str
    period: PeriodOut
    value: float | None
    grade: str | None
    ballots: int
    detail_ballots: int
    interval: list[float] | None
    elements: list[ElementOut]
    partial: bool
    smallest: int
    trend: list[TrendOut]
    instrument: InstrumentOut


# A HEAD is a GET without its body; the description tells of it once.
@router.api_operation(["HEAD"], "/surveys/results", include_in_schema=False)
@router.get(
    "/surveys/results",
    response={**answers(200, ResultOut), 304: None},
    summary="The satisfaction index of everything, or of a centre, an agency, a service",
)
def results(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """200 what may be shown; without a period, of the latest quarter that has something."""
    period = permissions.period_or_422(asked.period)
    subject = queries.narrowed(
        permissions.centre_or_404(asked.centre) if asked.centre else None,
        permissions.agency_or_404(asked.agency) if asked.agency else None,
        permissions.service_or_404(asked.service) if asked.service else None,
    )
    code = permissions.questionnaire_or_404(asked.instrument, today())
    body = json_bytes(_told(queries.shown(subject, period, today(), code=code)))
    return answer_unless_known(
        request, etag=etag_of(body), body=lambda: body, cache_control="no-cache"
    )


def _told(shown: Shown) -> dict[str, Any]:
    outcome, detail, period = shown.outcome, shown.detail, shown.period
    between = shown.interval
    return {
        "level": shown.subject.level.value,
        "code": shown.subject.code,
        "name": shown.subject.name,
        "period": {
            "code": period.spelled,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            # What has not begun does not run either.
            "running": period.first <= today() <= period.last,
        },
        "value": _number(outcome.value) if outcome else None,
        "grade": outcome.grade.grade if outcome and outcome.grade else None,
        "ballots": shown.ballots,
        "detail_ballots": detail.ballots if detail else 0,
        "interval": [float(one) for one in between] if between else None,
        "elements": [_element(one) for one in detail.elements] if detail else [],
        "partial": shown.is_partial,
        "smallest": shown.smallest,
        "trend": [
            {
                "period": one.period.spelled,
                "value": _number(one.value),
                "grade": one.grade.grade if one.grade else None,
                "ballots": one.ballots,
            }
            for one in shown.trend
        ],
        "instrument": _instrument(shown),
    }


def _instrument(shown: Shown) -> dict[str, Any]:
    """The version in force at the end of the period; before there was any, the first."""
    found = shown.world.instrument(shown.period)
    assert found is not None
    return {
        "code": found.code,
        "version": found.version,
        "name": found.name,
        "lowest": found.lowest,
        "highest": found.highest,
    }


def _element(one: Element) -> dict[str, Any]:
    return {
        "code": one.item.code,
        "name": one.item.name,
        "answers": one.count,
        "mean": round(float(one.mean), 4) if one.mean is not None else None,
        "value": _number(one.value),
        "grade": one.grade.grade if one.grade else None,
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
