"""The calendar of a month, and the preview of what every screen would say at a moment."""

from datetime import datetime

import pytest
from django.test import Client

from lopo.frontdesk.tests.builders import make_centre
from lopo.frontdesk.tests.test_hours_pages import base, manager, today
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import load_holidays
from lopo.organisation.tests.builders import OFFICE_HOURS

pytestmark = pytest.mark.django_db


def test_the_month_names_holidays_exceptions_and_seasons() -> None:
    load_holidays(years=[2026], actor=SYSTEM)
    centre = make_centre(hours=OFFICE_HOURS, observes_holidays=True)
    page = manager(centre).get(f"{base(centre)}kalender/", {"bulan": "2026-12"}).content.decode()
    assert "<h1>Desember 2026</h1>" in page
    assert "Hari Raya Natal" in page
    assert page.count("month__day ") + page.count('month__day"') >= 31


@pytest.mark.parametrize("month", ["2026-13", "x", "0001-01", "9999-12", "2026-12-01"])
def test_a_month_nobody_can_mean_is_this_month(month: str) -> None:
    centre = make_centre()
    answer = manager(centre).get(f"{base(centre)}kalender/", {"bulan": month})
    assert answer.status_code == 200
    assert answer.context["first"] == today().replace(day=1)


@pytest.mark.parametrize(
    "asked", [{"tanggal": "x", "jam": "1"}, {"tanggal": "9999-12-31", "jam": "09.00"}]
)
def test_a_moment_nobody_can_mean_is_said_to_be_wrong(asked: dict[str, str]) -> None:
    centre = make_centre()
    answer = manager(centre).get(f"{base(centre)}pratinjau/", asked)
    assert answer.status_code == 422
    assert answer.context["form"].errors


@pytest.mark.parametrize(
    "local",
    [
        "2026-11-23T07:59",
        "2026-11-23T08:00",
        "2026-11-23T12:30",
        "2026-11-23T15:10",
        "2026-11-23T15:30",
        "2026-12-25T09:00",
    ],
)
def test_the_preview_says_what_kiosk_web_and_tv_then_say(
    local: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_holidays(years=[2026], actor=SYSTEM)
    centre = make_centre(hours=OFFICE_HOURS, observes_holidays=True, cut_off_minutes=30)
    client, at = manager(centre), datetime.fromisoformat(f"{local}+08:00")
    asked = {"tanggal": f"{at:%Y-%m-%d}", "jam": f"{at:%H.%M}"}
    preview = client.get(f"{base(centre)}pratinjau/", asked)
    said = preview.context["said"]
    for module in ("taking", "screens"):
        monkeypatch.setattr(f"lopo.frontdesk.views.{module}.system_clock", lambda: at)
    monkeypatch.setattr("lopo.surfaces.portal.views.home.system_clock", lambda: at)
    kiosk = Client().get(f"/antrean/{centre.code}/anjungan/").content.decode()
    board = Client().get(f"/antrean/{centre.code}/papan/").content.decode()
    shown = preview.content.decode()
    for text in (said.refusal_title, "" if said.issuing else said.reason):
        assert text in kiosk
        assert text in shown
    assert ("Ambil nomor antrean" in kiosk) == said.issuing
    assert said.reason in Client().get("/").content.decode()
    if said.state.value != "OPEN":
        assert said.reason in board
        assert said.reason in shown
