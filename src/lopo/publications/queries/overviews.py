"""All the services of an agency on one sheet (jenis pelayanan)."""

import hashlib
import json
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lopo.catalogue.api import list_services
from lopo.foundation.days import civil_date
from lopo.organisation.api import Agency
from lopo.publications.models import Publication
from lopo.publications.rules import PAPERS, pages_of

from .brands import Brand, brand_of
from .posters import groups_of, honest
from .sheets import Sheet, address, check_of, in_indonesian, qr, short_address

OVERVIEW_PAPERS = ("a4", "a3", "spanduk")
ROWS = {"a4": 40, "a3": 40, "spanduk": 80}


@in_indonesian
def listed(agency: Agency, day: date) -> list[dict[str, Any]]:
    """What the sheet says of every service, by category."""
    return groups_of(list(list_services(agency, day=day)))


def version_of_list(agency: Agency, day: date) -> str:
    """What the list says, in short: while it says the same, the sheet holds."""
    said = json.dumps([agency.name, listed(agency, day)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@in_indonesian
def overview_of(
    agency: Agency, size: str, publication: Publication, brand: Brand | None = None
) -> Sheet:
    """The overview of an agency as it is on the day its code was issued."""
    day = civil_date(publication.issued_at)
    groups, paper, free = listed(agency, day), PAPERS[size], _all_free(agency, day)
    count = sum(len(group["rows"]) for group in groups)
    where = reverse("catalogue:list")
    data = {
        "paper": paper.as_data(),
        "brand": (brand or brand_of(agency)).as_data(),
        "title": _("Services of %(agency)s") % {"agency": agency.name},
        "agency": agency.name,
        "keywords": [agency.code, "jenis pelayanan"],
        "service": _("Our services"),
        "heading": agency.name,
        "subheading": "",
        "edition": [_("%(n)s services") % {"n": count}],
        "costs": not free,
        "intro": _("All of them free. So long do they take at most:")
        if free
        else _("So long do they take at most, and so much do they cost:"),
        "pages": pages_of(groups, columns=paper.columns, rows=ROWS[size]),
        "scan": {
            "qr": qr(address(where)),
            "alt": _("QR code to the list of services: %(url)s") % {"url": address(where)},
            "title": _("Scan: requirements and how it goes"),
            "address": short_address(where),
        },
        "check": check_of(publication),
        "draft": "",
        "honest": honest(free=free, all_of_them=True),
    }
    return Sheet("publications/overview.typ", data, day)


def _all_free(agency: Agency, day: date) -> bool:
    return all(one.standard.told.fee.is_free for one in list_services(agency, day=day))
