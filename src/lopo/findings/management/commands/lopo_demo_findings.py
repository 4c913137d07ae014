"""What the agency of ``./lopo demo`` did about its last results: two plans and a report."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from lopo.findings import actions
from lopo.findings.models import FollowUp, FollowUpPlan, Report
from lopo.findings.queries.reports import Of
from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency, agency_by_code
from lopo.people.api import User, user_by_username
from lopo.surveys.api import Period, current_period

AGENCY, AUTHOR, PUBLISHER = "bkd-ntt", "penyunting", "pengesah"
REALISED = (
    "Papan jam layanan dan target waktu dipasang di setiap meja.",
    "Kursi ruang tunggu ditambah dua belas, pendingin ruangan diperbaiki.",
)


class Command(BaseCommand):
    """Plan, realise and report, once."""

    help = "Give the demo agency released follow-up plans and a released report; safe to repeat."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make what is missing."""
        agency = agency_by_code(AGENCY)
        author, publisher = user_by_username(AUTHOR), user_by_username(PUBLISHER)
        if agency is None or author is None or publisher is None:
            return
        last = current_period(civil_date(system_clock())).before
        for period in (last.before, last):
            if not FollowUpPlan.objects.filter(agency=agency, period=period.spelled).exists():
                plan(agency, period, author, publisher)
        if not Report.objects.filter(agency=agency, period=last.spelled).exists():
            report(agency, last, author, publisher)


def plan(agency: Agency, period: Period, author: User, publisher: User) -> None:
    """A plan for the weakest elements of a quarter; of the earlier one most is done."""
    clock = system_clock
    made = actions.propose_plan(agency=agency, unit=None, period=period, author=author, clock=clock)
    released = actions.release_plan(plan=made, seen=made.revision, publisher=publisher, clock=clock)
    today = civil_date(clock())
    if period.last + timedelta(days=100) > today:
        return
    done = zip(FollowUp.objects.filter(plan=released), REALISED, strict=False)
    facts = [
        (
            one.pk,
            {
                "state": FollowUp.State.DONE,
                "realised_date": period.last + timedelta(days=45),
                "realisation": what,
            },
        )
        for one, what in done
    ]
    actions.realise_plan(plan=released, items=facts, seen=released.revision)


def report(agency: Agency, period: Period, author: User, publisher: User) -> None:
    """The official report of the last quarter, made by one and released by another."""
    made = actions.start_report(
        of=Of(agency), period=period, is_small=True, author=author, clock=system_clock
    )
    if made.state == Report.State.DONE:
        actions.release_report(report=made, publisher=publisher, clock=system_clock)
