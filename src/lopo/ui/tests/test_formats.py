"""Dates, clock times, money and durations as people here write them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lopo.kernel import formats
from lopo.ui.templatetags import lopo

MOMENT = datetime(2026, 11, 21, 1, 5, tzinfo=timezone.utc)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        formats.clock_time(datetime(2026, 11, 21, 9, 5), "Asia/Makassar")
    with pytest.raises(ValueError, match="aware"):
        formats.in_zone(datetime(2026, 11, 21, 9, 5), "Asia/Makassar")


@pytest.mark.parametrize("said", [lopo.tanggal, lopo.tanggal_hari, formats.long_date])
def test_a_moment_is_no_day(said: Callable[[date], str]) -> None:
    with pytest.raises(TypeError, match="its day at the place"):
        said(MOMENT)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Jakarta", "08.05 WIB"),
        ("Asia/Makassar", "09.05 WITA"),
        ("Asia/Jayapura", "10.05 WIT"),
        ("Asia/Kathmandu", "06.50 UTC+05:45"),
        ("America/Lima", "20.05 UTC-05:00"),
    ],
)
def test_a_clock_time_names_its_zone(zone: str, shown: str) -> None:
    with translation.override("id"):
        assert lopo.jam(MOMENT, zone) == shown


def test_the_date_of_a_moment_is_the_date_at_the_place() -> None:
    late = datetime(2026, 11, 21, 17, 30, tzinfo=timezone.utc)
    with translation.override("id"):
        assert lopo.tanggal_hari(lopo.di_zona(late, "Asia/Makassar")) == "Minggu, 22 November 2026"
        assert lopo.tanggal(lopo.hari_sipil(late)) == "22 November 2026"


def test_both_languages_have_their_own_words() -> None:
    day = date(2026, 8, 17)
    with translation.override("id"):
        assert (lopo.tanggal(day), lopo.angka(1284)) == ("17 Agustus 2026", "1.284")
        assert lopo.rupiah(1250000) == "Rp1.250.000"
    with translation.override("en"):
        assert (lopo.tanggal_hari(day), lopo.angka(1284)) == ("Monday, 17 August 2026", "1,284")
        assert lopo.jam(MOMENT, "Asia/Makassar") == "09:05 WITA"


def test_nothing_is_written_as_nothing() -> None:
    assert not any((lopo.tanggal(None), lopo.tanggal_hari(None), lopo.jam(None, "Asia/Makassar")))
    assert not any((lopo.jam_saja(None, "Asia/Makassar"), lopo.di_zona(None, "Asia/Makassar")))
    assert not any((lopo.rupiah(None), lopo.durasi(None), lopo.angka(None), lopo.hari_sipil(None)))
    assert lopo.rupiah(0) == "Rp0"


@given(st.integers(min_value=-(10**6), max_value=10**7))
def test_a_duration_reads_back_and_is_never_negative(seconds: int) -> None:
    parts = [int(part) for part in formats.duration(seconds).split(":")]
    total = 0
    for part in parts:
        total = total * 60 + part
    assert total == max(0, seconds)
    assert all(0 <= part < 60 for part in parts[1:])


@given(st.integers())
def test_a_number_reads_back(value: int) -> None:
    assert int(formats.number(value).replace(".", "")) == value
    assert int(formats.rupiah(value).replace("Rp", "").replace(".", "")) == value


@given(st.datetimes(timezones=st.just(timezone.utc)), st.sampled_from(sorted(formats.ZONE_NAMES)))
def test_a_clock_never_looks_like_a_duration(at: datetime, zone: str) -> None:
    # The edges of the calendar have no neighbouring day to be in.
    inside = min(max(at, datetime.min.replace(tzinfo=timezone.utc) + timedelta(days=2)),
                 datetime.max.replace(tzinfo=timezone.utc) - timedelta(days=2))  # fmt: skip
    shown = formats.clock_time(inside, zone)
    assert ":" not in shown
    assert shown.endswith(formats.ZONE_NAMES[zone])


@given(st.dates())
def test_a_date_names_its_own_weekday(day: date) -> None:
    weekday, _, rest = formats.long_date_with_weekday(day).partition(", ")
    assert formats.WEEKDAYS["id"].index(weekday) == day.weekday()
    number, month, year = rest.split(" ")
    assert (int(number), formats.MONTHS["id"].index(month) + 1, int(year)) == (
        day.day,
        day.month,
        day.year,
    )


@pytest.mark.parametrize(
    ("size", "lang", "shown"),
    [
        (0, "id", "1 kB"),
        (312_400, "id", "312 kB"),
        (999_499, "id", "999 kB"),
        (999_500, "id", "1,0 MB"),
        (1_234_567, "id", "1,2 MB"),
        (1_234_567, "en", "1.2 MB"),
    ],
)
def test_a_file_is_as_large_as_its_thousands(size: int, lang: str, shown: str) -> None:
    with translation.override(lang):
        assert lopo.ukuran(size) == shown
        assert lopo.ukuran(None) == ""
