"""The attachment: a file that lies with a job."""

from __future__ import annotations

from datetime import datetime

from attrs import field

from .record import Extra, Record, given_by_server, record
from .unset import UNSET, Maybe


@record
class Attachment(Record):
    """What Ascora says of a file that lies with a job; the bytes lie at `file_url` (contract: Objects, Attachment).

    Attributes:
        file_size: How many bytes the file has.
        file_type: The file's media type, such as "image/jpeg".
        file_url: Where the file can be had; `client.jobs.attachments.download` knows when to send credentials there.

    Example:
        >>> from datetime import datetime, timezone
        >>> from ascora_sdk import Attachment
        >>> Attachment(
        ...     id="a-1", job_id="j-1", file_name="wet wall.jpg", file_size=204800, file_type="image/jpeg",
        ...     file_url="https://acme.ascora.com/files/a-1", uploaded_at=datetime(2026, 3, 1, tzinfo=timezone.utc),
        ... ).file_name
        'wet wall.jpg'
    """

    id: str = given_by_server()
    job_id: str = given_by_server()
    file_name: str = given_by_server()
    file_size: int = given_by_server()
    file_type: str = given_by_server()
    file_url: str = given_by_server()
    uploaded_by: Maybe[str] = given_by_server(default=UNSET)
    uploaded_at: datetime = given_by_server()
    extra: Extra = field(factory=dict)
