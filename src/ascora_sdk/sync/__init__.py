"""The sync engine: keeps a database and Ascora in step, and loses no edit.

Example:
    ```python
    from ascora_sdk import AscoraClient
    from ascora_sdk.storage import SqlStorage
    from ascora_sdk.sync import SyncEngine

    storage = SqlStorage("sqlite:///ascora.db")
    storage.migrate()
    with AscoraClient.from_env() as client:
        print(SyncEngine(client, storage).pull())
    ```
"""

from typing import TYPE_CHECKING

from ..lazy import lazy_names

if TYPE_CHECKING:
    from .._async.engine import AsyncSyncEngine as AsyncSyncEngine
    from .._async.protocols import AsyncRemote as AsyncRemote
    from .._async.protocols import AsyncStorage as AsyncStorage
    from .._async.protocols import AsyncUnitOfWork as AsyncUnitOfWork
    from .._async.protocols import RemotePage as RemotePage
    from .._blocking.engine import SyncEngine as SyncEngine
    from .._blocking.protocols import Remote as Remote
    from .._blocking.protocols import Storage as Storage
    from .._blocking.protocols import UnitOfWork as UnitOfWork
    from .errors import LeaseHeldError as LeaseHeldError
    from .errors import LeaseLostError as LeaseLostError
    from .errors import StorageNotReadyError as StorageNotReadyError
    from .errors import SyncError as SyncError
    from .events import KindFinished as KindFinished
    from .events import KindStarted as KindStarted
    from .events import PagePulled as PagePulled
    from .events import RecordFailed as RecordFailed
    from .events import SyncEvent as SyncEvent
    from .events import SyncFinished as SyncFinished
    from .events import SyncStarted as SyncStarted
    from .kinds import CUSTOMER as CUSTOMER
    from .kinds import INVOICE as INVOICE
    from .kinds import JOB as JOB
    from .kinds import KINDS as KINDS
    from .kinds import Kind as Kind
    from .records import AuditEntry as AuditEntry
    from .records import Checkpoint as Checkpoint
    from .records import Decision as Decision
    from .records import FailedRecord as FailedRecord
    from .records import Lease as Lease
    from .records import RecordWrite as RecordWrite
    from .records import Rejected as Rejected
    from .records import Scope as Scope
    from .records import StoredRecord as StoredRecord
    from .report import KindReport as KindReport
    from .report import SyncReport as SyncReport

_SOURCES = {
    ".._async.engine": ("AsyncSyncEngine",),
    ".._async.protocols": ("AsyncRemote", "AsyncStorage", "AsyncUnitOfWork", "RemotePage"),
    ".._blocking.engine": ("SyncEngine",),
    ".._blocking.protocols": ("Remote", "Storage", "UnitOfWork"),
    ".errors": ("LeaseHeldError", "LeaseLostError", "StorageNotReadyError", "SyncError"),
    ".events": (
        "KindFinished",
        "KindStarted",
        "PagePulled",
        "RecordFailed",
        "SyncEvent",
        "SyncFinished",
        "SyncStarted",
    ),
    ".kinds": ("CUSTOMER", "INVOICE", "JOB", "KINDS", "Kind"),
    ".records": (
        "AuditEntry",
        "Checkpoint",
        "Decision",
        "FailedRecord",
        "Lease",
        "RecordWrite",
        "Rejected",
        "Scope",
        "StoredRecord",
    ),
    ".report": ("KindReport", "SyncReport"),
}

__all__, __getattr__, __dir__ = lazy_names(
    __name__, {name: module for module, names in _SOURCES.items() for name in names}
)
