"""A version that has not begun is a plan: it may be withdrawn, or another text takes its place."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from lopo.foundation.days import civil_date
from lopo.foundation.transactions import one_transaction
from lopo.kernel.clock import Clock
from lopo.surveys.models import (
    Band,
    Exemption,
    Instrument,
    Item,
    PaperBatch,
    Participation,
    ProfileField,
    SurveyInvitation,
)

from .refusals import InstrumentBegun, InstrumentMoved

A_DAY = timedelta(days=1)
INSTRUMENTS_LOCK = 7_302
EASTERNMOST = ZoneInfo("Asia/Jayapura")  # where a day of Indonesia begins first


def one_at_a_time() -> None:
    """Nobody else changes questionnaires until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INSTRUMENTS_LOCK])


def newest_day(clock: Clock) -> date:
    """The last day that has begun anywhere: a centre in the east is ahead of the day at home."""
    now = clock()
    return max(civil_date(now), now.astimezone(EASTERNMOST).date())


def moved() -> InstrumentMoved:
    """Somebody else was faster: what is acted on is gone, or has another text."""
    return InstrumentMoved(
        _("Somebody has changed or withdrawn this version meanwhile. Please look at it once more.")
    )


def is_plan(instrument: Instrument, today: date) -> bool:
    """Whether a version has not begun, and nobody was asked by it."""
    in_use = (Participation, PaperBatch, SurveyInvitation)
    return instrument.valid_from > today and not any(
        model.objects.filter(instrument=instrument).exists() for model in in_use
    )


def withdraw_instrument(*, instrument: Instrument, clock: Clock) -> None:
    """Take a version back that has not begun; the one before it goes on as it would have.

    Done twice, it is withdrawn once. Refused: ``instrument-begun``, ``instrument-moved`` (it has
    another text meanwhile, which nobody asked to withdraw).
    """
    with one_transaction():
        one_at_a_time()
        held = Instrument.objects.select_for_update().filter(pk=instrument.pk).first()
        if held is None:
            same = Instrument.objects.filter(code=instrument.code, version=instrument.version)
            if same.exists():
                raise moved()
            return
        if not is_plan(held, newest_day(clock)):
            raise InstrumentBegun(
                _("This version has begun: it never changes any more. It can only be ended.")
            )
        take_away(held)


def take_away(plan: Instrument) -> None:
    """Delete a plan with its grades; what ended for it goes on as if it had never been made."""
    _take_bands_away(plan)
    Exemption.objects.filter(item__instrument=plan).delete()
    Item.objects.filter(instrument=plan).delete()
    ProfileField.objects.filter(instrument=plan).delete()
    Instrument.objects.filter(pk=plan.pk).delete()
    _let_go_on(plan)


def _let_go_on(plan: Instrument) -> None:
    """The version before ends when it would have ended: by what was decided, or by a later one."""
    same = Instrument.objects.filter(code=plan.code)
    before = same.filter(valid_until=plan.valid_from - A_DAY)
    if not before.exists():
        return
    last_day = plan.ended_before
    follower = same.filter(valid_from__gt=plan.valid_from).order_by("valid_from").first()
    if follower is not None:
        follower.ended_before = plan.ended_before
        follower.save(update_fields=["ended_before"])
        until_then = follower.valid_from - A_DAY
        last_day = min(last_day or until_then, until_then)
    before.update(valid_until=last_day)


def _take_bands_away(plan: Instrument) -> None:
    """The grades that came with it; those somebody entered for the same day stay."""
    if not plan.brought_grades:
        return
    bands = Band.objects.filter(instrument_code=plan.code)
    came = bands.filter(valid_from=plan.valid_from, legal_basis=plan.legal_basis)
    first = came.first()
    if first is None:
        return
    came.delete()
    bands.filter(valid_until=plan.valid_from - A_DAY).update(valid_until=first.valid_until)


def exemptions_kept(plan: Instrument) -> list[tuple[str, dict[str, Any]]]:
    """What was entered already about items of a plan, to be entered for another text of it."""
    names = ("agency_id", "service_id", "reason", "legal_basis", "valid_from", "valid_until")
    rows = Exemption.objects.filter(item__instrument=plan).values("item__code", *names)
    return [(row.pop("item__code"), dict(row)) for row in rows]


def enter_again(code: str, version: int, kept: list[tuple[str, dict[str, Any]]]) -> None:
    """The exemptions of a plan, for the items its new text still has."""
    items = Item.objects.filter(instrument__code=code, instrument__version=version)
    by_code = {item.code: item for item in items}
    Exemption.objects.bulk_create(
        Exemption(item=by_code[item], **facts) for item, facts in kept if item in by_code
    )
