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
    from .._async.sync.engine import AsyncSyncEngine as AsyncSyncEngine
    from .._async.sync.protocols import AsyncRemote as AsyncRemote
    from .._async.sync.protocols import AsyncStorage as AsyncStorage
    from .._async.sync.protocols import AsyncSupportsRemote as AsyncSupportsRemote
    from .._async.sync.protocols import AsyncSupportsTraffic as AsyncSupportsTraffic
    from .._async.sync.protocols import AsyncUnitOfWork as AsyncUnitOfWork
    from .._async.sync.protocols import RemotePage as RemotePage
    from .._blocking.sync.engine import SyncEngine as SyncEngine
    from .._blocking.sync.protocols import Remote as Remote
    from .._blocking.sync.protocols import Storage as Storage
    from .._blocking.sync.protocols import SupportsRemote as SupportsRemote
    from .._blocking.sync.protocols import SupportsTraffic as SupportsTraffic
    from .._blocking.sync.protocols import UnitOfWork as UnitOfWork
    from ..progress import SyncProgress as SyncProgress
    from .abilities import Abilities as Abilities
    from .audit import AuditEntry as AuditEntry
    from .audit import Decision as Decision
    from .conflict import Conflict as Conflict
    from .conflict import Decided as Decided
    from .conflict import Resolution as Resolution
    from .conflict import Side as Side
    from .errors import LeaseHeldError as LeaseHeldError
    from .errors import LeaseLostError as LeaseLostError
    from .errors import MassDeletionError as MassDeletionError
    from .errors import StorageNotReadyError as StorageNotReadyError
    from .errors import SyncError as SyncError
    from .events import ConflictFound as ConflictFound
    from .events import KindFinished as KindFinished
    from .events import KindStarted as KindStarted
    from .events import PagePulled as PagePulled
    from .events import RecordFailed as RecordFailed
    from .events import RecordPushed as RecordPushed
    from .events import RecordSkipped as RecordSkipped
    from .events import SyncEvent as SyncEvent
    from .events import SyncFinished as SyncFinished
    from .events import SyncStarted as SyncStarted
    from .json_text import from_json as from_json
    from .json_text import to_json as to_json
    from .kinds import CUSTOMER as CUSTOMER
    from .kinds import INVOICE as INVOICE
    from .kinds import JOB as JOB
    from .kinds import KINDS as KINDS
    from .kinds import TASK as TASK
    from .kinds import Kind as Kind
    from .leaves import MISSING as MISSING
    from .merge import Dispute as Dispute
    from .notes import NOTES as NOTES
    from .notes import Action as Action
    from .notes import Agreed as Agreed
    from .notes import Checkpoint as Checkpoint
    from .notes import FailedRecord as FailedRecord
    from .notes import Note as Note
    from .notes import OpenConflict as OpenConflict
    from .notes import OutboxEntry as OutboxEntry
    from .notes import Stage as Stage
    from .notes import Tombstone as Tombstone
    from .outcome import Deletions as Deletions
    from .plain_text import from_plain as from_plain
    from .plain_text import to_plain as to_plain
    from .plan import Effect as Effect
    from .plan import FieldChange as FieldChange
    from .plan import PlannedAction as PlannedAction
    from .plan import SyncPlan as SyncPlan
    from .public_kinds import INVOICE_TO_SEND as INVOICE_TO_SEND
    from .public_kinds import PUBLIC_CUSTOMER as PUBLIC_CUSTOMER
    from .public_kinds import PUBLIC_JOB as PUBLIC_JOB
    from .public_kinds import PUBLIC_KINDS as PUBLIC_KINDS
    from .records import Lease as Lease
    from .records import RecordWrite as RecordWrite
    from .records import Rejected as Rejected
    from .records import Scope as Scope
    from .records import StoredRecord as StoredRecord
    from .report import KindReport as KindReport
    from .report import SyncReport as SyncReport
    from .strategies import ConflictStrategy as ConflictStrategy
    from .strategies import FillBlanks as FillBlanks
    from .strategies import LocalWins as LocalWins
    from .strategies import Manual as Manual
    from .strategies import MergeFields as MergeFields
    from .strategies import NewestWins as NewestWins
    from .strategies import RemoteWins as RemoteWins
    from .traffic import Traffic as Traffic

_SOURCES = {
    ".._async.sync.engine": ("AsyncSyncEngine",),
    ".._async.sync.protocols": (
        "AsyncRemote",
        "AsyncStorage",
        "AsyncSupportsRemote",
        "AsyncSupportsTraffic",
        "AsyncUnitOfWork",
        "RemotePage",
    ),
    ".._blocking.sync.engine": ("SyncEngine",),
    ".._blocking.sync.protocols": (
        "Remote",
        "Storage",
        "SupportsRemote",
        "SupportsTraffic",
        "UnitOfWork",
    ),
    "..progress": ("SyncProgress",),
    ".abilities": ("Abilities",),
    ".audit": (
        "AuditEntry",
        "Decision",
    ),
    ".conflict": (
        "Conflict",
        "Decided",
        "Resolution",
        "Side",
    ),
    ".errors": (
        "LeaseHeldError",
        "LeaseLostError",
        "MassDeletionError",
        "StorageNotReadyError",
        "SyncError",
    ),
    ".events": (
        "ConflictFound",
        "KindFinished",
        "KindStarted",
        "PagePulled",
        "RecordFailed",
        "RecordPushed",
        "RecordSkipped",
        "SyncEvent",
        "SyncFinished",
        "SyncStarted",
    ),
    ".json_text": (
        "from_json",
        "to_json",
    ),
    ".kinds": (
        "CUSTOMER",
        "INVOICE",
        "JOB",
        "KINDS",
        "TASK",
        "Kind",
    ),
    ".leaves": ("MISSING",),
    ".merge": ("Dispute",),
    ".notes": (
        "Action",
        "Agreed",
        "Checkpoint",
        "FailedRecord",
        "NOTES",
        "Note",
        "OpenConflict",
        "OutboxEntry",
        "Stage",
        "Tombstone",
    ),
    ".outcome": ("Deletions",),
    ".plain_text": (
        "from_plain",
        "to_plain",
    ),
    ".plan": (
        "Effect",
        "FieldChange",
        "PlannedAction",
        "SyncPlan",
    ),
    ".public_kinds": (
        "INVOICE_TO_SEND",
        "PUBLIC_CUSTOMER",
        "PUBLIC_JOB",
        "PUBLIC_KINDS",
    ),
    ".records": (
        "Lease",
        "RecordWrite",
        "Rejected",
        "Scope",
        "StoredRecord",
    ),
    ".report": (
        "KindReport",
        "SyncReport",
    ),
    ".strategies": (
        "ConflictStrategy",
        "FillBlanks",
        "LocalWins",
        "Manual",
        "MergeFields",
        "NewestWins",
        "RemoteWins",
    ),
    ".traffic": ("Traffic",),
}

__all__, __getattr__, __dir__ = lazy_names(
    __name__, {name: module for module, names in _SOURCES.items() for name in names}
)
