"""Our own kinds: what is printed from a standard, of an agency, of a centre."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lopo.catalogue.api import (
    Service,
    Standard,
    came_under_version,
    left_after,
    service_under,
    today,
    versions_of,
)
from lopo.foundation.days import civil_date
from lopo.organisation.api import agency_by_code, archived_centre_by_code, centre_by_code
from lopo.publications.models import Publication

from .centres import version_of_visit
from .overviews import version_of_list
from .standing import Standing, Verdict, register_kind

POSTER, SOP, PAGE, OVERVIEW, VISIT = "POSTER", "SOP", "PAGE", "OVERVIEW", "VISIT"
OF_AGENCY_SINCE = "@"


def register_our_kinds() -> None:
    """Called once when the application starts."""
    register_kind(POSTER, _("Poster of a service"), of_standard)
    register_kind(SOP, _("SOP sheet (SOP AP)"), of_standard)
    register_kind(PAGE, _("Printed page of a service"), of_standard)
    register_kind(OVERVIEW, _("Overview of the services of an agency"), of_agency)
    register_kind(VISIT, _("Poster of how a visit goes"), of_centre)


def subject_of(standard: Standard) -> str:
    """How a version of a standard is named in a publication."""
    return f"standard:{standard.pk}"


def version_of_service(service: Service) -> str:
    """Which version a sheet shows: its number, and since when it is of the agency it names.

    A service that moves keeps its version, but a sheet names its agency: there is a new one.
    """
    number, came = str(service.standard.number), came_under_version(service, today())
    return f"{number}{OF_AGENCY_SINCE}{came.isoformat()}" if came else number


def _agency_since(publication: Publication, standard: Standard) -> date | None:
    _number, _since, day = publication.version.partition(OF_AGENCY_SINCE)
    return date.fromisoformat(day) if day else standard.valid_from


def of_standard(publication: Publication, day: date) -> Verdict:
    """What is printed from a version holds as long as the version, and the agency it names, do."""
    service = service_under(int(publication.subject.removeprefix("standard:")))
    if service is None:
        return Verdict(Standing.WITHDRAWN)
    standard, where = service.standard, reverse("catalogue:service", args=[service.code])
    if not service.is_active:
        return Verdict(Standing.WITHDRAWN, service.standard.valid_to)
    if standard.holds_on(day):
        return _of_its_agency(service, _agency_since(publication, standard), where, day)
    if standard.valid_from is not None and standard.valid_from > day:
        return Verdict(Standing.NOT_YET, standard.valid_from, path=where)
    return _ended(service, standard, where, day)


def _of_its_agency(service: Service, since: date | None, where: str, day: date) -> Verdict:
    """Of a version that holds, what names an agency holds from its first day to its last."""
    if since is not None and since > day:
        return Verdict(Standing.NOT_YET, since, path=where)
    left = left_after(service, since, day)
    if left is not None:
        return Verdict(Standing.SUPERSEDED, left, path=where)
    return Verdict(Standing.IN_FORCE, since, path=where)


def _ended(service: Service, standard: Standard, where: str, day: date) -> Verdict:
    """Withdrawn when it was ended by itself; else another version took its place."""
    is_replaced = any(version.holds_on(day) for version in versions_of(service))
    if standard.withdrawn_at is not None:
        reason, path = standard.withdrawal_reason, where if is_replaced else ""
        return Verdict(Standing.WITHDRAWN, standard.valid_to, reason, path)
    return Verdict(Standing.SUPERSEDED, standard.valid_to, path=where if is_replaced else "")


def of_agency(publication: Publication, day: date) -> Verdict:
    """An overview holds while every service of the agency says the same."""
    agency, where = agency_by_code(publication.subject.removeprefix("agency:")), publication.path
    if agency is None or agency.archived_at is not None:
        return Verdict(Standing.WITHDRAWN)
    if version_of_list(agency, day) == publication.version:
        return Verdict(Standing.IN_FORCE, civil_date(publication.issued_at), path=where)
    return Verdict(Standing.SUPERSEDED, path=where)


def of_centre(publication: Publication, day: date) -> Verdict:
    """A poster of a centre holds while the centre is in use and is called the same."""
    code = publication.subject.removeprefix("centre:")
    centre = centre_by_code(code)
    if centre is None:
        gone = archived_centre_by_code(code)
        left = gone.archived_at if gone else None
        return Verdict(Standing.WITHDRAWN, civil_date(left) if left else None)
    if version_of_visit(centre) == publication.version:
        return Verdict(Standing.IN_FORCE, civil_date(publication.issued_at), path=publication.path)
    return Verdict(Standing.SUPERSEDED, path=publication.path)
