"""A report as one value: what the PDF and the DOCX are both made from."""

import hashlib
import json
from typing import Any

from lopo.findings.rules import Piece, decimal
from lopo.foundation.days import civil_date
from lopo.kernel.formats import number
from lopo.publications.api import (
    Issued,
    Sheet,
    address,
    brand_of,
    check_path,
)

from .doing import analysis, conclusion, planning, realisation
from .facts import Facts
from .found import appendices, results
from .opening import foreword, introduction, method
from .words import months_long, period_long, say

REPORT = "SKM_REPORT"
VERSION_LETTERS = 32


def cover_of(facts: Facts) -> dict[str, Any]:
    """What stands on the first page."""
    outcome = facts.outcome
    told: dict[str, Any] = {
        "title": say("cover", "title"),
        "subject": facts.shown.subject.name,
        "agency": facts.of.agency.name,
        "period": period_long(facts.period),
        "months": months_long(facts.period),
        "interim": say("cover", "interim") if facts.is_interim else "",
        "value": "",
        "grade": "",
        "label": say("cover", "none"),
        "respondents": "",
    }
    if outcome is not None and outcome.value is not None:
        grade = outcome.grade
        told |= {
            "label": say("cover", "value"),
            "value": decimal(outcome.value),
            "grade": f"{grade.grade} ({grade.name})" if grade else "",
            "respondents": f"{number(outcome.ballots)} {say('cover', 'respondents')}",
        }
    return told


def front_of(facts: Facts) -> list[Piece]:
    """What stands before the contents."""
    return foreword(facts)


def body_of(facts: Facts) -> list[Piece]:
    """The seven chapters."""
    return [
        *introduction(facts),
        *method(facts),
        *results(facts),
        *analysis(facts),
        *planning(facts),
        *realisation(facts),
        *conclusion(facts),
    ]


def content_of(facts: Facts) -> dict[str, Any]:
    """Everything a report says, without the code it goes out under."""
    return {
        "title": f"{say('cover', 'short')} {facts.shown.subject.name} {period_long(facts.period)}",
        "running": f"{say('cover', 'short')}, {period_long(facts.period)}",
        "agency": facts.of.agency.name,
        "cover": cover_of(facts),
        "front": front_of(facts),
        "contents": say("part", "contents"),
        "body": body_of(facts),
        "sign": {
            "place": say("sign", "place", year=facts.today.year),
            "office": say("sign", "office", agency=facts.of.agency.name),
            "name": say("sign", "name"),
            "number": say("sign", "number"),
        },
        "appendices": appendices(facts),
        "brand": brand_of(facts.of.agency).as_data(),
    }


def version_of(facts: Facts, content: dict[str, Any]) -> str:
    """Which report it is: the period, and in short what it says; said alike, it is the same."""
    said = json.dumps(content, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(said.encode()).hexdigest()[:VERSION_LETTERS]
    return f"{facts.period.spelled}:{digest}"


def checked(content: dict[str, Any], issued: Issued, qr: str) -> dict[str, Any]:
    """The same with the code by which anybody finds out whether it is genuine."""
    where = check_path(issued.code)
    host = address("/").split("://")[-1].rstrip("/")
    told = {"where": f"{host}/cek", "code": issued.code}
    check = {
        "label": say("sign", "check"),
        "text": say("sign", "check_text", **told),
        "code": issued.code,
        "url": address(where),
        "qr": qr,
        "alt": f"{say('sign', 'check')}: {address(where)}",
    }
    return {**content, "check": check}


def sheet_of(content: dict[str, Any], issued: Issued) -> Sheet:
    """The PDF to be made."""
    return Sheet("findings/report.typ", content, civil_date(issued.issued_at))
