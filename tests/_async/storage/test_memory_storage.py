"""The storage in memory keeps every promise of a storage."""

from collections.abc import Mapping
from typing import Any

from ascora_sdk.storage import AsyncMemoryStorage
from ascora_sdk.sync.records import Scope
from ascora_sdk.testing import AsyncStorageConformance


class TestMemoryStorage(AsyncStorageConformance):
    async def make_storage(self) -> AsyncMemoryStorage:
        return AsyncMemoryStorage()

    async def make_row(self, storage: AsyncMemoryStorage, scope: Scope, values: Mapping[str, Any]) -> None:
        await storage.add(scope.kind, organization_id=scope.organization_id, **values)

    async def edit_row(self, storage: AsyncMemoryStorage, scope: Scope, key: str, values: Mapping[str, Any]) -> None:
        await storage.edit(scope.kind, key, organization_id=scope.organization_id, **values)

    async def delete_row(self, storage: AsyncMemoryStorage, scope: Scope, key: str) -> None:
        await storage.remove(scope.kind, key, organization_id=scope.organization_id)

    async def rows(self, storage: AsyncMemoryStorage, scope: Scope) -> Mapping[str, bool]:
        rows = await storage.rows(scope.kind, organization_id=scope.organization_id)
        return {row["key"]: row["deleted_on_server"] for row in rows}
