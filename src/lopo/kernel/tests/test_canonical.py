"""One value has one spelling (RFC 8785), or none at all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lopo.kernel.canonical import MAX_SAFE_INTEGER, canonical_json

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
scalars = st.none() | st.booleans() | st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER) | texts
keys = st.text(st.characters(min_codepoint=0, max_codepoint=127), max_size=10)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=15,
)


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        float("inf"),
        MAX_SAFE_INTEGER + 1,
        -MAX_SAFE_INTEGER - 1,
        {"a": [{"b": 0.1}]},
        {1: "a"},
        {"ö": 1},
        {"a": {1, 2}},
        b"bytes",
        "\ud800",
        {"a": "\udfff"},
    ],
)
def test_what_could_be_spelled_two_ways_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence differs per cause
        canonical_json(value)


def test_the_string_example_of_the_rfc() -> None:
    value = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    expected = '{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical_json(value) == expected.encode("utf-8")


def test_control_characters_take_the_short_escape_or_lowercase_hex() -> None:
    every = "".join(chr(code) for code in range(0x20)) + "\x7f\u2028\u2029"
    expected = (
        '"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r'
        "\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019"
        '\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f\x7f\u2028\u2029"'
    )
    assert canonical_json(every) == expected.encode("utf-8")


def test_keys_are_sorted_at_every_depth_and_lists_are_not() -> None:
    value = {"b": 1, "a": [{"z": 1, "Z": 2, "10": 3, "1": 4}], "": 0}
    assert canonical_json(value) == b'{"":0,"a":[{"1":4,"10":3,"Z":2,"z":1}],"b":1}'


def test_integers_are_spelled_plainly_up_to_the_safe_edge() -> None:
    assert canonical_json([0, -1, MAX_SAFE_INTEGER]) == b"[0,-1,9007199254740991]"


@given(values)
def test_the_spelling_says_the_same_value_and_is_its_own_spelling(value: object) -> None:
    spelled = canonical_json(value)
    again = json.loads(spelled)
    assert again == value
    assert canonical_json(again) == spelled


@given(st.dictionaries(keys, scalars, min_size=2, max_size=6))
def test_the_order_in_which_members_were_written_does_not_matter(value: dict[str, object]) -> None:
    backwards = dict(reversed(list(value.items())))
    assert canonical_json(value) == canonical_json(backwards)
