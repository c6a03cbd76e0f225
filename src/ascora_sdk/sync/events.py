"""What `on_event` is told while a sync runs."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from .report import KindReport, SyncReport


@attrs.frozen(kw_only=True)
class SyncStarted:
    """A sync begins.

    Attributes:
        organization_id: Whose records it is about.
        kinds: The names of the kinds, in order.
    """

    organization_id: str
    kinds: tuple[str, ...]


@attrs.frozen(kw_only=True)
class KindStarted:
    """The sync of one kind begins.

    Attributes:
        kind: The kind's name.
        resumed_at: How many records an earlier sync, which did not come to its end, had done.
    """

    kind: str
    resumed_at: int


@attrs.frozen(kw_only=True)
class PagePulled:
    """A page of the server's listing is done, and what it brought is committed.

    Attributes:
        kind: The kind's name.
        done: Records of the listing that are done.
        total: Records that the listing holds, as the server counts them.
        report: What has been done so far.
    """

    kind: str
    done: int
    total: int
    report: KindReport


@attrs.frozen(kw_only=True)
class RecordFailed:
    """A record was put aside.

    Attributes:
        kind: The kind's name.
        id: Its Ascora id; without one, its row's key, or the digest of what came in its place.
        error: What is wrong with it, in one line.
        key: The storage's own name for its row, if what stands there is what failed.
    """

    kind: str
    id: str
    error: str
    key: str | None = None


@attrs.frozen(kw_only=True)
class RecordSkipped:
    """What was made, edited or deleted here is not sent: the server cannot take it, or another record comes first.

    Attributes:
        kind: The kind's name.
        id: Its Ascora id; without one, its row's key.
        reason: Why, in one line.
        key: The storage's own name for its row; None if it was deleted here.
    """

    kind: str
    id: str
    reason: str
    key: str | None = None


@attrs.frozen(kw_only=True)
class ConflictFound:
    """Both sides edited a record, and somebody has to decide.

    Attributes:
        kind: The kind's name.
        id: Its Ascora id.
        reason: What is in dispute, in one line.
    """

    kind: str
    id: str
    reason: str


@attrs.frozen(kw_only=True)
class RecordPushed:
    """What was made, edited or deleted here is on the server.

    Attributes:
        kind: The kind's name.
        id: Its Ascora id.
        action: "create", "update", "delete" or "pay".
    """

    kind: str
    id: str
    action: str


@attrs.frozen(kw_only=True)
class KindFinished:
    """The sync of one kind ended.

    Attributes:
        report: What was done.
    """

    report: KindReport


@attrs.frozen(kw_only=True)
class SyncFinished:
    """A sync ended.

    Attributes:
        report: What was done.
    """

    report: SyncReport


SyncEvent: TypeAlias = (
    SyncStarted
    | KindStarted
    | PagePulled
    | RecordFailed
    | RecordSkipped
    | ConflictFound
    | RecordPushed
    | KindFinished
    | SyncFinished
)
