"""The pledge as a poster; what it says is given by whoever keeps the pledges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lopo.kernel.formats import long_date
from lopo.publications.models import Publication
from lopo.publications.rules import PAPERS

from .brands import HOUSE, Brand
from .sheets import Sheet, check_of, in_indonesian

PLEDGE_PAPERS = ("a4", "a3")


@dataclass(frozen=True, slots=True)
class PledgeText:
    """One version of a pledge: its sentence, what follows from it, and who signed it, by office."""

    agency: str
    text: str
    office: str
    day: date
    place: str = ""
    number: str = ""
    promises: Sequence[str] = ()


@in_indonesian
def pledge_of(
    pledge: PledgeText, size: str, publication: Publication | None, brand: Brand = HOUSE
) -> Sheet:
    """The poster of a pledge on A4 or A3; signed by hand, hence with a blank line."""
    day = long_date(pledge.day)
    data = {
        "paper": PAPERS[size].as_data(),
        "brand": brand.as_data(),
        "title": _("Service pledge of %(agency)s") % {"agency": pledge.agency},
        "agency": pledge.agency,
        "keywords": [_("service pledge")],
        "heading": _("Service pledge"),
        "number": _("Number %(number)s") % {"number": pledge.number} if pledge.number else "",
        "text": pledge.text,
        "promises": list(pledge.promises),
        "place_and_day": f"{pledge.place}, {day}" if pledge.place else day,
        "office": pledge.office,
        "below": _("Name, rank, NIP"),
        "check": check_of(publication),
        "draft": _("DRAFT – not in force"),
    }
    return Sheet("publications/pledge.typ", data, pledge.day)
