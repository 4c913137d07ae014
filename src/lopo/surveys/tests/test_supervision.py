"""The supervisor's pages: enough to see what is wrong, too little to see who said what."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lopo.frontdesk.api import local_date
from lopo.frontdesk.tests.builders import (
    Clockwork,
    make_centre,
    make_officer,
    open_desk,
    service_of,
)
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal
from lopo.organisation.api import Centre, Counter
from lopo.people.api import Duty, Role, User, assign, charge
from lopo.surveys import actions, queries
from lopo.surveys.actions import About, Earlier, Said, Served
from lopo.surveys.models import Participation, Population, Remark, SealedBallot
from lopo.surveys.queries import looks_at
from lopo.surveys.rules import Period, current_period, enough_of

from .builders import all_of, asked_at, counted, vote

pytestmark = pytest.mark.django_db


def of(centre: Centre, part: str = "") -> str:
    return f"/petugas/survei/{centre.code}/{part}"


def counter_of(centre: Centre, code: str = "1") -> Counter:
    return centre.counters.get(code=code)


def today() -> date:
    return Clockwork()().date()


def filled(
    centre: Centre, values: list[int], *, day: date, counter: str = "1", service: str = "A"
) -> None:
    """Ballots of a counter's day, each with the same answer everywhere."""
    about = About(centre, service_of(centre, service), counter_of(centre, counter))
    ballots = [Earlier(about, Said(all_of(value)), day, "COUNTER") for value in values]
    actions.bring_in(asked=asked_at(Clockwork()), ballots=ballots, today=today())


def turnout(centre: Centre, served: int, *, day: date, declined: int = 0) -> None:
    about = About(centre, service_of(centre), counter_of(centre))
    actions.note_turnouts([Served(about, day, served, declined)])


def supervisor(centre: Centre) -> User:
    return make_officer(centre=centre, role=Role.SUPERVISOR)


def page(client: Client, path: str, user: User, status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("part", ["", "perlu-dilihat/", "saran/", "saran/saran.csv", "populasi/"])
@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.RECEPTIONIST])
def test_who_serves_sees_nothing_of_it(client: Client, role: Role, part: str) -> None:
    centre = make_centre()
    page(client, of(centre, part), make_officer(centre=centre, role=role), 404)


def last_quarter() -> Period:
    return current_period(local_date(make_centre(), system_clock())).before


def test_counters_are_told_in_whole_numbers_and_fives_after_the_quarter(client: Client) -> None:
    centre, quarter = make_centre(counters=3), last_quarter()
    filled(centre, [4, 4, 4, 3, 3, 4, 3], day=quarter.first)
    filled(centre, [1, 1, 1, 1], day=quarter.first, counter="2")
    # All others together are four: what they said would follow from counter 1 and the centre.
    assert queries.counters_graded(centre, "SKM", quarter) == []
    filled(centre, [1], day=quarter.first, counter="3")
    rows = queries.counters_graded(centre, "SKM", quarter)
    assert [(row.counter.code, row.voices, row.value) for row in rows] == [("1", 5, 89)]
    text = page(client, of(centre), supervisor(centre))
    assert "5 suara atau sedikit lebih" in text
    assert "89,29" not in text


def test_counters_of_a_running_quarter_are_not_told(client: Client) -> None:
    centre = make_centre()
    filled(centre, [4] * 9, day=local_date(centre, system_clock()))
    text = page(client, of(centre), supervisor(centre))
    assert "suara atau sedikit lebih" not in text


def test_whoever_also_serves_sees_nothing_of_that_counter(client: Client) -> None:
    centre, quarter = make_centre(), last_quarter()
    filled(centre, [1] * 40, day=quarter.first)
    desk = open_desk(centre=centre, clock=system_clock)
    assign(user=desk.officer, role=Role.SUPERVISOR, centre=centre, actor=SYSTEM)
    name = desk.counter.name
    colleague = supervisor(centre)
    for part in ("", f"perlu-dilihat/?periode={quarter.spelled}"):
        assert name in page(client, of(centre, part), colleague)
        assert name not in page(client, of(centre, part), desk.officer)


def test_answers_are_set_against_those_who_were_served(client: Client) -> None:
    centre = make_centre()
    turnout(centre, 40, day=today(), declined=3)
    for value in (4, 3):
        vote(centre, value)
    frame = queries.frame_of("SKM", today())
    assert frame is not None
    seen = queries.overview_of(centre, frame, current_period(today()))
    assert (seen.whole.served, seen.whole.voices, seen.whole.declined) == (40, 2, 3)
    assert seen.whole.rate == 5
    assert seen.whole.missing == enough_of(40) - 2
    # The agency declares more people than were served: they decide how many are enough.
    actions.declare_population(
        agency=centre.host_agency, people=13686, source="BKD", valid_from=date(2020, 1, 1)
    )
    seen = queries.overview_of(centre, frame, current_period(today()))
    assert seen.whole.needed == 374
    assert seen.services[0].needed == enough_of(40)


@pytest.mark.parametrize(
    "query",
    ["periode=2026-tw9", "periode=9999", "periode=abc", "kuesioner=SKM"],
)
def test_a_period_nobody_could_choose_counts_as_not_asked(client: Client, query: str) -> None:
    centre = make_centre()
    page(client, f"{of(centre)}?{query}", supervisor(centre))


def test_an_unknown_questionnaire_is_not_there(client: Client) -> None:
    centre = make_centre()
    page(client, of(centre) + "?kuesioner=XYZ", supervisor(centre), 404)


def test_an_agencys_people_see_their_agencys_part_and_no_counters(client: Client) -> None:
    centre, other = make_centre(), make_centre()
    turnout(centre, 7, day=local_date(centre, system_clock()))
    user = User.objects.create(username="penyunting-survei")
    charge(user=user, duty=Duty.EDITOR, agency=centre.host_agency, actor=SYSTEM)
    text = page(client, of(centre), user)
    assert service_of(centre).name in text
    assert 'id="meja"' not in text
    page(client, of(centre, "perlu-dilihat/"), user, 404)
    page(client, of(other), user, 404)


def looks(centre: Centre, quarter: Period) -> Any:
    frame = queries.frame_of("SKM", quarter.last)
    assert frame is not None
    return looks_at(centre, frame, quarter)


def test_more_voices_than_people_served_are_worth_a_look_and_stay_counted(client: Client) -> None:
    centre, quarter = make_centre(), last_quarter()
    day = quarter.first
    turnout(centre, 3, day=day)
    filled(centre, [4, 4, 4, 4], day=day)
    found = looks(centre, quarter)
    assert [(one.full.voices, one.full.served) for one in found.full_days] == [(4, 3)]
    part = f"perlu-dilihat/?periode={quarter.spelled}"
    text = page(client, of(centre, part), supervisor(centre))
    assert "4 suara masuk di meja, 3 orang dilayani" in text
    assert counted() == 4


def test_a_counter_with_only_best_answers_beside_an_ordinary_one(client: Client) -> None:
    centre, quarter = make_centre(counters=2), last_quarter()
    filled(centre, [4] * 20, day=quarter.first)
    about = About(centre, service_of(centre), counter_of(centre, "2"))
    mixed = [{**all_of(3), f"U{n % 9 + 1}": n % 4 + 1} for n in range(20)]
    ballots = [Earlier(about, Said(one), quarter.first, "COUNTER") for one in mixed]
    actions.bring_in(asked=asked_at(Clockwork()), ballots=ballots, today=today())
    kinds = {(one.counter.code, one.kind) for one in looks(centre, quarter).odd}
    assert kinds == {("1", "STRAIGHT"), ("1", "ALIKE"), ("1", "TOP")}
    part = f"perlu-dilihat/?periode={quarter.spelled}"
    text = page(client, of(centre, part), supervisor(centre))
    assert "hanya memberi jawaban terbaik" in text
    assert "curang" not in text


def test_voices_from_the_network_of_staff_are_seen_by_week(client: Client) -> None:
    centre, quarter = make_centre(), last_quarter()
    filled(centre, [3] * 12, day=quarter.first + timedelta(days=7))
    Participation.objects.update(from_staff_network=3)
    week = looks(centre, quarter).weeks[0]
    assert (week.voices, week.staff, week.device) == (10, 25, 0)
    assert (week.staff_looks, week.device_looks) == (True, False)


def remark(centre: Centre, text: str, *, quarter: date | None = None) -> Remark:
    instrument = queries.in_force("SKM", today())
    assert instrument is not None
    service = service_of(centre)
    return Remark.objects.create(
        instrument=instrument,
        centre=centre,
        agency=service.agency,
        service=service,
        quarter=quarter or current_period(today()).first,
        text=text,
    )


def test_a_remark_that_waits_is_not_there(client: Client) -> None:
    centre = make_centre()
    vote(centre, 4, remark="Rahasia dulu")
    user = supervisor(centre)
    text = page(client, of(centre, "saran/"), user)
    assert "Rahasia dulu" not in text
    assert "1 suara menunggu" in text
    assert "Rahasia dulu" not in page(client, of(centre, "saran/saran.csv"), user)
    waiting = SealedBallot.objects.get()
    where = of(centre, f"saran/{waiting.pk}/sembunyikan/")
    assert client.post(where, {"reason": "x"}).status_code == HTTPStatus.NOT_FOUND


def test_remarks_are_searched_and_taken_away_without_formulas(client: Client) -> None:
    centre = make_centre()
    remark(centre, "=1+1 panas sekali")
    remark(centre, "<b>Terima kasih</b>")
    user = supervisor(centre)
    text = page(client, of(centre, "saran/"), user)
    assert "&lt;b&gt;Terima kasih" in text
    found = page(client, of(centre, "saran/?cari=PANAS"), user)
    assert "panas sekali" in found
    assert "Terima kasih" not in found
    assert "Tidak ada saran" in page(client, of(centre, "saran/?cari=zzz"), user)
    assert "'=1+1 panas sekali" in page(client, of(centre, "saran/saran.csv"), user)


@pytest.mark.parametrize("reason", ["", "  ", "a" * 201, "\x00"])
def test_hiding_needs_a_reason(client: Client, reason: str) -> None:
    centre = make_centre()
    one = remark(centre, "Petugas X kasar")
    client.force_login(supervisor(centre))
    answer = client.post(of(centre, f"saran/{one.pk}/sembunyikan/"), {"reason": reason})
    assert answer.status_code == HTTPStatus.SEE_OTHER
    one.refresh_from_db()
    assert one.hidden_reason == ""


def test_a_hidden_remark_says_why_and_by_whom_and_nothing_else(client: Client) -> None:
    centre = make_centre()
    one = remark(centre, "Petugas X kasar")
    user = supervisor(centre)
    client.force_login(user)
    client.post(of(centre, f"saran/{one.pk}/sembunyikan/"), {"reason": "Menyebut nama"})
    text = page(client, of(centre, "saran/"), supervisor(centre))
    assert "Menyebut nama" in text
    assert user.username in text
    assert "Petugas X" not in text
    assert "Petugas X" not in page(client, of(centre, "saran/saran.csv"), user)
    assert "Petugas X" not in page(client, of(centre, "saran/?cari=petugas"), user)
    with pytest.raises(FieldRefusal):
        actions.hide_remark(remark=one, reason="", officer=user, clock=Clockwork())
    # The first decision holds.
    second = supervisor(centre)
    actions.hide_remark(remark=one, reason="Lain", officer=second, clock=Clockwork())
    one.refresh_from_db()
    assert (one.hidden_reason, one.hidden_by) == ("Menyebut nama", user)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("people", "0"),
        ("people", "-3"),
        ("people", "9" * 40),
        ("people", "banyak"),
        ("source", ""),
        ("source", "\x00"),
        ("source", "a" * 301),
        ("valid_from", "2026-13-01"),
        ("agency", "tidak-ada"),
    ],
)
def test_what_is_wrong_with_a_population_is_said(client: Client, field: str, value: str) -> None:
    centre = make_centre()
    client.force_login(make_officer(centre=centre, role=Role.CENTRE_ADMIN))
    facts = {
        "agency": centre.host_agency.code,
        "people": "13686",
        "source": "BKD",
        "valid_from": "2026-01-01",
    }
    answer = client.post(of(centre, "populasi/"), {**facts, field: value})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Population.objects.exists()
    assert client.post(of(centre, "populasi/"), facts).status_code == HTTPStatus.SEE_OTHER
    assert Population.objects.get().people == 13686


@pytest.mark.parametrize("part", ["", "perlu-dilihat/", "saran/"])
def test_pages_ask_as_much_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, part: str
) -> None:
    centre, quarter = make_centre(counters=4), last_quarter()
    for number in range(1, 5):
        filled(centre, [4, 3, 2, 4, 3, 1], day=quarter.first, counter=str(number))
        filled(centre, [4], day=quarter.first, counter=str(number), service="B")
        remark(centre, f"Saran {number}", quarter=quarter.first)
    client.force_login(supervisor(centre))
    with django_assert_max_num_queries(26):
        client.get(of(centre, part), {"periode": quarter.spelled})
