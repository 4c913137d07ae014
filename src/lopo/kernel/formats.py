"""How numbers, dates, clock times and durations are written, in Indonesian and in English.

A clock uses a dot in Indonesian (09.05 WITA) and a duration a colon (3:12), so the two never look
alike. Anything that names a time names its zone.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60


def language(code: str | None) -> str:
    """The language we can write in: `en` for any English, otherwise `id`."""
    return "en" if code and code.lower().startswith("en") else "id"


def long_date(day: date, lang: str = "id") -> str:
    """21 November 2026. A moment is refused: its day depends on where one stands."""
    if isinstance(day, datetime):
        raise TypeError("a moment has no day of its own: give its day at the place it is about")
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"


def long_date_with_weekday(day: date, lang: str = "id") -> str:
    """Sabtu, 21 November 2026."""
    said = long_date(day, lang)
    return f"{WEEKDAYS[lang][day.weekday()]}, {said}"


def month_and_year(day: date, lang: str = "id") -> str:
    """November 2026."""
    return f"{MONTHS[lang][day.month - 1]} {day.year}"


def zone_name(at: datetime, zone: str) -> str:
    """WIB, WITA or WIT; elsewhere the offset from UTC (UTC+05:30)."""
    if zone in ZONE_NAMES:
        return ZONE_NAMES[zone]
    offset = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def clock_time(at: datetime, zone: str, lang: str = "id", *, with_zone: bool = True) -> str:
    """09.05 WITA in Indonesian, 09:05 WITA in English. A naive time is refused."""
    if at.tzinfo is None:
        raise ValueError("a clock time needs an aware datetime")
    local = at.astimezone(ZoneInfo(zone))
    mark = ":" if lang == "en" else "."
    shown = f"{local.hour:02d}{mark}{local.minute:02d}"
    return f"{shown} {zone_name(at, zone)}" if with_zone else shown


def number(value: int, lang: str = "id") -> str:
    """1.284 in Indonesian, 1,284 in English."""
    grouped = f"{value:,}"
    return grouped if lang == "en" else grouped.replace(",", ".")


def rupiah(amount: int, lang: str = "id") -> str:
    """Rp1.250.000; whole rupiah only."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{number(abs(amount), lang)}"


def price(least: int, most: int, lang: str = "id") -> str:
    """Rp5.000, or Rp5.000 – Rp10.000 where what is paid depends on what is asked for."""
    if least == most:
        return rupiah(most, lang)
    return f"{rupiah(least, lang)} – {rupiah(most, lang)}"


def file_size(size: int, lang: str = "id") -> str:
    """312 kB or 1,2 MB of so many bytes, in thousands; in English 1.2 MB. Never 0 kB."""
    kilobytes = max(1, round(size / 1000))
    if kilobytes < 1000:  # noqa: PLR2004
        return f"{kilobytes} kB"
    told = f"{size / 1_000_000:.1f} MB"
    return told if lang == "en" else told.replace(".", ",")


def duration(seconds: float) -> str:
    """3:12 for minutes and seconds, 1:03:12 past an hour; never negative."""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, SECONDS_PER_MINUTE)
    hours, minutes = divmod(minutes, MINUTES_PER_HOUR)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def in_zone(at: datetime, zone: str) -> datetime:
    """The same moment on the clock of a zone. A naive time is refused."""
    if at.tzinfo is None:
        raise ValueError("a moment needs an aware datetime")
    return at.astimezone(ZoneInfo(zone))


def wifi_qr_text(ssid: str, password: str) -> str:
    """What a phone's camera understands as "join this network"; nothing without a network."""
    if not ssid:
        return ""

    def plain(text: str) -> str:
        return "".join(f"\\{sign}" if sign in '\\;,":' else sign for sign in text)

    kind = "WPA" if password else "nopass"
    return f"WIFI:T:{kind};S:{plain(ssid)};P:{plain(password)};;"


def minute_of_day(minutes: int, lang: str = "id") -> str:
    """Minutes since midnight as a clock: 09.05 in Indonesian, 09:05 in English; 1440 is 24.00."""
    separator = ":" if lang == "en" else "."
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    return f"{hours:02d}{separator}{rest:02d}"


def hours_and_minutes(minutes: int, lang: str = "id") -> str:
    """37 jam 30 menit; in English 37 h 30 min. Whole hours stand alone."""
    hour, minute = ("h", "min") if lang == "en" else ("jam", "menit")
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    parts = [f"{hours} {hour}"] if hours or not rest else []
    return " ".join([*parts, f"{rest} {minute}"] if rest else parts)
