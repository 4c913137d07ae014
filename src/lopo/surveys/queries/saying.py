"""Periods in words, the same for staff and for everybody."""

from django.utils.translation import gettext as _

from lopo.surveys.rules import Kind, Period


def period_name(period: Period) -> str:
    """Triwulan III 2026, Semester I 2026, Tahun 2026."""
    told = {"number": period.roman, "year": period.year}
    if period.kind == Kind.QUARTER:
        return _("Quarter %(number)s %(year)s") % told
    if period.kind == Kind.HALF:
        return _("Half-year %(number)s %(year)s") % told
    return _("Year %(year)s") % told
