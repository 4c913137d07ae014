"""Sheets of paper on their way in: a batch is opened, entered and handed over by one person."""

import random
from collections import Counter as Tally
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from lopo.catalogue.api import Service
from lopo.foundation.transactions import one_transaction
from lopo.frontdesk.api import counters_served_by, local_date
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.organisation.api import Centre, Counter
from lopo.people.api import User
from lopo.surveys.models import Instrument, PaperBatch, PaperForm
from lopo.surveys.queries import SKM, Asked, asked_in, in_force, policy_on
from lopo.surveys.rules import SERVED_LATELY, Kind, period_of, plain_text, sample_size

from .boxes import Said
from .recording import note_batch
from .refusals import BatchIncomplete, BatchMoved, BatchTooLate, OtherHands, OwnCounter
from .voting import LONGEST_REMARK

MOST_SHEETS = 300
LONGEST_REASON = 200
NUMBERS_LOCK = 7_301  # the first of two keys; the second is the centre
# Asked before paper of a finished quarter is counted: whether it is closed. A context above, which
# knows of released reports, adds itself here when it starts.
_closed_by: list[Callable[[Centre, date], bool]] = []


def close_paper_when(check: Callable[[Centre, date], bool]) -> None:
    """Refuse paper of days for which ``check`` says that they are closed at a centre."""
    _closed_by.append(check)


def open_batch(
    *,
    centre: Centre,
    day: date,
    sheets: int,
    officer: User,
    clock: Clock,
    counter: Counter | None = None,
    service: Service | None = None,
    instrument_code: str = SKM,
) -> PaperBatch:
    """Open a batch with the next number of the year; ``service`` None: every sheet names its own.

    Refused: ``invalid`` (day, sheets), ``batch-too-late``, ``own-counter``.
    """
    now = clock()
    today = local_date(centre, now)
    instrument = _instrument_of(instrument_code, day, today)
    _check_sheets(sheets)
    check_day(centre, day)
    _check_for_a_finished_quarter(day, sheets, today)
    check_counter(counter, centre, officer, clock)
    with one_transaction():
        return PaperBatch.objects.create(
            centre=centre,
            year=today.year,
            number=_next_number(centre, today.year),
            instrument=instrument,
            day=day,
            counter=counter,
            service=service,
            sheets=sheets,
            entered_by=officer,
            opened_on=today,
        )


def _instrument_of(code: str, day: date, today: date) -> Instrument:
    """The questionnaire as it was asked on the day the sheets were collected."""
    if day > today:
        raise wrong("day", _("This day has not come yet."))
    found = in_force(code, day)
    if found is None:
        raise wrong("day", _("No questionnaire was in force on this day."))
    return found


def check_day(centre: Centre, day: date) -> None:
    """Paper of a day whose report is out comes too late."""
    if any(closed(centre, day) for closed in _closed_by):
        raise BatchTooLate(_("The report of that period is out; its result does not change."))


def _check_for_a_finished_quarter(day: date, sheets: int, today: date) -> None:
    """Too few sheets for a quarter that has ended: said before they are typed."""
    smallest = policy_on(day).smallest
    if sheets < smallest and period_of(Kind.QUARTER, day).is_over(today):
        raise wrong("sheets", _too_few_now(smallest))


def _too_few_now(smallest: int) -> str:
    return _(
        "That quarter has ended. Of every service at least %(least)s sheets are needed "
        "now, so that nobody can tell from the results what one person said."
    ) % {"least": smallest}


def check_counter(counter: Counter | None, centre: Centre, officer: User, clock: Clock) -> None:
    """Nobody enters or checks what was said about a counter at which they sit themselves."""
    if counter is None:
        return
    own = counters_served_by(officer, centre, since=clock() - SERVED_LATELY)
    if counter.pk in own:
        raise OwnCounter(_("You have served at this counter. Somebody else has to do this."))


def _next_number(centre: Centre, year: int) -> int:
    """The next number of a centre's year, held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBERS_LOCK, centre.pk])
    last = PaperBatch.objects.filter(centre=centre, year=year).order_by("-number").first()
    return last.number + 1 if last else 1


def _check_sheets(sheets: int) -> None:
    if not 1 <= sheets <= MOST_SHEETS:
        message = _("Between 1 and %(most)s sheets make a batch.") % {"most": MOST_SHEETS}
        raise wrong("sheets", message)


def enter_form(
    *, batch: PaperBatch, number: int, said: Said, service: Service | None, officer: User
) -> None:
    """Enter a sheet, or enter it anew; whoever opened the batch enters all of it.

    A sheet without any answer is entered, too: it is one of those that were counted.
    """
    with one_transaction():
        held = hold(batch)
        _must_be_entering(held, officer)
        if not 1 <= number <= held.sheets:
            raise wrong("number", _("The batch has no such sheet."))
        about = held.service or service
        if about is None:
            raise wrong("service", _("Choose the service."))
        asked = asked_of(held)
        PaperForm.objects.update_or_create(
            batch=held,
            number=number,
            defaults={
                "service": about,
                "answers": answers_in(asked, said),
                "profile": profile_in(asked, said),
                "remark": _remark_in(said),
            },
        )


def change_sheets(*, batch: PaperBatch, sheets: int, officer: User) -> None:
    """Counted anew: the batch has another number of sheets, never fewer than are entered."""
    _check_sheets(sheets)
    with one_transaction():
        held = hold(batch)
        _must_be_entering(held, officer)
        last = held.paperforms.order_by("-number").first()
        if last is not None and last.number > sheets:
            message = _("Sheet %(number)s is entered already.") % {"number": last.number}
            raise wrong("sheets", message)
        held.sheets = sheets
        held.save(update_fields=["sheets"])


def submit_batch(*, batch: PaperBatch, officer: User, clock: Clock) -> None:
    """Hand the batch over: as many sheets as were counted; a sample is drawn for the check.

    Refused: ``batch-incomplete``, ``batch-too-late``.
    """
    with one_transaction():
        held = hold(batch)
        _must_be_entering(held, officer)
        entered = held.paperforms.count()
        if entered != held.sheets:
            raise BatchIncomplete(
                _("%(entered)s of %(sheets)s sheets are entered. Enter the rest, or count again.")
                % {"entered": entered, "sheets": held.sheets}
            )
        check_day(held.centre, held.day)
        check_enough(held, clock)
        numbers = range(1, held.sheets + 1)
        held.sample = sorted(random.SystemRandom().sample(numbers, sample_size(held.sheets)))
        held.state = PaperBatch.State.SUBMITTED
        held.save(update_fields=["sample", "state"])


def check_enough(batch: PaperBatch, clock: Clock) -> None:
    """Nobody's answers can be had from what a finished quarter showed before and after.

    A running quarter shows whole steps only; into a finished one, whose results are shown whole,
    come as many at once as a result needs, of every service.
    """
    today = local_date(batch.centre, clock())
    if not period_of(Kind.QUARTER, batch.day).is_over(today):
        return
    smallest = policy_on(batch.day).smallest
    counts: Tally[tuple[int, str]] = Tally()
    for form, _asked, said in spoken_in(batch):
        counts[form.service_id, ""] += 1
        answered = (code for code, value in said.answers.items() if value is not None)
        counts.update((form.service_id, code) for code in answered)
    if any(count < smallest for count in counts.values()):
        raise BatchTooLate(_too_few_now(smallest))


def discard_batch(*, batch: PaperBatch, reason: str, officer: User, clock: Clock) -> None:
    """Give a batch up that was opened by mistake; what was entered is deleted."""
    with one_transaction():
        held = hold(batch)
        _must_be_entering(held, officer)
        close_without_counting(held, reason, clock)
        note_batch("paper.given-up", held, officer, clock)


def close_without_counting(batch: PaperBatch, reason: str, clock: Clock) -> None:
    """The batch is not counted; its number stays taken and says why."""
    said = " ".join(plain_text(reason).split())
    if not said or len(said) > LONGEST_REASON:
        message = _("Say why, in at most %(most)s characters.") % {"most": LONGEST_REASON}
        raise wrong("reason", message)
    forget_sheets(batch)
    batch.reason = said
    batch.state = PaperBatch.State.REJECTED
    batch.decided_on = local_date(batch.centre, clock())
    batch.save(update_fields=["reason", "state", "decided_on", "checked_by"])


def forget_sheets(batch: PaperBatch) -> None:
    """Nothing of what the sheets said stays with the batch."""
    batch.paperforms.all().delete()
    batch.paperchecks.all().delete()


def hold(batch: PaperBatch) -> PaperBatch:
    """The batch as it stands, locked until the transaction ends."""
    rows = PaperBatch.objects.select_related(
        "centre__host_agency", "instrument", "counter", "service"
    )
    return rows.select_for_update(of=("self",)).get(pk=batch.pk)


def _must_be_entering(batch: PaperBatch, officer: User) -> None:
    if batch.state != PaperBatch.State.ENTERING:
        raise BatchMoved(_("This batch was handed over already."))
    if batch.entered_by_id != officer.pk:
        raise OtherHands(_("Somebody else enters this batch."))


def asked_of(batch: PaperBatch, service: Service | None = None) -> Asked:
    """The questionnaire of a batch: whole, or as it is put about one service."""
    return asked_in(
        batch.instrument,
        batch.day,
        agency_id=service.agency_id if service else None,
        service_id=service.pk if service else None,
    )


def spoken_in(batch: PaperBatch) -> list[tuple[PaperForm, Asked, Said]]:
    """The sheets that say something of what applies to their service, and what they say."""
    asked: dict[int, Asked] = {}
    found = []
    for form in batch.paperforms.select_related("service__agency", "service__unit"):
        if form.service_id not in asked:
            asked[form.service_id] = asked_of(batch, form.service)
        said = _said(form, asked[form.service_id])
        if any(value is not None for value in said.answers.values()):
            found.append((form, asked[form.service_id], said))
    return found


def _said(form: PaperForm, asked: Asked) -> Said:
    """What a sheet said; a tick at what does not apply to its service is not counted."""
    answers = {
        item.code: value
        for item, value in zip(asked.items, form.answers, strict=True)
        if item.code not in asked.exempt
    }
    return Said(answers, form.profile, form.remark)


def answers_in(asked: Asked, said: Said) -> list[int | None]:
    """The answers of a sheet in the order of the items; only what is asked, on its scale."""
    scale = range(asked.instrument.lowest, asked.instrument.highest + 1)
    known = {item.code for item in asked.items}
    for code, value in said.answers.items():
        if code not in known or (value is not None and value not in scale):
            raise wrong(code, _("Choose one of the answers."))
    return [said.answers.get(item.code) for item in asked.items]


def profile_in(asked: Asked, said: Said) -> dict[str, str]:
    """What the sheet says of its respondent; only what may be said."""
    options = {one.code: {option["code"] for option in one.options} for one in asked.profile}
    for code, chosen in said.profile.items():
        if chosen not in options.get(code, ()):
            raise wrong(code, _("Choose one of the answers."))
    return dict(said.profile)


def _remark_in(said: Said) -> str:
    remark = plain_text(said.remark)
    if len(remark) > LONGEST_REMARK:
        message = _("Use at most %(most)s characters.") % {"most": LONGEST_REMARK}
        raise wrong("remark", message)
    return remark


def wrong(field: str, message: str) -> FieldRefusal:
    """A refusal at one field."""
    return FieldRefusal(message, [FieldError(field, "invalid", message)])
