"""Our side on a SQLite file: what stands in its tables, looked at and edited by plain SQL, past the engine.

The database's own clock and chance are the simulation's, so that the same seed gives the same rows.
"""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import create_engine, delete, event, func, insert, select, update
from sqlalchemy.pool import StaticPool

from ascora_sdk._blocking.storage.sql import SqlUnitOfWork
from ascora_sdk.storage import SqlStorage
from ascora_sdk.storage.sql.record_tables import record_table
from ascora_sdk.storage.sql.tables import sync_checkpoints, sync_logs
from ascora_sdk.sync import AuditEntry, Note, Scope

from .clock import Clock
from .stock import ORGANIZATION, Row

# A folder that is no disk: what is thrown away at once need not be kept from a power cut.
_MEMORY = Path("/dev", "shm")
_TEMPLATE = "template.db"
_NUMBERS = count()


class SqlStock:
    """A database, used by one simulation after the other, so that its statements are compiled once.

    Attributes:
        engine: What the worker's storage is opened with.
        storage: The worker's storage.
        on_statement: Called right before and right after each of the worker's statements; None while nobody cares.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "none.db"
        self._clock = Clock()
        self._chance = Random(0)
        self._plain = sqlite3.connect(":memory:")
        self.locked: set[tuple[str, str]] | None = None
        self.on_statement: Callable[[str], None] | None = None
        self.engine = create_engine("sqlite://", creator=self._connect, poolclass=StaticPool)
        self._people = create_engine("sqlite://", creator=self._connect, poolclass=StaticPool)
        self.storage = SqlStorage(self.engine)
        self.storage._is_ready = True  # so it is: to look again costs more than a whole sync
        event.listen(self.engine, "connect", _carelessly)
        event.listen(self._people, "connect", _carelessly)
        event.listen(self.engine, "before_cursor_execute", self._before)
        event.listen(self.engine, "after_cursor_execute", self._after)

    def begin(self, path: Path, clock: Clock, chance: Random) -> None:
        """Turn to another database file."""
        self.end()
        self._path, self._clock, self._chance = path, clock, chance

    def end(self) -> None:
        """Close all connections."""
        self.on_statement = None
        self.engine.dispose()
        self._people.dispose()

    def _before(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if self.on_statement is not None:
            self.on_statement(f"statement {' '.join(statement.split())[:60]}")

    def _after(self, *_more: Any) -> None:
        if self.on_statement is not None:
            self.on_statement("the end of a statement")

    def rows(self, kind: str) -> dict[str, Row]:
        """Give all rows."""
        kept = record_table(kind)
        table = kept.table
        wanted = select(table.c.id, kept.ascora_id, table.c.ascora_deleted_at, *kept.cells).where(
            table.c.organization_id == ORGANIZATION, *([table.c.kind == kind] if kept.is_shared else [])
        )
        with self._people.connect() as connection:
            found = connection.execute(wanted.order_by(table.c.id)).all()
        rows = ((str(key), id_, deleted, kept.from_cells(cells)) for key, id_, deleted, *cells in found)
        return {
            key: Row(key=key, id=id_, values=values or {}, deleted_on_server=deleted is not None)
            for key, id_, deleted, values in rows
        }

    def add(self, kind: str, values: Mapping[str, Any]) -> str:
        """Add a row."""
        kept = record_table(kind)
        place = {"organization_id": ORGANIZATION}
        if kept.is_shared:
            place["kind"] = kind
        cells = self._cells(kind, values)
        with self._people.begin() as connection:
            made = insert(kept.table).values(**place, **cells).returning(kept.table.c.id)
            return str(connection.execute(made).scalar_one())

    def edit(self, kind: str, key: str, values: Mapping[str, Any]) -> None:
        """Edit a row."""
        kept = record_table(kind)
        if kept.is_shared:
            values = {**self.rows(kind)[key].values, **values}
        cells = self._cells(kind, values)
        if not cells:
            # Saved as it is: written, and nothing is new.
            cells = {"organization_id": ORGANIZATION}
        with self._people.begin() as connection:
            connection.execute(update(kept.table).where(kept.table.c.id == key).values(**cells))

    def remove(self, kind: str, key: str) -> None:
        """Remove a row."""
        table = record_table(kind).table
        with self._people.begin() as connection:
            connection.execute(delete(table).where(table.c.id == key))

    def notes(self, kind: str, note_class: type[Note]) -> dict[str, Any]:
        """Give all notes of a class."""
        scope = Scope(ORGANIZATION, kind)
        with self._looking() as work:
            keys = work.note_keys(scope, note_class, after=None, limit=100_000)
            return dict(work.notes(scope, note_class, keys))

    def story(self, kind: str, names: frozenset[str]) -> list[AuditEntry]:
        """Give the audit entries of a record."""
        with self._looking() as work:
            return list(work.audit(Scope(ORGANIZATION, kind), sorted(names)))

    def lease_ends(self, kind: str) -> datetime | None:
        """Say until when somebody has the lease."""
        held = sync_checkpoints.c
        wanted = select(held.lease_until).where(held.kind == kind, held.lease_owner.is_not(None))
        with self._people.connect() as connection:
            until: datetime | None = connection.execute(wanted).scalar_one_or_none()
            return until

    def trail(self, kind: str) -> int:
        """Count the audit entries."""
        with self._people.connect() as connection:
            count: int = connection.execute(select(func.count()).select_from(sync_logs)).scalar_one()
            return count

    @contextmanager
    def _looking(self) -> Iterator[Any]:
        with self._people.connect() as connection:
            yield SqlUnitOfWork(connection)

    def _cells(self, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        kept = record_table(kind)
        if kept.is_shared:
            return {"fields": dict(values)}
        return {kept.columns[name].name: value for name, value in values.items()}

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        connection.create_function("strftime", -1, self._strftime)
        connection.create_function("julianday", 1, self._julianday)
        connection.create_function("random", 0, lambda: self._chance.getrandbits(64) - 2**63)
        return connection

    def _strftime(self, form: str, moment: str, *more: str) -> str | None:
        marks = ", ".join("?" * (2 + len(more)))
        found: str | None = self._plain.execute(
            f"SELECT strftime({marks})", (form, self._moment(moment), *more)
        ).fetchone()[0]
        return found

    def _julianday(self, moment: str) -> float:
        found: float = self._plain.execute("SELECT julianday(?)", (self._moment(moment),)).fetchone()[0]
        return found

    def _moment(self, moment: str) -> str:
        return self._clock.now().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z" if moment == "now" else moment


def _carelessly(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


@cache
def _the_stock() -> SqlStock:
    """Make the one stock of this process, and a migrated database to be copied."""
    folder = Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    storage = SqlStorage(f"sqlite:///{folder / _TEMPLATE}")
    storage.migrate()
    storage.close()
    return SqlStock(folder)


@contextmanager
def database(clock: Clock, chance: Random) -> Iterator[SqlStock]:
    """Give an empty database, that is thrown away afterwards."""
    stock = _the_stock()
    # Never the same name twice: SQLite knows files by their names, and one that is closed late is in nobody's way.
    path = stock._folder / f"{next(_NUMBERS)}.db"
    shutil.copy(stock._folder / _TEMPLATE, path)
    stock.begin(path, clock, chance)
    try:
        yield stock
    finally:
        stock.end()
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
