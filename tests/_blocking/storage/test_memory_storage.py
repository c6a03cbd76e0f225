# Generated from ../../_async/storage/test_memory_storage.py by tools/unasync; do not edit.
"""The storage in memory keeps every promise of a storage."""

from collections.abc import Mapping
from typing import Any

from ascora_sdk.storage import MemoryStorage
from ascora_sdk.sync.records import Scope
from ascora_sdk.testing import StorageConformance


class TestMemoryStorage(StorageConformance):
    def make_storage(self) -> MemoryStorage:
        return MemoryStorage()

    def make_row(self, storage: MemoryStorage, scope: Scope, values: Mapping[str, Any]) -> None:
        storage.add(scope.kind, organization_id=scope.organization_id, **values)

    def edit_row(self, storage: MemoryStorage, scope: Scope, key: str, values: Mapping[str, Any]) -> None:
        storage.edit(scope.kind, key, organization_id=scope.organization_id, **values)

    def delete_row(self, storage: MemoryStorage, scope: Scope, key: str) -> None:
        storage.remove(scope.kind, key, organization_id=scope.organization_id)

    def rows(self, storage: MemoryStorage, scope: Scope) -> Mapping[str, bool]:
        rows = storage.rows(scope.kind, organization_id=scope.organization_id)
        return {row["key"]: row["deleted_on_server"] for row in rows}
