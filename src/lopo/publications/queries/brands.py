"""Whose look a sheet wears: the design's own until an agency has one of its own."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lopo.foundation.typeset import ROOT
from lopo.organisation.api import Agency
from lopo.profiles.api import identity_of, logo_svg

MARK = ROOT / "ui" / "static" / "ui" / "img" / "lopo.svg"


def mark(path: Path = MARK) -> str:
    """The mark of the house as SVG."""
    return path.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours (`#rrggbb`) and mark (SVG text) of an agency inside the common design.

    White text stands on ``ground`` and ``action``, dark text on ``accent``.
    """

    ground: str = "#161d46"
    action: str = "#2b3c84"
    accent: str = "#f6b927"
    logo: str = ""
    logo_alt: str = "Lambang Lopo: rumah bundar tanpa dinding"

    def as_data(self) -> dict[str, Any]:
        """As the templates read it; without a mark of its own, the house's."""
        return {**asdict(self), "logo": self.logo or mark(), "own": bool(self.logo)}


HOUSE = Brand()


def brand_of(agency: Agency) -> Brand:
    """The look of an agency; with another look, its sheets are other sheets (their digest)."""
    identity = identity_of(agency)
    return Brand(
        ground=identity.colours.ground,
        action=identity.colours.action,
        accent=identity.colours.accent,
        logo=logo_svg(identity.logo) if identity.logo else "",
        logo_alt=identity.logo_alt or HOUSE.logo_alt,
    )
