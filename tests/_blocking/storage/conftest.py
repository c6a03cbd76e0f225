# Generated from ../../_async/storage/conftest.py by tools/unasync; do not edit.
"""The databases on which the proofs of a storage run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine

from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import Scope

from ...storage.postgres import own_schema, running_postgres


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A SQLite file with all tables, as the host's own program opens it."""
    folder: Path = tmp_path_factory.mktemp("storage")
    engine = create_engine(f"sqlite:///{folder}/ascora.db")
    with SqlStorage(engine) as storage:
        storage.migrate()
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Engine]:
    """A PostgreSQL database with all tables, as the host's own program opens it."""
    with running_postgres() as url, own_schema(url) as engine:
        SqlStorage(engine).migrate()
        yield engine


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each of the two in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def storage(engine: Engine) -> Iterator[SqlStorage]:
    """Our own storage on that database."""
    with SqlStorage(engine.url) as storage:
        yield storage


@pytest.fixture
def scope() -> Scope:
    """An organization that nobody else has."""
    return Scope(f"o-{uuid4().hex}", "customer")
