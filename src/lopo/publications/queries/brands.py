"""Whose look a sheet wears: the design's own until an agency has one of its own."""

from base64 import b64encode
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lopo.foundation.typeset import ROOT
from lopo.organisation.api import Agency
from lopo.profiles.api import Identity, identity_of

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
        logo=_svg(identity),
        logo_alt=identity.logo_alt or HOUSE.logo_alt,
    )


def _svg(identity: Identity) -> str:
    """The logo as the templates read it; a picture of dots stands in a drawing of its size."""
    logo = identity.logo
    if logo is None:
        return ""
    if logo.kind == logo.Kind.SVG:
        return bytes(logo.raw).decode()
    dots = b64encode(bytes(logo.raw)).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {logo.width} {logo.height}">'
        f'<image width="{logo.width}" height="{logo.height}" href="data:image/png;base64,{dots}"/>'
        "</svg>"
    )
