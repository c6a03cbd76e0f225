"""The pull of one kind: the server's listing, page after page, into the storage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from hashlib import blake2b
from typing import Any, Final

import attrs

from ..codec import canonical, decode_each
from ..concurrency import AsyncRuntime
from ..sync.errors import LeaseHeldError, LeaseLostError
from ..sync.events import PagePulled, RecordFailed, SyncEvent
from ..sync.kinds import Kind
from ..sync.reconcile import Reconciled, RemoteRecord, reconcile
from ..sync.records import AuditEntry, Checkpoint, Decision, FailedRecord, Lease, Scope
from ..sync.report import KindReport
from .paging import walk_pages
from .protocols import AsyncRemote, AsyncStorage, AsyncUnitOfWork, RemotePage
