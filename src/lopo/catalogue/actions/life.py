"""The life of a standard: drawn up, talked over, submitted, decreed, in force, withdrawn.

Whoever drew a version up, or saved any state of its draft, does not publish it: the acts refuse it
and the database does too. A version in force never changes; a new one takes its place from a day
that is today or later, so what was promised in the past stays what it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lopo.catalogue.events import StandardPublished, StandardWithdrawn
from lopo.catalogue.models import (
    DRAFT_STATES,
    LIVE_STATES,
    Consultation,
    Contributor,
    Revision,
    Service,
    Signatory,
    Standard,
)
from lopo.catalogue.queries import as_read, laws_not_in_force, not_in_force_said, stays_of
from lopo.catalogue.rules import MOST_YEARS_AHEAD, Content, obstacles, step_back, to_stored
from lopo.foundation.bus import publish
from lopo.foundation.days import civil_date
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.kernel.formats import language, long_date
from lopo.people.api import User

from .indexing import reindex
from .versions import close, draft_row

State = Standard.State
# The first day on which anything could be decreed here.
INDEPENDENCE = date(1945, 8, 17)


class DraftChanged(Refusal):
    """Somebody saved the draft since it was read."""

    code = "draft-changed"


class WrongStage(Refusal):
    """The draft is not, or no longer, where this can be done to it."""

    code = "wrong-stage"


class SamePerson(Refusal):
    """The one who drafts does not publish."""

    code = "same-person"


class Incomplete(Refusal):
    """A standard is decreed whole and so that it can be kept, or not at all.

    All fourteen components (UU 25/2009 art. 21), a procedure without loose ends (PermenPANRB
    35/2012), and no more time of the agency's own than it promises.
    """

    code = "incomplete"


@dataclass(frozen=True, slots=True)
class Decree:
    """The decision a standard comes into force by (SK penetapan)."""

    number: str
    day: date
    office: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a public consultation brought, or why there was none; never names of people."""

    held_on: date | None = None
    place: str = ""
    text: str = ""
    changes: str = ""
    signatories: Sequence[tuple[str, str, str]] = ()  # element, body, office
    waived_because: str = ""


@transaction.atomic
def open_draft(*, service: Service, author: User, clock: Clock) -> Standard:
    """The open draft of a service; a new one begins as its latest version says."""
    _lock(service)
    found = Standard.objects.filter(service=service, state__in=DRAFT_STATES).first()
    if found is not None:
        return found
    live = Standard.objects.filter(service=service, state__in=LIVE_STATES)
    latest = live.order_by("-number").first()
    content = latest.told if latest is not None else Content()
    draft = draft_row(service, content, after=latest, now=clock())
    draft.drafted_by = author
    draft.save()
    return draft


@transaction.atomic
def save_draft(
    *, draft: Standard, content: Content, seen: int, author: User, clock: Clock
) -> Standard:
    """Write a draft; ``seen`` is the revision its author read, raises ``DraftChanged`` else.

    The same content again is no new revision. A draft that was submitted is not written to.
    """
    held = _held(draft, State.DRAFT, State.CONSULTATION)
    if held.revision != seen:
        raise DraftChanged(_("Somebody else has saved this draft meanwhile."))
    if content.digest == held.digest:
        return held
    if held.revision == 0:
        _keep(held, held.drafted_by, clock)
    held.revision += 1
    _write(held, content)
    _keep(held, author, clock)
    return held


@transaction.atomic
def undo_draft(*, draft: Standard, seen: int, author: User, clock: Clock) -> Standard:
    """Go back one saving; what is undone is forgotten, who wrote it is not."""
    held = _held(draft, State.DRAFT, State.CONSULTATION)
    if held.revision != seen:
        raise DraftChanged(_("Somebody else has saved this draft meanwhile."))
    backs = dict(held.revisions.values_list("number", "goes_back_to"))
    goal = step_back(backs, held.revision)
    if goal is None:
        raise WrongStage(_("There is nothing to take back."))
    held.revision += 1
    _write(held, held.revisions.get(number=goal).told)
    _keep(held, author, clock, goes_back_to=goal)
    return held


@transaction.atomic
def describe_change(*, draft: Standard, note: str, author: User) -> None:
    """Say in a sentence what the draft changes and why; it is published with the version."""
    held = _held(draft, State.DRAFT, State.CONSULTATION)
    held.change_note = note
    held.save(update_fields=["change_note"])
    Contributor.objects.get_or_create(standard=held, user=author)


@transaction.atomic
def discard_draft(*, draft: Standard) -> None:
    """Give a draft up; it stays in the history, and nobody is bound by it."""
    held = _held(draft, State.DRAFT, State.CONSULTATION, State.SUBMITTED)
    held.state = State.DISCARDED
    held.save(update_fields=["state"])


@transaction.atomic
def consult(*, draft: Standard) -> None:
    """Show the draft to the public and ask what they think (Forum Konsultasi Publik)."""
    held = _held(draft, State.DRAFT)
    held.state = State.CONSULTATION
    held.save(update_fields=["state"])


@transaction.atomic
def record_minutes(
    *, draft: Standard, minutes: Minutes, author: User, clock: Clock
) -> Consultation:
    """Write down the consultation, or the reason why there is none; again until submitted."""
    held = _held(draft, State.DRAFT, State.CONSULTATION)
    if minutes.held_on is not None and minutes.held_on > civil_date(clock()):
        raise _wrong("held_on", _("This day is still to come. Record what was held."))
    Contributor.objects.get_or_create(standard=held, user=author)
    Consultation.objects.filter(standard=held).delete()
    record = Consultation.objects.create(
        standard=held,
        held_on=minutes.held_on,
        place=minutes.place,
        minutes=minutes.text,
        changes=minutes.changes,
        waived_because=minutes.waived_because,
    )
    Signatory.objects.bulk_create(
        Signatory(consultation=record, element=element, body=body, office=office)
        for element, body, office in minutes.signatories
    )
    return record


@transaction.atomic
def submit_draft(*, draft: Standard) -> None:
    """Hand a draft to those who publish; nobody writes to it from now on."""
    held = _held(draft, State.DRAFT, State.CONSULTATION)
    _refuse_incomplete(held)
    if not Consultation.objects.filter(standard=held).exists():
        raise WrongStage(
            _("Record the public consultation first, or the reason why there was none.")
        )
    held.state = State.SUBMITTED
    held.save(update_fields=["state"])


@transaction.atomic
def return_draft(*, draft: Standard) -> None:
    """Give a submitted draft back to its authors."""
    held = _held(draft, State.SUBMITTED)
    held.state = State.DRAFT
    held.save(update_fields=["state"])


@transaction.atomic
def publish_standard(
    *,
    draft: Standard,
    decree: Decree,
    publisher: User,
    clock: Clock,
    seen: str,
) -> Standard:
    """Bring a submitted draft into force by a decree, from a day that is today or later.

    Versions that would begin on that day or later never begin; the one in force ends there.
    ``seen`` is what the publisher read (``as_read``): nobody decrees what they have not seen.
    """
    held = _held(draft, State.SUBMITTED)
    if as_read(held) != seen:
        raise WrongStage(_("This draft has moved on meanwhile. Please read it again."))
    now = clock()
    _refuse_author(held, publisher)
    _refuse_decree(decree, civil_date(now))
    _refuse_before_consultation(held, decree.day)
    _refuse_day_of_another_agency(held.service, decree.valid_from)
    _refuse_incomplete(held)
    _refuse_ended_laws(held, decree.valid_from)
    others = Standard.objects.filter(service=held.service, state__in=LIVE_STATES)
    overlapping = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=decree.valid_from))
    close(overlapping.defer("content"), decree.valid_from)
    held.number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
    held.state = State.DECREED
    held.name = held.service.name
    held.decree_number, held.decree_date = decree.number, decree.day
    held.decree_office, held.valid_from = decree.office, decree.valid_from
    held.published_by, held.published_at = publisher, now
    held.save()
    reindex(held.service, now)
    publish(StandardPublished(standard_id=held.pk, service_id=held.service_id, at=now))
    return held


@transaction.atomic
def withdraw_standard(
    *, service: Service, reason: str, from_day: date, publisher: User, clock: Clock
) -> Standard:
    """End the version in force without a successor: from that day the service is not promised."""
    _lock(service)
    now = clock()
    if from_day < civil_date(now):
        raise _wrong("valid_from", _("What was promised in the past stays. Choose today or later."))
    live = Standard.objects.filter(service=service, state__in=LIVE_STATES)
    last = live.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=from_day)).first()
    if last is None:
        raise WrongStage(_("No version of this standard is in force then."))
    last.withdrawn_by, last.withdrawn_at, last.withdrawal_reason = publisher, now, reason
    last.valid_to = max(from_day, last.valid_from) if last.valid_from else from_day
    last.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason", "valid_to"])
    publish(StandardWithdrawn(standard_id=last.pk, service_id=service.pk, at=now))
    return last


def _lock(service: Service) -> Service:
    """One act at a time on the versions of a service."""
    return Service.objects.select_for_update(no_key=True).get(pk=service.pk)


def _held(draft: Standard, *states: str) -> Standard:
    """The draft as it is now, under the lock of its service, if it is at one of these stages."""
    _lock(draft.service)
    held = Standard.objects.select_related("service", "drafted_by").get(pk=draft.pk)
    if held.state not in states:
        raise WrongStage(_("This draft has moved on meanwhile. Please read it again."))
    return held


def _write(held: Standard, content: Content) -> None:
    held.content, held.digest = to_stored(content), content.digest
    held.__dict__.pop("told", None)
    held.save(update_fields=["content", "digest", "revision"])


def _keep(
    held: Standard, author: User | None, clock: Clock, goes_back_to: int | None = None
) -> None:
    Revision.objects.create(
        standard=held,
        number=held.revision,
        content=held.content,
        saved_by=author,
        saved_at=clock(),
        goes_back_to=goes_back_to,
    )


def _refuse_author(held: Standard, publisher: User) -> None:
    wrote = held.drafted_by_id == publisher.pk
    told = held.contributors.filter(user=publisher).exists()
    if wrote or told or held.revisions.filter(saved_by=publisher).exists():
        raise SamePerson(_("You wrote this version, so somebody else publishes it."))


def check_decree(decree: Decree, clock: Clock) -> None:
    """Refuse what no standard can be decreed by (fields of the decree)."""
    _refuse_decree(decree, civil_date(clock()))


def _refuse_decree(decree: Decree, today: date) -> None:
    if decree.valid_from < today:
        raise _wrong("valid_from", _("What was promised in the past stays. Choose today or later."))
    if decree.valid_from.year > today.year + MOST_YEARS_AHEAD:
        raise _wrong("valid_from", _("Choose a day within the next five years."))
    if decree.day < INDEPENDENCE:
        raise _wrong("decree_date", _("There was no Republic of Indonesia yet on that day."))
    if decree.day > decree.valid_from:
        raise _wrong("decree_date", _("The decree cannot be younger than its first day."))
    for field, value in (("decree_number", decree.number), ("decree_office", decree.office)):
        if not value.strip():
            raise _wrong(field, _("Please fill this in."))


def _refuse_before_consultation(held: Standard, day: date) -> None:
    """What the public was asked about is decreed after they were asked."""
    record = Consultation.objects.filter(standard=held, held_on__gt=day).first()
    if record is None or record.held_on is None:
        return
    sentence = _("The public consultation was on %(day)s. The decree cannot be older.")
    said = sentence % {"day": long_date(record.held_on, language(get_language()))}
    raise _wrong("decree_date", said)


def _refuse_day_of_another_agency(service: Service, day: date) -> None:
    """Whoever answers for a service on a day decrees what holds from it."""
    kept = next((stay for stay in stays_of(service) if stay.holds_on(day)), None)
    if kept is not None and kept.agency.pk != service.agency_id:
        sentence = _("On that day the service belongs to %(agency)s, which decrees for it.")
        raise _wrong("valid_from", sentence % {"agency": kept.agency.name})


def _refuse_incomplete(held: Standard) -> None:
    found = obstacles(held.told)
    if found:
        raise Incomplete(
            _("Something is missing or does not fit: the standard cannot be decreed yet."),
            missing=[one.code for one in found.missing],
            faults=[fault.code for fault in found.faults],
        )


def _refuse_ended_laws(held: Standard, day: date) -> None:
    """No version begins on a law that does not hold on its first day (UU 25/2009 art. 21 a)."""
    ended = laws_not_in_force(held.told, day)
    if ended:
        raise _wrong("valid_from", not_in_force_said(ended))


def _wrong(field: str, message: str) -> FieldRefusal:
    return FieldRefusal(message, [FieldError(field=field, code="invalid", message=message)])
