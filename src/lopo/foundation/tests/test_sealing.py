"""What is sealed opens with its key, at its place, untouched; or not at all."""

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from lopo.foundation.sealing import KEY_BYTES, NONCE_BYTES, CannotOpen, seal, unseal

KEY, NONCE, PLACE, BLOCK = b"k" * KEY_BYTES, b"n" * NONCE_BYTES, "loket/2026-10-01", 256
OVERHEAD = NONCE_BYTES + 16  # the nonce before it and the tag behind it
CONTENT: list[Any] = [[4, 3, None], 0, "Antreannya rapi.", {"sex": "P"}]
SEALED = seal(KEY, CONTENT, bound_to=PLACE, nonce=NONCE, block=BLOCK)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
contents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=15,
)
keys = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
nonces = st.binary(min_size=NONCE_BYTES, max_size=NONCE_BYTES)


@given(keys.filter(lambda key: key != KEY))
def test_another_key_opens_nothing(key: bytes) -> None:
    with pytest.raises(CannotOpen):
        unseal(key, SEALED, bound_to=PLACE)


@given(texts.filter(lambda place: place != PLACE))
def test_carried_to_another_place_it_opens_no_more(place: str) -> None:
    with pytest.raises(CannotOpen):
        unseal(KEY, SEALED, bound_to=place)


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_one_touched_byte_is_noticed(where: int, change: int) -> None:
    touched = bytearray(SEALED)
    touched[where] ^= change
    with pytest.raises(CannotOpen):
        unseal(KEY, bytes(touched), bound_to=PLACE)


@given(st.integers(0, len(SEALED) - 1))
def test_what_is_cut_off_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpen):
        unseal(KEY, SEALED[:length], bound_to=PLACE)


@pytest.mark.parametrize("key", [b"", b"k", KEY + b"k"])
def test_what_is_no_key_opens_nothing(key: bytes) -> None:
    with pytest.raises(CannotOpen):
        unseal(key, SEALED, bound_to=PLACE)


@given(contents, keys, texts, nonces, st.sampled_from([1, 16, 256, 4096]))
def test_it_opens_as_what_it_was(
    content: Any, key: bytes, place: str, nonce: bytes, block: int
) -> None:
    sealed = seal(key, content, bound_to=place, nonce=nonce, block=block)
    assert unseal(key, sealed, bound_to=place) == content


@given(contents, st.sampled_from([256, 4096]))
def test_its_length_tells_nothing_but_whole_blocks(content: Any, block: int) -> None:
    sealed = seal(KEY, content, bound_to=PLACE, nonce=NONCE, block=block)
    blocks, left = divmod(len(sealed) - OVERHEAD, block)
    assert left == 0
    assert blocks >= 1


def test_a_short_answer_is_as_long_as_a_long_one() -> None:
    long = seal(KEY, ["x" * 3000], bound_to=PLACE, nonce=NONCE, block=BLOCK)
    assert len(long) == len(SEALED) == BLOCK + OVERHEAD


# --- what lies in databases already ---


def test_a_ballot_sealed_before_opens_and_is_sealed_the_same_today() -> None:
    key = hashlib.sha256(b"ballots:rahasia").digest()
    place, nonce = "1/2/3/None/5/2026-10-01", b"0" * NONCE_BYTES
    before = base64.b64decode(
        "MDAwMDAwMDAwMDAw2Dyueg/pbkky9afSMWT8MZrI1ixe+Gwga9OrNVrx3AGEKTQSlgD5OEvJX1ievJCANb1Cw7xg"
        "RJpD7fG0bG02fvAgroeZF1rN3RzbeqpFfrWbS13BUTIPtFzj6Pg1K7t+VSrDy95P89MGWQCNXSJeQP4qKSAKUNZQ"
        "yW+bX9ZN7LfMIaPkrnOra2VYWy3zP73HkorW3TNQvp2drb+2rVmEGjucZDcgAsThsmo0PBOG3OD7/Rlrc4APA4fm"
        "Sy0TmoAjoR+78993BfDFlzARhSt2a52s8TIZGJ/tdQL/R3zLzEBA9Ou6KAU2w1ID+vwak+h46xQHt2fnHLCRsJbt"
        "EoQqFxxHj9uVRCN7/u8I7bmaBKg="
    )
    assert unseal(key, before, bound_to=place) == CONTENT
    assert seal(key, CONTENT, bound_to=place, nonce=nonce, block=256) == before


def test_a_form_sealed_before_still_opens() -> None:
    answers = {"nama": "Ana", "anak": [{"nama": "Budi", "umur": 3}]}
    text = json.dumps(answers, separators=(",", ":")).encode()
    before = NONCE + AESGCM(KEY).encrypt(NONCE, text.ljust(4096), b"formulir 1")
    # Byte for byte what the programme of then had written.
    then = "b1e584490db8d02d3c7bda01891a3de53d7b734b60135e3d83299e345f20a156"
    assert hashlib.sha256(before).hexdigest() == then
    assert unseal(KEY, before, bound_to="formulir 1") == answers
    with pytest.raises(CannotOpen):
        unseal(KEY, before, bound_to="formulir 2")
