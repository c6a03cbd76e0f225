"""A migrated SQLite file for each test, and an engine that has synced once."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.sandbox import AnswerLost, Sandbox
from ascora_sdk.storage import AsyncSqlStorage, SqlStorage
from ascora_sdk.sync import AsyncSyncEngine

from ....sync.database import Database
from .hasty import AsyncHasty


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


@pytest.fixture
async def hasty(sandbox: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[AsyncAscoraClient]:
    """A client that gives up at once, and its first write soon if that is the one that is never answered."""
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    transport = AsyncHasty(writes=params.get("lost") == AnswerLost("hang"))
    async with AsyncAscoraClient(
        api_url=sandbox.api_url,
        api_token=sandbox.api_token,
        company_code=sandbox.company_code,
        max_retries=0,
        transport=transport,
    ) as client:
        yield client
    await transport.close()
