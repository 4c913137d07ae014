"""The page of the end of the day: whose the rule is, whose the decision, and what both must say."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from lopo.frontdesk import actions, queries
from lopo.frontdesk.models import CarryOver, DayEndRule
from lopo.frontdesk.tests.builders import make_officer
from lopo.frontdesk.tests.observing import nothing_changes
from lopo.kernel.clock import system_clock
from lopo.people.api import Role

pytestmark = pytest.mark.django_db
KEY = "k" * 20


class Page:
    """The page as one member of staff sees it."""

    def __init__(self, cast: Cast, role: Role) -> None:
        self.client = Client()
        self.client.force_login(make_officer(centre=cast.centre, role=role))
        self.url = reverse("frontdesk:day_end", args=[cast.centre.code])

    def text(self) -> str:
        answer = self.client.get(self.url)
        assert answer.status_code == 200
        return answer.content.decode()

    def send(self, wish: str, key: str = KEY, **fields: str) -> int:
        return self.client.post(self.url, {"tindakan": wish, "kunci": key, **fields}).status_code


@pytest.fixture
def cast() -> Cast:
    return Cast()


def allowed(cast: Cast) -> None:
    actions.choose_day_end(
        centre=cast.centre, rule="CARRY_OVER", valid_from=date(2026, 1, 1), legal_basis="SK 1/2026"
    )


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.COUNTER_OFFICER])
def test_who_does_not_answer_for_the_room_finds_nothing(cast: Cast, role: Role) -> None:
    page = Page(cast, role)
    assert page.client.get(page.url).status_code == 404
    assert page.send("putuskan", alasan="Listrik padam") == 404


def test_the_one_who_makes_the_rule_does_not_decide_by_it(cast: Cast) -> None:
    allowed(cast)
    with nothing_changes():
        assert Page(cast, Role.CENTRE_ADMIN).send("putuskan", alasan="Listrik padam") == 404
    assert Page(cast, Role.SUPERVISOR).send("aturan", aturan="MISS", dasar="SK 2/2026") == 404
    assert not CarryOver.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "!!!", "x" * 201])
def test_a_decision_without_a_readable_reason_is_asked_for_again(cast: Cast, reason: str) -> None:
    allowed(cast)
    page = Page(cast, Role.SUPERVISOR)
    assert page.send("putuskan", alasan=reason) == 422
    assert not CarryOver.objects.exists()


@pytest.mark.parametrize(
    "fields", [{}, {"aturan": "MAYBE", "dasar": "SK"}, {"aturan": "MISS", "dasar": " "}]
)
def test_a_rule_needs_its_words_and_its_basis(cast: Cast, fields: dict[str, str]) -> None:
    assert Page(cast, Role.CENTRE_ADMIN).send("aturan", **fields) == 422
    assert not DayEndRule.objects.exists()


def test_where_the_rule_does_not_allow_it_nobody_decides(cast: Cast) -> None:
    page = Page(cast, Role.SUPERVISOR)
    assert "dianggap terlewat" in page.text() or "terlewat" in page.text()
    assert page.send("putuskan", alasan="Listrik padam") == 409
    assert not CarryOver.objects.exists()


def test_the_administrator_makes_the_rule_and_the_supervisor_decides_and_takes_it_back(
    cast: Cast,
) -> None:
    cast.number()
    admin, supervisor = Page(cast, Role.CENTRE_ADMIN), Page(cast, Role.SUPERVISOR)
    assert admin.send("aturan", aturan="CARRY_OVER", dasar="SK Kepala BKD 12/2026") == 303
    assert "1 orang sedang menunggu atau ditunda." in supervisor.text()
    assert supervisor.send("putuskan", alasan="Listrik padam sejak 14.00") == 303
    assert "Listrik padam sejak 14.00" in supervisor.text()
    today = queries.local_date(cast.centre, system_clock())
    decision = queries.carry_over_of(cast.centre, today)
    assert decision is not None
    assert supervisor.send("cabut", key="another-key-of-the-page") == 303
    assert queries.carry_over_of(cast.centre, today) is None
