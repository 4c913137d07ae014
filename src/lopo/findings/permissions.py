"""Whose results there are; results are everybody's, so nobody is refused."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lopo.catalogue.api import Service, known_service
from lopo.frontdesk.api import counters_served_by
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal, Unknown
from lopo.organisation.api import (
    Agency,
    Centre,
    agency_by_code,
    centre_in_use,
    list_centres,
    units_of,
)
from lopo.people.api import Duty, Permission, Principal, agencies_of
from lopo.surveys.api import SKM, Period, is_questionnaire, period_spelled

from .models import FollowUpPlan, Report
from .queries import plan_by_key
from .queries.reports import Of


def centre_or_404(code: str) -> Centre:
    """A centre in use; of an archived one, since when and why it is not."""
    return centre_in_use(code)


def agency_or_404(code: str) -> Agency:
    """An agency in use."""
    found = agency_by_code(code)
    if found is None or found.archived_at is not None:
        raise Unknown(_("There is no such agency."))
    return found


def service_or_404(code: str) -> Service:
    """A public service, whether or not its standard is in force."""
    found = known_service(code) if "\x00" not in code else None
    if found is None:
        raise Unknown(_("There is no such service."))
    return found


def period_or_404(text: str) -> Period | None:
    """The period a page is asked for; None when it does not say."""
    if not text:
        return None
    found = period_spelled(text)
    if found is None:
        raise Unknown(_("There is no such period."))
    return found


def period_or_422(text: str) -> Period | None:
    """The same for a program: a field that is wrong."""
    found = period_spelled(text) if text else None
    if text and found is None:
        message = _("A period is written as 2026-tw3, 2026-s1 or 2026.")
        raise FieldRefusal(message, [FieldError("period", "invalid", message)])
    return found


def questionnaire_or_404(code: str, day: date) -> str:
    """Whose results are asked for, by code: SKM unless it says so. What there is no questionnaire
    of is refused; one without a result is not: it says that there is none yet.
    """
    if code in ("", SKM):
        return SKM
    if not is_questionnaire(code, day):
        raise Unknown(_("There is no such questionnaire."))
    return code


def only_skm_or_404(code: str) -> None:
    """Of no other questionnaire is there a badge or a board."""
    if code not in ("", SKM):
        raise Unknown(_("There is no such questionnaire."))


WRITES = (Duty.EDITOR, Duty.PUBLISHER)


def agencies(principal: Principal) -> list[Agency]:
    """The agencies this account writes or publishes for; none is refused."""
    found = agencies_of(principal.user) if principal.user else []
    if not found:
        raise Unknown(_("There is no such page, or your account may not use it."))
    return found


def sees_plans(principal: Principal) -> bool:
    """Whether there are plans for this account."""
    return principal.user is not None and bool(agencies_of(principal.user))


def sees_reports(principal: Principal, centre: Centre) -> bool:
    """Whether whoever sees the survey of a centre may have a report made, of it or of an agency."""
    return _oversees(principal, centre) or sees_plans(principal)


def plan(principal: Principal, pk: int, *duties: Duty) -> FollowUpPlan:
    """A plan of an agency for which the account has one of these duties."""
    found = plan_by_key(pk)
    if found is None or not principal.is_charged(found.agency, *duties):
        raise Unknown(_("There is no such plan."))
    return found


def agency_to_write(principal: Principal, code: str) -> Agency:
    """An agency this account writes for."""
    found = agency_or_404(code)
    if not principal.is_charged(found, Duty.EDITOR):
        raise Unknown(_("There is no such agency."))
    return found


def reported(principal: Principal) -> list[Of]:
    """Of whom this account may have reports made; of nobody is refused."""
    found = [
        of
        for agency in (agencies_of(principal.user) if principal.user else [])
        for of in (Of(agency), *(Of(agency, unit) for unit in units_of(agency)))
    ]
    found += [
        Of(one.host_agency, centre=one) for one in list_centres() if _oversees(principal, one)
    ]
    if not found:
        raise Unknown(_("There is no such page, or your account may not use it."))
    return found


def _oversees(principal: Principal, centre: Centre) -> bool:
    charged = principal.is_charged(centre.host_agency, *WRITES)
    return charged or principal.may(Permission.SEE_DAY, centre)


def report(principal: Principal, token: str) -> Report:
    """A report by its secret name, of somebody this account may report on."""
    rows = Report.objects.select_related("agency", "unit", "centre__host_agency")
    found = rows.filter(token=token).first() if "\x00" not in token else None
    if found is None or not _may_report(principal, found):
        raise Unknown(_("There is no such report, or it is older than a day."))
    return found


def _may_report(principal: Principal, found: Report) -> bool:
    if found.centre is not None:
        return _oversees(principal, found.centre)
    return found.agency is not None and principal.is_charged(found.agency, *WRITES)


def may_release(principal: Principal, found: Report) -> bool:
    """Whether the account publishes for the agency of a report; practice is never released."""
    if found.centre is not None and found.centre.is_practice:
        return False
    owner = found.centre.host_agency if found.centre else found.agency
    return owner is not None and principal.is_charged(owner, Duty.PUBLISHER)


def released_report(token: str) -> Report:
    """A report that everybody may read, whether or not a later release has superseded it."""
    rows = Report.objects.select_related("agency", "unit", "centre__host_agency")
    rows = rows.filter(released_at__isnull=False)
    found = rows.filter(token=token).first() if "\x00" not in token else None
    if found is None:
        raise Unknown(_("There is no such report."))
    return found


class OwnCounter(Refusal):
    """Whoever sat at a counter takes no rows away that may be about themselves."""

    code = "own-counter"


def agency_to_export(principal: Principal, code: str) -> Agency:
    """An agency whose ballots this account may take away row by row: its publisher, unless the
    same person serves at a counter anywhere."""
    found = agency_or_404(code)
    if not principal.is_charged(found, Duty.PUBLISHER) or _serves(principal):
        raise Unknown(_("There is no such agency."))
    return found


def _serves(principal: Principal) -> bool:
    """Whether the account sits at a counter of any centre: nobody sees rows of their own."""
    return any(principal.may(Permission.SERVE_COUNTER, one) for one in list_centres())


def centre_to_export(principal: Principal, code: str, period: Period) -> Centre:
    """A centre whose ballots this account may take away row by row: its supervisor, unless the
    same person has sat at one of its counters since the period began."""
    place = centre_or_404(code)
    if principal.user is None or not _takes(principal, place):
        raise Unknown(_("There is no such page, or your account may not use it."))
    since = datetime.combine(period.first, time.min, tzinfo=ZoneInfo(place.zone))
    if counters_served_by(principal.user, place, since=since):
        raise OwnCounter(
            _("You have served at a counter here since that period began: the rows may be about "
              "you. Ask another supervisor, or the publisher of the agency.")
        )  # fmt: skip
    return place


def _takes(principal: Principal, place: Centre) -> bool:
    return principal.may(Permission.TAKE_BALLOTS, place) and not place.is_practice


def exported(principal: Principal) -> tuple[list[Agency], list[Centre]]:
    """The agencies and centres of which this account may take rows away."""
    published = [
        one
        for one in (agencies_of(principal.user) if principal.user else [])
        if principal.is_charged(one, Duty.PUBLISHER)
    ]
    supervised = [one for one in list_centres() if _takes(principal, one)]
    return published if published and not _serves(principal) else [], supervised
