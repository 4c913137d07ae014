"""Services in the HTTP API, as a program written from API.md alone meets them."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lopo.catalogue.views.shapes import ServicesOut

from .builders import make_bkd

pytestmark = pytest.mark.django_db
FIELDS = {
    "code", "name", "category", "agency", "queue", "requirements", "steps", "duration", "fee",
    "product", "url",
}  # fmt: skip


def get(client: Client, query: str = "") -> dict[str, Any]:
    """The list."""
    response = client.get(f"/api/v1/services{query}")
    assert response.status_code == HTTPStatus.OK, response.content
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?limit=0", "limit"),
        ("?limit=201", "limit"),
        ("?limit=banyak", "limit"),
        ("?limit=1.5", "limit"),
        ("?cursor=salah", "cursor"),
        ("?cursor=%C3%BC", "cursor"),
        ("?q=" + "a" * 201, "q"),
    ],
)
def test_a_wrong_question_is_a_problem_that_names_its_field(
    client: Client, query: str, field: str
) -> None:
    response = client.get(f"/api/v1/services{query}")
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.headers["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize("code", ["TIDAK-ADA", "kp-reg", "%27", "x" * 500])
def test_an_unknown_service_is_a_404_problem(client: Client, code: str) -> None:
    make_bkd()
    response = client.get(f"/api/v1/services/{code}")
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert response.json()["code"] == "not-found"


def test_every_service_has_the_promised_fields(client: Client) -> None:
    make_bkd()
    items = get(client)["items"]
    assert len(items) == 37
    assert all(set(item) >= FIELDS for item in items)


def test_the_queue_is_a_letter_or_null_where_the_counter_is_no_way(client: Client) -> None:
    centre = make_bkd()
    make_bkd(code="a-latihan", agency=centre.host_agency, is_practice=True)
    queues = {item["code"]: item["queue"] for item in get(client)["items"]}
    assert (queues["KP-REG"], queues["WBS"]) == ("A", None)
    assert [code for code, queue in queues.items() if queue is None] == ["WBS"]


def test_pages_follow_each_other_without_gap_or_overlap(client: Client) -> None:
    make_bkd()
    codes, query = [], "?limit=10"
    for _page in range(4):
        body = get(client, query)
        codes += [item["code"] for item in body["items"]]
        query = f"?limit=10&cursor={body['next']}"
    assert body["next"] is None
    assert codes == [item["code"] for item in get(client)["items"]]


def test_the_list_can_be_searched_and_kept_to_an_agency(client: Client) -> None:
    make_bkd()
    assert get(client, "?q=pensiun&limit=1")["items"][0]["code"] == "PEN-BUP"
    assert len(get(client, "?agency=bkd")["items"]) == 37
    assert get(client, "?agency=tidak-ada")["items"] == []


def test_the_whole_list_costs_two_queries_however_long_it_is(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_bkd()
    with django_assert_num_queries(2):
        get(client)
    with django_assert_num_queries(2):
        get(client, "?limit=1")


def test_an_unchanged_answer_is_not_sent_again(client: Client) -> None:
    make_bkd()
    first = client.get("/api/v1/services/KP-REG")
    again = client.get("/api/v1/services/KP-REG", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    assert first.json()["url"].endswith("/layanan/KP-REG/")


def test_other_methods_are_refused(client: Client) -> None:
    assert client.post("/api/v1/services").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_every_service_is_as_the_description_says(client: Client) -> None:
    make_bkd()
    ServicesOut.model_validate(get(client, "?limit=200"))
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path in ("/api/v1/services", "/api/v1/services/{code}"):
        assert {"200", "404", "422"} <= set(paths[path]["get"]["responses"])
