# Generated from ../../_async/storage/test_conformance.py by tools/unasync; do not edit.
"""Our own storages keep every promise of a storage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine

from ascora_sdk.storage import MemoryStorage, SqlStorage
from ascora_sdk.sync import KINDS, Kind, Scope
from ascora_sdk.testing import StorageConformance

from ...storage.program import Program


class TestMemory(StorageConformance):
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


class Sql(StorageConformance):
    kinds = (*KINDS, Kind(name="asset", model=KINDS[1].model))
    examples = 20
    engine: Engine

    def make_storage(self) -> SqlStorage:
        return SqlStorage(self.engine.url)

    def close_storage(self, storage: SqlStorage) -> None:
        storage.close()

    def reopen(self, storage: SqlStorage) -> SqlStorage:
        return self.make_storage()

    def make_row(self, storage: SqlStorage, scope: Scope, values: Mapping[str, Any]) -> None:
        Program(self.engine).make_row(scope, values)

    def edit_row(self, storage: SqlStorage, scope: Scope, key: str, values: Mapping[str, Any]) -> None:
        Program(self.engine).edit_row(scope, key, values)

    def delete_row(self, storage: SqlStorage, scope: Scope, key: str) -> None:
        Program(self.engine).delete_row(scope, key)

    def rows(self, storage: SqlStorage, scope: Scope) -> Mapping[str, bool]:
        return Program(self.engine).rows(scope)

    def spoil_row(self, storage: SqlStorage, scope: Scope, key: str) -> str | None:
        return Program(self.engine).spoil_row(scope, key)


class TestSqlite(Sql):
    @pytest.fixture(autouse=True)
    def database(self, sqlite: Engine) -> None:
        self.engine = sqlite


class TestPostgres(Sql):
    @pytest.fixture(autouse=True)
    def database(self, postgres: Engine) -> None:
        self.engine = postgres
