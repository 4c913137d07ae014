"""Every standard an account writes or publishes, one standard with its versions, and a diff."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.api import (
    COMPONENTS,
    Service,
    Standard,
    completeness,
    component_name,
    differences_said,
    draft_of,
    missed_searches,
    today,
    version_numbered,
    versions_of,
)
from lopo.editorial import permissions, queries
from lopo.kernel.errors import Unknown
from lopo.people.api import Duty, asking

from .pages import editor_page

MOST_SEARCHES = 200


@require_safe
@editor_page
def overview(request: HttpRequest) -> HttpResponse:
    """The agencies of the account with their services: how complete, and what waits."""
    principal = asking(request)
    agencies = permissions.agencies(principal)
    unit = request.GET.get("bidang", "")
    rows = queries.overview(agencies, unit)
    waiting = [line for row in rows for line in row.submitted]
    written = {one.pk for one in agencies if principal.is_charged(one, Duty.EDITOR)}
    waits = {line.service.agency_id for line in waiting}
    together = [
        one for one in agencies if one.pk in waits and principal.is_charged(one, Duty.PUBLISHER)
    ]
    context = {
        "rows": rows,
        "waiting": waiting,
        "written": written,
        "chosen": unit,
        "together": together,
    }
    return render(request, "editorial/overview.html", context)


@require_safe
@editor_page
def standard(request: HttpRequest, code: str) -> HttpResponse:
    """One standard: what is in force with all fourteen components, its draft, its versions."""
    principal = asking(request)
    service = permissions.service_of(principal, code)
    versions = list(versions_of(service))
    current = next((one for one in versions if one.holds_on(today())), None)
    draft = draft_of(service)
    context = {
        **around(service),
        "current": current,
        "components": _components(current) if current else [],
        "found": completeness(current.told) if current else None,
        "missing": queries.missing_of(current.told) if current else [],
        "laws": queries.laws_to_mend(current.told) if current else [],
        "versions": _with_earlier(versions),
        "draft": draft,
        "obstacles": queries.obstacles_of(draft.told) if draft else [],
        "consultation": getattr(draft, "consultation", None),
        "may_write": permissions.may_write(principal, service),
        "may_publish": permissions.may_publish(principal, service),
        "may_move": permissions.may_move(principal, service),
    }
    return render(request, "editorial/standard.html", context)


@require_safe
@editor_page
def searches(request: HttpRequest) -> HttpResponse:
    """What people looked for and did not find: words for names, synonyms and new services."""
    permissions.agencies(asking(request))
    context = {"rows": list(missed_searches()[:MOST_SEARCHES])}
    return render(request, "editorial/searches.html", context)


@require_safe
@editor_page
def compare(request: HttpRequest, code: str, earlier: int, later: int) -> HttpResponse:
    """What changed between two versions."""
    service = permissions.service_of(asking(request), code)
    old, new = version_numbered(service, earlier), version_numbered(service, later)
    if old is None or new is None:
        raise Unknown(_("There is no such version of this standard."))
    changes = differences_said(old.told, new.told)
    context = {**around(service), "old": old, "new": new, "changes": changes}
    return render(request, "editorial/compare.html", context)


def around(service: Service) -> dict[str, Any]:
    """What every page of one standard shows."""
    return {"service": service, "agency": service.agency}


def _with_earlier(versions: list[Standard]) -> list[tuple[Standard, Standard | None]]:
    """Each version with the one before it, the newest first."""
    return list(zip(versions, [*versions, None][1:], strict=True))


def _components(current: Standard) -> list[dict[str, Any]]:
    missing = {one.code for one in completeness(current.told).missing}
    return [
        {
            "number": one.number,
            "name": component_name(one.code),
            "is_public": one.is_public,
            "is_there": one.code not in missing,
        }
        for one in COMPONENTS
    ]
