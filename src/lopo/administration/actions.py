"""The first account, the answers of a draft, and opening the centre they describe."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from lopo.catalogue import api as catalogue
from lopo.catalogue.api import Service
from lopo.foundation.env import forget_secret
from lopo.frontdesk import api as frontdesk
from lopo.kernel.actor import SYSTEM, Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldRefusal, Refusal, Unknown
from lopo.organisation import api as organisation
from lopo.organisation.api import (
    Agency,
    Centre,
    CentrePlan,
    Counter,
    CounterSpec,
    HoursSpec,
    QueueSpec,
)
from lopo.people.api import (
    Permission,
    Role,
    User,
    assign,
    create_staff,
    invite_staff,
    may,
    unassign,
    user_by_username,
)

from . import queries, rules
from .models import SetupDraft

# Two first accounts at once would each see that there is none yet.
FIRST_RUN_LOCK = 7_105_112_112
# Two drafts opened at once would each find the same code free, for the centre or its agency.
OPENING_LOCK = 7_105_112_113
OFFICER = {"kode": "PETUGAS", "nama": "Petugas layanan"}


class NotReady(Refusal):
    """A step of the draft is still missing; ``step`` names it."""

    code = "not-ready"


class StaleAnswer(Refusal):
    """Somebody has saved this step since it was read."""

    code = "stale-answer"


class AlreadyOpen(Refusal):
    """The centre of this draft is open: it is changed on its own pages now."""

    code = "already-open"


@transaction.atomic
def create_first_admin(*, code: str, username: str, password: str, clock: Clock) -> User:
    """The first account of an installation administers it; the link works once.

    Raises ``Unknown`` for a wrong link, and for every link once there is an administrator.
    """
    _one_at_a_time(FIRST_RUN_LOCK)
    if not queries.opens_first_run(code):
        raise Unknown(_("There is no such page."))
    user = create_staff(username=username, password=password, actor=SYSTEM)
    assign(user=user, role=Role.SYSTEM_ADMIN, actor=SYSTEM, clock=clock)
    transaction.on_commit(lambda: forget_secret(queries.FIRST_RUN, settings.DATA))
    return user


@transaction.atomic
def begin_draft(*, user: User, clock: Clock) -> SetupDraft:
    """Begin to set up a centre."""
    now = clock()
    return SetupDraft.objects.create(begun_by=user, created_at=now, changed_at=now)


@transaction.atomic
def save_step(
    *, draft: SetupDraft, step: str, answer: Any, clock: Clock, seen: str | None = None
) -> SetupDraft:
    """Keep the answer of one step; those of the others stay as they are in the database.

    ``seen`` is the version (``rules.version_of``) of the answer the person read; raises
    ``StaleAnswer`` when another one has been saved since then.
    """
    held = _held(draft)
    if held.centre_id is not None:
        raise AlreadyOpen(_("This centre is open already. Change it on its own pages."))
    saved = rules.version_of(held.answers.get(step))
    if seen is not None and saved not in {seen, rules.version_of(answer)}:
        raise StaleAnswer(_("This step was saved in another window meanwhile."))
    held.answers[step] = answer
    held.changed_at = clock()
    held.save(update_fields=["answers", "changed_at"])
    return held


@transaction.atomic
def discard_draft(*, draft: SetupDraft, actor: Actor) -> None:
    """Throw a draft away; an opened one stays as the record of how its centre began."""
    held = _held(draft)
    if held.centre_id is None:
        held.delete()


@transaction.atomic
def invite_people(
    *, draft: SetupDraft, actor: Actor, clock: Clock
) -> list[tuple[str, list[Role], str]]:
    """Invite everybody the draft names: (for whom, roles, secret of the link).

    The names are not needed here any more and go; a second press invites nobody twice.
    """
    held = _held(draft)
    people = held.answers.pop("petugas", [])
    held.save(update_fields=["answers"])
    made = []
    for person in people:
        roles = [Role(role) for role in person["roles"]]
        raw = invite_staff(
            centre=held.centre, roles=roles, name=person["name"], actor=actor, clock=clock
        )
        made.append((person["name"], roles, raw))
    return made


@transaction.atomic
def open_centre(*, draft: SetupDraft, actor: Actor, clock: Clock) -> Centre:
    """Make everything a draft describes, or nothing; asking again gives the same centre.

    Agency, services, centre, queues, counters, hours, holidays and which service takes its
    numbers from which queue. Raises ``NotReady`` naming the first step that is missing.
    """
    _one_at_a_time(OPENING_LOCK)
    held = _held(draft)
    if held.centre is not None:
        return held.centre
    answers = held.answers
    missing = rules.first_missing(answers)
    if missing is not None:
        raise NotReady(_("Something is still missing. Please complete this step."), step=missing)
    agency = _agency(answers["instansi"], actor)
    _take_over_services(answers, agency, actor, clock)
    now = clock()
    centre = _centre(answers, agency, now, actor)
    _offer(answers, centre, actor)
    held.centre, held.opened_at, held.changed_at = centre, now, now
    held.answers = {name: answers[name] for name in ("petugas",) if answers.get(name)}
    held.save()
    return centre


def _one_at_a_time(lock: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def _held(draft: SetupDraft) -> SetupDraft:
    held = SetupDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if held is None:  # a colleague has thrown it away in this very moment
        raise Unknown(_("There is no such draft."))
    return held


def _agency(answer: dict[str, Any], actor: Actor) -> Agency:
    """The agency chosen; a new one unless a colleague has registered it meanwhile."""
    known = organisation.agency_by_code(answer["agency"]) or queries.agency_named(answer["name"])
    if known is not None:
        return known
    taken, _centres = organisation.codes_taken()
    return organisation.add_agency(
        code=rules.short_code(answer["short_name"], taken, longest=24),
        name=answer["name"],
        short_name=answer["short_name"],
        actor=actor,
    )


def _take_over_services(answers: rules.Answers, agency: Agency, actor: Actor, clock: Clock) -> None:
    """What was read from a file or written by hand goes through the one import act."""
    services = answers["layanan"].get("new", [])
    if not services:
        return
    foreign = queries.foreign_codes((s["kode"] for s in services), agency)
    if foreign:
        raise NotReady(
            _("Another agency has services with these codes: %s.") % ", ".join(foreign),
            step="layanan",
        )
    try:
        catalogue.take_over(
            catalogue_file(services, answers["layanan"].get("actors", [])),
            agency=agency,
            actor=actor,
            clock=clock,
        )
    except FieldRefusal as refusal:
        raise NotReady(refusal.message, step="layanan") from refusal


def catalogue_file(services: Sequence[dict[str, Any]], actors: Sequence[dict[str, Any]]) -> bytes:
    """Services of a draft as the catalogue file the import reads, whoever acts in them."""
    known = {actor["kode"]: actor for actor in (OFFICER, *actors)}
    for service in services:
        for step in service.get("prosedur", ()):
            known.setdefault(step["aktor"], {"kode": step["aktor"], "nama": step["aktor"]})
    own = [{k: v for k, v in s.items() if k != "perangkat_daerah"} for s in services]
    document = {"referensi": {"aktor": list(known.values())}, "layanan": own}
    return json.dumps(document, ensure_ascii=False).encode()


def _centre(answers: rules.Answers, agency: Agency, now: datetime, actor: Actor) -> Centre:
    place, hours = answers["pusat"], answers["jam"]
    today = now.astimezone(ZoneInfo(place["zone"])).date()
    _load_holidays(today, actor)
    code = place["code"] or rules.short_code(place["name"], queries.centre_codes())
    plan = CentrePlan(
        code=code,
        name=place["name"],
        host_agency=agency,
        zone=place["zone"],
        queues=[QueueSpec(queue["code"], queue["name"]) for queue in answers["antrean"]],
        counters=[CounterSpec(c["code"], c["name"], c["queues"]) for c in answers["meja"]],
        hours=hours_of(hours),
        policy={
            **{name: place[name] for name in ("province", "address", "phone", "email")},
            "observes_holidays": hours["observes"],
        },
    )
    try:
        return organisation.set_up_centre(plan=plan, valid_from=today, actor=actor)
    except organisation.CentreExists as refusal:
        raise NotReady(refusal.message, step="pusat") from refusal


def hours_of(answer: dict[str, Any]) -> list[HoursSpec]:
    """The weekly hours that were answered; hours as the law has them name the law."""
    default = queries.office_hours()
    specs = []
    for days, times in answer["days"].items():
        if not times:
            continue
        breaks = [(times["pause"], times["resumes"])] if "pause" in times else []
        specs.append(
            HoursSpec(
                weekdays=rules.WEEKDAYS[days],
                opens=times["opens"],
                closes=times["closes"],
                breaks=breaks,
                legal_basis=queries.hours_basis() if times == default[days] else "",
            )
        )
    return specs


def _load_holidays(today: date, actor: Actor) -> None:
    organisation.load_holidays(years=[today.year, today.year + 1], actor=actor)


def _offer(answers: rules.Answers, centre: Centre, actor: Actor) -> None:
    """Every service of the draft, with the queue it was given."""
    places = queries.placed(answers)
    for listed in rules.services_of(answers):
        service = catalogue.service_by_code(listed["kode"])
        if service is not None:
            catalogue.offer_service(
                centre=centre,
                service=service,
                queue_code=places.get(service.code) or None,
                actor=actor,
            )


@transaction.atomic
def move_services(*, centre: Centre, chosen: Mapping[str, str], actor: Actor, clock: Clock) -> int:
    """Let each service take its numbers from the queue chosen for it; how many changed."""
    moved = 0
    for offer in catalogue.offerings_of(centre):
        wanted = chosen.get(offer.service.code)
        current = offer.queue.code if offer.queue is not None else ""
        if wanted is not None and wanted != current:
            offer.centre = centre
            frontdesk.move_service(
                offering=offer, queue_code=wanted or None, actor=actor, clock=clock
            )
            moved += 1
    return moved


@transaction.atomic
def move_service(
    *,
    service: Service,
    place: tuple[Agency, organisation.Unit | None],
    facts: Mapping[str, Any],
    basis: catalogue.LegalBasis,
    mover: User,
    clock: Clock,
) -> None:
    """Move a service to an agency (its unit, or as a whole); centres named in ``stop_at`` stop."""
    (agency, unit), actor = place, Actor(id=f"user:{mover.pk}")
    unit = unit or organisation.add_unit(agency=agency, name=agency.name, actor=actor)
    move = catalogue.Move(agency, unit, facts["from_day"], basis, facts["reason"])
    catalogue.move_service(service=service, move=move, mover=mover, clock=clock)
    for offer in catalogue.given_at(service):
        if offer.centre.code in facts["stop_at"]:
            frontdesk.stop_service(offering=offer, actor=actor, clock=clock)


@transaction.atomic
def take_role(
    *, user: User, role: Role, centre: Centre, actor: Actor, clock: Clock
) -> Counter | None:
    """Take a role at a centre away; the counter that was closed by it, if any.

    Whoever may not serve there any more leaves the counter at once, and its visitor waits again.
    """
    unassign(user=user, role=role, centre=centre, actor=actor)
    person = user_by_username(user.get_username())
    if person is not None and may(person, Permission.SERVE_COUNTER, centre):
        return None
    return frontdesk.vacate(centre=centre, officer=user, actor=actor, clock=clock)


@transaction.atomic
def write_service(
    *, centre: Centre, facts: Mapping[str, Any], actor: Actor, clock: Clock
) -> Service:
    """A new service of the centre's agency in the simplest form, given at this centre."""
    agency, code = centre.host_agency, queries.free_service_code(facts["name"])
    catalogue.check_name(facts["name"], agency.pk)
    facts = {**facts, "category": _category(facts["category"], agency)}
    made = rules.hand_written(code=code, facts=facts, unit=agency.name, officer=OFFICER["kode"])
    catalogue.take_over(catalogue_file([made], []), agency=agency, actor=actor, clock=clock)
    service = catalogue.service_by_code(code)
    assert service is not None
    frontdesk.give_service(
        centre=centre,
        service=service,
        queue_code=queries.expected_queue(centre, facts["category"]),
        actor=actor,
        clock=clock,
    )
    return service


def change_service(
    *, centre: Centre, code: str, facts: Mapping[str, Any], seen: str, actor: Actor, clock: Clock
) -> Service:
    """What a form says of a service of the centre's agency; what it does not show stays."""
    service, agency = catalogue.service_by_code(code), centre.host_agency
    if service is None or service.agency_id != agency.pk:
        raise Unknown(_("There is no such service."))
    said = catalogue.ServiceFacts(
        name=facts["name"],
        category=_category(facts["category"], agency, except_for=code),
        requirements=rules.lines_of(facts["requirements"]),
        steps=rules.lines_of(facts["steps"]),
        working_days=facts["working_days"],
        fee=facts["fee"],
        fee_basis=facts["fee_basis"],
        product=facts["product"],
    )
    by = (OFFICER["kode"], OFFICER["nama"])
    return catalogue.change_service(
        service=service, facts=said, seen=seen, step_actor=by, actor=actor, clock=clock
    )


def _category(typed: str, agency: Agency, *, except_for: str = "") -> str:
    """As the agency's other services have it, whatever letters were typed."""
    return rules.as_known(typed, catalogue.categories_of(agency, except_for=except_for))
