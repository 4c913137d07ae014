"""Writing a notice, publishing it by somebody else, taking it back."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lopo.foundation.bus import publish
from lopo.foundation.days import civil_date
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal, Refusal
from lopo.organisation.api import Agency
from lopo.people.api import User

from .events import NoticePublished, NoticeWithdrawn
from .models import Notice

CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 8


class NoticeChanged(Refusal):
    """Somebody saved the notice since it was read, or it was published meanwhile."""

    code = "notice-changed"


class SamePerson(Refusal):
    """The one who writes does not publish."""

    code = "same-person"


@transaction.atomic
def write_notice(
    *, agency: Agency, kind: str, facts: Mapping[str, Any], author: User, clock: Clock
) -> Notice:
    """A new draft; nobody sees it before somebody else publishes it."""
    notice = Notice(
        code="".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH)),
        agency=agency,
        kind=kind,
        drafted_by=author,
        drafted_at=clock(),
        **facts,
    )
    notice.save()
    return notice


@transaction.atomic
def change_notice(*, notice: Notice, facts: Mapping[str, Any], seen: int, author: User) -> Notice:
    """Change a draft; whoever changes it last has written it."""
    held = _draft(notice, seen)
    for name, value in facts.items():
        setattr(held, name, value)
    held.drafted_by, held.revision = author, held.revision + 1
    held.save()
    return held


@transaction.atomic
def publish_notice(*, notice: Notice, seen: int, publisher: User, clock: Clock) -> Notice:
    """Show it to everybody from its first day; a pledge ends the one before it the day before."""
    held = _draft(notice, seen)
    now = clock()
    if held.drafted_by_id == publisher.pk:
        raise SamePerson(_("You wrote this, so somebody else publishes it."))
    _refuse_past(held, civil_date(now))
    if held.kind == Notice.Kind.PLEDGE:
        _refuse_unsigned(held)
        _end_earlier_pledges(held)
    held.state = Notice.State.PUBLISHED
    held.published_by, held.published_at = publisher, now
    held.save(update_fields=["state", "published_by", "published_at"])
    publish(NoticePublished(notice_id=held.pk, at=now))
    return held


@transaction.atomic
def withdraw_notice(*, notice: Notice, reason: str, publisher: User, clock: Clock) -> Notice:
    """Take a published notice back, at once; that and why stays readable at its address."""
    held = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if held.state != Notice.State.PUBLISHED:
        raise NoticeChanged(_("This notice is not published, or no longer."))
    now = clock()
    held.state = Notice.State.WITHDRAWN
    held.withdrawn_by, held.withdrawn_at, held.withdrawal_reason = publisher, now, reason
    held.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawal_reason"])
    publish(NoticeWithdrawn(notice_id=held.pk, at=now))
    return held


@transaction.atomic
def discard_notice(*, notice: Notice, seen: int) -> None:
    """A draft nobody wants."""
    _draft(notice, seen).delete()


def _draft(notice: Notice, seen: int) -> Notice:
    held = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if held.state != Notice.State.DRAFT or held.revision != seen:
        raise NoticeChanged(_("Somebody else has changed this meanwhile. Please read it again."))
    return held


def _refuse_past(held: Notice, today: date) -> None:
    if held.valid_until is not None and held.valid_until < today:
        raise _wrong("valid_until", _("This day has passed: nobody would see it."))


def _refuse_unsigned(held: Notice) -> None:
    for name in ("signer_office", "decree_number", "decree_date"):
        if not getattr(held, name):
            raise _wrong(name, _("A pledge names its signer, its number and its date."))


def _end_earlier_pledges(held: Notice) -> None:
    """One pledge a day: the one in force ends before, one that would begin later is replaced."""
    others = Notice.objects.filter(
        agency=held.agency, kind=Notice.Kind.PLEDGE, state=Notice.State.PUBLISHED
    )
    if others.filter(valid_from__gte=held.valid_from).exists():
        raise _wrong(
            "valid_from",
            _("A pledge begins on that day or later already. Choose a later day, or withdraw it."),
        )
    running = others.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=held.valid_from))
    running.update(valid_until=held.valid_from - timedelta(days=1))


def _wrong(field: str, message: str) -> FieldRefusal:
    return FieldRefusal(message, [FieldError(field=field, code="invalid", message=message)])
