"""Codes: fifty secret bits, read aloud and typed by hand, one per version and kind."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from lopo.kernel.clock import system_clock
from lopo.publications import actions
from lopo.publications.actions import issue
from lopo.publications.models import Publication
from lopo.publications.rules import make_code, read_code
from lopo.publications.rules.codes import LETTERS

SECRETS = st.integers(0, 2**50 - 1)
THING = {
    "kind": "POSTER", "subject": "uji:1", "version": "1", "title": "Uji", "issuer": "Badan",
    "path": "/layanan/",
}  # fmt: skip


@given(st.integers(2026, 2125), SECRETS, SECRETS)
def test_different_secrets_are_different_codes(year: int, one: int, other: int) -> None:
    assert (make_code(year, one) == make_code(year, other)) == (one == other)


@given(st.integers(2026, 2125), SECRETS, st.sampled_from(["", " ", "-", " - ", "."]))
def test_a_code_is_read_however_it_is_typed(year: int, secret: int, between: str) -> None:
    code = make_code(year, secret)
    typed = code.replace("-", between).lower()
    # People write o for 0, and i or l for 1.
    assert read_code(typed.replace("0", "o").replace("1", "l")) == code
    assert read_code(code) == code


@given(st.text(max_size=40))
def test_what_is_no_code_is_none(text: str) -> None:
    read = read_code(text)
    assert read == "" or (len(read) == 14 and set(read) <= set(LETTERS) | {"-"})


def test_letters_that_look_alike_are_not_used() -> None:
    assert not set("ILOU") & set(LETTERS)
    assert len(LETTERS) == 32


@pytest.mark.django_db
def test_the_same_version_keeps_its_code_and_another_gets_its_own() -> None:
    first = issue(**THING, clock=system_clock)
    assert issue(**THING, clock=system_clock) == first
    assert issue(**{**THING, "title": "Judul lain"}, clock=system_clock).title == "Uji"
    assert issue(**{**THING, "version": "2"}, clock=system_clock).code != first.code
    assert issue(**{**THING, "kind": "SOP"}, clock=system_clock).code != first.code


@pytest.mark.django_db
def test_a_secret_that_was_drawn_before_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([5, 5, 6])
    monkeypatch.setattr("secrets.randbits", lambda _bits: next(drawn))
    one = issue(**THING, clock=system_clock)
    other = issue(**{**THING, "version": "2"}, clock=system_clock)
    assert (one.code[3:], other.code[3:]) == ("00000-00005", "00000-00006")


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["26-K7QMW-3FTXI", "K7QMW-3FTXA", "26-k7qmw-3ftxa"])
def test_the_database_keeps_readable_codes_only(code: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(**THING, code=code, issued_at=system_clock())


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_get_one_code() -> None:
    def ask(_number: int) -> str:
        try:
            return issue(**THING, clock=system_clock).code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(32)))) == 1
    assert Publication.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_they_would_not() -> None:
    """The control: looked up and then made, without a look back, somebody fails."""
    together = Barrier(4)
    found = Publication.objects.filter

    def careless(_number: int) -> bool:
        try:
            assert not found(kind="POSTER", subject="uji:1", version="1").exists()
            together.wait(timeout=10)
            row = make_code(2026, _number + 1)
            Publication.objects.create(**THING, code=row, issued_at=system_clock())
        except IntegrityError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(careless, range(4))) == 1
    assert actions.issue(**THING, clock=system_clock)
