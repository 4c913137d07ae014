"""What a program is told before it asks: the values a member can take, what runs, what is empty."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast

from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock

pytestmark = pytest.mark.django_db
RESULTS = "/api/v1/surveys/results"


def schemas() -> dict[str, Any]:
    """The shapes of the description, by name."""
    found: dict[str, Any] = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]
    return found


@pytest.mark.parametrize(
    ("shape", "member", "some"),
    [
        ("VersionOut", "state", {"TAKEN_OVER", "DECREED"}),
        ("DurationOut", "unit", {"MENIT", "JAM", "HARI_KERJA", "HARI_KALENDER"}),
        ("RequirementOut", "handover", {"HAND_IN", "UPLOAD"}),
        ("VerificationOut", "standing", {"IN_FORCE", "NOT_YET", "SUPERSEDED", "WITHDRAWN"}),
        ("ResultOut", "level", {"province", "centre", "agency", "unit", "service"}),
        ("ChangeOut", "component", {"promise", "terms", "products", "steps"}),
    ],
)
def test_a_member_of_few_values_names_them(shape: str, member: str, some: set[str]) -> None:
    assert some <= set(schemas()[shape]["properties"][member]["enum"])


def test_the_kinds_of_what_is_published_are_an_open_set_and_say_so() -> None:
    kind = schemas()["VerificationOut"]["properties"]["kind"]
    assert "enum" not in kind
    assert "new kinds" in kind["description"]


def test_a_page_leads_to_the_description() -> None:
    assert 'href="/api/v1/openapi.json"' in Client().get("/layanan/data/").content.decode()


@pytest.mark.parametrize(
    ("period", "running"), [("{this}", True), ("{last}", False), ("{next}", False), ("2499", False)]
)
def test_only_the_period_of_today_runs(period: str, running: bool) -> None:
    year = civil_date(system_clock()).year
    asked = period.format(this=year, last=year - 1, next=year + 1)
    answer = Client().get(RESULTS, {"period": asked})
    assert answer.status_code == HTTPStatus.OK
    assert answer.json()["period"]["running"] is running


def test_an_empty_answer_has_no_type_and_no_length_of_one() -> None:
    cast = Cast()
    answer = cast.visitor.delete(f"/tickets/{cast.number()['token']}")
    assert (answer.status_code, answer.content) == (HTTPStatus.NO_CONTENT, b"")
    assert "Content-Type" not in answer
