# Generated from ../../_async/sync/reading.py by tools/unasync; do not edit.
"""Looking at one object of the server's: it is there, it is gone, or what it is like cannot be found out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from ...codec import loads
from ...errors import AscoraApiError, AuthenticationError, NotFoundError, RateLimitError
from ...sync.notes import FailedRecord, Stage
from .sending import is_refusal
from .worker import Worker

_MOST_UNKNOWN: Final = 3
_GONE: Final = 410


@attrs.frozen(kw_only=True)
class Read:
    """What came of looking at one object.

    Attributes:
        item: The object; None if there is none, or nobody knows.
        error: Why it cannot be told what the server has; None if it can.
    """

    item: Mapping[str, Any] | None = None
    error: AscoraApiError | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the server has no such object."""
        return self.item is None and self.error is None


@attrs.define(kw_only=True)
class Reader:
    """Looks at objects one by one, so that one that cannot be read stops no other; its worker has the lease.

    Attributes:
        retrying: Whether all that it reads was put aside before, so that this says nothing of the record.
        aside: The keys under which it put records aside, or found them put aside.
    """

    worker: Worker
    retrying: bool = False
    aside: set[str] = attrs.field(factory=set)
    _unknown: int = 0

    def look(self, id_: str, last: Mapping[str, Any] | None) -> Read:
        """Look at one object.

        Args:
            id_: Its Ascora id.
            last: The object as it was last seen; None if it never was.

        Raises:
            AscoraApiError: If others could not be read either.
        """
        worker = self.worker
        try:
            return Read(item=worker.remote.get(worker.kind, id_, last=last))
        except AscoraApiError as error:
            if isinstance(error, NotFoundError) or error.status_code == _GONE:
                return Read()
            if not _concerns_one(error):
                raise
            return Read(error=error)

    def read(self, id_: str, *, last: str, digest: str) -> Read:
        """Look at one object, and put it aside if it cannot be told what it is like.

        Args:
            id_: Its Ascora id.
            last: The object as it was last seen, as JSON text.
            digest: That object's digest.

        Raises:
            AscoraApiError: If others could not be read either, or if one after the other cannot.
        """
        read = self.look(id_, loads(last))
        if read.error is None:
            self._unknown = 0
            return read
        note = FailedRecord(key=f"{Stage.PULL}:{id_}", id=id_, digest=digest, error=str(read.error), payload=last)
        is_known = self._put_aside(note)
        if is_refusal(read.error):
            self._unknown = 0
        elif self.retrying or not is_known:
            # One that failed before may always do: it is no sign that the server fails now.
            self._unknown += 1
        if self._unknown >= _MOST_UNKNOWN:
            raise read.error
        return read

    def _put_aside(self, note: FailedRecord) -> bool:
        """Put a record aside, and count it; say whether it was put aside before."""
        worker = self.worker
        with worker.storage.transaction() as work:
            kept = work.notes(worker.scope, FailedRecord, [note.key])
            failure = kept.get(note.key, note)
            if worker.put_aside(work, [failure]):
                worker.hold(work)
        self.aside.add(failure.key)
        worker.count([], [failure])
        return failure is not note


def _concerns_one(error: AscoraApiError) -> bool:
    """Tell whether an error speaks of one object, or may do."""
    if isinstance(error, (AuthenticationError, RateLimitError)):
        return False
    return is_refusal(error) or error.may_have_been_carried_out
