"""The plain list of a day: who may see it, what it tells, how little it asks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lopo.frontdesk import actions
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import make_centre, make_officer, offering_of, open_desk
from lopo.frontdesk.tests.pressing import make_ticket_now
from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Centre
from lopo.people.api import Role

pytestmark = pytest.mark.django_db


def day_of(centre: Centre) -> str:
    return f"/petugas/antrean/{centre.code}/hari/"


def seen_by(centre: Centre, role: Role = Role.SUPERVISOR) -> Client:
    client = Client()
    client.force_login(make_officer(centre=centre, role=role))
    return client


def html_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.COUNTER_OFFICER])
def test_the_day_does_not_exist_for_who_does_not_answer_for_the_room(role: Role) -> None:
    centre = make_centre()
    assert seen_by(centre, role).get(day_of(centre)).status_code == 404


def test_strangers_sign_in_and_other_centres_find_nothing() -> None:
    centre = make_centre()
    assert Client().get(day_of(centre)).status_code == 302
    assert seen_by(make_centre()).get(day_of(centre)).status_code == 404


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CENTRE_ADMIN])
def test_an_empty_day_says_so(role: Role) -> None:
    centre = make_centre()
    assert "Tidak ada nomor pada tanggal ini" in html_of(seen_by(centre, role), day_of(centre))


def test_every_exception_of_the_day_stands_beside_its_number() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre, clock=system_clock)
    first, second, third = (make_ticket_now(centre) for _ in range(3))
    actions.call_out_of_order(
        desk=desk, ticket=second, reason="Perlu segera ditolong", clock=system_clock
    )
    actions.transfer_to_service(desk=desk, offering=offering_of(centre, "B"), clock=system_clock)
    actions.call_next_ticket(desk=desk, clock=system_clock)
    actions.park_ticket(desk=desk, clock=system_clock)
    actions.return_to_line(ticket=first, actor=SYSTEM, clock=system_clock)
    actions.call_next_ticket(desk=desk, clock=system_clock)
    actions.undo(desk=desk, clock=system_clock)
    rows = html_of(seen_by(centre), day_of(centre)).split("<tbody>")[1].split("</tr>")
    one, two, three = (next(r for r in rows if t.label in r) for t in (first, second, third))
    assert "Dipanggil di luar urutan: Perlu segera ditolong" in two
    assert "dialihkan" in two
    assert "kembali ke barisan" in one
    assert "1 tindakan diurungkan" in one
    assert "day-notes" not in three


def test_one_may_look_at_one_state_one_queue_or_the_exceptions() -> None:
    centre = make_centre()
    desk = open_desk(centre=centre, clock=system_clock)
    waiting, called = make_ticket_now(centre, "A"), make_ticket_now(centre, "B")
    actions.call_out_of_order(desk=desk, ticket=called, reason="Sakit", clock=system_clock)
    client = seen_by(centre)
    for query, shown, hidden in (
        ("keadaan=WAITING", waiting, called),
        ("keadaan=CALLED", called, waiting),
        ("keadaan=LUAR", called, waiting),
        ("antrean=A", waiting, called),
    ):
        html = html_of(client, f"{day_of(centre)}?{query}")
        assert shown.label in html
        assert hidden.label not in html
    assert "Tidak ada nomor yang cocok" in html_of(client, f"{day_of(centre)}?keadaan=DONE")


@pytest.mark.parametrize(
    "query",
    [
        "tanggal=kemarin",
        "tanggal=2026-02-30",
        "tanggal=9999-12-31",
        "tanggal=0001-01-01",
        "keadaan=RAJA&antrean=ZZ&page=x",
        "page=99999999999999999999",
    ],
)
def test_what_nobody_could_have_chosen_shows_today(query: str) -> None:
    centre = make_centre()
    ticket = make_ticket_now(centre)
    assert ticket.label in html_of(seen_by(centre), f"{day_of(centre)}?{query}")


def test_another_day_is_another_list() -> None:
    centre = make_centre()
    ticket = make_ticket_now(centre)
    yesterday = ticket.service_date - timedelta(days=1)
    Ticket.objects.update(service_date=yesterday)
    client = seen_by(centre)
    assert ticket.label not in html_of(client, day_of(centre))
    assert ticket.label in html_of(client, f"{day_of(centre)}?tanggal={yesterday.isoformat()}")


def test_no_class_and_no_token_is_on_it() -> None:
    centre = make_centre()
    ticket = actions.issue_ticket(
        centre=centre, offering=offering_of(centre), channel="RECEPTION", priority="HAMIL",
        present=True, actor=SYSTEM, clock=system_clock,
    )  # fmt: skip
    html = html_of(seen_by(centre), day_of(centre))
    assert ticket.token not in html
    assert "hamil" not in html.lower()


def test_long_days_come_in_pages_and_whole_on_paper_with_the_same_few_questions() -> None:
    centre = make_centre()
    client = seen_by(centre)
    make_ticket_now(centre)

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as questions:
            html_of(client, path)
        return len(questions)

    few = asked(day_of(centre))
    for _ in range(60):
        make_ticket_now(centre)
    assert asked(day_of(centre)) == few
    assert few <= 15
    html = html_of(client, day_of(centre))
    assert "A-050" in html
    assert "A-051" not in html
    assert "A-061" in html_of(client, f"{day_of(centre)}?page=2")
    assert "A-061" in html_of(client, f"{day_of(centre)}?cetak=1")
