"""What can keep a sync from running; no failure of the API."""

from __future__ import annotations


class SyncError(Exception):
    """A sync cannot run or go on; the message says what to do."""


class LeaseHeldError(SyncError):
    """Another worker syncs the same records of the same organization now."""


class LeaseLostError(SyncError):
    """This worker was taken for dead and another took its place; what it had not committed is undone."""


class StorageNotReadyError(SyncError):
    """The storage lacks its tables, or they are of an older version."""


class MassDeletionError(SyncError):
    """So many records are gone from one side that something must be wrong; none is deleted on the other."""
