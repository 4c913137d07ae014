"""Results to take away: badge, CSV, JSON, and a DCAT dataset for Satu Data."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.findings import permissions, queries
from lopo.findings.queries import Row, Subject
from lopo.surveys.api import (
    SKM,
    Outcome,
    Period,
    Rulebook,
    current_period,
    period_name,
    rulebook_of,
)

from .answering import page, today, unless_known

MINUTES = "public, max-age=300"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PLACES = ("tingkat", "kode", "nama", "periode", "dari", "sampai", "status")
RESULTS = ("nilai", "mutu", "responden", "responden_unsur")
BADGE = {"A": "#1c7c48", "B": "#2b3c84", "C": "#8a5a00", "D": "#8b2821"}
GREY = "#4b5069"
LETTER_WIDTH = 7


@require_safe
def centre_badge(request: HttpRequest, centre: str) -> HttpResponse:
    """The index of a centre as a small picture for other sites."""
    return _badge(request, queries.of_centre(permissions.centre_or_404(centre)))


@require_safe
def agency_badge(request: HttpRequest, agency: str) -> HttpResponse:
    """The index of an agency as a small picture for other sites."""
    return _badge(request, queries.of_agency(permissions.agency_or_404(agency)))


@require_safe
def service_badge(request: HttpRequest, service: str) -> HttpResponse:
    """The index of a service: its own page shows it, too."""
    return _badge(request, queries.of_service(permissions.service_or_404(service)))


def _badge(request: HttpRequest, subject: Subject) -> HttpResponse:
    permissions.only_skm_or_404(request.GET.get("kuesioner", ""))
    period = permissions.period_or_404(request.GET.get("periode", ""))
    shown = queries.shown(subject, period, today())
    outcome = shown.outcome
    said, colour = _("not enough voices"), GREY
    if outcome is not None and outcome.value is not None:
        grade = outcome.grade.grade if outcome.grade else ""
        said = f"{outcome.value:.2f}".replace(".", ",") + f" {grade}"
        colour = BADGE.get(grade, GREY)
    label = _("Satisfaction (SKM)")
    left, right = (len(text) * LETTER_WIDTH + 16 for text in (label, said))
    context = {
        "subject": subject,
        "label": label,
        "said": said,
        "colour": colour,
        "left": left,
        "right": right,
        "width": left + right,
        "label_x": left // 2,
        "said_x": left + right // 2,
        "period": period_name(shown.period),
        "ballots": shown.ballots,
    }
    response = render(request, "findings/badge.svg", context, content_type="image/svg+xml")
    response = unless_known(request, response, response.content, MINUTES)
    # Other sites show it as a picture.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What there is to take away, in words."""
    return page(request, "findings/data.html", {"licence": LICENCE})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Every published figure as a table (RFC 4180)."""
    rows, book = _rows(request)
    # Every element there ever was.
    codes = list(dict.fromkeys(item.code for item in book.items))
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([*PLACES, *RESULTS, *codes])
    for row in rows:
        document = _document(row)
        elements = document.pop("unsur")
        table.writerow([*map(_safe, document.values()), *(elements.get(one, "") for one in codes)])
    return _file(request, text.getvalue().encode(), "text/csv; charset=utf-8", "csv")


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    rows, book = _rows(request)
    told = {
        **_method(book),
        "lisensi": LICENCE,
        "hasil": [_document(row) for row in rows],
    }
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return _file(request, body, "application/json", "json")


@require_safe
def dataset(request: HttpRequest) -> HttpResponse:
    """What there is and where, as a DCAT dataset (Perpres 39/2019 Satu Data Indonesia)."""
    forms = (("findings:csv", "text/csv"), ("findings:json", "application/json"))
    told = {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@id": settings.PUBLIC_URL + reverse("findings:dataset"),
        "@type": "dcat:Dataset",
        "dct:title": _("Results of the satisfaction survey"),
        "dct:description": _("Index, grade, number of respondents and each element, by quarter."),
        "dct:license": {"@id": LICENCE},
        "dct:language": "id",
        "dct:accrualPeriodicity": {"@id": "http://purl.org/cld/freq/quarterly"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": settings.PUBLIC_URL + reverse("findings:data")},
                "dcat:downloadURL": {"@id": settings.PUBLIC_URL + reverse(name)},
                "dcat:mediaType": kind,
            }
            for name, kind in forms
        ],
    }
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    response = HttpResponse(body, "application/ld+json")
    return unless_known(request, response, body, MINUTES)


def _method(book: Rulebook) -> dict[str, Any]:
    """How the figures are computed, and by which questionnaire; SKM is the one nobody names."""
    newest = book.instruments[-1]
    if newest.code == SKM:
        return {"metode": "PermenPANRB 14/2017: NRR per unsur, bobot 1/x, IKM × 25"}
    return {
        "kuesioner": {"kode": newest.code, "nama": newest.name},
        "metode": f"Rata-rata per unsur, bobot 1/x, indeks × 100/{newest.highest}",
    }


def _rows(request: HttpRequest) -> tuple[list[Row], Rulebook]:
    """What is asked for, and everything its questionnaire ever was; not what is planned of it."""
    asked = request.GET
    centre, agency, service = (
        find(asked[name]) if asked.get(name) else None
        for name, find in (
            ("pusat", permissions.centre_or_404),
            ("perangkat", permissions.agency_or_404),
            ("layanan", permissions.service_or_404),
        )
    )
    period = permissions.period_or_404(asked.get("periode", ""))
    subject = queries.narrowed(centre, agency, service)  # type: ignore[arg-type]
    code = permissions.questionnaire_or_404(asked.get("kuesioner", ""), today())
    rows = queries.published(subject, _periods(period), today(), code)
    return rows, rulebook_of(code).begun(today())


def _periods(period: Period | None) -> Sequence[Period]:
    if period is not None:
        return [period]
    return queries.quarters_to(current_period(today()), today())


def _document(row: Row) -> dict[str, Any]:
    subject, period, outcome, detail = row.subject, row.period, row.outcome, row.detail
    return {
        "tingkat": LEVELS[subject.level.value],
        "kode": subject.code,
        "nama": subject.name,
        "periode": period.spelled,
        "dari": period.first.isoformat(),
        "sampai": period.last.isoformat(),
        "status": "berjalan" if row.is_running else "selesai",
        "nilai": _number(outcome.value),
        "mutu": outcome.grade.grade if outcome.grade else "",
        "responden": outcome.ballots,
        "responden_unsur": detail.ballots if detail else "",
        "unsur": dict(_elements(detail)) if detail else {},
    }


LEVELS = {
    "province": "seluruhnya",
    "centre": "pusat",
    "agency": "perangkat daerah",
    "unit": "bidang",
    "service": "layanan",
}


def _elements(detail: Outcome) -> Iterator[tuple[str, float]]:
    for one in detail.elements:
        if one.value is not None:
            yield one.item.code, float(one.value)


def _number(value: Decimal | None) -> float | str:
    return "" if value is None else float(value)


def _safe(value: Any) -> Any:
    """No text that a spreadsheet would take for a formula."""
    text = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if text else value


def _file(request: HttpRequest, body: bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(body, kind)
    response["Content-Disposition"] = f'attachment; filename="hasil-survei.{ending}"'
    response["Access-Control-Allow-Origin"] = "*"
    return unless_known(request, response, body, MINUTES)
