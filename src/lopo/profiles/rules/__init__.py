"""Pure rules of profiles: colours people can read, logos that can do nothing, what is missing."""

from .colours import LEAST, ColourFault, Colours, faults_of_colours, is_colour, nearest, ratio
from .logos import LOGO_KINDS, Drawing, LogoFault, read_logo
from .wording import suspicious

__all__ = [
    "LEAST",
    "LOGO_KINDS",
    "ColourFault",
    "Colours",
    "Drawing",
    "LogoFault",
    "faults_of_colours",
    "is_colour",
    "nearest",
    "ratio",
    "read_logo",
    "suspicious",
]
