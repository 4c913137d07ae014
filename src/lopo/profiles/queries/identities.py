"""How an agency looks."""

from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from lopo.organisation.api import Agency
from lopo.profiles.models import HOUSE, AgencyIdentity, Logo
from lopo.profiles.rules import LOGO_KINDS, Colours, Drawing

ADDRESS_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Identity:
    """The look of an agency; that of the house until it has one of its own."""

    colours: Colours = HOUSE
    motto: str = ""
    logo: Logo | None = None
    logo_alt: str = ""
    revision: int = 0

    @property
    def is_own(self) -> bool:
        """Whether the agency has chosen anything itself."""
        return self.logo is not None or self.colours != HOUSE

    @property
    def has_own_colours(self) -> bool:
        """Whether a stylesheet of its own is needed."""
        return self.colours != HOUSE

    @property
    def logo_path(self) -> str:
        """Where its logo is fetched; changes with the logo."""
        if self.logo is None:
            return ""
        ending, _type = LOGO_KINDS[self.logo.kind]
        return reverse("profiles:logo", args=[self.logo.digest[:ADDRESS_DIGITS], ending])

    @property
    def colours_path(self) -> str:
        """Where its stylesheet is fetched; changes with the colours."""
        return reverse("profiles:colours", args=[self.colours.name])


def identities_of(agencies: Collection[Agency]) -> dict[int, Identity]:
    """The look of every agency that has saved one, by its key; logos without their bytes."""
    rows = AgencyIdentity.objects.filter(agency__in=agencies).select_related("logo")
    return {row.agency_id: _identity(row) for row in rows.defer("logo__raw")}


def identity_of(agency: Agency) -> Identity:
    """The look of one agency, with the bytes of its logo."""
    row = AgencyIdentity.objects.filter(agency=agency).select_related("logo").first()
    return _identity(row) if row else Identity()


def logo_with(digest: str, ending: str) -> Logo | None:
    """The logo at an address."""
    kind = next(name for name, (known, _type) in LOGO_KINDS.items() if known == ending)
    return Logo.objects.filter(digest__startswith=digest, kind=kind).first()


def logo_svg(logo: Logo | Drawing) -> str:
    """A logo as one who prints reads it; a picture of dots stands in a drawing of its size."""
    raw = bytes(logo.raw)
    if logo.kind == Logo.Kind.SVG:
        return raw.decode()
    dots = b64encode(raw).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {logo.width} {logo.height}">'
        f'<image width="{logo.width}" height="{logo.height}" href="data:image/png;base64,{dots}"/>'
        "</svg>"
    )


def stylesheet(colours: Colours) -> str:
    """The colours as tokens; what follows from them is said by the design (`agency.css`)."""
    return (
        f".agency{{--agency-ground:{colours.ground};--agency-action:{colours.action};"
        f"--agency-accent:{colours.accent}}}\n"
    )


def _identity(row: AgencyIdentity) -> Identity:
    return Identity(row.colours, row.motto, row.logo, row.logo_alt, row.revision)
