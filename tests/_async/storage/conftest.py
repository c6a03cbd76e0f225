"""The databases on which the proofs of a storage run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from ascora_sdk.storage import SqlStorage

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
