"""How somebody comes to judge."""

from lopo.organisation.api import Centre
from lopo.surveys.api import point_url, points_of


def room_address(centre: Centre) -> str:
    """The whole address of the code that hangs in the room; "" when none was made yet."""
    in_room = [one for one in points_of(centre) if one.counter_id is None]
    return point_url(in_room[0]) if in_room else ""
