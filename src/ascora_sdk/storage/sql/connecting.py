"""How a database is opened: which driver, and what SQLite has to be told on each connection."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import URL, event, make_url

ASYNC_SQLITE_DRIVER: Final = "sqlite+aiosqlite"
BLOCKING_SQLITE_DRIVER: Final = "sqlite"

_EXTRAS: Final = {"aiosqlite": "aiosqlite", "greenlet": "aiosqlite", "psycopg": "postgres"}
_BUSY_MILLISECONDS: Final = 30_000


def url_with_driver(url: str | URL, sqlite_driver: str) -> URL:
    """Choose the driver, so that one URL serves the blocking and the async storage.

    Args:
        url: The database's URL, such as `sqlite:///ascora.db`.
        sqlite_driver: The driver for a SQLite URL that names none.

    Example:
        >>> url_with_driver("sqlite:///ascora.db", ASYNC_SQLITE_DRIVER).drivername
        'sqlite+aiosqlite'
    """
    parsed = make_url(url)
    return parsed.set(drivername=sqlite_driver) if parsed.drivername == "sqlite" else parsed


def missing_driver(url: URL, module: str | None) -> str:
    """Say which extra brings the driver that a URL needs.

    Example:
        >>> missing_driver(make_url("sqlite+aiosqlite:///ascora.db"), "aiosqlite")
        "sqlite+aiosqlite needs aiosqlite, which is not installed: pip install 'ascora-sdk[aiosqlite]'"
    """
    extra = _EXTRAS.get(module or "")
    advice = f"pip install 'ascora-sdk[{extra}]'" if extra else f"pip install {module}"
    return f"{url.drivername} needs {module}, which is not installed: {advice}"


def prepare(engine: Any) -> None:
    """Set an engine's connections up; of a SQLite engine each transaction takes its turn from its first statement on.

    Args:
        engine: An engine, async or not.
    """
    plain = getattr(engine, "sync_engine", engine)
    if plain.dialect.name == "sqlite":
        event.listen(plain, "connect", _on_connect)
        event.listen(plain, "begin", _on_begin)


def _on_connect(connection: Any, _record: Any) -> None:
    # Python's driver would begin transactions by its own rules, and not before a first SELECT.
    connection.isolation_level = None
    # Nor would it read a row in which a program wrote text that is no UTF-8; `limits.unreadable` tells which it is.
    getattr(connection, "driver_connection", connection).text_factory = _text
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    _write_ahead(cursor)
    # What is about to be sent is written down first; it must still stand there after the power was cut.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    # Readers, a notebook say, and the one writer do not wait for each other in this mode.
    # SQLite refuses the change at once, whatever the time-out, while another connection writes or makes the same
    # change; the file keeps the mode that it is given once, so the next connection may well do it.
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except Exception as refusal:
        if "locked" not in str(refusal):
            raise


def _on_begin(connection: Any) -> None:
    # An engine that was handed in may begin its transactions by a listener of its own.
    if not connection.connection.driver_connection.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _text(written: bytes) -> str:
    return written.decode("utf-8", "surrogateescape")
