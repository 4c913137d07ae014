"""What managers of a centre fill in. Field names are the words of the page's address."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.kernel.errors import FieldRefusal
from lopo.kernel.formats import WEEKDAYS, language, minute_of_day

from .actions import DaySpec, Quota
from .models import REASON_LENGTH, Queue
from .rules import PROVINCES

MIDNIGHT = 1440
FIRST_YEAR, LAST_YEAR = 2000, 2100
LARGEST_QUOTA = 100_000
DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
CLOCK = re.compile(r"([0-9]{1,2})(?:[.:]?([0-9]{2}))?")
LAST_MINUTE = 59
DATE_ATTRS = {"type": "date", "class": "input"}
TEXT = {"class": "input"}


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, picked or typed."""
    return forms.DateField(
        label=label,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE_ATTRS),
        error_messages={
            "required": _later("Choose a day."),
            "invalid": _later("Write the day as 21-11-2026."),
        },
        **more,
    )


class MinuteField(forms.CharField):
    """A time of day as minutes since midnight, written 08.00.

    Not the browser's own clock: it would ask for AM and PM where the browser speaks English, and
    could not say 24.00, which only a closing time may be.
    """

    def __init__(self, *, closing: bool = False, **more: Any) -> None:
        super().__init__(
            max_length=8,
            widget=forms.TextInput(
                attrs={"class": "input clock-input", "inputmode": "decimal", "autocomplete": "off"}
            ),
            error_messages={"required": _later("Enter a time.")},
            **more,
        )
        self.closing = closing

    def to_python(self, value: Any) -> Any:
        """Minutes, or None."""
        text = str(super().to_python(value) or "")
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        if found is None:
            raise forms.ValidationError(_("Write the time as 08.00."))
        minutes = int(found[1]) * 60 + int(found[2] or 0)
        if minutes == 0 and self.closing:
            minutes = MIDNIGHT
        if int(found[2] or 0) > LAST_MINUTE or minutes > MIDNIGHT - (not self.closing):
            raise forms.ValidationError(_("Write the time as 08.00."))
        return minutes

    def validate(self, value: Any) -> None:
        """Minute 0 is a time like any other."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The length was a matter of the text."""

    def prepare_value(self, value: Any) -> Any:
        """Minutes as people write them."""
        if isinstance(value, int):
            return minute_of_day(value, language(get_language()))
        return value


def text_field(label: Any, longest: int, hint: Any = "", **more: Any) -> forms.CharField:
    """A line of text that is asked for."""
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=hint,
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"required": format_lazy(_later("Fill this in: {label}"), label=label)},
        **more,
    )


class KindForm(forms.Form):
    """A form that shows an act's refusal at the field it is about."""

    # What the acts call it, and what the page does.
    names: ClassVar[dict[str, str]] = {
        "date": "tanggal",
        "ends_at": "jam",
        "ends_on": "akhir",
        "legal_basis": "dasar",
        "name": "nama",
        "reason": "alasan",
        "starts_on": "mulai",
        "valid_from": "mulai",
        "cut_off_minutes": "henti",
        "province": "lingkup",
        "daily_quota": "ruang",
        "remote_daily_quota": "jauh",
    }

    def refuse(self, refusal: FieldRefusal) -> None:
        """Put each error of the refusal where it belongs."""
        for error in refusal.errors:
            name = self.names.get(error.field)
            self.add_error(name if name in self.fields else None, error.message)


class DayForm(KindForm):
    """Opening and closing time with a break that may be left out."""

    def hours_in(self, prefix: str, name: str) -> DaySpec | None:
        """The hours entered under a prefix; None when there are none or they are wrong."""
        given = [self.cleaned_data.get(f"{prefix}{part}") for part in ("buka", "tutup")]
        pause = [self.cleaned_data.get(f"{prefix}{part}") for part in ("jeda", "usai")]
        wrong = _wrong_hours(given, pause)
        if wrong is not None:
            part, said = wrong
            self.add_error(f"{prefix}{part}", f"{name}: {said}" if name else said)
        if wrong is not None or given[0] is None or given[1] is None:
            return None
        both = (pause[0], pause[1]) if pause[0] is not None and pause[1] is not None else None
        return DaySpec(given[0], given[1], both)


def _wrong_hours(given: Sequence[Any], pause: Sequence[Any]) -> tuple[str, str] | None:
    """Which part is wrong, and how to mend it."""
    if (given[0] is None) != (given[1] is None):
        return ("tutup" if given[1] is None else "buka"), _("enter opening and closing time")
    if (pause[0] is None) != (pause[1] is None):
        return ("usai" if pause[1] is None else "jeda"), _("enter both ends of the break")
    if given[0] is not None and given[0] >= given[1]:
        return "tutup", _("closing time must be later than opening time")
    return _wrong_break(given, pause) if pause[0] is not None else None


def _wrong_break(given: Sequence[Any], pause: Sequence[Any]) -> tuple[str, str] | None:
    if given[0] is None:
        return "jeda", _("a closed day has no break")
    if not given[0] < pause[0] < pause[1] < given[1]:
        return "jeda", _("the break must lie between opening and closing time")
    return None


class WeekForm(DayForm):
    """Seven days with hours and a break each; an empty day is closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday in range(7):
            for part, label, closing in (
                ("buka", _later("opens"), False),
                ("tutup", _later("closes"), True),
                ("jeda", _later("break from"), False),
                ("usai", _later("break until"), False),
            ):
                field = MinuteField(required=False, closing=closing, label=label)
                field.widget.attrs["aria-label"] = f"{weekday_name(weekday)}, {label}"
                self.fields[f"h{weekday}_{part}"] = field

    def rows(self) -> Iterator[dict[str, Any]]:
        """The days as the page shows them."""
        for weekday in range(7):
            cells = [self[f"h{weekday}_{part}"] for part in ("buka", "tutup", "jeda", "usai")]
            errors = [error for cell in cells for error in cell.errors]
            yield {"name": weekday_name(weekday), "cells": cells, "errors": errors}

    def plain(self) -> list[Any]:
        """The fields that are not hours of a day."""
        return [self[name] for name in self.fields if not name.startswith("h")]

    def clean(self) -> dict[str, Any]:
        """``days``: a spec per open weekday; at least one."""
        cleaned = super().clean() or self.cleaned_data
        days = []
        for weekday in range(7):
            spec = self.hours_in(f"h{weekday}_", weekday_name(weekday))
            if spec is not None:
                days.append(DaySpec(spec.opens, spec.closes, spec.pause, weekdays=[weekday]))
        if not days and not self.errors:
            raise forms.ValidationError(_("Enter the hours of one weekday at least."))
        cleaned["days"] = days
        return cleaned


def weekday_name(weekday: int) -> str:
    """The day's name in the language of the page."""
    return WEEKDAYS[language(get_language())][weekday]


class WeeklyForm(WeekForm):
    """The ordinary week from a day on."""

    mulai = day_field(
        _later("Holds from"), help_text=_later("Until the day before, what holds now stays.")
    )
    dasar = text_field(
        _later("Legal basis of the hours"), 300, _later("For instance Perpres 21/2023 art. 4.")
    )
    dasar_jeda = text_field(
        _later("Legal basis of the breaks"),
        300,
        _later("Only if it is another one, such as for the Friday prayer."),
        required=False,
    )


class SeasonForm(WeekForm):
    """Other weekly hours between two days."""

    nama = text_field(_later("Name"), 80, _later("For instance Ramadan 1448 H."))
    mulai = day_field(_later("First day"))
    akhir = day_field(_later("Last day"))
    dasar = text_field(
        _later("Legal basis"), 300, _later("The decree or circular with its number.")
    )


class HolidayForm(KindForm):
    """A holiday of this centre, of its province, or of everyone."""

    tanggal = day_field(_later("Day"))
    nama = text_field(_later("Name"), 200)
    dasar = text_field(
        _later("Legal basis"), 300, _later("The decree or circular with its number.")
    )
    lingkup = forms.ChoiceField(label=_later("Holds for"), widget=forms.Select(attrs=TEXT))

    def __init__(self, *args: Any, scopes: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["lingkup"]
        choices.choices = list(scopes)


class ProvinceForm(KindForm):
    """Where the centre lies, for the holidays of its province."""

    provinsi = forms.ChoiceField(
        label=_later("The centre lies in"),
        choices=[("", "–"), *sorted(PROVINCES.items(), key=lambda one: one[1])],
        required=False,
        widget=forms.Select(attrs=TEXT),
    )


class ExceptionForm(DayForm):
    """Special hours on some days, or closed."""

    mulai = day_field(_later("First day"))
    akhir = day_field(_later("Last day"), help_text=_later("The same day, if it is one only."))
    alasan = text_field(
        _later("Reason"), REASON_LENGTH, _later("Everybody reads it: at the door, on web and TV.")
    )
    dasar = text_field(_later("Legal basis"), 300, required=False)
    buka = MinuteField(
        label=_later("Opens"), required=False, help_text=_later("Leave empty to stay closed.")
    )
    tutup = MinuteField(label=_later("Closes"), required=False, closing=True)
    jeda = MinuteField(label=_later("Break from"), required=False)
    usai = MinuteField(label=_later("Break until"), required=False)

    def clean(self) -> dict[str, Any]:
        """``hours``: the special hours, None when closed."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("mulai"), cleaned.get("akhir")
        if first and last and last < first:
            self.add_error("akhir", _("The last day must not be before the first."))
        cleaned["hours"] = self.hours_in("", "")
        return cleaned


class MomentForm(KindForm):
    """A day and a time on the centre's own clock."""

    tanggal = day_field(_later("Day"))
    jam = MinuteField(label=_later("Time"))

    def clean_tanggal(self) -> date:
        """A day somebody could mean."""
        day: date = self.cleaned_data["tanggal"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Choose a day between 2000 and 2100."))
        return day

    def moment(self, zone: str) -> datetime:
        """What was entered, as a moment."""
        day: date = self.cleaned_data["tanggal"]
        local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        return local + timedelta(minutes=self.cleaned_data["jam"])


class ClosureForm(MomentForm):
    """Close now, until when, and why."""

    alasan = text_field(
        _later("Reason"), REASON_LENGTH, _later("Everybody reads it: at the door, on web and TV.")
    )

    tanggal = day_field(_later("Reopens on"))
    jam = MinuteField(label=_later("Reopens at"))

    field_order = ["alasan", "tanggal", "jam"]


class MonthForm(forms.Form):
    """A month to look at."""

    bulan = forms.DateField(input_formats=["%Y-%m"])


def quota_field(label: Any, shown: str = "") -> forms.IntegerField:
    """How many numbers a day; empty is no limit."""
    field = forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=LARGEST_QUOTA,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
        error_messages={"invalid": _later("Write a whole number, or leave it empty.")},
    )
    if shown:
        field.widget.attrs["aria-label"] = shown
    return field


class IntakeForm(KindForm):
    """Until when and how many numbers are given out."""

    henti = forms.IntegerField(
        label=_later("Stop giving numbers before closing (minutes)"),
        help_text=_later("Those who already wait are served. 0: until closing time."),
        min_value=0,
        max_value=720,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
        error_messages={"required": _later("Fill this in.")},
    )
    jeda = forms.BooleanField(label=_later("Give numbers during breaks"), required=False)
    libur = forms.BooleanField(label=_later("Closed on holidays"), required=False)
    ruang = quota_field(_later("In the room, all queues"))
    jauh = quota_field(_later("From afar, all queues"))

    def __init__(self, *args: Any, queues: Sequence[Queue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queues = list(queues)
        for queue in self.queues:
            for part, label in (("ruang", _later("in the room")), ("jauh", _later("from afar"))):
                shown = f"{queue}, {label}"
                self.fields[f"q{queue.code}_{part}"] = quota_field(label, shown)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The queues as the page shows them."""
        for queue in self.queues:
            cells = [self[f"q{queue.code}_{part}"] for part in ("ruang", "jauh")]
            errors = [error for cell in cells for error in cell.errors]
            yield {"queue": queue, "cells": cells, "errors": errors}

    def quota(self, prefix: str = "") -> Quota:
        """The quota entered for a queue, or for the centre."""
        return Quota(self.cleaned_data[f"{prefix}ruang"], self.cleaned_data[f"{prefix}jauh"])

    def quotas(self) -> dict[str, Quota]:
        """The quota of every queue."""
        return {queue.code: self.quota(f"q{queue.code}_") for queue in self.queues}
