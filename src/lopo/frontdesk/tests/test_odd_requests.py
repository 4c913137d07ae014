"""What no page of ours would send is refused in words; nothing breaks and nothing is half done."""

from typing import Any

import pytest
from django.test import Client

from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import make_centre, open_desk, service_of
from lopo.frontdesk.tests.pressing import fragment_of, signed_in
from lopo.frontdesk.tests.visiting import press, text_of
from lopo.frontdesk.views.visiting import COOKIE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "code", ["a/b", "../", "/", "..", "?x", "#", "<script>", "A B", "é", "%2f"]
)
def test_an_odd_door_code_still_leads_to_the_ticket(client: Client, code: str) -> None:
    """The number is given by then; a page that broke here took it and never showed it."""
    answer = press(client, make_centre(), kode=code)
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/tiket/{Ticket.objects.get().token}/",
    )


def test_who_came_through_the_door_goes_back_to_it(client: Client) -> None:
    centre = make_centre()
    answer = press(client, centre, kode="ABC234")
    assert answer["Location"] == f"/hadir/{centre.code}/ABC234/"


@pytest.mark.parametrize("value", ['"\\000a"', '"\\000"', "\ud800", "é.🙂", "." * 3000, "a b", "'"])
def test_a_damaged_cookie_of_tickets_is_a_cookie_of_no_tickets(client: Client, value: str) -> None:
    centre = make_centre()
    sent = f"{COOKIE}={value}".encode("utf-8", "surrogatepass")
    given: dict[str, Any] = {"HTTP_COOKIE": sent.decode("latin-1")}
    for path in (f"/antrean/{centre.code}/", f"/hadir/{centre.code}/ABC234/"):
        assert client.get(path, **given).status_code == 200


def test_a_field_that_no_form_has_is_no_accident() -> None:
    desk = open_desk(centre=make_centre())
    answer = signed_in(desk).post(
        f"{fragment_of(desk.counter.centre)}panggil/", {"kunci": "x" * 20, "é\x00": ["1", "🙂"]}
    )
    assert answer.status_code == 303


def test_the_description_of_the_api_is_read_only_and_says_so(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(strict, method)("/api/v1/openapi.json")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert answer.json()["code"] == "method-not-allowed"
    assert "/api/v1/tickets" in text_of(client.get("/api/v1/openapi.json"))


def test_no_cache_on_the_way_keeps_what_a_link_opens(client: Client) -> None:
    press(client, make_centre())
    answer = client.get(f"/api/v1/tickets/{Ticket.objects.get().token}")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("odd", ["\x00", "a\x00b", "x" * 5000, "é🙂", "\n"])
@pytest.mark.parametrize("field", ["layanan", "prioritas"])
def test_reception_is_told_what_to_choose_whatever_was_sent(field: str, odd: str) -> None:
    desk = open_desk(centre=(centre := make_centre()))
    sent = {"kunci": "x" * 20, "layanan": service_of(centre).code, field: odd}
    answer = signed_in(desk).post(f"/petugas/antrean/{centre.code}/nomor/", sent)
    assert answer.status_code == 303
    assert not Ticket.objects.exists()
