"""A migrated SQLite file for each test, and an engine that has synced once."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import AsyncSqlStorage, SqlStorage
from ascora_sdk.sync import AsyncSyncEngine

from ....sync.database import Database


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty file with the tables: to migrate one takes longer than a test here does."""
    path = tmp_path_factory.mktemp("migrated") / "ascora.db"
    with SqlStorage(f"sqlite:///{path}") as storage:
        storage.migrate()
    return path


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=6, jobs=4, invoices=4) as sandbox:
        yield sandbox


@pytest.fixture
async def storage(database: Database, migrated: Path) -> AsyncIterator[AsyncSqlStorage]:
    shutil.copyfile(migrated, database.path)
    async with AsyncSqlStorage(database.url) as storage:
        yield storage


@pytest.fixture
async def engine(make_engine: Any) -> AsyncSyncEngine:
    """An engine after its first sync."""
    engine: AsyncSyncEngine = make_engine()
    assert (await engine.sync()).ok
    return engine
