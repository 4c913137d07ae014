"""The second person: enters some sheets again, settles what differs, and lets the batch count."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from lopo.catalogue.api import Service
from lopo.foundation.bus import publish
from lopo.foundation.transactions import one_transaction
from lopo.frontdesk.api import local_date, tell_screens
from lopo.kernel.clock import Clock
from lopo.people.api import User
from lopo.surveys.events import BallotCast
from lopo.surveys.models import Channel, PaperBatch, PaperCheck, PaperForm
from lopo.surveys.queries import Asked, version_read
from lopo.surveys.rules import Difference, Reading, differences, settled

from .boxes import About, Circumstances, Said, put_in, under_its_standard
from .paper import (
    answers_in,
    asked_of,
    check_counter,
    check_day,
    check_enough,
    close_without_counting,
    forget_sheets,
    hold,
    profile_in,
    spoken_in,
    wrong,
)
from .recording import note_batch
from .refusals import BatchIncomplete, BatchMoved, OtherHands, SamePerson


def reenter_form(
    *,
    batch: PaperBatch,
    number: int,
    said: Said,
    service: Service | None,
    officer: User,
    clock: Clock,
) -> list[Difference]:
    """Enter a sheet of the sample again; what differs from the first entry, to be settled.

    Refused: ``same-person``, ``other-hands``, ``own-counter``, ``invalid``.
    """
    with one_transaction():
        held = hold(batch)
        first = _first_of(held, number, officer, clock)
        asked = asked_of(held)
        about = held.service or service
        if about is None:
            raise wrong("service", _("Choose the service."))
        if held.paperchecks.filter(number=number).exists():
            raise BatchMoved(_("This sheet was entered again already."))
        second = PaperCheck(
            batch=held,
            number=number,
            service=about,
            answers=answers_in(asked, said),
            profile=profile_in(asked, said),
        )
        found = differences(codes_of(asked), reading_of(first), reading_of(second))
        second.is_settled = not found
        second.save()
        held.checked_by = officer
        held.differences += len(found)
        held.save(update_fields=["checked_by", "differences"])
    return found


def settle_form(
    *,
    batch: PaperBatch,
    number: int,
    takes_second: Mapping[str, bool],
    officer: User,
    clock: Clock,
) -> None:
    """Decide, with the sheet in the hand, which of two readings is right, place by place."""
    with one_transaction():
        held = hold(batch)
        first = _first_of(held, number, officer, clock)
        second = held.paperchecks.filter(number=number, is_settled=False).first()
        if second is None:
            raise BatchMoved(_("Nothing of this sheet is left to settle."))
        codes = codes_of(asked_of(held))
        one, other = reading_of(first), reading_of(second)
        if any(gap.key not in takes_second for gap in differences(codes, one, other)):
            raise wrong("", _("Decide every difference."))
        right = settled(codes, one, other, takes_second)
        first.answers, first.profile = list(right.answers), dict(right.profile)
        first.service_id = right.service
        first.save(update_fields=["answers", "profile", "service"])
        second.is_settled = True
        second.save(update_fields=["is_settled"])


def confirm_batch(*, batch: PaperBatch, officer: User, clock: Clock) -> int:
    """Let the batch count: all of it goes into its box, or nothing; how many ballots.

    Done twice, it counts once. What the sheets said is deleted with it. Refused: ``same-person``,
    ``batch-incomplete``, ``batch-too-late``, ``batch-moved``.
    """
    with one_transaction():
        held = hold(batch)
        if held.state == PaperBatch.State.COUNTED:
            return held.ballots or 0
        _must_be_checking(held, officer, clock)
        _must_be_checked(held)
        check_day(held.centre, held.day)
        check_enough(held, clock)
        _must_be_read(held)
        held.ballots = _count(held)
        forget_sheets(held)
        held.state = PaperBatch.State.COUNTED
        held.checked_by = officer
        held.decided_on = local_date(held.centre, clock())
        held.save(update_fields=["ballots", "state", "checked_by", "decided_on"])
        publish(BallotCast(centre_id=held.centre_id, day=held.day))
        tell_screens(centre=held.centre, clock=clock)
        note_batch("paper.counted", held, officer, clock)
    return held.ballots


def reject_batch(*, batch: PaperBatch, reason: str, officer: User, clock: Clock) -> None:
    """The second person does not let the batch count; it has to be entered anew."""
    with one_transaction():
        held = hold(batch)
        _must_be_checking(held, officer, clock)
        held.checked_by = officer
        close_without_counting(held, reason, clock)
        note_batch("paper.rejected", held, officer, clock)


def _count(batch: PaperBatch) -> int:
    """Put every sheet that says something into the box."""
    spoken = spoken_in(batch)
    for form, questions, said in spoken:
        about = under_its_standard(About(batch.centre, form.service, batch.counter), batch.day)
        put_in(
            about=about,
            asked=questions,
            said=said,
            circumstances=Circumstances(Channel.PAPER),
            day=batch.day,
        )
    # Not opened here: by the act that counts it, a ballot would be joined to its batch.
    return len(spoken)


def reading_of(sheet: PaperForm | PaperCheck) -> Reading:
    """What somebody has read on a sheet."""
    return Reading(sheet.answers, sheet.profile, sheet.service_id)


def codes_of(asked: Asked) -> list[str]:
    """The items in the order of the answers."""
    return [item.code for item in asked.items]


def _first_of(batch: PaperBatch, number: int, officer: User, clock: Clock) -> PaperForm:
    _must_be_checking(batch, officer, clock)
    found = batch.paperforms.filter(number=number).first()
    if found is None or number not in batch.sample:
        raise wrong("number", _("The sample has no such sheet."))
    return found


def _must_be_checking(batch: PaperBatch, officer: User, clock: Clock) -> None:
    if batch.state != PaperBatch.State.SUBMITTED:
        raise BatchMoved(_("This batch does not wait for a check."))
    if batch.entered_by_id == officer.pk:
        raise SamePerson(_("Whoever entered a batch does not check it. Ask a colleague."))
    if batch.checked_by_id not in (None, officer.pk):
        raise OtherHands(_("A colleague checks this batch already."))
    check_counter(batch.counter, batch.centre, officer, clock)


def _must_be_read(batch: PaperBatch) -> None:
    """No sheet goes where its day is read by another version: no result would count it."""
    read = version_read(batch.instrument.code, batch.day)
    if read is None or read.pk != batch.instrument_id:
        raise BatchMoved(
            _(
                "The results of that day are read by another version of the questionnaire: these "
                "sheets would count nowhere. Do not let the batch count, and enter it anew."
            )
        )


def _must_be_checked(batch: PaperBatch) -> None:
    done = set(batch.paperchecks.filter(is_settled=True).values_list("number", flat=True))
    left = [number for number in batch.sample if number not in done]
    if left:
        raise BatchIncomplete(
            _("Sheets of the sample are still to be entered again or settled: %(left)s.")
            % {"left": ", ".join(map(str, left))}
        )
