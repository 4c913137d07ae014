"""Answering: by a link once, or by a code at a counter."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from lopo.foundation.bus import publish
from lopo.foundation.days import civil_date
from lopo.foundation.transactions import one_transaction
from lopo.frontdesk.api import ServedVisit, local_date, tell_screens
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.surveys.events import BallotCast
from lopo.surveys.models import SurveyInvitation
from lopo.surveys.queries import Asked, invitation_by_key, version_read
from lopo.surveys.rules import plain_text, sent_hash, spent_hash

from .boxes import About, Circumstances, Said, put_in, under_its_standard
from .invitations import count_turnout
from .opening import open_some
from .refusals import LinkSpent, LinkUnknown, QuestionsChanged

LONGEST_REMARK = 1000
A_DAY = timedelta(days=1)
SPEND = """
INSERT INTO surveys_spentlink (hash, valid_until) VALUES (%s, %s) ON CONFLICT (hash) DO NOTHING
"""


def answer_invitation(
    *,
    key: str,
    asked: Asked,
    said: Said,
    circumstances: Circumstances,
    clock: Clock,
    form_key: str = "",
) -> None:
    """Answer by a link, once: it is spent with the ballot, or neither happens.

    The same form (``form_key``) sent again is a second press, not a second try: nothing happens.
    Refused: ``link-unknown`` (none, or its days are over), ``link-spent``, ``questions-changed``,
    ``invalid``.
    """
    with one_transaction():
        if _sent_before(form_key, clock):
            return
        invitation = _spent_now(key, clock)
        about = About(
            centre=invitation.centre,
            service=invitation.service,
            counter=invitation.counter,
            standard=invitation.standard,
        )
        cast_ballot(about=about, asked=asked, said=said, circumstances=circumstances, clock=clock)


def decline_invitation(*, key: str, clock: Clock) -> None:
    """Not to judge is an answer too: the link is spent, and one more who did not want to counts.

    Refused: ``link-unknown`` (none, or its days are over), ``link-spent``.
    """
    with one_transaction():
        invitation = _spent_now(key, clock)
        declined = ServedVisit(
            token="",
            centre=invitation.centre,
            service=invitation.service,
            counter=invitation.counter,
            standard=invitation.standard,
            day=invitation.day,
        )
        count_turnout(declined, declined=1)


def _spent_now(key: str, clock: Clock) -> SurveyInvitation:
    """The invitation of a link that is used up by this; refused where it cannot be used."""
    invitation = invitation_by_key(key)
    if invitation is None or is_over(invitation, clock):
        raise LinkUnknown(_("This link is not known, or it has run out."))
    if not _spend(key, invitation.valid_until):
        raise LinkSpent(_("This link was used already. One visit has one voice."))
    return invitation


def is_over(invitation: SurveyInvitation, clock: Clock) -> bool:
    """Whether the days of an invitation are over."""
    return invitation.valid_until < local_date(invitation.centre, clock())


def _sent_before(form_key: str, clock: Clock) -> bool:
    """Whether this form was sent already; from now on it was.

    Not kept as other answers to repeats are: those know their order and their second for good.
    """
    return bool(form_key) and not _use_up(sent_hash(form_key), civil_date(clock()) + A_DAY)


def _spend(key: str, valid_until: date) -> bool:
    """Use a link up; whether it was not used yet."""
    return _use_up(spent_hash(key), valid_until)


def _use_up(hashed: str, valid_until: date) -> bool:
    """Write that it was used: the unique key decides who was first, the second waits."""
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [hashed, valid_until])
        return bool(cursor.rowcount)


def cast_ballot(
    *,
    about: About,
    asked: Asked,
    said: Said,
    circumstances: Circumstances,
    clock: Clock,
    form_key: str = "",
) -> None:
    """Put one ballot into the box of a centre; its screens look again within a second.

    The same form (``form_key``) sent again is a second press: nothing happens. A ballot is of the
    day on which it comes, so it answers the version by which that day is read, or no result would
    count it; else refused: ``questions-changed``.
    """
    said = replace(said, remark=plain_text(said.remark))
    _check(asked, said)
    with one_transaction():
        if _sent_before(form_key, clock):
            return
        day = local_date(about.centre, clock())
        _check_version(asked, day)
        about = under_its_standard(about, day)
        put_in(about=about, asked=asked, said=said, circumstances=circumstances, day=day)
        open_some(about=about, asked=asked, day=day)
        publish(BallotCast(centre_id=about.centre.pk, day=day))
        tell_screens(centre=about.centre, clock=clock)


def _check_version(asked: Asked, day: date) -> None:
    """No ballot goes where its quarter is read by another version."""
    read = version_read(asked.instrument.code, day)
    if read is None or read.pk != asked.instrument.pk:
        raise QuestionsChanged(_("The questions have just changed. Please send once more."))


def _check(asked: Asked, said: Said) -> None:
    """Only what is asked, on its scale, and at least one answer."""
    scale = range(asked.instrument.lowest, asked.instrument.highest + 1)
    known = {item.code for item in asked.shown}
    for code, value in said.answers.items():
        if code not in known or (value is not None and value not in scale):
            raise _wrong(code, _("Choose one of the answers."))
    if not any(value is not None for value in said.answers.values()):
        raise _wrong(asked.shown[0].code, _("Answer at least one question."))
    options = {one.code: {option["code"] for option in one.options} for one in asked.profile}
    for code, chosen in said.profile.items():
        if chosen not in options.get(code, ()):
            raise _wrong(code, _("Choose one of the answers."))
    if len(said.remark) > LONGEST_REMARK:
        message = _("Use at most %(most)s characters.") % {"most": LONGEST_REMARK}
        raise _wrong("remark", message)


def _wrong(field: str, message: str) -> FieldRefusal:
    return FieldRefusal(message, [FieldError(field=field, code="invalid", message=message)])
