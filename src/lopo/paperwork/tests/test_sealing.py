"""The code of a seal: read as a scanner types it; anything else is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.paperwork.rules import Seal, human_code

SEAL = Seal(b"t" * 16, b"k" * 32)


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
