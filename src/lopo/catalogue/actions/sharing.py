"""A change of a register carried into every standard it touches: as drafts, never into force.

What was previewed is what is done: the register and the standards are held, looked at again, and
anything that differs from the preview refuses the whole. Who does it has written these drafts;
somebody else decrees them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lopo.catalogue.models import Revision, Service, Standard
from lopo.catalogue.queries import Impact, Touched, impact_of_successor, impact_of_wording
from lopo.catalogue.rules import to_stored
from lopo.kernel.actor import Actor
from lopo.kernel.clock import Clock
from lopo.organisation.api import Agency
from lopo.people.api import User
from lopo.registers import api as registers
from lopo.registers.api import Regulation, SharedRequirement, Wording

from .importing import wait_for_others
from .versions import draft_row

# Rows written by one statement: a content is some kilobytes.
BATCH = 500


@transaction.atomic
def reword_requirement(
    *,
    requirement: SharedRequirement,
    wording: Wording,
    seen: int,
    previewed: str,
    author: User,
    agencies: Collection[Agency],
    clock: Clock,
) -> Impact:
    """Give a requirement of the register another wording, and with it the drafts of ``agencies``.

    The wording it has already brings standards into line that lag behind. ``seen`` is the
    revision of the register that was read, ``previewed`` the digest of the ``Impact`` shown;
    raises ``registers.RegisterChanged`` when either is another by now.
    """
    wait_for_others()
    held = registers.hold_requirement(requirement, seen)
    _hold(impact_of_wording(held, wording, agencies))
    impact = impact_of_wording(held, wording, agencies)
    _refuse_other(impact, previewed)
    actor, now = Actor(id=f"user:{author.pk}"), clock()
    registers.change_requirement(
        requirement=held, wording=wording, seen=seen, actor=actor, clock=clock
    )
    with override(settings.LANGUAGE_CODE):  # the note is published, in the language of the law
        note = _("Follows the register of requirements: %(name)s (%(code)s)") % {
            "name": wording.name,
            "code": held.code,
        }
    _write(impact.touched, note, author, now)
    facts = _facts(held.code, impact)
    registers.record(
        "requirement.followed",
        subject=f"requirement:{held.pk}",
        facts=facts,
        actor=actor,
        now=now,
    )
    return impact


@transaction.atomic
def cite_successor(
    *,
    regulation: Regulation,
    seen: int,
    previewed: str,
    author: User,
    agencies: Collection[Agency],
    clock: Clock,
) -> Impact:
    """Let the standards of ``agencies`` that cite a regulation cite what replaced it; as drafts."""
    wait_for_others()
    held = registers.hold_regulation(regulation, seen)
    _hold(impact_of_successor(held, agencies))
    impact = impact_of_successor(held, agencies)
    _refuse_other(impact, previewed)
    actor, now = Actor(id=f"user:{author.pk}"), clock()
    with override(settings.LANGUAGE_CODE):
        note = _("Legal basis: %(old)s was replaced by %(new)s") % {
            "old": _short(held.title),
            "new": _short(held.replaced_by.title if held.replaced_by else ""),
        }
    _write(impact.touched, note, author, now)
    facts = _facts(held.code, impact)
    registers.record(
        "regulation.followed", subject=f"regulation:{held.pk}", facts=facts, actor=actor, now=now
    )
    return impact


def _hold(impact: Impact) -> None:
    """Nobody writes these standards meanwhile; held in one order, so nobody waits in a ring."""
    ids = [one.standard.service_id for one in impact.touched]
    services = Service.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(services.order_by("pk").values_list("pk"))


def _refuse_other(impact: Impact, previewed: str) -> None:
    if impact.digest != previewed:
        raise registers.changed()


def _write(touched: Sequence[Touched], note: str, author: User, now: datetime) -> None:
    """New drafts, and one more saving of those that are open; so many statements for any number."""
    begun = [_begun(one, note, author, now) for one in touched if not one.standard.is_draft]
    Standard.objects.bulk_create(begun, batch_size=BATCH)
    revisions = [
        row
        for draft in begun
        if draft.based_on is not None
        for row in (
            _saving(draft, 0, draft.based_on.content, author, now),
            _saving(draft, 1, draft.content, author, now),
        )
    ]
    opened = [one for one in touched if one.standard.is_draft]
    for one in opened:
        revisions += _saved_again(one, note, author, now)
    fields = ["content", "digest", "revision", "change_note"]
    Standard.objects.bulk_update([one.standard for one in opened], fields, batch_size=BATCH)
    Revision.objects.bulk_create(revisions, batch_size=BATCH)


def _begun(one: Touched, note: str, author: User, now: datetime) -> Standard:
    draft = draft_row(one.service, one.new, after=one.standard, now=now)
    draft.drafted_by, draft.revision, draft.change_note = author, 1, note
    return draft


def _saved_again(one: Touched, note: str, author: User, now: datetime) -> list[Revision]:
    """One more saving of an open draft, and the one before if nobody had saved it yet."""
    draft, rows = one.standard, []
    if draft.revision == 0:
        rows.append(_saving(draft, 0, draft.content, draft.drafted_by, now))
    draft.content, draft.digest = to_stored(one.new), one.new.digest
    draft.revision += 1
    draft.change_note = _both(draft.change_note, note)
    return [*rows, _saving(draft, draft.revision, draft.content, author, now)]


def _both(said: str, note: str) -> str:
    """What the draft said it changes, and what it changes now; the latest is never cut off."""
    if not said or note in said:
        return said or note
    longest = Standard._meta.get_field("change_note").max_length or 0
    room = longest - len(note) - len(" · ")
    return f"{said[:room].rstrip()} · {note}" if room > 0 else note[:longest]


def _saving(
    draft: Standard, number: int, content: object, by: User | None, now: datetime
) -> Revision:
    return Revision(standard=draft, number=number, content=content, saved_by=by, saved_at=now)


def _short(title: str) -> str:
    """A title as one names it in passing: without what it is about."""
    return title.split(" tentang ", 1)[0][:200]


def _facts(code: str, impact: Impact) -> dict[str, object]:
    return {"code": code, "services": sorted(one.service.code for one in impact.touched)}
