"""The publication board: a result on A3, with what the regulation wants on it."""

import hashlib
import json
from datetime import date
from typing import Any

from lopo.findings.rules import decimal
from lopo.foundation.days import civil_date
from lopo.kernel.formats import number
from lopo.publications.api import (
    PAPERS,
    Issued,
    Sheet,
    address,
    brand_of,
    check_path,
    qr,
    short_address,
)
from lopo.surveys.api import Period

from .profiles import Profile
from .reports import Facts, Of, facts_of, months_long, period_long, say

BOARD = "SKM_BOARD"
SHOWN_FIELDS = ("GENDER", "EDUCATION")


def board_of(of: Of, period: Period, today: date, path: str) -> dict[str, Any]:
    """What the board says, without its code."""
    facts = facts_of(of, period, today)
    subject = facts.shown.subject
    return {
        "paper": PAPERS["a3"].as_data(),
        "brand": brand_of(of.agency).as_data(),
        "title": f"{say('board', 'title')} {subject.name} {period_long(period)}",
        "agency": of.agency.name,
        "keywords": [subject.code, "SKM", "IKM"],
        "heading": subject.name,
        "subheading": of.agency.name if of.agency.name != subject.name else "",
        "edition": [],
        "draft": "",
        "draft_mark": "",
        "service": say("board", "title"),
        **_values(facts),
        "profile": [_profile(one) for one in facts.profile if one.field.code in SHOWN_FIELDS],
        "no_profile": say("board", "no_profile"),
        "labels": {
            name: say("board", name)
            for name in ("value", "grade", "respondents", "period", "thanks", "thanks_more", "none")
        },
        "period": period_long(period),
        "months": months_long(period),
        "interim": say("board", "interim") if facts.is_interim else "",
        "scan": {
            "qr": qr(address(path)),
            "alt": f"{say('board', 'scan')}: {address(path)}",
            "title": say("board", "scan"),
            "address": short_address(path),
        },
    }


def _values(facts: Facts) -> dict[str, str]:
    outcome = facts.outcome
    if outcome is None or outcome.value is None:
        return {"value": "", "grade": "", "grade_name": "", "respondents": ""}
    return {
        "value": decimal(outcome.value),
        "grade": outcome.grade.grade if outcome.grade else "",
        "grade_name": outcome.grade.name if outcome.grade else "",
        "respondents": number(outcome.ballots),
    }


def _profile(one: Profile) -> dict[str, Any]:
    other = say("results", "profile_other")
    return {
        "name": one.field.name,
        "rows": [
            {"name": each.name or other, "count": number(each.count), "percent": each.percent}
            for each in one.shares
        ],
    }


def board_version(period: Period, said: dict[str, Any]) -> str:
    """Said alike, it is the same board."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return f"{period.spelled}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def board_sheet(said: dict[str, Any], issued: Issued) -> Sheet:
    """The board to be made."""
    where = check_path(issued.code)
    check = {
        "qr": qr(address(where)),
        "alt": f"{say('sign', 'check')}: {address(where)}",
        "label": say("sign", "check"),
        "code": issued.code,
        "where": short_address("/cek/"),
    }
    return Sheet("findings/board.typ", {**said, "check": check}, civil_date(issued.issued_at))
