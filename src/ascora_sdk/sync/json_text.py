"""What a storage keeps, as JSON text, for one that keeps it so: notes, audit entries, leases, and values."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, TypeVar, overload

import attrs

from ..codec import dumps, loads
from ..codec.dates import parse_datetime
from .audit import AuditEntry, Decision
from .notes import Action, Note
from .records import Lease

T = TypeVar("T", bound="Note | AuditEntry | Lease")

_TIMES: Final = frozenset({"at", "since", "newest", "complete_at", "until"})
_WORDS: Final = {"action": Action, "decision": Decision}


def to_json(value: Any) -> str:
    """Write something as ASCII JSON text, digit for digit.

    Args:
        value: A note, an `AuditEntry`, a `Lease`, or any values as a storage is given them: mappings, lists, text,
            `int`, `Decimal`, `bool` and None.

    Example:
        >>> from decimal import Decimal
        >>> from ascora_sdk.sync import Agreed
        >>> to_json(Agreed(key="c-1", base="{}", digest="0f"))
        '{"key":"c-1","base":"{}","digest":"0f"}'
        >>> to_json({"total": Decimal("0.30")})
        '{"total":0.30}'
    """
    plain = attrs.asdict(value, value_serializer=_plain) if attrs.has(type(value)) else value
    return dumps(plain).decode("ascii")


@overload
def from_json(text: str) -> Any: ...


@overload
def from_json(text: str, of: type[T]) -> T: ...


def from_json(text: str, of: type[Any] | None = None) -> Any:
    """Read what `to_json` wrote.

    Args:
        text: The JSON text.
        of: The class of the note, `AuditEntry` or `Lease`; None for values.

    Example:
        >>> from ascora_sdk.sync import Agreed
        >>> from_json('{"key":"c-1","base":"{}","digest":"0f"}', Agreed).digest
        '0f'
        >>> from_json('{"total":0.30}')
        {'total': Decimal('0.30')}
    """
    values = loads(text)
    return values if of is None else of(**{name: _read(name, value) for name, value in values.items()})


def _plain(_instance: Any, _field: Any, value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(name: str, value: Any) -> Any:
    if name in _TIMES:
        return None if value is None else parse_datetime(value)
    if name in _WORDS:
        return _WORDS[name](value)
    return tuple(value) if isinstance(value, list) else value
