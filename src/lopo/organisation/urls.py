"""Addresses of a centre's hours, for those who manage it."""

from django.urls import path

from .views import calendar, days, hours

app_name = "organisation"
_base = "petugas/pusat/<slug:centre>/jam/"
urlpatterns = [
    path(_base, hours.hours, name="hours"),
    path(f"{_base}tutup/", hours.close, name="close"),
    path(f"{_base}buka/", hours.reopen, name="reopen"),
    path(f"{_base}mingguan/", hours.weekly, name="weekly"),
    path(f"{_base}nomor/", hours.intake, name="intake"),
    path(f"{_base}kalender/", calendar.month, name="month"),
    path(f"{_base}pratinjau/", calendar.preview, name="preview"),
    path(f"{_base}musim/", days.seasons, name="seasons"),
    path(f"{_base}musim/<slug:day>/akhiri/", days.end_season, name="end_season"),
    path(f"{_base}libur/", days.holidays, name="holidays"),
    path(f"{_base}libur/muat/", days.load_calendar, name="load_calendar"),
    path(f"{_base}libur/provinsi/", days.province, name="province"),
    path(f"{_base}libur/<slug:day>/cabut/", days.withdraw_holiday, name="withdraw_holiday"),
    path(f"{_base}pengecualian/", days.exceptions, name="exceptions"),
    path(
        f"{_base}pengecualian/<slug:day>/cabut/", days.withdraw_exception, name="withdraw_exception"
    ),
]
