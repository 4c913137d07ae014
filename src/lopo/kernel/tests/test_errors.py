"""Refusals carry a stable code, a status, and what a program needs to go on."""

import dataclasses
from datetime import timedelta

import pytest

from lopo.kernel.actor import SYSTEM, VISITOR, Actor
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import (
    FieldError,
    FieldRefusal,
    NotPermitted,
    Refusal,
    TooManyRequests,
    Unauthenticated,
    Unknown,
)


@pytest.mark.parametrize(
    ("refusal", "code", "status"),
    [
        (Refusal("no"), "refused", 409),
        (Unknown("no"), "not-found", 404),
        (Unauthenticated("no"), "unauthenticated", 401),
        (NotPermitted("no"), "forbidden", 403),
        (FieldRefusal("no", []), "invalid", 422),
        (TooManyRequests("no", retry_after=7), "too-many-requests", 429),
    ],
)
def test_every_refusal_has_its_code_and_status(refusal: Refusal, code: str, status: int) -> None:
    assert (refusal.code, refusal.status, refusal.message) == (code, status, "no")


def test_facts_for_programs_travel_with_a_refusal() -> None:
    assert Refusal("no", no_show_at="then").extra == {"no_show_at": "then"}
    assert TooManyRequests("no", retry_after=7).extra == {"retry_after": 7}


def test_a_field_refusal_names_its_fields() -> None:
    wrong = FieldError("service", "unknown", "no such service")
    assert FieldRefusal("no", [wrong]).errors == (wrong,)


def test_an_actor_cannot_be_changed_into_another() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        SYSTEM.id = "user:1"  # type: ignore[misc]
    assert SYSTEM != VISITOR
    assert Actor(id="visitor") == VISITOR


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert system_clock().utcoffset() == timedelta(0)
