"""ISO 8601 dates and date-times as the wire writes them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_ISO_8601 = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T(?P<minutes>[0-9]{2}:[0-9]{2})(?::(?P<seconds>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def parse_instant(text: str) -> datetime:
    """Read a date or date-time; without an offset it counts as UTC, digits past the microsecond are cut.

    Written out because `datetime.fromisoformat` reads neither `Z` nor seven fraction digits on Python 3.10.

    Args:
        text: such as `2026-02-17`, `2026-02-17T21:09Z` or `2026-02-17T21:09:20.3131234+10:00`.

    Returns:
        The aware date-time.

    Raises:
        ValueError: if `text` is none of these.

    Example:
        >>> parse_instant("2026-02-17T21:09:20Z").isoformat()
        '2026-02-17T21:09:20+00:00'
    """
    found = _ISO_8601.fullmatch(text)
    if found is None:
        raise ValueError(text)
    date, minutes, seconds, fraction, offset = found.groups()
    microseconds = (fraction or "")[:6].ljust(6, "0")
    plain = datetime.fromisoformat(f"{date}T{minutes or '00:00'}:{seconds or '00'}.{microseconds}")
    return plain.replace(tzinfo=_zone(offset))


def format_instant(instant: datetime) -> str:
    """Write an aware date-time in UTC with `Z`, its fraction only if it has one."""
    return instant.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _zone(offset: str | None) -> timezone:
    if offset is None or offset == "Z":
        return timezone.utc
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))
