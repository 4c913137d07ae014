"""The versions of a standard in the HTTP API: which held when, and what changed between them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from lopo.catalogue.models import Service, Standard
from lopo.catalogue.queries import (
    known_service,
    stays_of,
    version_numbered,
    versions_with_records,
)
from lopo.catalogue.rules import differences
from lopo.foundation.listing import Page, page_of
from lopo.foundation.rest import answers
from lopo.kernel.errors import Unknown

from .components import components_out, home_out, recorded_version_out, version_out
from .rest import answer
from .shapes import DiffOut, VersionInFullOut, VersionsOut

router = Router(tags=["services"])
HIGHEST_NUMBER = 32_767


class Between(Schema):
    """Which two versions are compared."""

    earlier: int = Field(..., alias="from", ge=1, le=HIGHEST_NUMBER)
    later: int = Field(..., alias="to", ge=1, le=HIGHEST_NUMBER)


@router.get(
    "/services/{code}/versions",
    response={**answers(200, VersionsOut), 304: None},
    summary="Every version of a service's standard, the newest first",
)
def versions(request: HttpRequest, code: str, asked: Query[Page]) -> HttpResponse:
    """Those that were, are or will be in force; drafts are not among them."""
    service = _service(code)
    known = list(versions_with_records(service))
    rows, following = page_of(known, asked, key=lambda row: str(row.number))
    body = {
        "items": [recorded_version_out(row) for row in rows],
        "homes": [home_out(stay) for stay in stays_of(service)],
        "next": following,
    }
    return answer(request, body)


@router.get(
    "/services/{code}/versions/{number}",
    response={**answers(200, VersionInFullOut), 304: None},
    summary="One version of a service's standard in full",
)
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What it said, whenever it was in force."""
    service = _service(code)
    found = _version(service, number)
    kept = next(one for one in stays_of(service) if one.holds_on(found.valid_from))
    body = {
        "code": code,
        "name": found.name,
        "agency": kept.agency.code,
        "agency_name": kept.agency.name,
        **components_out(found.told),
    }
    return answer(request, {**body, "version": version_out(found)})


@router.get(
    "/services/{code}/diff",
    response={**answers(200, DiffOut), 304: None},
    by_alias=True,
    summary="What changed between two versions of a standard",
)
def diff(request: HttpRequest, code: str, asked: Query[Between]) -> HttpResponse:
    """Every place that differs; ``was`` or ``now`` is null where nothing stood or stands."""
    service = _service(code)
    earlier, later = (_version(service, number) for number in (asked.earlier, asked.later))
    changes: list[dict[str, Any]] = [
        {"component": c.component, "place": ".".join(c.place), "was": c.was, "now": c.now}
        for c in differences(earlier.told, later.told)
    ]
    return answer(
        request,
        {"code": code, "from": asked.earlier, "to": asked.later, "changes": changes},
    )


def _service(code: str) -> Service:
    """A public service, also one whose standard was withdrawn: its past stays public."""
    found = known_service(code) if "\x00" not in code else None
    if found is None:
        raise Unknown(_("There is no such service."))
    return found


def _version(service: Service, number: int) -> Standard:
    found = version_numbered(service, number) if 1 <= number <= HIGHEST_NUMBER else None
    if found is None:
        raise Unknown(_("There is no such version of this standard."))
    return found
