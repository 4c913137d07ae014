"""What others may ask about places."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from lopo.organisation.models import (
    Agency,
    Archival,
    Centre,
    Counter,
    Queue,
    Unit,
    WeeklyHours,
)


def agency_by_code(code: str) -> Agency | None:
    """The agency with this code, if there is one."""
    return Agency.objects.filter(code=code).first()


def codes_taken() -> tuple[list[str], list[str]]:
    """The codes of every agency and of every centre, those of archived ones too."""
    agencies = Agency.objects.values_list("code", flat=True)
    return list(agencies), list(Centre.objects.values_list("code", flat=True))


def list_agencies() -> "QuerySet[Agency]":
    """Agencies in use, by name."""
    return Agency.objects.filter(archived_at__isnull=True)


def units_of(*agencies: Agency) -> "QuerySet[Unit]":
    """The units of an agency, or of several, that are in use."""
    return Unit.objects.filter(agency__in=agencies, archived_at__isnull=True)


def units_by_key(keys: Iterable[int]) -> "QuerySet[Unit]":
    """Units by their keys, those of archived ones too: what was said of them stays."""
    return Unit.objects.filter(pk__in=list(keys))


def centre_by_code(code: str) -> Centre | None:
    """The centre with this code, with its agency; None when there is none or it is archived."""
    centres = Centre.objects.filter(archived_at__isnull=True).select_related("host_agency")
    return centres.filter(code=code).first()


def list_centres() -> "QuerySet[Centre]":
    """Centres in use, real ones before practice ones; of one name in the order of their codes."""
    centres = Centre.objects.filter(archived_at__isnull=True).select_related("host_agency")
    return centres.order_by("is_practice", "name", "code")


def archived_centre_by_code(code: str) -> Centre | None:
    """The centre with this code that is out of use, with its agency."""
    centres = Centre.objects.filter(archived_at__isnull=False).select_related("host_agency")
    return centres.filter(code=code).first()


def archivals() -> "QuerySet[Archival]":
    """Why centres are out of use now, with the centres, the latest first."""
    running = Archival.objects.filter(restored_at__isnull=True)
    return running.select_related("centre__host_agency").order_by("-archived_at")


def queues_of(centre: Centre) -> "QuerySet[Queue]":
    """The queues of a centre in their order."""
    return Queue.objects.filter(centre=centre, archived_at__isnull=True)


def queue_of(centre: Centre, code: str) -> Queue | None:
    """One queue of this centre by its letter."""
    return queues_of(centre).filter(code=code).first()


def places_of(centre: Centre) -> tuple[list[Queue], list[Counter]]:
    """Every queue and counter of a centre, archived ones included, in their order."""
    counters = Counter.objects.filter(centre=centre).prefetch_related("queues")
    return list(Queue.objects.filter(centre=centre)), list(counters)


def counters_of(centre: Centre) -> "QuerySet[Counter]":
    """The counters of a centre in their order, with the queues each may serve."""
    counters = Counter.objects.filter(centre=centre, archived_at__isnull=True)
    return counters.prefetch_related("queues")


def counter_of(centre: Centre, code: str) -> Counter | None:
    """One counter of this centre in use; another centre's counter does not exist here."""
    in_use = Counter.objects.filter(centre__archived_at__isnull=True, archived_at__isnull=True)
    counters = in_use.filter(centre=centre)
    return counters.filter(code=code).first()


def weekly_hours_of(centre: Centre, day: date) -> list[WeeklyHours]:
    """The hours in force on a day, for the footer and the door."""
    rows = WeeklyHours.objects.filter(centre=centre, valid_from__lte=day)
    return [row for row in rows if row.valid_to is None or row.valid_to >= day]
