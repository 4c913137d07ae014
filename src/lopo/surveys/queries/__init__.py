"""What is asked, and what was answered."""

from .cards import CARD_PAPERS, card_sheet
from .instruments import (
    SKM,
    Asked,
    asked_about,
    asked_in,
    bands_on,
    exempt_items,
    in_force,
    items_of,
    policy_on,
    profile_of,
)
from .results import Element, Frame, Outcome, frame_of, outcome_in
from .rulebook import Rulebook, rulebook_of
from .tallies import Counted, ballots_in, ballots_of, count_all, count_by
from .turnouts import Asking, asking_in, population_on, remarks_opened, respondents_of
from .ways import (
    ServiceGroup,
    invitation_by_key,
    is_spent,
    link_url,
    point_by_code,
    point_url,
    points_of,
    service_groups_at,
    services_at,
)

__all__ = [
    "CARD_PAPERS",
    "SKM",
    "Asked",
    "Asking",
    "Counted",
    "Element",
    "Frame",
    "Outcome",
    "Rulebook",
    "ServiceGroup",
    "asked_about",
    "asked_in",
    "asking_in",
    "ballots_in",
    "ballots_of",
    "bands_on",
    "card_sheet",
    "count_all",
    "count_by",
    "exempt_items",
    "frame_of",
    "in_force",
    "invitation_by_key",
    "is_spent",
    "items_of",
    "link_url",
    "outcome_in",
    "point_by_code",
    "point_url",
    "points_of",
    "policy_on",
    "population_on",
    "profile_of",
    "remarks_opened",
    "respondents_of",
    "rulebook_of",
    "service_groups_at",
    "services_at",
]
