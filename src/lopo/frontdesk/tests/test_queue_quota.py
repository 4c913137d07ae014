"""The daily quota of a queue, in the room and from afar: counted with the number itself."""

import pytest
from django.test import Client
from tests.cast import Cast

from lopo.frontdesk.actions.refusals import QuotaFull
from lopo.frontdesk.models import NumberSeries
from lopo.frontdesk.tests.builders import Clockwork, make_centre, make_ticket, service_of, verified
from lopo.frontdesk.tests.pressing import make_ticket_now
from lopo.kernel.actor import SYSTEM
from lopo.organisation.api import Centre, Quota, change_intake

pytestmark = pytest.mark.django_db


def with_quota(centre: Centre | None = None, **queues: Quota) -> Centre:
    """A centre whose queues have these quotas."""
    return change_intake(
        centre=centre or make_centre(),
        cut_off_minutes=0,
        issue_during_break=True,
        observes_holidays=False,
        quota=Quota(),
        queues=queues,
        actor=SYSTEM,
        clock=Clockwork(),
    )


def test_a_full_queue_refuses_by_name_and_the_others_go_on() -> None:
    centre = with_quota(A=Quota(room=2))
    make_ticket(centre=centre)
    make_ticket(centre=centre)
    with pytest.raises(QuotaFull) as refusal:
        make_ticket(centre=centre)
    assert refusal.value.message == (
        "Semua nomor antrean A Antrean A untuk hari ini sudah diberikan."
    )
    assert make_ticket(centre=centre, queue="B").label == "B-001"
    verified(centre)


def test_a_refused_number_counts_nowhere_and_leaves_no_gap() -> None:
    centre = with_quota(A=Quota(room=1))
    make_ticket(centre=centre)
    with pytest.raises(QuotaFull):
        make_ticket(centre=centre)
    with_quota(centre, A=Quota(room=2))
    assert make_ticket(centre=centre).label == "A-002"
    series = NumberSeries.objects.get(queue__code="A")
    assert (series.last, series.room_issued, series.remote_issued) == (2, 2, 0)


def test_numbers_from_afar_have_a_quota_of_their_own_never_the_rooms() -> None:
    centre = with_quota(A=Quota(room=1, remote=1))
    make_ticket(centre=centre, present=False)
    with pytest.raises(QuotaFull):
        make_ticket(centre=centre, present=False)
    assert make_ticket(centre=centre).label == "A-002"
    with pytest.raises(QuotaFull):
        make_ticket(centre=centre)


def test_a_quota_of_nothing_gives_nothing_also_as_the_first_of_the_day() -> None:
    centre = with_quota(A=Quota(remote=0))
    with pytest.raises(QuotaFull):
        make_ticket(centre=centre, present=False)
    make_ticket(centre=centre)
    with pytest.raises(QuotaFull):
        make_ticket(centre=centre, present=False)


def test_the_next_day_has_a_quota_of_its_own() -> None:
    centre, clock = with_quota(A=Quota(room=1)), Clockwork()
    make_ticket(centre=centre, clock=clock)
    assert make_ticket(centre=centre, clock=clock.forward(days=1)).label == "A-001"


def test_a_program_is_told_quota_full(db: None) -> None:
    cast = Cast()
    with_quota(cast.centre, A=Quota(remote=0))
    answer = cast.visitor.post("/tickets", cast.order())
    assert (answer.status_code, answer.json()["code"]) == (409, "quota-full")
    assert cast.visitor.post("/tickets", cast.order("B")).status_code == 201


def test_the_page_says_so_once_a_service_of_the_full_queue_is_chosen(client: Client) -> None:
    centre = with_quota(A=Quota(remote=1))
    make_ticket_now(centre, present=False)
    path = f"/antrean/{centre.code}/"
    start = client.get(path)
    assert start.context["intake"].code == ""
    assert start.content.decode().count("nomor habis hari ini") == 1
    full = client.get(path, {"layanan": service_of(centre).code})
    assert full.context["intake"].code == "quota-full"
    assert "Semua nomor antrean A Antrean A yang bisa diambil dari jauh" in full.content.decode()
    other = client.get(path, {"layanan": service_of(centre, "B").code})
    assert other.context["intake"].code == ""
