"""Who was served may answer once: the invitation that follows a finished visit."""

from datetime import date, timedelta

from django.conf import settings
from django.db import connection

from lopo.frontdesk.api import ServedVisit
from lopo.surveys.models import SpentLink, SurveyInvitation
from lopo.surveys.queries import SKM, in_force, policy_on
from lopo.surveys.rules import invitation_hash, link_key

COUNT = """
INSERT INTO surveys_turnout AS t
  (centre_id, agency_id, unit_id, service_id, counter_id, day, served, declined)
VALUES (%(centre)s, %(agency)s, %(unit)s, %(service)s, %(counter)s, %(day)s,
  greatest(%(served)s, 0), %(declined)s)
ON CONFLICT (centre_id, day, service_id, counter_id, agency_id) DO UPDATE SET
  served = greatest(t.served + %(served)s, 0), declined = t.declined + %(declined)s
"""


def key_of_ticket(token: str) -> str:
    """What the link of a ticket ends with."""
    return link_key(settings.SURVEY_SECRET, token)


def invite(visit: ServedVisit) -> None:
    """Let the visitor of a finished visit answer, and count them as served."""
    count_turnout(visit, served=1)
    instrument = in_force(SKM, visit.day)
    if instrument is None:
        return
    invitation = SurveyInvitation(
        hash=invitation_hash(key_of_ticket(visit.token)),
        instrument=instrument,
        centre=visit.centre,
        counter=visit.counter,
        service=visit.service,
        standard=visit.standard,
        day=visit.day,
        valid_until=visit.day + timedelta(days=policy_on(visit.day).link_days),
    )
    SurveyInvitation.objects.bulk_create([invitation], ignore_conflicts=True)


def take_back(visit: ServedVisit) -> None:
    """The finish was taken back: the visitor is being served still."""
    count_turnout(visit, served=-1)
    SurveyInvitation.objects.filter(hash=invitation_hash(key_of_ticket(visit.token))).delete()


def count_turnout(visit: ServedVisit, *, served: int = 0, declined: int = 0) -> None:
    """Count somebody served, or somebody who did not want to be asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT,
            {
                "centre": visit.centre.pk,
                "agency": visit.service.agency_id,
                "unit": visit.service.unit_id,
                "service": visit.service.pk,
                "counter": visit.counter.pk if visit.counter else None,
                "day": visit.day,
                "served": served,
                "declined": declined,
            },
        )


def forget_ended(today: date) -> None:
    """Delete the invitations whose days are over, and the marks of links that were used."""
    SurveyInvitation.objects.filter(valid_until__lt=today).delete()
    SpentLink.objects.filter(valid_until__lt=today).delete()
