"""Whether a report or a board that went out under a code still holds."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lopo.catalogue.api import offerings_of
from lopo.findings.models import Report
from lopo.foundation.days import civil_date
from lopo.foundation.parts import address_of
from lopo.organisation.api import Centre
from lopo.publications.api import Issued, Standing, Verdict, newest_like, register_kind
from lopo.surveys.api import period_spelled

from .boards import BOARD
from .releases import release_in_force, release_under
from .reports import REPORT


def register_our_kinds() -> None:
    """Called once when the application starts."""
    register_kind(REPORT, _("SKM report"), _judge_report)
    register_kind(BOARD, _("Board of survey results"), _judge)


def _judge_report(issued: Issued, day: date) -> Verdict:
    """A released report holds until the next release, whatever was made for trial meanwhile."""
    out = release_under(issued.code)
    if out is None:
        return _judge(issued, day)
    newest = release_in_force(out) or out
    where = address_of("findings:released", newest.token)
    if out.superseded_at is not None:
        return Verdict(Standing.SUPERSEDED, civil_date(out.superseded_at), path=where)
    assert out.released_at is not None
    return Verdict(Standing.IN_FORCE, civil_date(out.released_at), path=where)


def _judge(issued: Issued, _day: date) -> Verdict:
    """What is said of a period holds until something else is said of it."""
    period = issued.version.partition(":")[0]
    newest = newest_like(issued, f"{period}:")
    if newest is not None and newest.pk != issued.pk:
        return Verdict(Standing.SUPERSEDED, civil_date(newest.issued_at), path=issued.path)
    return Verdict(Standing.IN_FORCE, civil_date(issued.issued_at), path=issued.path)


def is_reported(centre: Centre, day: date) -> bool:
    """Whether a released report already tells of a day at a centre: its numbers are final.

    A report of the centre, of whoever runs it, or of any agency whose services are given there.
    """
    guests = offerings_of(centre).values("service__agency")
    theirs = Q(centre=centre) | Q(agency=centre.host_agency_id) | Q(agency__in=guests)
    out = Report.objects.filter(theirs, released_at__isnull=False)
    told = (period_spelled(one) for one in out.values_list("period", flat=True).distinct())
    return any(period is not None and period.first <= day <= period.last for period in told)
