"""What may be shown of what those who were served said."""

from .boards import BOARD, board_of, board_sheet, board_version
from .plans import (
    changed_by,
    improvements_of,
    items_of,
    plan_after,
    plan_before,
    plan_by_key,
    plans_of,
)
from .profiles import Profile, Share, profile_in
from .questionnaires import Other, others_of
from .releases import (
    release_in_force,
    release_under,
    releases,
    releases_before,
    told_of,
    vouched,
)
from .rows import rows_of
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
from .standing import is_reported, register_our_kinds
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
    "BOARD",
    "PROVINCE",
    "Level",
    "Other",
    "Profile",
    "Row",
    "Share",
    "Shown",
    "Subject",
    "Value",
    "World",
    "board_of",
    "board_sheet",
    "board_version",
    "changed_by",
    "default_period",
    "improvements_of",
    "is_reported",
    "items_of",
    "named",
    "narrowed",
    "of_agency",
    "of_centre",
    "of_service",
    "of_unit",
    "others_of",
    "outcome_in",
    "plan_after",
    "plan_before",
    "plan_by_key",
    "plans_of",
    "profile_in",
    "published",
    "quarters_to",
    "register_our_kinds",
    "release_in_force",
    "release_under",
    "releases",
    "releases_before",
    "room_address",
    "row_of",
    "rows_of",
    "shown",
    "shown_in",
    "told_of",
    "value_in",
    "vouched",
    "world_around",
]
