"""Our own storages keep every promise of a storage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine

from ascora_sdk.storage import AsyncMemoryStorage, AsyncSqlStorage
from ascora_sdk.sync import KINDS, Kind, Scope
from ascora_sdk.testing import AsyncStorageConformance

from ...storage.program import Program


class TestMemory(AsyncStorageConformance):
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


class Sql(AsyncStorageConformance):
    kinds = (*KINDS, Kind(name="asset", model=KINDS[1].model))
    examples = 20
    engine: Engine

    async def make_storage(self) -> AsyncSqlStorage:
        return AsyncSqlStorage(self.engine.url)

    async def close_storage(self, storage: AsyncSqlStorage) -> None:
        await storage.close()

    async def reopen(self, storage: AsyncSqlStorage) -> AsyncSqlStorage:
        return await self.make_storage()

    async def make_row(self, storage: AsyncSqlStorage, scope: Scope, values: Mapping[str, Any]) -> None:
        Program(self.engine).make_row(scope, values)

    async def edit_row(self, storage: AsyncSqlStorage, scope: Scope, key: str, values: Mapping[str, Any]) -> None:
        Program(self.engine).edit_row(scope, key, values)

    async def delete_row(self, storage: AsyncSqlStorage, scope: Scope, key: str) -> None:
        Program(self.engine).delete_row(scope, key)

    async def rows(self, storage: AsyncSqlStorage, scope: Scope) -> Mapping[str, bool]:
        return Program(self.engine).rows(scope)

    async def spoil_row(self, storage: AsyncSqlStorage, scope: Scope, key: str) -> str | None:
        return Program(self.engine).spoil_row(scope, key)


class TestSqlite(Sql):
    @pytest.fixture(autouse=True)
    def database(self, sqlite: Engine) -> None:
        self.engine = sqlite


class TestPostgres(Sql):
    @pytest.fixture(autouse=True)
    def database(self, postgres: Engine) -> None:
        self.engine = postgres
