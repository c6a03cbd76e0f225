"""Where the sync engine keeps its records.

Example:
    ```python
    from ascora_sdk.storage import SqlStorage

    storage = SqlStorage("sqlite:///ascora.db")
    storage.migrate()
    ```
"""

from typing import TYPE_CHECKING

from ..lazy import lazy_names

if TYPE_CHECKING:
    from .._async.sql_storage import AsyncSqlStorage as AsyncSqlStorage
    from .._blocking.sql_storage import SqlStorage as SqlStorage

_SOURCES = {"AsyncSqlStorage": ".._async.sql_storage", "SqlStorage": ".._blocking.sql_storage"}

__all__, __getattr__, __dir__ = lazy_names(__name__, _SOURCES, extra="sql")
