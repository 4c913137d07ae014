"""What is shown on a day, and what an agency has written."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from lopo.foundation.days import civil_date
from lopo.foundation.parts import address_of
from lopo.organisation.api import Agency
from lopo.profiles.api import PLEDGE, Derived, register_source
from lopo.publications.api import Issued, Standing, Verdict, register_kind

from .models import Notice

LISTED = 50


def shown_on(day: date) -> "QuerySet[Notice]":
    """Everything published that shows on a day, urgent and new first."""
    until = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    shown = Notice.objects.filter(until, state=Notice.State.PUBLISHED, valid_from__lte=day)
    return shown.select_related("agency")


def announcements(day: date, agency: Agency | None = None) -> "QuerySet[Notice]":
    """Announcements of a day, of one agency or of all."""
    found = shown_on(day).filter(kind=Notice.Kind.ANNOUNCEMENT)
    return found.filter(agency=agency) if agency is not None else found


def announcement_on_tv(agencies: Collection[Agency], day: date) -> Notice | None:
    """The one announcement a screen of these agencies shows: urgent first, then the newest."""
    return announcements(day).filter(agency__in=agencies, on_tv=True).first()


def corrections(day: date) -> "QuerySet[Notice]":
    """Hoaxes that were set right, the newest first."""
    return shown_on(day).filter(kind=Notice.Kind.CORRECTION)


def pledge_of(agency: Agency, day: date) -> Notice | None:
    """The pledge of an agency in the version in force on a day."""
    return shown_on(day).filter(kind=Notice.Kind.PLEDGE, agency=agency).first()


def pledges(day: date) -> "QuerySet[Notice]":
    """Every pledge in force on a day, by agency."""
    return shown_on(day).filter(kind=Notice.Kind.PLEDGE).order_by("agency__name")


def public_notice(code: str) -> Notice | None:
    """A notice that was published, whatever became of it; drafts are nobody's business."""
    known = Notice.objects.filter(state__in=["PUBLISHED", "WITHDRAWN"], code=code)
    return known.select_related("agency").first()


def notice_told(pk: int) -> Notice | None:
    """A notice that something happened to, with its agency."""
    return Notice.objects.select_related("agency").filter(pk=pk).first()


def has_notice(title: str) -> bool:
    """Whether a notice of this title was ever written."""
    return Notice.objects.filter(title=title).exists()


def notices_of(agencies: Collection[Agency]) -> "QuerySet[Notice]":
    """What some agencies have written, the newest first."""
    found = Notice.objects.filter(agency__in=agencies).select_related("agency", "drafted_by")
    return found.order_by("-pk")


def pledges_of(agencies: Collection[Agency], day: date) -> Mapping[int, Derived]:
    """The pledges in force on a day, by the key of their agency."""
    found = shown_on(day).filter(kind=Notice.Kind.PLEDGE, agency__in=agencies)
    return {
        one.agency_id: Derived(one.body, address_of("notices:notice", one.code)) for one in found
    }


def register_our_kinds() -> None:
    """Let codes of pledges, announcements and corrections be checked; pledges answer for
    their agency where it is asked whether it has one."""
    register_source(PLEDGE, pledges_of)
    for kind in Notice.Kind:
        register_kind(kind.value, kind.label, _judge)


def _judge(issued: Issued, day: date) -> Verdict:
    """How a notice stands on a day; a pledge that ended was replaced by the one in force."""
    notice = public_notice(issued.subject)
    if notice is None:
        return Verdict(Standing.WITHDRAWN)
    if notice.state == Notice.State.WITHDRAWN and notice.withdrawn_at is not None:
        since = civil_date(notice.withdrawn_at)
        return Verdict(Standing.WITHDRAWN, since=since, reason=notice.withdrawal_reason)
    if notice.valid_from > day:
        return Verdict(Standing.NOT_YET, since=notice.valid_from)
    if notice.shows_on(day):
        path = address_of("notices:notice", notice.code)
        return Verdict(Standing.IN_FORCE, since=notice.valid_from, path=path)
    now = pledge_of(notice.agency, day) if notice.kind == Notice.Kind.PLEDGE else None
    path = address_of("notices:notice", now.code) if now is not None else ""
    return Verdict(Standing.SUPERSEDED, since=notice.valid_until, path=path)
