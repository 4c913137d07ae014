"""What stands on a poster: of one service, and of all the services of an agency."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lopo.catalogue.api import (
    Content,
    Requirement,
    Service,
    fee_said,
    promise_said,
)
from lopo.foundation.parts import has_part
from lopo.kernel.parts import QUEUE
from lopo.publications.models import Publication
from lopo.publications.rules import PAPERS, Flow, FlowStep

from .brands import Brand, brand_of
from .pictures import flow_of
from .sheets import (
    Sheet,
    address,
    check_of,
    dated,
    edition,
    in_indonesian,
    qr,
    short_address,
)

MOST_LAWS = 3
MOST_CHANNELS = 4


@in_indonesian
def poster_of(
    service: Service, size: str, publication: Publication | None, brand: Brand | None = None
) -> Sheet:
    """The poster of a service (with its ``standard``) on one of the papers of ``PAPERS``."""
    told, standard = service.standard.told, service.standard
    where = reverse("catalogue:service", args=[service.code])
    data = {
        "paper": PAPERS[size].as_data(),
        "brand": (brand or brand_of(service.agency)).as_data(),
        "title": f"{standard.name} – {service.agency.name}",
        "agency": service.agency.name,
        "keywords": [service.code, "standar pelayanan"],
        "service": standard.name,
        **_head(service),
        "edition": edition(service),
        "intro": service.description,
        "facts": _facts(told),
        "requirements": {
            "title": _title_of_requirements(told),
            "items": _requirements(told),
            "none": _("Nothing needs to be brought."),
            "rest": _("and {n} more: scan the code"),
        },
        "steps": {
            "title": _("How it goes"),
            "outside": _("time set by others"),
            "items": _steps(flow_of(service)),
        },
        "scan": {
            "qr": qr(address(where)),
            "alt": _("QR code to the page of this service: %(url)s") % {"url": address(where)},
            "title": _scan_title(service),
            "address": short_address(where),
        },
        "complaining": _("Complaints and questions:"),
        "complaints": channels_of(service),
        "law": _law(service),
        "check": check_of(publication),
        "draft": _("DRAFT – not in force"),
        "draft_mark": _("DRAFT") if standard.is_draft else "",
        "honest": honest(free=told.fee.is_free, proviso=told.fee.proviso),
    }
    return Sheet("publications/poster.typ", data, dated(standard))


def _head(service: Service) -> dict[str, str]:
    """The one centre where it is given and its agency, else the agency and its unit."""
    centres = {row.centre.name for row in service.offerings.all() if not row.centre.is_practice}
    if len(centres) == 1:
        return {"heading": centres.pop(), "subheading": service.agency.name}
    return {"heading": service.agency.name, "subheading": service.unit.name}


def honest(*, free: bool, all_of_them: bool = False, proviso: str = "") -> dict[str, str]:
    """What nobody may ask for (UU 25/2009 art. 34; UU 20/2001 art. 12B)."""
    if proviso:
        return {
            "first": _("Pay only what is official."),
            "second": _("Give no money and no gifts to officers."),
        }
    if free:
        return {
            "first": _("All services are free.") if all_of_them else _("This service is free."),
            "second": _("Give no money and no gifts to officers."),
        }
    return {
        "first": _("Pay the official tariff only, against a receipt."),
        "second": _("Give no money and no gifts to officers."),
    }


def _facts(told: Content) -> list[dict[str, Any]]:
    products = told.products or (_("See the page of this service"),)
    more = len(products) - 1
    return [
        {
            "label": _("Cost"),
            "value": fee_said(told.fee),
            "note": told.fee.proviso if told.fee.is_free else told.fee.basis,
            "loud": True,
        },
        {
            "label": _("Done at the latest in") if told.promise.amount else _("Time"),
            "value": promise_said(told.promise) or _("not promised yet"),
            "note": told.promise.counted_from,
            "loud": False,
        },
        {
            "label": _("You receive"),
            "value": products[0],
            "note": _("or, as the case may be: %(what)s") % {"what": ", ".join(products[1:])}
            if more > 0
            else "",
            "loud": False,
        },
    ]


def _title_of_requirements(told: Content) -> str:
    """How many things everybody brings, and how many more only some do."""
    needed = sum(1 for item in told.requirements if _is_always_needed(item))
    more = len(told.requirements) - needed
    if needed and more:
        return _("Prepare %(n)s, %(more)s more as the case may be") % {"n": needed, "more": more}
    return _("Prepare %(n)s things") % {"n": needed} if needed > 1 else _("Prepare")


def _is_always_needed(item: Requirement) -> bool:
    return item.mandatory and not item.condition


def _requirements(told: Content) -> list[dict[str, str]]:
    """What to bring, always needed things first."""
    items = sorted(told.requirements, key=lambda item: not _is_always_needed(item))
    return [
        {
            "name": item.name,
            "note": item.condition or ("" if item.mandatory else _("If you have it")),
        }
        for item in items
    ]


def _steps(flow: Flow) -> list[dict[str, Any]]:
    """The steps; numbered where a *no* names one of them."""
    asks = any(step.decides for step in flow.steps)
    return [
        {**_step(step), "activity": f"{number}. {step.activity}" if asks else step.activity}
        for number, step in enumerate(flow.steps, 1)
    ]


def _step(step: FlowStep) -> dict[str, Any]:
    decision = _("%(question)s If not: back to step %(n)s") % {
        "question": step.question,
        "n": step.no_to,
    }
    return {
        "who": ", ".join(part for part in (step.actor, "" if step.outside else step.time) if part),
        "you": step.you,
        "outside": step.outside,
        "decision": decision if step.decides else "",
    }


def _scan_title(service: Service) -> str:
    if has_part(QUEUE) and any(row.queue_id is not None for row in service.offerings.all()):
        return _("Scan: newest requirements and your queue number")
    return _("Scan: the newest requirements")


def channels_of(service: Service) -> list[str]:
    """Where to complain: as the standard says, else how the centre is reached."""
    told = service.standard.told.complaints
    if told:
        return [line.rstrip(".;") for line in told[:MOST_CHANNELS]]
    centres = [row.centre for row in service.offerings.all() if not row.centre.is_practice]
    found = [line for centre in centres[:1] for line in (centre.phone, centre.email) if line]
    return [*found, _("the reception desk"), "SP4N-LAPOR! (lapor.go.id)"]


def _law(service: Service) -> str:
    laws = [law.title for law in service.standard.told.legal_basis]
    if not laws:
        return ""
    said = "; ".join(laws[:MOST_LAWS])
    left = len(laws) - MOST_LAWS
    rest = _(" and %(n)s more") % {"n": left} if left > 0 else ""
    return _("Legal basis: %(laws)s%(rest)s.") % {"laws": said, "rest": rest}


def _listed(service: Service) -> dict[str, str]:
    told = service.standard.told
    return {
        "name": service.name,
        "time": promise_said(told.promise) or _("not promised yet"),
        "cost": fee_said(told.fee),
        "code": service.code,
    }


def groups_of(services: Sequence[Service]) -> list[dict[str, Any]]:
    """Services by category, in the order of the catalogue."""
    groups: dict[str, list[dict[str, str]]] = {}
    for service in services:
        groups.setdefault(service.category, []).append(_listed(service))
    return [{"name": name, "rows": rows} for name, rows in groups.items()]
