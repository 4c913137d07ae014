"""What the wizard and the pages of a centre show. Reads only."""

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from lopo.catalogue import api as catalogue
from lopo.catalogue.api import Offering, Service, Standard
from lopo.foundation.env import secret
from lopo.frontdesk.api import still_waited_for
from lopo.organisation import api as organisation
from lopo.organisation.api import PROVINCES, Agency, Centre
from lopo.people import api as people
from lopo.people.api import has_system_admin

from . import rules
from .models import SetupDraft

DATA = Path(__file__).parent / "data"
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
FIRST_RUN = "first-run"


@cache
def _shipped(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found


def provinces() -> list[tuple[str, list[tuple[str, str]]]]:
    """The provinces (code, name) by time zone, west to east."""
    zones: dict[str, list[str]] = _shipped("provinces")["zones"]
    return [
        (ZONE_NAMES[zone], [(code, PROVINCES[code]) for code in codes])
        for zone, codes in zones.items()
    ]


def zone_of(province: str) -> str:
    """The IANA zone of a province (Keppres 41/1987)."""
    zones: dict[str, list[str]] = _shipped("provinces")["zones"]
    return next(zone for zone, codes in zones.items() if province in codes)


def office_hours() -> dict[str, dict[str, int]]:
    """The office hours of the law in minutes of the day; days without them are closed."""
    shipped = _shipped("office_hours")
    return {
        days: {name: rules.minutes_of(clock) for name, clock in shipped.get(days, {}).items()}
        for days in rules.WEEKDAYS
    }


def hours_basis() -> str:
    """The law these hours come from."""
    return str(_shipped("office_hours")["legal_basis"])


def first_run_code() -> str | None:
    """The secret of the one-time set-up link; None once somebody administers this system."""
    return None if has_system_admin() else secret(FIRST_RUN, settings.DATA)


def opens_first_run(code: str) -> bool:
    """Whether this is that secret, compared without telling how much of it was right."""
    expected = first_run_code()
    return expected is not None and hmac.compare_digest(expected.encode(), code.encode())


def drafts() -> list[SetupDraft]:
    """Centres being set up, the last touched first."""
    return list(SetupDraft.objects.filter(centre__isnull=True))


def draft_by_id(pk: int) -> SetupDraft | None:
    """One draft, opened or not."""
    return SetupDraft.objects.select_related("centre").filter(pk=pk).first()


def agency_named(name: str) -> Agency | None:
    """The agency with this name, in whatever letters."""
    wanted, known = name.casefold(), organisation.list_agencies()
    return next((agency for agency in known if agency.name.casefold() == wanted), None)


def agency_choices() -> dict[str, str]:
    """The agencies one may choose from, by code."""
    return {agency.code: agency.name for agency in organisation.list_agencies()}


def agency_of(draft: SetupDraft) -> Agency | None:
    """The agency a draft names, when it exists already."""
    return organisation.agency_by_code(draft.answers.get("instansi", {}).get("agency", ""))


def agency_name_of(draft: SetupDraft) -> str:
    """What the agency of a draft is called; nothing before it is known."""
    agency = agency_of(draft)
    return agency.name if agency else str(draft.answers.get("instansi", {}).get("name", ""))


def same_name(name: str) -> bool:
    """Whether a centre in use is called this, in whatever letters."""
    wanted = name.casefold()
    return any(centre.name.casefold() == wanted for centre in organisation.list_centres())


def draft_categories(draft: SetupDraft) -> list[str]:
    """The categories that are used already: in the draft, and by the agency's other services."""
    agency = agency_of(draft)
    known = catalogue.categories_of(agency) if agency else []
    return list(dict.fromkeys([*rules.categories_of(rules.services_of(draft.answers)), *known]))


def centre_codes() -> list[str]:
    """Codes that are taken, those of archived centres too."""
    _agencies, centres = organisation.codes_taken()
    return centres


def catalogue_of(agency: Agency | None) -> list[dict[str, Any]]:
    """The services of an agency in the shape of a catalogue file, as far as the wizard needs."""
    if agency is None:
        return []
    return [
        {
            "kode": service.code,
            "nama": service.name,
            "kategori": service.category,
            "kanal": service.channels,
        }
        for service in catalogue.list_services(agency)
    ]


def shipped_queues() -> list[tuple[str, str, tuple[str, ...]]]:
    """The queues that come with the catalogue of a personnel agency."""
    return [(q.code, q.name, q.categories) for q in catalogue.shipped_queues()]


def foreign_codes(codes: Iterable[str], agency: Agency | None) -> list[str]:
    """Codes that services of other agencies have: an import would take those services away."""
    mine = agency.code if agency is not None else ""
    owners = catalogue.owners_of(list(codes))
    return sorted(code for code, owner in owners.items() if owner != mine)


def free_service_code(name: str, taken: Iterable[str] = ()) -> str:
    """A code for a service that no other has, here or in the catalogue."""
    used = set(taken)
    code = rules.service_code(name, used)
    while catalogue.owners_of([code]):
        used.add(code)
        code = rules.service_code(name, used)
    return code


def queue_choices(answers: rules.Answers) -> dict[str, str]:
    """The queues of a draft, as one reads them in a list."""
    return {q["code"]: f"{q['code']} · {q['name']}" for q in answers.get("antrean", [])}


def place_choices(answers: rules.Answers) -> dict[str, str]:
    """Where the numbers of a service can come from."""
    return {**queue_choices(answers), "": _("takes no numbers")}


def placed(answers: rules.Answers) -> dict[str, str]:
    """The queue of every service at the counter: as chosen, else as one would expect."""
    services = [s for s in rules.services_of(answers) if rules.at_counter(s)]
    categories, queues = rules.categories_of(services), answers.get("antrean", [])
    letters, chosen = {queue["code"] for queue in queues}, answers.get("pembagian", {})
    shipped = catalogue.queue_of_category()
    found = {}
    for service in services:
        code = service["kode"]
        kept = chosen.get(code)
        expected = rules.default_queue_of(service["kategori"], categories, queues, shipped)
        found[code] = kept if kept is not None and (kept in letters or not kept) else expected
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """What a centre has, in numbers; ``unserved`` names queues that no counter serves."""

    counters: int
    queues: int
    services: int
    with_queue: int
    staff: int
    officers: int
    devices: int
    unserved: str


def counted(centre: Centre) -> Counted:
    """What a centre has; the number of questions does not grow with it."""
    queues, counters = organisation.places_of(centre)
    in_use = [counter for counter in counters if counter.archived_at is None]
    letters = {queue.code for queue in queues if queue.archived_at is None}
    served = {queue.code for counter in in_use for queue in counter.queues.all()}
    offers = list(catalogue.offerings_of(centre))
    taking = {offer.queue.code for offer in offers if offer.queue is not None}
    staff = people.staff_of(centre)
    return Counted(
        counters=len(in_use),
        queues=len(letters),
        services=len(offers),
        with_queue=sum(offer.queue_id is not None for offer in offers),
        staff=len(staff),
        officers=people.officers_at(centre),
        devices=len(people.devices_of(centre)),
        unserved=", ".join(sorted(taking - served)),
    )


def written_out(service: catalogue.Service) -> dict[str, Any]:
    """What the simplest form shows of a service of the catalogue (read in full)."""
    told = service.standard.told
    return {
        "name": service.name,
        "category": service.category,
        "requirements": "\n".join(part.name for part in told.requirements),
        "steps": "\n".join(part.activity for part in told.steps),
        "working_days": told.promise.working_days,
        "fee": told.fee.amount,
        "fee_basis": told.fee.basis,
        "product": next(iter(told.products), ""),
    }


def expected_queue(centre: Centre, category: str) -> str | None:
    """The queue one would expect for a category here: that of its other services."""
    offers = catalogue.offerings_of(centre)
    for offer in offers:
        if offer.queue is not None and offer.service.category == category:
            return offer.queue.code
    letters = [queue.code for queue in organisation.queues_of(centre)]
    shipped = catalogue.queue_of_category().get(category, "")
    return shipped if shipped in letters else next(iter(letters), None)


def places_to_move_to(
    agencies: Sequence[Agency],
) -> dict[str, tuple[Agency, organisation.Unit | None]]:
    """Where a service may move: every unit of some agencies, and each agency as a whole."""
    units: dict[int, list[organisation.Unit]] = {}
    for unit in organisation.units_of(*agencies):
        units.setdefault(unit.agency_id, []).append(unit)
    found: dict[str, tuple[Agency, organisation.Unit | None]] = {}
    for agency in agencies:
        own = units.get(agency.pk, [])
        if agency.name not in {unit.name for unit in own}:
            found[f"{agency.code}:"] = (agency, None)
        found |= {f"{agency.code}:{unit.code}": (agency, unit) for unit in own}
    return found


@dataclass(frozen=True, slots=True)
class EffectsOfMove:
    """What moving a service would change: where it goes on and stops, who gains and loses it."""

    stays_at: Sequence[Offering]
    stops_at: Sequence[Offering]
    draft: Standard | None
    loses: Sequence[str]
    gains: Sequence[str]
    # What keeps a centre from stopping now, in the words the confirmation would refuse with.
    barred: Sequence[str] = ()


def effects_of_move(
    service: Service, to: Agency, stop_at: Sequence[str], *, now: datetime
) -> EffectsOfMove:
    """What would change for visitors, at centres, and for those who write and publish."""
    given = catalogue.given_at(service)
    accounts: dict[int | None, set[str]] = {}
    for held in people.mandates():
        accounts.setdefault(held.agency_id, set()).add(str(held.user))
    everywhere = accounts.get(None, set())
    old = accounts.get(service.agency_id, set()) - everywhere
    new = accounts.get(to.pk, set()) - everywhere
    return EffectsOfMove(
        stays_at=[offer for offer in given if offer.centre.code not in stop_at],
        stops_at=[offer for offer in given if offer.centre.code in stop_at],
        draft=catalogue.draft_of(service),
        loses=sorted(old - new),
        gains=sorted(new - old),
        barred=[
            why
            for one in given
            if one.centre.code in stop_at
            if (why := still_waited_for(one, now))
        ],
    )
