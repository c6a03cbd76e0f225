"""The note: something that somebody wrote down on a job."""

from __future__ import annotations

from datetime import datetime

from attrs import field

from .record import Extra, Record, given_by_server, record
from .unset import UNSET, Maybe


@record
class Note(Record):
    """A note on a job (contract: Objects, Note).

    Example:
        >>> from datetime import datetime, timezone
        >>> from ascora_sdk import Note
        >>> written = datetime(2026, 3, 1, 8, 30, tzinfo=timezone.utc)
        >>> Note(id="n-1", job_id="j-1", user_id="u-1", note="Dried out", created_at=written).note
        'Dried out'
    """

    id: str = given_by_server()
    job_id: str = given_by_server()
    user_id: str = given_by_server()
    user_name: Maybe[str] = given_by_server(default=UNSET)
    note: str
    created_at: datetime = given_by_server()
    extra: Extra = field(factory=dict)
