"""Keeping the registers: adding, changing, ending and putting away; nothing is ever deleted."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lopo.foundation.days import civil_date
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.kernel.errors import NotPermitted, Refusal
from lopo.ledger import api as ledger
from lopo.organisation.api import Agency
from lopo.registers.models import Regulation, SharedRequirement
from lopo.registers.queries import Cited, law_book
from lopo.registers.rules import Entry, Wording, citation_of

from .refusals import refuse_known, refuse_successor, refuse_wrong, wrong

# No centre is called that: a code of a centre has no full stop.
STREAM = "lopo.registers"
STREAM_LOCK = 7_105_112_112


class RegisterChanged(Refusal):
    """Somebody has changed the register, or what a change of it touches, since it was read."""

    code = "register-changed"


class ProposalWaits(Refusal):
    """Somebody has proposed a change of this regulation that nobody has decided yet."""

    code = "proposal-waits"


@dataclass(frozen=True, slots=True)
class Noted:
    """What a file brought: how many regulations are new, and which titles stayed as they were."""

    added: int
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegulationFacts:
    """What a person says of a regulation."""

    title: str
    valid_from: date | None = None
    note: str = ""
    link: str = ""


@transaction.atomic
def note_regulations(*, cited: Iterable[Cited], actor: Actor, clock: Clock) -> Noted:
    """Take regulations of a file into the register: what is new is added, nothing is written over.

    A code that is known under another title keeps its title, and the title of the file is told; a
    title that is known under another code is that regulation already. Most files cite nothing
    new: they hold nobody up.
    """
    wanted = {code: title for code, title in cited if code.strip() and title.strip()}
    if not wanted:
        return Noted(0, ())
    now = clock()
    new, kept = _sorted_out(wanted, now)
    if not new:
        return Noted(0, kept)
    _wait_for_others()
    new, kept = _sorted_out(wanted, now)
    Regulation.objects.bulk_create(new)
    if new:
        record(
            "regulations.noted",
            subject="regulations",
            facts={"count": len(new)},
            actor=actor,
            now=now,
        )
    return Noted(len(new), kept)


def _sorted_out(
    wanted: Mapping[str, str], now: datetime
) -> tuple[list[Regulation], tuple[str, ...]]:
    """What the register does not know yet, and what it knows under another title."""
    known = law_book()
    kept, new = [], []
    titles = set(known.by_title)
    for code, title in wanted.items():
        if (held := known.by_code.get(code)) is not None:
            kept += [f"{code}: {title}"] if held.title.lower() != title.lower() else []
        elif title.lower() not in titles:
            titles.add(title.lower())
            new.append(_regulation(code, title, now))
    return new, tuple(kept)


@transaction.atomic
def add_regulation(*, code: str, facts: RegulationFacts, actor: Actor, clock: Clock) -> Regulation:
    """Add a regulation to the register; its link and its first day wait for a second person."""
    _wait_for_others()
    refuse_known(code, facts.title)
    now = clock()
    made = _regulation(code, facts.title, now)
    made.note = facts.note
    _propose(made, replace(made.entry, link=facts.link, valid_from=facts.valid_from), actor, now)
    record("regulation.added", subject=_subject(made), facts={"code": code}, actor=actor, now=now)
    return made


@transaction.atomic
def change_regulation(
    *, regulation: Regulation, facts: RegulationFacts, seen: int, actor: Actor, clock: Clock
) -> Regulation:
    """Propose what is said of a regulation; standards keep the title they were decreed with.

    Only the note, which staff alone read, is changed at once.
    """
    held = _without_proposal(regulation, seen)
    refuse_known("", facts.title, except_for=held)
    if facts.valid_from and held.valid_to and held.valid_to < facts.valid_from:
        raise wrong("valid_from", _("It cannot begin after it has ended."))
    held.note = facts.note
    entry = replace(held.entry, title=facts.title, link=facts.link, valid_from=facts.valid_from)
    held.revision += 1
    verb = _propose(held, entry, actor, clock())
    _say(verb or "regulation.changed", held, {"code": held.code}, actor, clock)
    return held


@transaction.atomic
def end_regulation(
    *,
    regulation: Regulation,
    valid_to: date | None,
    replaced_by: Regulation | None,
    seen: int,
    actor: Actor,
    clock: Clock,
) -> Regulation:
    """Propose since when a regulation holds no longer and what took its place; or that it holds.

    Nothing that was decreed under it changes by this.
    """
    held = _without_proposal(regulation, seen)
    successor = replaced_by.pk if replaced_by else None
    entry = replace(held.entry, valid_to=valid_to, replaced_by=successor)
    refuse_successor(held, entry)
    if valid_to and held.valid_from and valid_to < held.valid_from:
        raise wrong("valid_to", _("It cannot end before it began."))
    held.revision += 1
    verb = _propose(held, entry, actor, clock())
    _say(verb or "regulation.changed", held, {"code": held.code}, actor, clock)
    return held


@transaction.atomic
def confirm_regulation(
    *, regulation: Regulation, seen: int, actor: Actor, clock: Clock
) -> Regulation:
    """Let what somebody else proposed stand in the register; from now on everybody is told it."""
    held = hold_regulation(regulation, seen)
    entry = held.waiting
    if entry is None:
        raise changed()
    if held.proposed_by == actor.id:
        raise NotPermitted(_("You proposed this yourself. Somebody else confirms it."))
    # The register may have gained the title, or a ring of successors, since it was proposed.
    refuse_known("", entry.title, except_for=held)
    refuse_successor(held, entry)
    has_end_changed = (entry.valid_to, entry.replaced_by) != (held.valid_to, held.replaced_by_id)
    _take_over(held, entry)
    held.changed_by, held.confirmed_by = held.proposed_by, actor.id
    _settle(held)
    told = {"code": held.code, "until": held.valid_to.isoformat() if held.valid_to else None}
    told["successor"] = held.replaced_by.code if held.replaced_by else None
    verb = "regulation.ended" if has_end_changed else "regulation.changed"
    _say(verb, held, told, actor, clock)
    return held


@transaction.atomic
def drop_proposal(*, regulation: Regulation, seen: int, actor: Actor, clock: Clock) -> Regulation:
    """Throw away what waits for a second person; the register stays as it is."""
    held = hold_regulation(regulation, seen)
    if held.proposed is None:
        raise changed()
    _settle(held)
    _say("regulation.dropped", held, {"code": held.code}, actor, clock)
    return held


@transaction.atomic
def add_requirement(
    *, code: str, agency: Agency | None, wording: Wording, actor: Actor, clock: Clock
) -> SharedRequirement:
    """Add a requirement for all agencies (None), or for one."""
    _wait_for_others()
    if SharedRequirement.objects.filter(code=code, agency=agency).exists():
        raise wrong("code", _("The register has this code already."))
    now = clock()
    made = SharedRequirement(code=code, agency=agency, created_at=now, **asdict(wording))
    made.save()
    _say("requirement.added", made, {"code": code}, actor, clock)
    return made


@transaction.atomic
def note_requirements(
    *,
    rows: Mapping[tuple[int | None, str], Wording],
    actor: Actor,
    clock: Clock,
) -> int:
    """Take requirements into the register, by agency (None: for all) and code; how many are new.

    What the register has already stays as it is.
    """
    codes = {code for _agency, code in rows}
    _wait_for_others()
    held = SharedRequirement.objects.filter(code__in=codes)
    known = set(held.values_list("agency_id", "code"))
    now = clock()
    new = [
        SharedRequirement(code=code, agency_id=agency_id, created_at=now, **asdict(wording))
        for (agency_id, code), wording in rows.items()
        if (agency_id, code) not in known
    ]
    SharedRequirement.objects.bulk_create(new)
    if new:
        record(
            "requirements.noted",
            subject="requirements",
            facts={"count": len(new)},
            actor=actor,
            now=now,
        )
    return len(new)


@transaction.atomic
def change_requirement(
    *, requirement: SharedRequirement, wording: Wording, seen: int, actor: Actor, clock: Clock
) -> SharedRequirement:
    """Give a requirement another wording; the one it had is kept. The same changes nothing."""
    held = hold_requirement(requirement, seen)
    if held.wording == wording:
        return held
    held.former = [*held.former, asdict(held.wording)]
    for name, value in asdict(wording).items():
        setattr(held, name, value)
    held.revision += 1
    held.save()
    _say("requirement.changed", held, {"code": held.code, "revision": held.revision}, actor, clock)
    return held


@transaction.atomic
def archive_requirement(
    *, requirement: SharedRequirement, archived: bool, seen: int, actor: Actor, clock: Clock
) -> SharedRequirement:
    """Put a requirement away, or take it out again; standards that ask for it go on doing so."""
    held = hold_requirement(requirement, seen)
    if (held.archived_at is not None) == archived:
        return held
    held.archived_at = clock() if archived else None
    held.revision += 1
    held.save(update_fields=["archived_at", "revision"])
    verb = "requirement.archived" if archived else "requirement.restored"
    _say(verb, held, {"code": held.code}, actor, clock)
    return held


def hold_requirement(requirement: SharedRequirement, seen: int) -> SharedRequirement:
    """The requirement as it is now, locked; raises ``RegisterChanged`` if it is another."""
    _wait_for_others()
    rows = SharedRequirement.objects.select_for_update(of=("self",)).select_related("agency")
    held = rows.get(pk=requirement.pk)
    if held.revision != seen:
        raise changed()
    return held


def hold_regulation(regulation: Regulation, seen: int) -> Regulation:
    """The regulation as it is now, locked; raises ``RegisterChanged`` if it is another."""
    _wait_for_others()
    rows = Regulation.objects.select_for_update(of=("self",)).select_related("replaced_by")
    held = rows.get(pk=regulation.pk)
    if held.revision != seen:
        raise changed()
    return held


def changed() -> RegisterChanged:
    """What is told when somebody was faster."""
    return RegisterChanged(_("This has changed meanwhile. Please look at it again."))


def record(
    verb: str, *, subject: str, facts: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    """Write a change of the registers to their own stream of the ledger, gapless by day."""
    _lock(STREAM_LOCK)
    day = civil_date(now)
    seq = len(ledger.day_events(STREAM, day)) + 1
    public = {"seq": seq, "at": now.isoformat(timespec="microseconds"), "verb": verb, **facts}
    entry = ledger.line(seq=seq, at=now, verb=verb, subject=subject, actor=actor, public=public)
    ledger.append(stream=STREAM, service_date=day, lines=[entry])


def _say(
    verb: str,
    held: Regulation | SharedRequirement,
    facts: Mapping[str, Any],
    actor: Actor,
    clock: Clock,
) -> None:
    record(verb, subject=_subject(held), facts=facts, actor=actor, now=clock())


def _subject(held: Regulation | SharedRequirement) -> str:
    kind = "regulation" if isinstance(held, Regulation) else "requirement"
    return f"{kind}:{held.pk}"


def _regulation(code: str, title: str, now: datetime) -> Regulation:
    found = citation_of(title)
    return Regulation(
        code=code,
        title=title,
        kind=found.kind,
        number=found.number,
        year=found.year,
        created_at=now,
    )


def _without_proposal(regulation: Regulation, seen: int) -> Regulation:
    """The regulation, held; nobody writes over, or hides behind, what a colleague proposed."""
    held = hold_regulation(regulation, seen)
    if held.proposed is not None:
        sentence = _("A change of it waits for a second person. Let it be confirmed or dropped.")
        raise ProposalWaits(sentence)
    return held


def _propose(held: Regulation, entry: Entry, actor: Actor, now: datetime) -> str:
    """Keep a proposal; the verb of it, "" where nothing would change."""
    refuse_wrong(entry, civil_date(now))
    is_new = entry != held.entry
    held.proposed, held.proposed_by = (entry.stored, actor.id) if is_new else (None, "")
    held.save()
    return "regulation.proposed" if is_new else ""


def _take_over(held: Regulation, entry: Entry) -> None:
    found = citation_of(entry.title)
    held.title, held.link, held.valid_from = entry.title, entry.link, entry.valid_from
    held.valid_to = entry.valid_to
    successor = entry.replaced_by
    held.replaced_by = None if successor is None else Regulation.objects.get(pk=successor)
    held.kind, held.number, held.year = found.kind, found.number, found.year


def _settle(held: Regulation) -> None:
    """Nothing waits any more."""
    held.proposed, held.proposed_by = None, ""
    held.revision += 1
    held.save()


def _wait_for_others() -> None:
    """One change of the registers at a time, before any row is held: nobody waits in a ring."""
    _lock(STREAM_LOCK)


def _lock(key: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
