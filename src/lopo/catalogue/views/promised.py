"""The page of one service: what it promises today, or promised on another day."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lopo.catalogue.models import Offering, Service, Standard
from lopo.catalogue.queries import (
    CitedLaw,
    Stay,
    cited_laws,
    components_said,
    consulted_draft,
    differences_said,
    known_service,
    moves_told,
    page_told,
    service_in_full,
    stays_of,
    today,
    version_numbered,
    versions_of,
    versions_with_records,
)
from lopo.foundation.days import day_asked
from lopo.foundation.parts import address_of, has_part
from lopo.kernel.errors import NoLongerHere
from lopo.kernel.parts import QUEUE
from lopo.organisation.api import Centre
from lopo.people.api import kiosk_centre

from .linked_data import government_service


@require_safe
def service_page(request: HttpRequest, code: str) -> HttpResponse:
    """One service: the answer first, then what to prepare, the way it goes, and the law.

    A kiosk shows what its centre gives, and leads to its own form; nothing leads away from it.
    With ``?pada=`` the page tells what was (or will be) promised on that day.
    """
    here = kiosk_centre(request)
    day = day_asked(request)
    service = service_in_full(code, day)
    if service is None:
        return _without(code, day)
    if here is not None and not _is_given_at(here, service):
        return redirect("catalogue:list")
    laws = cited_laws(service.standard.told, day or today())
    tag = _etag(request, service, day, laws)
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    context = {**_shown(request, service, here, day), "laws": laws}
    response = render(request, "catalogue/service.html", context)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def version_list(request: HttpRequest, code: str) -> HttpResponse:
    """Every version of a standard, so that anybody can read what was promised when."""
    service = _known(code)
    versions, stays = list(versions_with_records(service)), stays_of(service)
    if not versions:  # added from a file: nobody finds it before its first decree
        raise Http404(_("There is no such service."))
    kept = [_kept_by(one, stays) for one in versions]
    records = [getattr(one, "consultation", None) for one in versions]
    context = {
        "service": service,
        "crumbs": _crumbs(service),
        "versions": list(zip(versions, [*versions[1:], None], kept, records, strict=True)),
        "stays": stays if len(stays) > 1 else [],
        "today": today(),
    }
    return render(request, "catalogue/versions.html", context)


def _kept_by(version: Standard, stays: list[Stay]) -> list[Stay]:
    """The agencies that answered for a version while it held; none when it was always the same."""
    return [one for one in stays if one.overlaps(version.valid_from, version.valid_to)]


@require_safe
def version_diff(request: HttpRequest, code: str, earlier: int, later: int) -> HttpResponse:
    """What changed between two versions, side by side."""
    service = _known(code)
    old, new = version_numbered(service, earlier), version_numbered(service, later)
    if old is None or new is None:
        raise Http404(_("There is no such version of this standard."))
    context = {
        "service": service,
        "crumbs": _crumbs(service),
        "old": old,
        "new": new,
        "changes": differences_said(old.told, new.told),
    }
    return render(request, "catalogue/diff.html", context)


@require_safe
def consultation(request: HttpRequest, code: str) -> HttpResponse:
    """A draft that the public is asked about: what would change, or all of a first version."""
    service = _known(code)
    draft = consulted_draft(service)
    if draft is None:
        raise Http404(_("Nothing is in consultation for this service."))
    before = draft.based_on
    crumbs = _crumbs(service)
    context = {
        "service": service,
        "crumbs": crumbs if before else crumbs[:1],  # nothing stands at its own address yet
        "draft": draft,
        "is_new": before is None,
        "components": [] if before else components_said(draft.told),
        "changes": differences_said(before.told, draft.told) if before else [],
    }
    return render(request, "catalogue/consultation.html", context)


def _known(code: str) -> Service:
    service = known_service(code)
    if service is None:
        raise Http404(_("There is no such service."))
    return service


def _crumbs(service: Service) -> list[dict[str, str]]:
    return [
        {"href": reverse("catalogue:list"), "label": _("Services")},
        {"href": reverse("catalogue:service", args=[service.code]), "label": _("This service")},
    ]


def _without(code: str, day: date | None) -> HttpResponse:
    """No version holds then: another spelling, a withdrawn standard, or nothing at all."""
    if code != code.upper() and known_service(code.upper()) is not None:
        return redirect("catalogue:service", code=code.upper(), permanent=True)
    service = known_service(code)
    last = versions_of(service).first() if service is not None and day is None else None
    if last is None or not last.withdrawal_reason:
        raise Http404(_("There is no such service."))
    raise NoLongerHere(
        _("This service is not promised any more: %(why)s") % {"why": last.withdrawal_reason},
        named=[last.withdrawal_reason],
        heading=_("This service is withdrawn"),
    )


def _shown(
    request: HttpRequest, service: Service, here: Centre | None, day: date | None
) -> dict[str, Any]:
    is_now = day is None or day == today()
    address = settings.PUBLIC_URL + reverse("catalogue:service", args=[service.code])
    return {
        **page_told(service),
        "day": None if is_now else day,
        "centre": _only_centre(service),
        "crumbs": [{"href": reverse("catalogue:list"), "label": _("Services")}],
        "here": here,
        "at_kiosk": here is not None,
        "takes_numbers": has_part(QUEUE),
        "places": _places(service, here) if is_now else [],
        "address": address,
        "share_text": urlencode({"text": f"{service.name}: {address}"}),
        "linked_data": government_service(service, address) if is_now else None,
        "moves": moves_told(service),
        "today": today(),
        "consulted": consulted_draft(service) if is_now and here is None else None,
    }


def _etag(
    request: HttpRequest, service: Service, day: date | None, laws: Sequence[CitedLaw]
) -> str:
    """Changes with whatever the page shows: the version and its laws, where, and to whom."""
    places = [
        (row.centre.name, row.centre.phone, row.centre.email, row.queue_id)
        for row in service.offerings.all()
    ]
    said = (
        service.standard.digest,
        service.standard.state,
        service.updated_at,
        service.unit.name,
        service.agency.name,
        moves_told(service),
        places,
        [(one.said, one.link) for one in laws],
        day,
        get_language(),
        sorted(one for one in request.COOKIES.items() if one[0] != settings.CSRF_COOKIE_NAME),
        getattr(staticfiles_storage, "manifest_hash", ""),
    )
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'


def _only_centre(service: Service) -> Centre | None:
    """The real centre at which a service is given, by whatever channel, when it is one only."""
    centres = [row.centre for row in service.offerings.all() if not row.centre.is_practice]
    return centres[0] if len(centres) == 1 else None


def _is_given_at(centre: Centre, service: Service) -> bool:
    return any(row.centre_id == centre.pk for row in service.offerings.all())


def _places(service: Service, here: Centre | None) -> list[dict[str, str]]:
    """Real centres that give numbers for this service, with the way; of a kiosk, its centre."""
    rows = [row for row in service.offerings.all() if row.queue_id is not None]
    if here is not None:
        rows = [row for row in rows if row.centre_id == here.pk]
    else:
        rows = [row for row in rows if not row.centre.is_practice]
    return [
        {"centre": row.centre.name, "address": row.centre.address, "href": queue_url(row)}
        for row in rows
    ]


def queue_url(offering: Offering) -> str:
    """Where a number for a service is taken at a centre; "" without a front desk."""
    choose = address_of("frontdesk:choose", offering.centre.code)
    return f"{choose}?layanan={offering.service.code}" if choose else ""
