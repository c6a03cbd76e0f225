"""Dates are read and written alike on every Python; what the pattern refuses, the quick way refuses too."""

import sys
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.codec import dates
from ascora_sdk.codec.dates import format_date, parse_date_or_datetime, parse_datetime

from .strategies import many, moments

UTC = timezone.utc


def outcome(text: str, *, quick: bool) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "_FROMISOFORMAT_READS_ALL", quick)
        try:
            read = parse_date_or_datetime(text)
        except ValueError:
            return "refused"
    return type(read), read.isoformat()


def agreed(text: str) -> Any:
    """Read a text in each way that this Python has."""
    by_pattern = outcome(text, quick=False)
    if sys.version_info >= (3, 11):
        assert outcome(text, quick=True) == by_pattern
    return by_pattern


pairs = st.integers(0, 99).map("{:02d}".format)
zones = st.one_of(
    st.sampled_from(["", "Z", "z", "ZZ", "+10:00", "-00:00", "+1000", "+10", "+24:00", "-23:59", "+10:00Z"]),
    st.from_regex(r"[+-][0-9]{2}(:?[0-9]{2}(:?[0-9]{2})?)?", fullmatch=True),
)
shaped = st.builds(
    "{}{}{}{}{}{}{}".format,
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True) | st.dates().map(str),
    st.sampled_from(["T", "T", "T", " ", "t", "_", ""]),
    st.builds("{}:{}".format, st.integers(0, 24).map("{:02d}".format), pairs),
    st.just("") | pairs.map(":{}".format),
    st.just("") | st.from_regex(r"[.,:][0-9]{0,12}", fullmatch=True),
    zones,
    st.sampled_from(["", "", "", "\n", " ", "\0"]),
)
good = st.builds(format_date, moments)
damaged = st.builds(
    lambda text, place, char: text[: place % len(text)] + char + text[place % len(text) + 1 :],
    good,
    st.integers(0, 100),
    st.sampled_from(list("0259-+:.,TZ W \n\0²٣\ud800")) | st.just(""),
)


@many
@given(shaped)
def test_both_ways_agree_on_what_has_nearly_the_form(text: str) -> None:
    agreed(text)


@many
@given(damaged)
def test_both_ways_agree_on_a_date_with_one_character_changed(text: str) -> None:
    agreed(text)


@many
@given(st.text(st.sampled_from("0123456789-:.,+TZW "), max_size=30) | st.text(st.characters(), max_size=30))
def test_both_ways_agree_on_any_text(text: str) -> None:
    agreed(text)


@many
@given(moments)
def test_what_is_written_is_read_again(moment: datetime) -> None:
    kind, text = agreed(format_date(moment))
    assert kind is datetime
    assert text == moment.isoformat()


READ = {
    "2026-02-17T21:09:20Z": datetime(2026, 2, 17, 21, 9, 20, tzinfo=UTC),
    "2026-02-17T21:09:20.3Z": datetime(2026, 2, 17, 21, 9, 20, 300000, tzinfo=UTC),
    "2026-02-17T21:09:20.31Z": datetime(2026, 2, 17, 21, 9, 20, 310000, tzinfo=UTC),
    "2026-02-17T21:09:20.313Z": datetime(2026, 2, 17, 21, 9, 20, 313000, tzinfo=UTC),
    "2026-02-17T21:09:20.3131Z": datetime(2026, 2, 17, 21, 9, 20, 313100, tzinfo=UTC),
    "2026-02-17T21:09:20.31312Z": datetime(2026, 2, 17, 21, 9, 20, 313120, tzinfo=UTC),
    "2026-02-17T21:09:20.313123Z": datetime(2026, 2, 17, 21, 9, 20, 313123, tzinfo=UTC),
    "2026-02-17T21:09:20.3131239Z": datetime(2026, 2, 17, 21, 9, 20, 313123, tzinfo=UTC),
    "2026-02-17T21:09:20,5Z": datetime(2026, 2, 17, 21, 9, 20, 500000, tzinfo=UTC),
    "2026-02-17T21:09Z": datetime(2026, 2, 17, 21, 9, tzinfo=UTC),
    "2026-02-17 21:09:20Z": datetime(2026, 2, 17, 21, 9, 20, tzinfo=UTC),
    "2026-02-17T21:09:20": datetime(2026, 2, 17, 21, 9, 20),  # noqa: DTZ001 - the text has no offset
    "2026-02-17T21:09:20+10:00": datetime(2026, 2, 17, 21, 9, 20, tzinfo=timezone(timedelta(hours=10))),
    "2026-02-17T21:09:20+1030": datetime(2026, 2, 17, 21, 9, 20, tzinfo=timezone(timedelta(hours=10, minutes=30))),
    "2026-02-17T21:09:20-08": datetime(2026, 2, 17, 21, 9, 20, tzinfo=timezone(timedelta(hours=-8))),
    "2026-02-17T21:09:20-09:30": datetime(2026, 2, 17, 21, 9, 20, tzinfo=timezone(-timedelta(hours=9, minutes=30))),
    "2026-02-17": date(2026, 2, 17),
    "0001-01-01": date(1, 1, 1),
}


@pytest.mark.parametrize(("text", "value"), READ.items(), ids=READ)
def test_a_date_is_read(text: str, value: date) -> None:
    assert agreed(text) == (type(value), value.isoformat())


REFUSED = [
    "",
    "x",
    "2026-02-30",
    "2026-13-01",
    "0000-01-01",
    "20260217",
    "2026-2-17",
    "2026-W08-2",
    "2026-048",
    "17/02/2026",
    "1771362560",
    "\uff12026-02-17",
    "2026-02-17T",
    "2026-02-17T21",
    "2026-02-17T21:9:20Z",
    "2026-02-17T24:00:00Z",
    "2026-02-17T21:60:00Z",
    "2026-02-17T21:09:60Z",
    "2026-02-17T21:09:20.Z",
    "2026-02-17T21:09:20:313Z",
    "2026-02-17T21:09:20.3131234567890Z",
    "2026-02-17T21:09:20z",
    "2026-02-17T21:09:20+24:00",
    "2026-02-17T21:09:20+10:0030",
    "2026-02-17T21:09:20+1000:30",
    "2026-02-17T21:09:20 +10:00",
    "2026-02-17T21:09:20Z\n",
    "2026-02-17\n",
    "2026-02-17T21:09:20٣Z",
    "\ud8002026-02-17T21:09:20Z",
]


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert agreed(text) == "refused"


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_a_refusal_repeats_nothing_and_is_the_same_on_every_python(text: str) -> None:
    said = set()
    for quick in {False, sys.version_info >= (3, 11)}:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dates, "_FROMISOFORMAT_READS_ALL", quick)
            with pytest.raises(ValueError, match=r".") as caught:
                parse_date_or_datetime(text)
        said.add(str(caught.value))
    assert len(said) == 1
    assert len(text) < 2 or text not in said.pop()


def test_a_day_alone_is_no_moment() -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_datetime("2026-02-17")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 2, 17), "2026-02-17"),
        (datetime(2026, 2, 17, 21, 9, tzinfo=UTC), "2026-02-17T21:09:00Z"),
        (datetime(2026, 2, 17, 21, 9, 0, 5, tzinfo=UTC), "2026-02-17T21:09:00.000005Z"),
        (datetime(2026, 2, 17, 21, 9, tzinfo=timezone(timedelta(hours=10))), "2026-02-17T21:09:00+10:00"),
        (datetime(2026, 2, 17, 21, 9), "2026-02-17T21:09:00"),  # noqa: DTZ001 - it shall have no offset
    ],
)
def test_a_date_is_written(value: date, text: str) -> None:
    assert format_date(value) == text
