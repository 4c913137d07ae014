"""Who in the room still needs a place or a service: asked under the line, before it changes."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from lopo.catalogue.api import offerings_of
from lopo.frontdesk.models import Ticket
from lopo.organisation.api import Centre, counters_of, queues_of

# Every state from which a visitor may still be served today. A number that was missed counts
# while it may come back.
LIVE = ("WAITING", "CALLED", "SERVING", "PARKED")


def live_tickets(centre: Centre, day: date, now: datetime) -> "QuerySet[Ticket]":
    """The numbers of a day whose visitors may still be served."""
    returnable = now - timedelta(minutes=centre.return_minutes)
    back = Q(state=Ticket.State.MISSED, changed_at__gt=returnable)
    of_the_day = Ticket.objects.filter(centre=centre, service_date=day)
    return of_the_day.filter(Q(state__in=LIVE) | back)


def unserved(centre: Centre, day: date, now: datetime) -> dict[str, int]:
    """Live numbers that no counter could serve, by the name of their service."""
    waiting = (
        live_tickets(centre, day, now)
        .values_list("service__code", "service__name")
        .annotate(n=Count("pk"))
        .order_by("service__name")
    )
    rows = list(waiting)
    if not rows:
        return {}
    served = services_served(centre)
    return {name: n for code, name, n in rows if code not in served}


def services_served(centre: Centre) -> set[str]:
    """The codes of the services that some counter in use serves."""
    reached = {queue.pk for counter in counters_of(centre) for queue in counter.queues.all()}
    in_use = {queue.pk for queue in queues_of(centre)} & reached
    return {offer.service.code for offer in offerings_of(centre) if offer.queue_id in in_use}
