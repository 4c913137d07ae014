"""Codes nobody can guess, and codes people can read aloud."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.kernel.codes import READABLE, daily_code, new_link_token, proof_of, same_code


@pytest.mark.parametrize("given_code", ["", "ABCDE", "ABCDEFG", "ABCDEX", "ÄBCDEF", "\x00"])
def test_another_code_is_not_the_same(given_code: str) -> None:
    assert not same_code(given_code, "ABCDEF")


@pytest.mark.parametrize("given_code", ["ABCDEF", "abcdef", " abc def ", "AB\tCD\nEF"])
def test_case_and_spaces_do_not_matter_in_a_typed_code(given_code: str) -> None:
    assert same_code(given_code, "ABCDEF")


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered_yes_or_no(given_code: str) -> None:
    assert same_code(given_code, "ABCDEF") in (True, False)


def test_links_hold_144_random_bits_and_never_repeat() -> None:
    tokens = {new_link_token() for _ in range(2_000)}
    assert len(tokens) == 2_000
    assert {len(base64.urlsafe_b64decode(token)) for token in tokens} == {18}


def test_a_daily_code_follows_from_secret_place_and_day() -> None:
    code = daily_code(b"secret", "bkd", "2026-11-23")
    assert code == daily_code(b"secret", "bkd", "2026-11-23")
    others = {
        daily_code(b"other", "bkd", "2026-11-23"),
        daily_code(b"secret", "mpp", "2026-11-23"),
        daily_code(b"secret", "bkd", "2026-11-24"),
        daily_code(b"secret", "bkd2026-11-23"),
    }
    assert code not in others


@given(st.binary(min_size=1, max_size=40), st.text(max_size=20))
def test_nobody_mistakes_a_character_of_a_daily_code(secret: bytes, day: str) -> None:
    code = daily_code(secret, "bkd", day)
    assert len(code) == 6
    assert set(code) <= set(READABLE)
    assert not set(code) & set("ILOU01")


@given(st.binary(min_size=0, max_size=64))
def test_a_proof_is_the_first_ten_base32_characters_of_a_leaf(seed: bytes) -> None:
    leaf = hashlib.sha256(seed).digest()
    assert proof_of(leaf) == base64.b32encode(leaf).decode().replace("=", "")[:10]
    assert len(proof_of(leaf)) == 10
