"""The standards of all agencies as open data: JSON, CSV, and a DCAT catalogue for Satu Data."""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.actions import FORMATS, export_standards
from lopo.catalogue.queries import every_stay, list_services, today
from lopo.foundation.listing import answer_unless_known
from lopo.organisation.api import list_centres

from .components import home_out

FRESH = "public, max-age=0, must-revalidate"
CSV_ZIP = "standar-pelayanan.csv.zip"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """Every file there is to take away, in words."""
    return render(request, "catalogue/open_data.html", {"licence": LICENCE})


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Every standard in force today, complete, in the format that is taken in again."""
    return _dump(request, "json", "standar-pelayanan.json")


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as tables: a zip of CSV files."""
    return _dump(request, "csv", CSV_ZIP)


@require_safe
def homes(request: HttpRequest) -> HttpResponse:
    """Which agency every service belonged, belongs and will belong to, and by which regulation."""
    told = {"pengampu": {code: list(map(home_out, stays)) for code, stays in every_stay().items()}}
    raw = json.dumps(told, ensure_ascii=False, indent=1).encode()
    response = answer_unless_known(
        request,
        etag=f'"{hashlib.sha256(raw).hexdigest()[:32]}"',
        body=lambda: raw,
        cache_control=FRESH,
        content_type=FORMATS["json"],
    )
    response["Content-Disposition"] = 'attachment; filename="pengampu-layanan.json"'
    return response


@require_safe
def dcat(request: HttpRequest) -> HttpResponse:
    """What there is and where, as DCAT (Perpres 39/2019 Satu Data Indonesia)."""
    return _known(request, "dcat", lambda: _dcat().encode(), "application/ld+json", "")


def _dump(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    return _known(request, kind, lambda: export_standards(None, kind), FORMATS[kind], name)


def _known(
    request: HttpRequest, kind: str, body: Callable[[], bytes], content_type: str, name: str
) -> HttpResponse:
    """Made only for those who do not have it: what is in force and since when tells it apart."""
    names = ("agency__name", "agency__short_name", "unit__name")
    columns = ("code", "held__digest", "updated_at", *names)
    state = list_services().values_list(*columns)
    said = repr((kind, today(), settings.PUBLIC_URL, list(state)))
    response = answer_unless_known(
        request,
        etag=f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"',
        body=body,
        cache_control=FRESH,
        content_type=content_type,
    )
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _dcat() -> str:
    changed = list_services().aggregate(last=Max("updated_at"))["last"]
    standards = _dataset(
        _("Service standards in force"),
        _("Requirements, steps, time, cost and product of every public service."),
        [("catalogue:open_json", "application/json"), ("catalogue:open_csv", "application/zip")],
    )
    standards["dct:modified"] = changed.isoformat() if changed is not None else None
    # A move is recorded with the service it moves.
    whose = _dataset(
        _("Whose service it was"),
        _("The agency of every public service in time, and the regulations services moved by."),
        [("catalogue:open_homes", "application/json")],
    )
    whose["dct:modified"] = standards["dct:modified"]
    return json.dumps(
        {
            "@context": {
                "dcat": "http://www.w3.org/ns/dcat#",
                "foaf": "http://xmlns.com/foaf/0.1/",
                "dct": "http://purl.org/dc/terms/",
            },
            "@id": settings.PUBLIC_URL + reverse("catalogue:dcat"),
            "@type": "dcat:Catalog",
            "dct:title": _("Open data of this service point"),
            "dcat:dataset": [standards, whose],
        },
        ensure_ascii=False,
        indent=1,
    )


def _publisher() -> str:
    """Who answers for the data: the agencies that host a centre here."""
    hosts = {centre.host_agency.name for centre in list_centres() if not centre.is_practice}
    return ", ".join(sorted(hosts))


def _dataset(title: str, text: str, forms: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@type": "dcat:Dataset",
        "dct:title": title,
        "dct:description": text,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _publisher()},
        "dct:license": {"@id": LICENCE},
        "dct:language": "id",
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": settings.PUBLIC_URL + reverse(name)},
                "dcat:downloadURL": {"@id": settings.PUBLIC_URL + reverse(name)},
                "dcat:mediaType": kind,
            }
            for name, kind in forms
        ],
    }
