"""Asked twice with one key: done once, answered twice with the same bytes."""

from datetime import datetime, timezone
from typing import Any

import pytest
from django.test import RequestFactory

from lopo.foundation.idempotency import (
    BadKey,
    KeyReused,
    answer_once,
    answered_before,
    keep_once,
    key_of,
    request_hash,
)
from lopo.foundation.models import StoredAnswer
from lopo.foundation.rest import Malformed
from lopo.kernel.errors import Refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=timezone.utc)
KEY = "0b1e6a52-7f0b-4f43-9d0e-5f2a6d1c9e77"


def ask(body: str = '{"a":1}', *, key: str | None = KEY, path: str = "/x") -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return RequestFactory().post(path, body, content_type="application/json", headers=headers)


class Counted:
    """An act that counts how often it was done."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.times, self.refuses = 0, refuses

    def __call__(self) -> tuple[int, Any]:
        self.times += 1
        if self.refuses:
            raise Refusal("no")
        return 201, {"time": self.times}


def once(request: Any, act: Any, *, scope: str = "user:1") -> tuple[int, bytes]:
    answer = answer_once(request, scope=scope, now=NOW, act=act)
    return answer.status_code, answer.content


@pytest.mark.parametrize(
    "key", [None, "", "k" * 15, "k" * 129, "k k" * 6, "é" * 16, "k" * 16 + "\t", "k" * 15 + "\x1f"]
)
def test_a_key_is_16_to_128_visible_ascii_characters(key: str | None) -> None:
    with pytest.raises(BadKey):
        key_of(ask(key=key))


def test_a_key_may_be_left_out_where_it_is_not_required() -> None:
    assert key_of(ask(key=None), required=False) is None
    with pytest.raises(BadKey):
        key_of(ask(key="short"), required=False)


def test_the_act_is_done_once() -> None:
    act = Counted()
    answers = [once(ask(), act) for _ in range(3)]
    assert answers == [(201, b'{"time":1}')] * 3
    assert act.times == 1


@pytest.mark.parametrize(
    "body", ['{"a":2}', "{}", "", '{"a":1,"b":null}', '{"a":"1"}', '{"a":1.5}']
)
def test_the_same_key_with_another_body_is_refused(body: str) -> None:
    act = Counted()
    once(ask(), act)
    with pytest.raises(KeyReused):
        once(ask(body), act)
    assert act.times == 1


@pytest.mark.parametrize("body", ['{"a":1}', ' { "a" : 1 } ', '{"\\u0061":1}'])
def test_spelling_does_not_make_another_body(body: str) -> None:
    assert request_hash(ask(body)) == request_hash(ask())


def test_no_body_and_an_empty_object_are_one_body() -> None:
    assert request_hash(ask("")) == request_hash(ask("{}")) == request_hash(ask("  "))


def test_a_malformed_body_is_never_hashed() -> None:
    with pytest.raises(Malformed):
        request_hash(ask("{"))


def test_a_refusal_leaves_the_key_unused() -> None:
    with pytest.raises(Refusal):
        once(ask(), Counted(refuses=True))
    assert not StoredAnswer.objects.exists()
    assert once(ask(), Counted())[0] == 201


def test_an_accident_leaves_the_key_unused_too() -> None:
    def fail() -> tuple[int, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once(ask(), fail)
    assert not StoredAnswer.objects.exists()


def test_scope_method_and_address_keep_keys_apart() -> None:
    act = Counted()
    once(ask(), act)
    once(ask(), act, scope="user:2")
    once(ask(path="/y"), act)
    assert act.times == 3


def test_an_earlier_answer_can_be_asked_for_without_acting() -> None:
    assert answered_before(ask(), scope="user:1") is None
    once(ask(), Counted())
    earlier = answered_before(ask(), scope="user:1")
    assert earlier is not None
    assert (earlier.status_code, earlier.content) == (201, b'{"time":1}')
    assert answered_before(ask(), scope="user:2") is None
    with pytest.raises(KeyReused):
        answered_before(ask("{}"), scope="user:1")


def test_an_answer_without_a_body_stays_without_one() -> None:
    kept = [
        keep_once(scope="s", key=KEY, fingerprint=b"f", now=NOW, act=lambda: (204, None))
        for _ in range(2)
    ]
    assert kept == [(204, "application/json", b"")] * 2


def test_who_asks_is_not_stored_in_the_clear() -> None:
    once(ask(), Counted(), scope="user:1")
    assert "user:1" not in StoredAnswer.objects.get().scope
