"""Who was served may answer once: the invitation that follows a finished visit."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from lopo.foundation.parts import has_part
from lopo.frontdesk.api import ServedVisit
from lopo.kernel.parts import SURVEYS
from lopo.surveys.models import SpentLink, SurveyInvitation
from lopo.surveys.queries import SKM, is_spent
from lopo.surveys.rules import invitation_hash, link_key

COUNT = """
INSERT INTO surveys_turnout AS t
  (centre_id, agency_id, unit_id, service_id, counter_id, day, served, declined)
VALUES (%(centre)s, %(agency)s, %(unit)s, %(service)s, %(counter)s, %(day)s,
  greatest(%(served)s, 0), %(declined)s)
ON CONFLICT (centre_id, day, service_id, counter_id, agency_id) DO UPDATE SET
  served = greatest(t.served + %(served)s, 0), declined = t.declined + %(declined)s
"""
# One statement: it runs while the line of the centre is locked and everybody else waits for it.
INVITE = f"""
WITH counted AS ({COUNT})
INSERT INTO surveys_surveyinvitation
  (hash, instrument_id, centre_id, counter_id, service_id, standard_id, day, valid_until)
SELECT %(hash)s, i.id, %(centre)s, %(counter)s, %(service)s, %(standard)s, %(day)s,
  %(day)s::date + (SELECT p.link_days FROM surveys_surveypolicy p WHERE p.valid_from <= %(day)s
    ORDER BY p.valid_from DESC LIMIT 1)
FROM surveys_instrument i
WHERE i.code = %(code)s AND i.valid_from <= %(day)s
  AND (i.valid_until IS NULL OR i.valid_until >= %(day)s)
ON CONFLICT (hash) DO NOTHING
"""  # noqa: S608 - both halves are ours


def key_of_ticket(token: str) -> str:
    """What the link of a ticket ends with."""
    return link_key(settings.SURVEY_SECRET, token)


def is_used(token: str) -> bool:
    """Whether the link of a ticket was used: to judge, or to say that one would rather not."""
    return has_part(SURVEYS) and is_spent(key_of_ticket(token))


def invite(visit: ServedVisit) -> None:
    """Let the visitor of a finished visit answer, and count them as served."""
    with connection.cursor() as cursor:
        cursor.execute(
            INVITE,
            {
                **_turnout(visit, served=1),
                "hash": invitation_hash(key_of_ticket(visit.token)),
                "standard": visit.standard.pk if visit.standard else None,
                "code": SKM,
            },
        )


def take_back(visit: ServedVisit) -> None:
    """The finish was taken back: the visitor is being served still."""
    count_turnout(visit, served=-1)
    SurveyInvitation.objects.filter(hash=invitation_hash(key_of_ticket(visit.token))).delete()


def count_turnout(visit: ServedVisit, *, served: int = 0, declined: int = 0) -> None:
    """Count somebody served, or somebody who did not want to be asked."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, _turnout(visit, served=served, declined=declined))


def _turnout(visit: ServedVisit, *, served: int = 0, declined: int = 0) -> dict[str, Any]:
    return {
        "centre": visit.centre.pk,
        "agency": visit.service.agency_id,
        "unit": visit.service.unit_id,
        "service": visit.service.pk,
        "counter": visit.counter.pk if visit.counter else None,
        "day": visit.day,
        "served": served,
        "declined": declined,
    }


def forget_ended(today: date) -> None:
    """Delete the invitations whose days are over, and the marks of links that were used."""
    SurveyInvitation.objects.filter(valid_until__lt=today).delete()
    SpentLink.objects.filter(valid_until__lt=today).delete()
