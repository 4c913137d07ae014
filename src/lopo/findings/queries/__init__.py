"""What may be shown of what those who were served said."""

from .profiles import Profile, Share, profile_in
from .shown import (
    Shown,
    Value,
    default_period,
    outcome_in,
    quarters_to,
    shown,
    shown_in,
    value_in,
)
from .subjects import (
    PROVINCE,
    Level,
    Subject,
    named,
    narrowed,
    of_agency,
    of_centre,
    of_service,
    of_unit,
)
from .tables import Row, published, row_of
from .ways import room_address
from .worlds import World, world_around

__all__ = [
    "PROVINCE",
    "Level",
    "Profile",
    "Row",
    "Share",
    "Shown",
    "Subject",
    "Value",
    "World",
    "default_period",
    "named",
    "narrowed",
    "of_agency",
    "of_centre",
    "of_service",
    "of_unit",
    "outcome_in",
    "profile_in",
    "published",
    "quarters_to",
    "room_address",
    "row_of",
    "shown",
    "shown_in",
    "value_in",
    "world_around",
]
