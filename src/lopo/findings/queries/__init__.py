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
    of_agency,
    of_centre,
    of_service,
    of_unit,
)
from .worlds import World, world_around

__all__ = [
    "PROVINCE",
    "Level",
    "Profile",
    "Share",
    "Shown",
    "Subject",
    "Value",
    "World",
    "default_period",
    "named",
    "of_agency",
    "of_centre",
    "of_service",
    "of_unit",
    "outcome_in",
    "profile_in",
    "quarters_to",
    "shown",
    "shown_in",
    "value_in",
    "world_around",
]
