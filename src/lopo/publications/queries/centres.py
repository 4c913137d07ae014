"""How a visit to a centre goes, from its door to the survey: a picture and a poster."""

import hashlib

from django.urls import reverse
from django.utils.translation import gettext as _

from lopo.catalogue.api import costs_something
from lopo.foundation.days import civil_date
from lopo.foundation.parts import address_of
from lopo.organisation.api import Centre
from lopo.publications.models import Publication
from lopo.publications.rules import PAPERS, Flow, FlowStep

from .brands import Brand, brand_of
from .pictures import LOOKS, drawn
from .posters import honest
from .sheets import Sheet, address, check_of, in_indonesian, qr, short_address

CENTRE_PAPERS = ("a4", "a3", "spanduk")


def _visit() -> list[tuple[str, str, str, bool]]:
    """Who, what, how, and whether it is the visitor who acts."""
    you = _("You")
    return [
        (you, _("Come"), _("Within the opening hours, with your papers."), True),
        (
            _("Receptionist"),
            _("Greets you and gives a number"),
            _("Say what you need. A number taken by phone is made present here."),
            False,
        ),
        (
            you,
            _("Wait for your number"),
            _("It is shown on the screen and called. The order is open for everyone to see."),
            True,
        ),
        (
            _("Officer at the counter"),
            _("Serves you in the open room"),
            _("You leave with the result, or with a receipt and a promised day."),
            False,
        ),
        (
            you,
            _("Say how it was"),
            _("Fill in the survey before you leave: what was good, what should be better."),
            True,
        ),
    ]


def flow_of_visit(centre: Centre) -> Flow:
    """The same as something to draw; to be called in the language of the picture."""
    steps = tuple(FlowStep(who, what, how, you=you) for who, what, how, you in _visit())
    return Flow(_("Visit to %(centre)s") % {"centre": centre.name}, steps)


@in_indonesian
def picture_of_visit(centre: Centre, look: str = "ponsel") -> str:
    """The visit as SVG."""
    return drawn(flow_of_visit(centre), LOOKS[look], centre.host_agency.name)


@in_indonesian
def version_of_visit(centre: Centre) -> str:
    """What the poster says, in short."""
    said = [centre.name, centre.host_agency.name, centre.address, *map(str, _visit())]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


@in_indonesian
def visit_poster_of(
    centre: Centre, size: str, publication: Publication, brand: Brand | None = None
) -> Sheet:
    """The poster for the door and the hall."""
    where = _queue_path(centre)
    data = {
        "paper": PAPERS[size].as_data(),
        "brand": (brand or brand_of(centre.host_agency)).as_data(),
        "title": _("How a visit goes – %(centre)s") % {"centre": centre.name},
        "agency": centre.host_agency.name,
        "keywords": [centre.code],
        "service": _("How a visit goes"),
        "heading": centre.name,
        "subheading": centre.host_agency.name,
        "edition": [],
        "steps": [
            {"who": who, "what": what, "how": how, "you": you} for who, what, how, you in _visit()
        ],
        "scan": {
            "qr": qr(address(where)),
            "alt": _("QR code to the queue of this centre: %(url)s") % {"url": address(where)},
            "title": _("Take a number by phone"),
            "address": short_address(where),
        },
        "priority": _(
            "Elderly and disabled people, pregnant women and those with small children come first: "
            "tell the receptionist."
        ),
        "foot": " · ".join(part for part in (centre.address, centre.phone) if part),
        "check": check_of(publication),
        "draft": "",
        "honest": honest(free=not costs_something(centre), all_of_them=True),
    }
    return Sheet("publications/centre.typ", data, civil_date(publication.issued_at))


def _queue_path(centre: Centre) -> str:
    return address_of("frontdesk:choose", centre.code) or reverse("catalogue:list")
