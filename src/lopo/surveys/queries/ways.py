"""The ways in: what a link or a code leads to."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from lopo.catalogue.api import Service, offerings_of
from lopo.organisation.api import Centre
from lopo.surveys.models import SpentLink, SurveyInvitation, SurveyPoint
from lopo.surveys.rules import invitation_hash, spent_hash

from .instruments import SKM


def invitation_by_key(key: str) -> SurveyInvitation | None:
    """The invitation a link is for, used or not; None when it leads to none (any more)."""
    rows = SurveyInvitation.objects.select_related(
        "instrument", "centre__host_agency", "counter", "service__agency", "service__unit"
    )
    return rows.filter(hash=invitation_hash(key)).first()


def is_spent(key: str) -> bool:
    """Whether a link was used."""
    return SpentLink.objects.filter(hash=spent_hash(key)).exists()


def point_by_code(code: str) -> SurveyPoint | None:
    """Where a scanned code hangs."""
    rows = SurveyPoint.objects.select_related("centre__host_agency", "counter__centre")
    return rows.filter(code=code).first()


def points_of(centre: Centre, instrument_code: str = SKM) -> list[SurveyPoint]:
    """The codes of a centre for a questionnaire: the room's first, then the counters'."""
    found = SurveyPoint.objects.filter(centre=centre, instrument_code=instrument_code)
    rows = found.select_related("centre", "counter")
    return sorted(rows, key=lambda one: (one.counter is not None, one.counter_id or 0))


def services_at(centre: Centre) -> list[Service]:
    """What somebody may have been served with at a centre."""
    offers = offerings_of(centre).select_related("service__agency", "service__unit")
    return [offer.service for offer in offers]


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """The services behind one queue of a centre, or those that no queue leads to."""

    code: str
    name: str
    services: list[Service] = field(default_factory=list)


def service_groups_at(centre: Centre) -> list[ServiceGroup]:
    """The same by queue, in the order of the queues; who was served remembers its letter."""
    groups: dict[tuple[bool, int, str], ServiceGroup] = {}
    offers = offerings_of(centre).select_related("service__agency", "service__unit", "queue")
    for offer in offers:
        queue = offer.queue
        place = (queue is None, queue.position if queue else 0, queue.code if queue else "")
        group = groups.setdefault(place, ServiceGroup(place[2], queue.name if queue else ""))
        group.services.append(offer.service)
    return [groups[place] for place in sorted(groups)]


def link_url(key: str) -> str:
    """The whole address of a visit's questionnaire, for a code to scan or a message."""
    return settings.PUBLIC_URL + reverse("surveys:by_link", args=[key])


def point_url(point: SurveyPoint) -> str:
    """The whole address behind the code at a counter."""
    return settings.PUBLIC_URL + reverse("surveys:by_code", args=[point.code])
