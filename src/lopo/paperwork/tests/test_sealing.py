"""The seal: only its own code opens it, and nothing that was touched opens at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.paperwork.rules import CannotOpen, Seal, close, human_code, unseal

SEAL = Seal(b"t" * 16, b"k" * 32)
ANSWERS: dict[str, Any] = {"nama": "Ana", "anak": [{"nama": "Budi", "umur": 3}]}
NONCE = b"n" * 12
BOUND = "formulir 1"
SEALED = close(SEAL, ANSWERS, BOUND, NONCE)


@given(st.binary(min_size=32, max_size=32).filter(lambda key: key != SEAL.key))
def test_another_key_opens_nothing(key: bytes) -> None:
    with pytest.raises(CannotOpen):
        unseal(Seal(SEAL.token, key), SEALED, BOUND)


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    touched = bytearray(SEALED)
    touched[place] ^= change
    with pytest.raises(CannotOpen):
        unseal(SEAL, bytes(touched), BOUND)


@pytest.mark.parametrize("ciphertext", [b"", b"x", SEALED[:20]])
def test_what_is_cut_off_does_not_open(ciphertext: bytes) -> None:
    with pytest.raises(CannotOpen):
        unseal(SEAL, ciphertext, BOUND)


def test_a_draft_of_one_form_is_not_taken_for_another() -> None:
    with pytest.raises(CannotOpen):
        unseal(SEAL, SEALED, "formulir 2")


def test_its_own_code_opens_it() -> None:
    assert unseal(SEAL, SEALED, BOUND) == ANSWERS


def test_the_length_tells_little() -> None:
    assert len(close(SEAL, {"nama": "x" * 3000}, BOUND, NONCE)) == len(SEALED)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32), st.booleans())
def test_a_code_is_read_as_a_scanner_types_it(token: bytes, key: bytes, small: bool) -> None:
    seal = Seal(token, key)
    typed = f" {seal.code.lower() if small else seal.code}\r\n"
    assert Seal.of_code(typed) == seal
    assert human_code(f"{seal.human[:4]} {seal.human[4:].lower()}") == seal.human


@pytest.mark.parametrize(
    "typed",
    ["", "LOPO-", SEAL.human, SEAL.code[:-1], SEAL.code + "A", SEAL.code[:-1] + "9", "x" * 200],
)
def test_anything_else_is_no_code(typed: str) -> None:
    assert Seal.of_code(typed) is None
    assert SEAL.human not in SEAL.code
