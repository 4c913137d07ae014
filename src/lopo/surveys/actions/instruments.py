"""Questionnaires as data: brought by a file, ended, exempted, graded anew; never rewritten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lopo.catalogue.api import Service
from lopo.foundation.days import civil_date
from lopo.foundation.transactions import one_transaction
from lopo.kernel.clock import Clock
from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.organisation.api import Agency
from lopo.surveys.models import (
    Band,
    Exemption,
    Instrument,
    Item,
    ProfileField,
)
from lopo.surveys.queries import bands_on
from lopo.surveys.rules import BandRow, Fault, InstrumentRow, current_period, read_instruments

from .paper import wrong
from .refusals import BandsPast, InstrumentsRefused
from .withdrawing import (
    enter_again,
    exemptions_kept,
    is_plan,
    moved,
    newest_day,
    one_at_a_time,
    take_away,
)

A_DAY = timedelta(days=1)


@dataclass
class InstrumentsReport:
    """What a file came to: codes with versions that are new, those known, those that ended."""

    created: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)


def import_instruments(*, raw: bytes, clock: Clock) -> InstrumentsReport:
    """Take the questionnaires of a file over, all or none; the version before ends with it.

    What was answered never changes: a known version with other words is refused, and so is one that
    would follow another on a day that has begun, on which somebody may be answering right now. What
    has not begun is a plan: another text of the same version takes its place. Raises
    ``InstrumentsRefused`` with every fault.
    """
    rows, faults = read_instruments(raw)
    if faults:
        raise refused_file(faults)
    report = InstrumentsReport()
    with one_transaction():
        one_at_a_time()
        today = newest_day(clock)
        for row in rows:
            found = Instrument.objects.filter(code=row.code, version=row.version).first()
            if found is None:
                faults += _bring(row, today, report)
            elif row_of(found) == _without_bands(row) and _bands_known(row, found, today):
                report.unchanged.append(str(found))
            elif is_plan(found, today):
                faults += _replace(found, row, today, report)
            else:
                faults.append(Fault(f"{row.code} {row.version}", "version-known"))
        if faults:
            raise refused_file(faults)
    return report


def _bands_known(row: InstrumentRow, found: Instrument, today: date) -> bool:
    """Whether the file grades a plan as it stands; what has begun is graded by other acts."""
    if found.valid_from <= today:
        return True
    known = bands_on(found.code, found.valid_from)
    return _set_of(row.bands) == {BandRow(one.grade, one.name, one.lowest) for one in known}


def _replace(
    plan: Instrument, row: InstrumentRow, today: date, report: InstrumentsReport
) -> list[Fault]:
    """Another text for a version that has not begun; the faults, if it cannot take the place.

    None follows a plan that is rewritten: its last day was decided, and stays where it still can.
    """
    kept = exemptions_kept(plan)
    take_away(plan)
    faults = _bring(row, today, report)
    if not faults:
        enter_again(row.code, row.version, kept)
        if plan.valid_until is not None and plan.valid_until >= row.valid_from:
            made = Instrument.objects.filter(code=row.code, version=row.version)
            made.update(valid_until=plan.valid_until)
    return faults


def _bring(row: InstrumentRow, today: date, report: InstrumentsReport) -> list[Fault]:
    """A new version; the faults, if it cannot follow the one before."""
    place = f"{row.code} {row.version}"
    before = Instrument.objects.filter(code=row.code).order_by("-valid_from").first()
    fault = _cannot_follow(row, before, place, today) or _cannot_grade(row, place)
    if fault is not None:
        return [fault]
    decided = before.valid_until if before else None
    if before is not None and (decided is None or decided >= row.valid_from):
        before.valid_until = row.valid_from - A_DAY
        before.save(update_fields=["valid_until"])
        report.ended.append(str(before))
    _write(row, decided)
    report.created.append(place)
    return []


def _cannot_grade(row: InstrumentRow, place: str) -> Fault | None:
    """Grades that were entered for later days do not end before they begin."""
    later = Band.objects.filter(
        instrument_code=row.code, valid_until=None, valid_from__gte=row.valid_from
    )
    if later.exists() and _known_bands(row.code) != _set_of(row.bands):
        return Fault(place, "bands-later")
    return None


def _cannot_follow(
    row: InstrumentRow, before: Instrument | None, place: str, today: date
) -> Fault | None:
    if before is None:
        return None
    if before.valid_from >= row.valid_from or before.version >= row.version:
        code = "plan-known" if is_plan(before, today) else "not-later"
        return Fault(place, code, {"version": before.version})
    if row.valid_from <= today:
        return Fault(place, "not-to-come")
    # A quarter is the smallest period of a result: what was asked in it is read one way.
    if row.valid_from != current_period(row.valid_from).first:
        return Fault(place, "not-a-quarter")
    return None


def _known_bands(code: str) -> set[BandRow]:
    open_ones = Band.objects.filter(instrument_code=code, valid_until=None)
    return _set_of(BandRow(one.grade, one.name, one.lowest) for one in open_ones)


def _set_of(rows: Iterable[BandRow]) -> set[BandRow]:
    return set(rows)


def _write(row: InstrumentRow, decided: date | None) -> None:
    """A version as it stands in a file; ``decided``: the end the one before it had of its own."""
    graded_anew = _known_bands(row.code) != _set_of(row.bands)
    made = Instrument.objects.create(
        code=row.code,
        version=row.version,
        name=row.name,
        legal_basis=row.legal_basis,
        lowest=row.lowest,
        highest=row.highest,
        valid_from=row.valid_from,
        ended_before=decided,
        brought_grades=graded_anew,
    )
    Item.objects.bulk_create(
        Item(
            instrument=made,
            position=number,
            form_position=item.form_position,
            code=item.code,
            name=item.name,
            question=item.question,
            short_question=item.short_question,
            answers=list(item.answers),
        )
        for number, item in enumerate(row.items, start=1)
    )
    ProfileField.objects.bulk_create(
        ProfileField(
            instrument=made,
            position=number,
            code=one.code,
            name=one.name,
            options=[{"code": code, "name": name, "export": told}
                     for code, name, told in one.options],
        )
        for number, one in enumerate(row.profile, start=1)
    )  # fmt: skip
    if graded_anew:
        _replace_bands(row.code, row.bands, row.valid_from, row.legal_basis)


def _replace_bands(code: str, rows: Sequence[BandRow], since: date, basis: str) -> None:
    """The grades in force end; others begin the day after."""
    Band.objects.filter(instrument_code=code, valid_until=None).update(valid_until=since - A_DAY)
    Band.objects.bulk_create(
        Band(
            instrument_code=code,
            grade=one.grade,
            name=one.name,
            lowest=one.lowest,
            valid_from=since,
            legal_basis=basis,
        )
        for one in rows
    )


def row_of(instrument: Instrument) -> tuple[object, ...]:
    """A version as it would stand in a file, to be compared; without grades, which change."""
    items = Item.objects.filter(instrument=instrument).order_by("position")
    profile = ProfileField.objects.filter(instrument=instrument).order_by("position")
    return (
        instrument.name,
        instrument.legal_basis,
        (instrument.lowest, instrument.highest),
        instrument.valid_from,
        [
            (one.code, one.name, one.question, one.short_question, tuple(one.answers),
             one.form_position)
            for one in items
        ],
        [
            (one.code, one.name, [(o["code"], o["name"]) for o in one.options])
            for one in profile
        ],
    )  # fmt: skip


def _without_bands(row: InstrumentRow) -> tuple[object, ...]:
    return (
        row.name,
        row.legal_basis,
        (row.lowest, row.highest),
        row.valid_from,
        [
            (one.code, one.name, one.question, one.short_question, one.answers, one.form_position)
            for one in row.items
        ],
        [
            (one.code, one.name, [(code, name) for code, name, _told in one.options])
            for one in row.profile
        ],
    )


def change_bands(
    *, code: str, rows: Sequence[BandRow], valid_from: date, legal_basis: str, clock: Clock
) -> None:
    """Grades of a new year: those in force end the day before. Never for days that have begun."""
    if valid_from <= newest_day(clock):
        raise wrong("valid_from", _("Grades begin on a day that is still to come."))
    with one_transaction():
        one_at_a_time()
        open_ones = Band.objects.filter(instrument_code=code, valid_until=None)
        if open_ones.filter(valid_from__gte=valid_from).exists():
            raise BandsPast(_("Grades that begin on that day or later are entered already."))
        _replace_bands(code, rows, valid_from, legal_basis)


def end_instrument(*, instrument: Instrument, last_day: date, clock: Clock) -> None:
    """The last day on which a version is asked; it cannot lie behind us.

    Refused: ``invalid`` (last_day), ``instrument-moved``.
    """
    with one_transaction():
        one_at_a_time()
        held = Instrument.objects.select_for_update().filter(pk=instrument.pk).first()
        if held is None:
            raise moved()
        if held.valid_from > max(civil_date(clock()), last_day):
            message = _("This version has not begun yet. Withdraw it, so that it never begins.")
            raise wrong("last_day", message)
        if last_day < max(civil_date(clock()), held.valid_from):
            raise wrong("last_day", _("The last day cannot lie behind us."))
        if held.valid_until is not None and held.valid_until < last_day:
            raise wrong("last_day", _("It ends earlier already."))
        held.valid_until = last_day
        held.save(update_fields=["valid_until"])
        # Decided now, whatever becomes of the plan before which it ended anyway.
        following = Instrument.objects.filter(code=held.code, valid_from=last_day + A_DAY)
        following.update(ended_before=last_day)


def exempt_item(
    *,
    item: Item,
    agency: Agency | None,
    service: Service | None,
    reason: str,
    legal_basis: str,
    valid_from: date,
    valid_until: date | None,
    clock: Clock,
) -> Exemption:
    """An item that does not apply from a day on; results of finished quarters stay as they are.

    Refused: ``invalid``, ``instrument-moved``.
    """
    if valid_from < current_period(civil_date(clock())).first:
        message = _("Results of quarters that have ended stay as they are: begin later.")
        raise wrong("valid_from", message)
    if valid_until is not None and valid_until < valid_from:
        raise wrong("valid_until", _("The end cannot lie before the beginning."))
    with one_transaction():
        one_at_a_time()
        if not Item.objects.filter(pk=item.pk).exists():
            raise moved()
        return Exemption.objects.create(
            item=item,
            agency=agency,
            service=service,
            reason=reason,
            legal_basis=legal_basis,
            valid_from=valid_from,
            valid_until=valid_until,
        )


def end_exemption(*, exemption: Exemption, clock: Clock) -> None:
    """From tomorrow on the item applies again. Refused: ``instrument-moved``."""
    with one_transaction():
        one_at_a_time()
        held = Exemption.objects.select_for_update().filter(pk=exemption.pk).first()
        if held is None:
            raise moved()
        today = civil_date(clock())
        if held.valid_until is not None and held.valid_until <= today:
            return
        held.valid_until = max(today, held.valid_from)
        held.save(update_fields=["valid_until"])


def refused_file(faults: Sequence[Fault]) -> InstrumentsRefused:
    """Every fault of a file in a sentence, at its place."""
    errors = [FieldError(one.place, one.code, fault_said(one)) for one in faults]
    return InstrumentsRefused(_("The file was not taken over; nothing has changed."), errors)


def fault_said(fault: Fault) -> str:
    """A fault as a sentence."""
    told = {
        "not-json": _("This is no JSON file, or it is too large."),
        "not-rows": _("A list of entries belongs here."),
        "how-many": _("Between %(least)s and %(most)s entries belong here."),
        "not-text": _("A line of text belongs here."),
        "not-code": _("Capital letters and digits belong here, with hyphens between them: SPAK-2."),
        "too-long": _("Use at most %(most)s characters."),
        "not-number": _("A whole number from %(least)s to %(most)s belongs here."),
        "not-day": _("A day belongs here, as 2026-01-31."),
        "not-scale": _("Two whole numbers belong here, the lowest and the highest (at most 10)."),
        "not-answers": _("%(count)s worded answers belong here, the lowest first."),
        "not-value": _("A value from 0 to 100 with two decimals belongs here."),
        "not-band": _("Write grade; name; lowest value, as A; Sangat baik; 88,31."),
        "twice": _("Something stands here twice."),
        "version-known": _("This version is known with other words; it never changes. Bring a new "
                           "version."),
        "not-later": _("It does not come after version %(version)s, which is known."),
        "plan-known": _("Version %(version)s is announced and has not begun. Bring its text anew "
                        "under the same number, or withdraw it first."),
        "not-a-quarter": _("A new version begins with a quarter: on 1 January, April, July or "
                           "October."),
        "not-to-come": _("A version that follows another begins on a day that is still to come."),
        "bands-later": _("Grades that begin on that day or later are entered already."),
    }  # fmt: skip
    return told[fault.code] % fault.facts


def refused_bands(faults: Sequence[Fault]) -> FieldRefusal:
    """What is wrong with typed grades, line by line."""
    errors = [FieldError("bands", one.code, f"{one.place}: {fault_said(one)}") for one in faults]
    return FieldRefusal(errors[0].message, errors)
