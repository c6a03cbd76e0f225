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
    from .._async.storage.engine_memory import AsyncEngineMemory as AsyncEngineMemory
    from .._async.storage.memory import AsyncMemoryStorage as AsyncMemoryStorage
    from .._async.storage.sql import AsyncSqlStorage as AsyncSqlStorage
    from .._blocking.storage.engine_memory import EngineMemory as EngineMemory
    from .._blocking.storage.memory import MemoryStorage as MemoryStorage
    from .._blocking.storage.sql import SqlStorage as SqlStorage

_SOURCES = {
    "AsyncEngineMemory": ".._async.storage.engine_memory",
    "AsyncMemoryStorage": ".._async.storage.memory",
    "AsyncSqlStorage": ".._async.storage.sql",
    "EngineMemory": ".._blocking.storage.engine_memory",
    "MemoryStorage": ".._blocking.storage.memory",
    "SqlStorage": ".._blocking.storage.sql",
}

__all__, __getattr__, __dir__ = lazy_names(__name__, _SOURCES, extra="sql")
