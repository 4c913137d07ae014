"""Reports that are out: those in force, those they took the place of, and how to find them."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from lopo.findings.models import Report
from lopo.foundation.days import civil_date
from lopo.ledger.api import Vouched
from lopo.organisation.api import Agency, list_agencies
from lopo.surveys.api import Period, period_spelled


def _out() -> QuerySet[Report]:
    rows = Report.objects.select_related("agency", "unit", "centre__host_agency")
    return rows.filter(released_at__isnull=False)


def releases(agency: Agency | None = None, period: Period | None = None) -> QuerySet[Report]:
    """Released reports that no later release has superseded, the newest first.

    Of an agency: its own, those of its units and of the centres it hosts. Practice is in none.
    """
    found = _out().filter(superseded_at=None).exclude(centre__is_practice=True)
    if agency is not None:
        found = found.filter(Q(agency=agency) | Q(centre__host_agency=agency))
    if period is not None:
        found = found.filter(period=period.spelled)
    return found.order_by("-released_at", "-pk")


def release_in_force(report: Report) -> Report | None:
    """The release of the same unit and period that holds now; None before the first."""
    same = _out().filter(
        agency=report.agency_id,
        unit=report.unit_id,
        centre=report.centre_id,
        period=report.period,
    )
    return same.filter(superseded_at=None).first()


def release_under(code: str) -> Report | None:
    """What was released under a code to check; said twice alike, the last time counts."""
    return _out().filter(code=code).order_by("-released_at").first() if code else None


def releases_before(reports: Iterable[Report]) -> dict[int, Report]:
    """What each of some releases took the place of, by its key; those of the first are missing."""
    listed = list(reports)
    earlier = _out().filter(superseded_at__in=[one.released_at for one in listed])
    by_place = {(_place(one), one.superseded_at): one for one in earlier}
    found = {one.pk: by_place.get((_place(one), one.released_at)) for one in listed}
    return {key: one for key, one in found.items() if one is not None}


def _place(report: Report) -> tuple[int | None, int | None, int | None, str]:
    return report.agency_id, report.unit_id, report.centre_id, report.period


def vouched() -> Iterator[Vouched]:
    """What of each release has to be a line in the survey's record."""
    listed = list(_out().order_by("pk"))
    before = releases_before(listed)
    for one in listed:
        replaced = before.get(one.pk)
        yield Vouched(
            verb="report.released",
            subject=f"report:{one.pk}",
            actor=f"user:{one.released_by_id}",
            name=one.code,
            day=civil_date(one.released_at) if one.released_at else None,
            facts={
                # Whoever runs a centre may change; the agency of an agency's report does not.
                **({"agency": one.agency.code} if one.agency else {}),
                "unit": one.unit.code if one.unit else None,
                "centre": one.centre.code if one.centre else None,
                "period": one.period,
                "code": one.code,
                "replaces": replaced.code if replaced else None,
            },
            beside=frozenset(("agency",)),
        )


def told_of() -> tuple[list[Agency], list[Period]]:
    """The agencies by name and the periods, the newest first, of which a report is out."""
    facts = releases().order_by().values_list("agency", "centre__host_agency", "period")
    rows = list(facts.distinct())
    owners = {agency or host for agency, host, _period in rows}
    agencies = list_agencies().filter(pk__in=owners).order_by("name")
    return list(agencies), _newest_first({period for _agency, _host, period in rows})


def _newest_first(spelled: Iterable[str]) -> list[Period]:
    found = [one for one in map(period_spelled, spelled) if one is not None]
    return sorted(found, key=lambda one: (one.last, one.first), reverse=True)
