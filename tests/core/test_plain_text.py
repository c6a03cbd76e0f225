"""Text that no database holds, in its plain form: any one does, and nothing is lost."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.sync.plain_text import from_plain, to_plain

from .strategies import json_values, many
from .texts import is_storable

HARD = ("\0", "\ud800", "\udfff", "\ud83d")
# What escapes are made of, whole ones, and the beginnings of some: every text that could be taken for one is near.
pieces = st.sampled_from(
    [
        "\\",
        "u",
        "0",
        "5",
        "c",
        "d",
        "8",
        "f",
        "\\u0000",
        "\\u005c",
        "\\ud83d",
        "\\uD83D",
        "\\u00e9",
        *HARD,
        "é",
        "😀",
        " ",
    ]
)
texts = st.lists(pieces, max_size=8).map("".join) | st.text(st.characters(), max_size=12)


@many
@given(texts)
def test_it_is_read_back_as_it_was(text: str) -> None:
    assert from_plain(to_plain(text)) == text


@many
@given(texts)
def test_any_database_holds_it(text: str) -> None:
    assert is_storable(to_plain(text))


@many
@given(texts, texts)
def test_two_texts_never_become_one(one: str, other: str) -> None:
    assert (to_plain(one) == to_plain(other)) == (one == other)


@many
@given(texts)
def test_all_other_text_stays_as_it_is(text: str) -> None:
    if not re.search(r"[\0\ud800-\udfff]|\\u(0000|005c|d[89a-f])", text):
        assert to_plain(text) == text
        assert from_plain(text) == text


@pytest.mark.parametrize(
    "text", ["", " ", "Water ", "\\", "\\u", "C:\\users", "\\u00e9", "\\uD83D", "\\ud7ff", "😀", "\n"]
)
def test_blanks_backslashes_and_emoji_are_left_alone(text: str) -> None:
    assert to_plain(text) == text
    assert from_plain(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\0", r"a\u0000"),
        ("\ud83d", r"\ud83d"),
        ("\udfff", r"\udfff"),
        (r"\u0000", r"\u005cu0000"),
        (r"\u005c", r"\u005cu005c"),
        (r"\ud83d", r"\u005cud83d"),
        ("\\\0", r"\\u0000"),
    ],
)
def test_it_is_written_as_documented(text: str, plain: str) -> None:
    assert to_plain(text) == plain
    assert from_plain(plain) == text


@many
@given(json_values)
def test_every_text_of_a_json_value_is_written_and_nothing_else(value: Any) -> None:
    plain = to_plain(value)
    assert from_plain(plain) == value
    assert is_storable(plain)
    assert _without_texts(plain) == _without_texts(value)


def test_it_goes_as_deep_as_a_server_nests() -> None:
    value: Any = None
    for _ in range(50_000):
        value = {"\0": [value]}
    found = to_plain(value)
    back = from_plain(found)
    while found is not None:
        (name, (found,)), (old_name, (back,)) = *found.items(), *back.items()
        assert (name, old_name) == (r"\u0000", "\0")


def _without_texts(value: Any) -> Any:
    if isinstance(value, str):
        return str
    if isinstance(value, dict):
        return [_without_texts(entry) for entry in value.values()]
    return [_without_texts(entry) for entry in value] if isinstance(value, list) else (type(value), value)
