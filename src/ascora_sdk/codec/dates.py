"""ISO 8601 text to dates and back, alike on every supported Python."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime, timedelta, timezone

_FORM = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r"(Z|[+-]\d\d(?::\d\d(?::\d\d)?|\d\d(?:\d\d)?)?)?",
    re.ASCII,
)
_PLAIN_DATE_LENGTH = len("2026-02-17")
_LONGEST_END = len(".123456789Z")


def parse_datetime(text: str) -> datetime:
    """Parse an ISO 8601 date-time.

    Args:
        text: As in `2026-02-17T21:09:20.313Z`: with an offset or without, and 0 to 9 digits of a second's fraction, of
            which six are kept.

    Returns:
        A `datetime`, aware if the text has an offset and naive if it has none.

    Raises:
        ValueError: If the text is no such date-time.

    Example:
        >>> parse_datetime("2026-02-17T21:09:20.313Z")
        datetime.datetime(2026, 2, 17, 21, 9, 20, 313000, tzinfo=datetime.timezone.utc)
    """
    try:
        if _FROMISOFORMAT_READS_ALL and text[4:19:3] == "--T::" and _is_utc(text[19:]):
            # What most dates on the wire look like, without the price of the pattern.
            return datetime.fromisoformat(text)
        # The form is checked first, since what fromisoformat lets pass grows from one Python to the next.
        match = _FORM.fullmatch(text)
        return datetime.fromisoformat(text) if match and _FROMISOFORMAT_READS_ALL else _assembled(match)
    except ValueError:
        # What the standard library says would repeat the text, and differs from one Python to the next.
        raise ValueError("not an ISO 8601 date-time") from None


def parse_date_or_datetime(text: str) -> date | datetime:
    """Parse an ISO 8601 date or date-time; a date without a time stays a `date`.

    Args:
        text: As in `2026-02-17` or as for `parse_datetime`.

    Returns:
        A `date`, or a `datetime` if the text has a time.

    Raises:
        ValueError: If the text is neither.

    Example:
        >>> parse_date_or_datetime("2026-02-17")
        datetime.date(2026, 2, 17)
    """
    if len(text) == _PLAIN_DATE_LENGTH and text[4:8:3] == "--" and text.isascii():
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError("not an ISO 8601 date") from None
    return parse_datetime(text)


def format_date(value: date | datetime) -> str:
    """Write a date or a date-time in ISO 8601, UTC as `Z`.

    Example:
        >>> from datetime import datetime, timezone
        >>> format_date(datetime(2026, 2, 17, 21, 9, tzinfo=timezone.utc))
        '2026-02-17T21:09:00Z'
    """
    text = value.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def _is_utc(end: str) -> bool:
    return end == "Z" or (end[:1] == "." and end[-1:] == "Z" and end[1:-1].isdecimal() and len(end) <= _LONGEST_END)


def _assembled(match: re.Match[str] | None) -> datetime:
    if match is None:
        raise ValueError
    *numbers, fraction, offset = match.groups(default="")
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    return datetime(year, month, day, hour, minute, second, int(fraction[:6].ljust(6, "0")), tzinfo=_zone(offset))


def _zone(offset: str) -> timezone | None:
    if not offset:
        return None
    hours, minutes, seconds = ([int(pair) for pair in re.findall(r"\d\d", offset)] + [0, 0, 0])[:3]
    distance = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-distance if offset[0] == "-" else distance)


# Before 3.11, fromisoformat read neither Z nor a fraction of any but three or six digits.
_FROMISOFORMAT_READS_ALL = sys.version_info >= (3, 11)
