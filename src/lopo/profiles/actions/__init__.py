"""Acts of profiles: saving what an agency says of itself, and how it looks."""

from .identities import Look, remove_look, save_look
from .importing import NTB_PROFILES, PROFILES, import_profiles
from .profiles import PROFILE_FIELDS, FactTold, ProfileChanged, save_profile

__all__ = [
    "NTB_PROFILES",
    "PROFILES",
    "PROFILE_FIELDS",
    "FactTold",
    "Look",
    "ProfileChanged",
    "import_profiles",
    "remove_look",
    "save_look",
    "save_profile",
]
