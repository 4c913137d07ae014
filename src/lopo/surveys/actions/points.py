"""Codes to scan at the counters."""

import secrets

from lopo.foundation.transactions import one_transaction
from lopo.organisation.api import Centre, Counter, counters_of
from lopo.surveys.models import SurveyPoint
from lopo.surveys.queries import SKM

# Read aloud and typed from a card: no sign that is taken for another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 6


def point_at(*, centre: Centre, counter: Counter | None, instrument_code: str = SKM) -> SurveyPoint:
    """The code of a counter (or of a room), made when it is first wanted."""
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    point, _made = SurveyPoint.objects.get_or_create(
        centre=centre,
        counter=counter,
        instrument_code=instrument_code,
        defaults={"code": code},
    )
    return point


def points_everywhere(*, centre: Centre, instrument_code: str = SKM) -> list[SurveyPoint]:
    """A code for the room and one for every counter in use; those that exist stay as they are."""
    places = (None, *counters_of(centre))
    with one_transaction():
        return [
            point_at(centre=centre, counter=one, instrument_code=instrument_code) for one in places
        ]
