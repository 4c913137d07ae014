"""The pages on which a centre's hours are kept: who may, what a form does, what is said where."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.cast import new_key

from lopo.frontdesk import actions
from lopo.frontdesk.models import Line
from lopo.frontdesk.tests.builders import make_centre, make_officer, open_desk
from lopo.frontdesk.tests.pressing import make_ticket_now
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import (
    Centre,
    Closure,
    Holiday,
    HoursException,
    Season,
    opening,
)
from lopo.organisation.models import Break, WeeklyHours
from lopo.organisation.tests.builders import OFFICE_HOURS
from lopo.people.api import Role, assign, create_staff

pytestmark = pytest.mark.django_db
PAGES = [
    "",
    "mingguan/",
    "musim/",
    "libur/",
    "pengecualian/",
    "nomor/",
    "kalender/",
    "pratinjau/",
]
BUTTONS = ["tutup/", "buka/", "musim/2030-01-01/akhiri/", "libur/2030-01-01/cabut/"]
ZONE = ZoneInfo("Asia/Makassar")


def base(centre: Centre) -> str:
    return f"/petugas/pusat/{centre.code}/jam/"


def manager(centre: Centre, role: Role = Role.CENTRE_ADMIN) -> Client:
    client = Client()
    client.force_login(make_officer(centre=centre, role=role))
    return client


def system_admin() -> Client:
    user = create_staff(username="sistem", password="kupang-timor-atoni", actor=SYSTEM)
    assign(user=user, role=Role.SYSTEM_ADMIN, centre=None, actor=SYSTEM)
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, centre: Centre, page: str, **fields: Any) -> Any:
    fields.setdefault("kunci", new_key())
    return client.post(f"{base(centre)}{page}", fields, follow=True)


def today() -> date:
    return system_clock().astimezone(ZONE).date()


def in_two_hours() -> dict[str, str]:
    at = system_clock().astimezone(ZONE) + timedelta(hours=2)
    return {"tanggal": f"{at:%Y-%m-%d}", "jam": f"{at:%H.%M}"}


WEEK = {f"h{day}_{part}": text for day in range(5) for part, text in (("buka", "07.30"),)} | {
    **{f"h{day}_tutup": "16.00" for day in range(4)},
    "h4_tutup": "16.30",
    "h4_jeda": "11.30",
    "h4_usai": "13.00",
}


# Who may


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(page: str) -> None:
    centre = make_centre()
    answer = Client().get(f"{base(centre)}{page}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/petugas/masuk/?next=")


@pytest.mark.parametrize("page", [*PAGES, *BUTTONS])
@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.COUNTER_OFFICER, Role.SUPERVISOR])
def test_for_who_may_not_manage_the_pages_do_not_exist(page: str, role: Role) -> None:
    centre = make_centre()
    client = manager(centre, role)
    assert client.get(f"{base(centre)}{page}").status_code == 404
    assert client.post(f"{base(centre)}{page}", {"kunci": new_key()}).status_code == 404


@pytest.mark.parametrize("page", [*PAGES, *BUTTONS])
def test_the_hours_of_another_centre_do_not_exist(page: str) -> None:
    client, other = manager(make_centre()), make_centre()
    assert client.get(f"{base(other)}{page}").status_code == 404
    assert client.post(f"{base(other)}{page}", {"kunci": new_key()}).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_managers_see_every_page_fresh(page: str) -> None:
    centre = make_centre(hours=OFFICE_HOURS, observes_holidays=True)
    answer = manager(centre).get(f"{base(centre)}{page}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_the_month_costs_few_questions(django_assert_max_num_queries: Any) -> None:
    centre = make_centre(hours=OFFICE_HOURS, observes_holidays=True)
    client = manager(centre)
    with django_assert_max_num_queries(12):
        client.get(f"{base(centre)}kalender/")


# Closing for the time being


def test_closing_now_is_said_everywhere_at_once_and_the_line_moves() -> None:
    centre = make_centre()
    make_ticket_now(centre)
    rev = Line.objects.get(centre=centre).rev
    page = send(manager(centre), centre, "tutup/", alasan="Gempa", **in_two_hours())
    assert "Tutup sementara: Gempa." in page.content.decode()
    assert Line.objects.get(centre=centre).rev > rev
    for path in (f"/antrean/{centre.code}/", f"/antrean/{centre.code}/papan/", "/"):
        assert "Tutup sementara: Gempa. Buka lagi" in Client().get(path).content.decode(), path
    document = Client().get(f"/api/v1/centres/{centre.code}").json()["open"]
    assert (document["state"], document["issuing"]) == ("CLOSED", False)
    assert document["reason"].startswith("Tutup sementara: Gempa.")
    assert datetime.fromisoformat(document["until"]) > system_clock()


def test_those_who_wait_keep_their_place_are_told_and_can_be_called() -> None:
    centre = make_centre()
    waiting = make_ticket_now(centre)
    send(manager(centre), centre, "tutup/", alasan="Gempa", **in_two_hours())
    page = Client().get(f"/tiket/{waiting.token}/").content.decode()
    assert "Ruang layanan tutup sementara. Tempat Anda tetap tersimpan" in page
    assert "Tutup sementara: Gempa. Buka lagi" in page
    desk = open_desk(centre=centre, clock=system_clock)
    assert actions.call_next_ticket(desk=desk, clock=system_clock).ticket == waiting


def test_it_is_reopened_early_and_the_button_pressed_twice_acts_once() -> None:
    centre = make_centre()
    client, key = manager(centre), new_key()
    send(client, centre, "tutup/", alasan="Gempa", kunci=key, **in_two_hours())
    send(client, centre, "tutup/", alasan="Gempa", kunci=key, **in_two_hours())
    assert Closure.objects.count() == 1
    page = send(client, centre, "buka/")
    assert opening(centre, system_clock()).issuing
    assert "Tutup sementara sudah berakhir." in page.content.decode()
    again = send(client, centre, "buka/")
    assert "tidak sedang tutup sementara" in again.content.decode()


def test_a_closure_without_a_reason_keeps_what_was_typed_and_says_what_is_missing() -> None:
    centre = make_centre()
    answer = send(manager(centre), centre, "tutup/", alasan="", tanggal="2026-01-01", jam="07.77")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"alasan", "jam"}
    assert 'value="07.77"' in answer.content.decode()
    assert not Closure.objects.exists()


def test_a_page_without_a_key_is_too_old() -> None:
    centre = make_centre()
    answer = send(manager(centre), centre, "tutup/", alasan="x", kunci="", **in_two_hours())
    assert answer.status_code == 422
    assert "terlalu lama" in answer.content.decode()


# The week, seasons, days


def test_a_new_week_holds_from_its_day_with_the_friday_break_and_its_legal_basis() -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    begins = today() + timedelta(days=7)
    send(
        manager(centre),
        centre,
        "mingguan/",
        mulai=f"{begins:%Y-%m-%d}",
        dasar="Perpres 21/2023 pasal 4",
        dasar_jeda="Perpres 21/2023 pasal 4 ayat (5)",
        **WEEK,
    )
    new = WeeklyHours.objects.filter(centre=centre, valid_from=begins)
    assert new.count() == 5
    pause = Break.objects.get(centre=centre, valid_from=begins)
    assert (pause.weekday, pause.starts_minute, pause.ends_minute) == (4, 690, 780)
    assert pause.legal_basis == "Perpres 21/2023 pasal 4 ayat (5)"
    old = WeeklyHours.objects.filter(centre=centre, valid_to=begins - timedelta(days=1))
    assert old.count() == 5


def test_the_week_is_shown_as_it_holds_today() -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    form = manager(centre).get(f"{base(centre)}mingguan/").context["form"]
    shown = [form[f"h0_{part}"].value() for part in ("buka", "tutup", "jeda", "usai")]
    assert shown == ["08.00", "15.30", "12.00", "13.00"]
    assert form["h6_buka"].value() is None


def test_midnight_is_written_as_24_and_kept_as_the_end_of_the_day() -> None:
    centre = make_centre()
    client = manager(centre)
    assert client.get(f"{base(centre)}mingguan/").context["form"]["h0_tutup"].value() == "24.00"
    fields = {"mulai": f"{today():%Y-%m-%d}", "dasar": "SK", "h0_buka": "0", "h0_tutup": "24.00"}
    assert send(client, centre, "mingguan/", **fields).status_code == 200
    row = WeeklyHours.objects.get(centre=centre, valid_to=None)
    assert (row.opens_minute, row.closes_minute) == (0, 1440)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"h0_tutup": ""}, "h0_tutup"),
        ({"h0_tutup": "07.00"}, "h0_tutup"),
        ({"h0_jeda": "12.00"}, "h0_usai"),
        ({"h0_jeda": "06.00", "h0_usai": "07.00"}, "h0_jeda"),
        ({"h6_jeda": "06.00", "h6_usai": "07.00"}, "h6_jeda"),
        ({"h0_buka": "25.00"}, "h0_buka"),
        ({"h0_buka": "24.00"}, "h0_buka"),
        ({"h0_buka": "pagi"}, "h0_buka"),
        ({"mulai": "2020-01-01"}, "mulai"),
        ({"mulai": "besok"}, "mulai"),
        ({"dasar": ""}, "dasar"),
        (dict.fromkeys(WEEK, ""), "__all__"),
    ],
)
def test_what_is_wrong_with_a_week_is_said_at_its_field(fields: dict[str, str], wrong: str) -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    right = {"mulai": f"{today():%Y-%m-%d}", "dasar": "Perpres", **WEEK}
    answer = send(manager(centre), centre, "mingguan/", **{**right, **fields})
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert WeeklyHours.objects.filter(centre=centre, valid_to=None).count() == 5


def test_a_season_is_planned_and_ended_on_its_page() -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    client, first = manager(centre), today() + timedelta(days=10)
    page = send(
        client,
        centre,
        "musim/",
        nama="Ramadan 1448 H",
        mulai=f"{first:%Y-%m-%d}",
        akhir=f"{first + timedelta(days=29):%Y-%m-%d}",
        dasar="Perpres 21/2023",
        **WEEK,
    )
    assert "Ramadan 1448 H" in page.content.decode()
    send(client, centre, f"musim/{first:%Y-%m-%d}/akhiri/")
    assert not Season.objects.exists()


def test_an_exception_is_decided_refused_twice_and_taken_back() -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    client, day = manager(centre), f"{today() + timedelta(days=3):%Y-%m-%d}"
    fields = {"mulai": day, "akhir": day, "alasan": "Pelantikan", "buka": "08.00", "tutup": "11.00"}
    send(client, centre, "pengecualian/", **fields)
    again = send(client, centre, "pengecualian/", **fields)
    assert again.status_code == 422
    assert "Pengecualian lain sudah berlaku" in again.content.decode()
    send(client, centre, f"pengecualian/{day}/cabut/")
    assert HoursException.objects.exclude(withdrawn_at=None).count() == 1


def test_a_manager_adds_a_holiday_of_the_own_centre_only() -> None:
    centre = make_centre(province="53")
    client, day = manager(centre), f"{today() + timedelta(days=3):%Y-%m-%d}"
    fields = {"tanggal": day, "nama": "HUT", "dasar": "Kepgub"}
    refused = send(client, centre, "libur/", lingkup="PROVINCE", **fields)
    assert refused.status_code == 422
    send(client, centre, "libur/", lingkup="CENTRE", **fields)
    assert Holiday.objects.get().centre == centre
    send(client, centre, f"libur/{day}/cabut/", lingkup="CENTRE")
    assert not Holiday.objects.exists()


def test_the_system_administrator_adds_one_of_the_province_that_a_manager_cannot_take_back() -> (
    None
):
    centre = make_centre(province="53")
    day = f"{today() + timedelta(days=3):%Y-%m-%d}"
    fields = {"tanggal": day, "nama": "HUT", "dasar": "Kepgub", "lingkup": "PROVINCE"}
    boss = system_admin()
    send(boss, centre, "libur/", **fields)
    assert Holiday.objects.get().province == "53"
    path = f"libur/{day}/cabut/"
    assert send(manager(centre), centre, path, lingkup="PROVINCE").status_code == 404
    send(boss, centre, path, lingkup="PROVINCE")
    assert not Holiday.objects.exists()


def test_the_system_administrator_corrects_the_national_calendar() -> None:
    centre, boss = make_centre(), system_admin()
    day = f"{today() + timedelta(days=3):%Y-%m-%d}"
    for scope in ("NATIONAL", "COLLECTIVE_LEAVE"):
        send(boss, centre, "libur/", tanggal=day, nama="Idul Fitri", dasar="SKB", lingkup=scope)
    assert set(Holiday.objects.values_list("kind", flat=True)) == {"NATIONAL", "COLLECTIVE_LEAVE"}
    send(boss, centre, f"libur/{day}/cabut/", lingkup="NATIONAL")
    assert Holiday.objects.get().kind == "COLLECTIVE_LEAVE"


def test_the_system_administrator_loads_the_national_calendar_of_two_years() -> None:
    centre = make_centre()
    assert send(manager(centre), centre, "libur/muat/").status_code == 404
    boss = system_admin()
    send(boss, centre, "libur/muat/")
    send(boss, centre, "libur/muat/")
    years = set(Holiday.objects.values_list("date__year", flat=True))
    assert years == {today().year, today().year + 1}


def test_a_centre_says_in_which_province_it_lies() -> None:
    centre = make_centre()
    client = manager(centre)
    send(client, centre, "libur/provinsi/", provinsi="53")
    send(client, centre, "libur/provinsi/", provinsi="99")
    centre.refresh_from_db()
    assert centre.province == "53"


@pytest.mark.parametrize("day", ["2026-13-01", "kemarin", "2026-11-01"])
def test_a_day_that_nothing_begins_on_does_not_exist(day: str) -> None:
    centre = make_centre()
    client = manager(centre)
    for path in (f"musim/{day}/akhiri/", f"pengecualian/{day}/cabut/", f"libur/{day}/cabut/"):
        assert send(client, centre, path).status_code == 404


def test_cut_off_and_quotas_are_kept_and_shown() -> None:
    centre = make_centre()
    client = manager(centre)
    fields = {"henti": "30", "jeda": "on", "ruang": "100", "jauh": "20", "qA_ruang": "40"}
    page = send(client, centre, "nomor/", **fields, qA_jauh="", qB_ruang="", qB_jauh="0")
    assert page.status_code == 200
    centre.refresh_from_db()
    assert (centre.cut_off_minutes, centre.daily_quota, centre.remote_daily_quota) == (30, 100, 20)
    assert (centre.observes_holidays, centre.issue_during_break) == (False, True)
    quotas = centre.queues.values_list("daily_quota", "remote_daily_quota")
    assert list(quotas) == [(40, None), (None, 0)]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"henti": ""}, "henti"),
        ({"henti": "-1"}, "henti"),
        ({"henti": "9999"}, "henti"),
        ({"qA_ruang": "-1"}, "qA_ruang"),
        ({"qA_ruang": "banyak"}, "qA_ruang"),
        ({"ruang": "1", "jauh": "2"}, "__all__"),
    ],
)
def test_quotas_that_make_no_sense_are_refused(fields: dict[str, str], wrong: str) -> None:
    centre = make_centre()
    answer = send(manager(centre), centre, "nomor/", **{"henti": "0", **fields})
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors


def test_a_gap_between_two_stretches_is_shown_as_a_break() -> None:
    centre = make_centre(hours=OFFICE_HOURS)
    WeeklyHours.objects.create(
        centre=centre, weekday=4, opens_minute=780, closes_minute=960, valid_from=date(2020, 1, 1)
    )
    form = manager(centre).get(f"{base(centre)}mingguan/").context["form"]
    shown = [form[f"h4_{part}"].value() for part in ("buka", "tutup", "jeda", "usai")]
    assert shown == ["08.00", "16.00", "11.30", "13.00"]
