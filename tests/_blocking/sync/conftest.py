# Generated from ../../_async/sync/conftest.py by tools/unasync; do not edit.
"""A sandbox, a client of it, and a SQLite file to pull into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Callable
from pathlib import Path
from typing import Any

import pytest

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import MemoryStorage, SqlStorage
from ascora_sdk.sync import SyncEngine

from ...contract.watching import add_marker, held_to_contract
from ...sync.database import Database
from .here import Here, MemoryHere, SqlHere

MakeEngine = Callable[..., SyncEngine]


def pytest_configure(config: pytest.Config) -> None:
    add_marker(config)


@pytest.fixture(autouse=True)
def _contract(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever is sent here keeps to the contract, unless the test says that it doesn't."""
    with held_to_contract(request.node):
        yield


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A small account; a module that needs another one has a fixture of its own."""
    with Sandbox(customers=25, jobs=12, invoices=12) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty file with the tables: to migrate one takes longer than many a test."""
    path = tmp_path_factory.mktemp("migrated") / "ascora.db"
    with SqlStorage(f"sqlite:///{path}") as storage:
        storage.migrate()
    return path


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "ascora.db")


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[AscoraClient]:
    """A client that gives up at once."""
    with AscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code, max_retries=0
    ) as client:
        yield client


@pytest.fixture
def storage(database: Database, migrated: Path) -> Iterator[SqlStorage]:
    shutil.copyfile(migrated, database.path)
    with SqlStorage(database.url) as storage:
        yield storage


@pytest.fixture
def make_engine(client: AscoraClient, storage: SqlStorage) -> MakeEngine:
    """Make engines with pages of ten."""

    def make(**options: Any) -> SyncEngine:
        return SyncEngine(client, options.pop("storage", storage), **{"page_size": 10, **options})

    return make


@pytest.fixture
def engine(make_engine: MakeEngine) -> SyncEngine:
    return make_engine()


@pytest.fixture(params=["sql", "memory"])
def here(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> Iterator[Here]:
    """The host's own side, on each storage in turn."""
    if request.param == "memory":
        yield MemoryHere(MemoryStorage())
        return
    database = Database(tmp_path / "here.db")
    shutil.copyfile(migrated, database.path)
    with SqlStorage(database.url) as storage:
        yield SqlHere(storage, database)
