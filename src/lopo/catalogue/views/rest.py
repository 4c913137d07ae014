"""Services in the HTTP API: public, cacheable, free of personal data."""

import re
from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from lopo.catalogue.models import Service
from lopo.catalogue.queries import (
    PARTS,
    cited_laws,
    list_services,
    search,
    service_in_full,
    today,
)
from lopo.foundation.listing import Page, answer_unless_known, etag_of, page_of
from lopo.foundation.parts import has_part
from lopo.foundation.rest import answers, json_bytes
from lopo.kernel.errors import Unknown
from lopo.kernel.parts import QUEUE
from lopo.organisation.api import agency_by_code

from .components import components_out, law_out, version_out
from .shapes import ServiceInFullOut, ServicesOut

LONGEST_SEARCH = 200

router = Router(tags=["services"])


class Filters(Page):
    """What may be asked of the list; anything else in the query string is ignored."""

    q: str = Field("", max_length=LONGEST_SEARCH)
    agency: str = Field("", max_length=24)


def _written_as_a_day(raw: Any) -> Any:
    """Only `2026-11-21`: numbers and times of day would be taken for days as well."""
    if raw is not None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(raw), re.ASCII) is None:
        raise PydanticCustomError("date_parsing", "not a day written as 2026-11-21")
    return raw


class Day(Schema):
    """The day a standard is asked for; today when nothing is said."""

    on: Annotated[date | None, BeforeValidator(_written_as_a_day)] = None


@router.get(
    "/services",
    response={**answers(200, ServicesOut), 304: None},
    summary="Public services, all or those a search finds",
)
def services(request: HttpRequest, asked: Query[Filters]) -> HttpResponse:
    """In the order of the catalogue; with ``q``, best first."""
    listed = _listed(asked.q, asked.agency)
    page, following = page_of(listed, asked, key=lambda service: service.code)
    prefetch_related_objects(page, *PARTS)
    return answer(request, {"items": [_service(one) for one in page], "next": following})


@router.get(
    "/services/{code}",
    response={**answers(200, ServiceInFullOut), 304: None},
    summary="One public service",
)
def service(request: HttpRequest, code: str, asked: Query[Day]) -> HttpResponse:
    """All there is to know before coming; with ``on``, as it was (or will be) on that day."""
    found = service_in_full(code, asked.on) if "\x00" not in code else None
    if found is None:
        raise Unknown(_("There is no such service."))
    laws = cited_laws(found.standard.told, asked.on or today())
    return answer(request, {**_service(found), "laws": [law_out(law) for law in laws]})


def _listed(q: str, agency_code: str) -> list[Service]:
    agency = agency_by_code(agency_code.replace("\x00", "")) if agency_code else None
    if agency_code and agency is None:
        return []
    if q.strip():
        return search(q, agency).services
    return list(list_services(agency).select_related("unit"))


def _service(service: Service) -> dict[str, Any]:
    return {
        "code": service.code,
        "name": service.name,
        "category": service.category,
        "description": service.description,
        "audience": service.audience,
        "agency": service.agency.code,
        "agency_name": service.agency.name,
        "queue": _queue(service),
        "channels": service.channels,
        **components_out(service.standard.told),
        "version": version_out(service.standard),
        "url": settings.PUBLIC_URL + reverse("catalogue:service", args=[service.code]),
    }


def _queue(service: Service) -> str | None:
    """The letter at the first centre that gives the service (practice centres come last).

    None where no numbers are taken.
    """
    if not has_part(QUEUE):
        return None
    for offering in service.offerings.all():
        return offering.queue.code if offering.queue is not None else None
    return None


def answer(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """A cacheable answer, not sent again to those who have it."""
    raw = json_bytes(body)
    return answer_unless_known(
        request,
        etag=etag_of(raw),
        body=lambda: raw,
        cache_control="public, max-age=0, must-revalidate",
    )
