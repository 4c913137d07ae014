"""Sealed drafts: the server keeps what it cannot read, and not for long."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lopo.foundation import sealing
from lopo.foundation.days import civil_date
from lopo.foundation.sealing import KEY_BYTES, NONCE_BYTES, CannotOpen
from lopo.kernel.clock import Clock
from lopo.kernel.errors import Refusal, Unknown
from lopo.paperwork.models import KEPT_FOR, OpeningCount, SealedDraft
from lopo.paperwork.permissions import Reader, gives
from lopo.paperwork.queries import Form, draft_by_code, draft_by_token
from lopo.paperwork.rules import (
    SEAL_BLOCK,
    TOKEN_BYTES,
    Answers,
    Definition,
    Seal,
    human_code,
    read,
    typed_again,
)

from .forms import keep_version


class DraftGone(Unknown):
    """No draft for this code: deleted, lapsed, of another centre, or never there."""

    code = "draft-gone"


class QrNeeded(Refusal):
    """The code that can be read out finds a draft and does not open it."""

    code = "qr-needed"


class NotSealable(Refusal):
    """A service without a counter has nobody to open a draft."""

    code = "not-sealable"


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft as the officer reads it."""

    draft: SealedDraft
    definition: Definition
    answers: Answers


def seal_draft(*, form: Form, answers: Answers, clock: Clock) -> tuple[Seal, datetime]:
    """Keep what was filled for at most 7 days, sealed; the code opens it and nothing else does.

    The key is made here, given back, and never written down. Refused with ``NotSealable`` where
    there is no counter.
    """
    if not form.for_counter:
        raise NotSealable(_("This service is not given at a counter."))
    version = keep_version(form=form, clock=clock)
    seal = Seal(secrets.token_bytes(TOKEN_BYTES), secrets.token_bytes(KEY_BYTES))
    now = clock()
    draft = SealedDraft(
        token_hash=seal.token_hash,
        code=seal.human,
        service=form.service,
        form=version,
        ciphertext=sealing.seal(
            seal.key,
            answers,
            bound_to=_bound_to(version.digest),
            nonce=secrets.token_bytes(NONCE_BYTES),
            block=SEAL_BLOCK,
        ),
        created_at=now,
        expires_at=now + KEPT_FOR,
    )
    draft.save(force_insert=True)
    return seal, draft.expires_at


def open_draft(*, typed: str, reader: Reader, clock: Clock) -> Opened:
    """What a visitor filled, for the officer in front of them; every opening is counted.

    ``DraftGone`` for what is not there (or not for this centre), ``QrNeeded`` for the short code.
    """
    now = clock()
    seal = Seal.of_code(typed)
    if seal is None:
        _find_only(typed, reader, now)
        raise DraftGone(_gone())
    with transaction.atomic():
        draft = draft_by_token(seal.token_hash, now)
        if draft is None or not gives(reader.centre, draft.service):
            raise DraftGone(_gone())
        answers = _answers(draft, seal)
        _count(draft, reader, now)
    return Opened(draft, draft.form.told, answers)


def finish_draft(*, typed: str, reader: Reader, clock: Clock) -> None:
    """The officer is done: the draft is deleted. Without one there is nothing to do."""
    seal = Seal.of_code(typed)
    draft = draft_by_token(seal.token_hash, clock()) if seal is not None else None
    if draft is not None and gives(reader.centre, draft.service):
        draft.delete()


def withdraw_draft(*, typed: str, clock: Clock) -> None:
    """The visitor, who holds the code, takes the draft back."""
    seal = Seal.of_code(typed)
    draft = draft_by_token(seal.token_hash, clock()) if seal is not None else None
    if draft is not None:
        draft.delete()


def end_drafts(*, opened_by: int, until: datetime) -> int:
    """A visit has ended: what that officer (user id) opened lapses at ``until``; how many."""
    opened = SealedDraft.objects.filter(
        opened_by=opened_by, created_at__lt=until, expires_at__gt=until
    )
    return opened.update(expires_at=until)


def keep_drafts(*, opened_by: int, at: datetime) -> int:
    """The visit goes on after all: what has not lapsed at ``at`` is kept as before; how many."""
    opened = SealedDraft.objects.filter(opened_by=opened_by, expires_at__gt=at)
    return opened.update(expires_at=F("created_at") + KEPT_FOR)


def delete_expired(*, clock: Clock) -> int:
    """Delete what nobody came for within 7 days; returns how many."""
    deleted, _by_model = SealedDraft.objects.filter(expires_at__lte=clock()).delete()
    return deleted


def _answers(draft: SealedDraft, seal: Seal) -> Answers:
    try:
        bound_to = _bound_to(draft.form.digest)
        stored = sealing.unseal(seal.key, bytes(draft.ciphertext), bound_to=bound_to)
    except CannotOpen:
        raise DraftGone(_gone()) from None
    # Read like anything else that comes from outside: the key was the visitor's.
    definition = draft.form.told
    return read(definition, typed_again(definition, stored)).answers


def _find_only(typed: str, reader: Reader, now: datetime) -> None:
    code = human_code(typed)
    draft = draft_by_code(code, now) if code else None
    if draft is not None and gives(reader.centre, draft.service):
        raise QrNeeded(
            _(
                "There is a form for %(service)s under this code. Only the QR code on the "
                "visitor's paper or phone opens it."
            )
            % {"service": draft.service.name}
        )


def _count(draft: SealedDraft, reader: Reader, now: datetime) -> None:
    SealedDraft.objects.filter(pk=draft.pk).update(
        openings=F("openings") + 1, opened_by=reader.officer, opened_at=now
    )
    draft.refresh_from_db(fields=["openings"])
    row, _made = OpeningCount.objects.get_or_create(centre=reader.centre, day=civil_date(now))
    OpeningCount.objects.filter(pk=row.pk).update(openings=F("openings") + 1)


def _bound_to(form_digest: str) -> str:
    return f"lopo draft 1 {form_digest}"


def _gone() -> str:
    return _(
        "No form was found for this code. It may have been deleted, be older than 7 days, or "
        "belong to another centre. Ask the visitor to show the QR code again."
    )
