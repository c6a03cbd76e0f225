"""A process that syncs, and that kills itself, as `kill -9` would, at any of its steps.

A step is a statement, a commit, a request that is about to be sent, or an answer that has just come. It is forked off a
process that has imported all it needs, since that takes longer than the sync.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from ascora_sdk import (
    AscoraClient,
    AsyncAscoraClient,
    AsyncHttpxTransport,
    HttpxTransport,
    Request,
    Response,
)
from ascora_sdk.storage import AsyncSqlStorage, SqlStorage
from ascora_sdk.sync import AsyncSyncEngine, LocalWins, SyncEngine

Step = Callable[..., None]
OPTIONS: dict[str, Any] = {"page_size": 3, "strategy": LocalWins(), "deletions": "delete"}


class StepsOfRequests:
    def __init__(self, step: Step) -> None:
        self._inner = HttpxTransport()
        self._step = step

    def send(self, request: Request) -> Response:
        self._step()
        response = self._inner.send(request)
        self._step()
        return response

    def close(self) -> None:
        self._inner.close()


class AsyncStepsOfRequests:
    def __init__(self, step: Step) -> None:
        self._inner = AsyncHttpxTransport()
        self._step = step

    async def send(self, request: Request) -> Response:
        self._step()
        response = await self._inner.send(request)
        self._step()
        return response

    async def close(self) -> None:
        await self._inner.close()


def main() -> None:
    """Read orders, a line each, and answer each with the number of steps; none if the process died at one."""
    for line in sys.stdin:
        order = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            os.write(writer, str(live(**order)).encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as told:
            steps = told.read()
        _, status = os.waitpid(child, 0)
        died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        print(json.dumps({"steps": int(steps) if steps else None, "died": died}), flush=True)


def live(url: str, credentials: dict[str, str], api: str, die_at: int | None) -> int:
    """Sync, and give the number of steps."""
    count = 0

    def step(*_arguments: Any) -> None:
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    if api == "async":
        asyncio.run(sync_async(url, credentials, step))
    else:
        sync_blocking(url, credentials, step)
    return count


def sync_blocking(url: str, credentials: dict[str, str], step: Step) -> None:
    database = create_engine(url)
    storage = SqlStorage(database)
    watch(database, step)
    with AscoraClient(**credentials, max_retries=0, transport=StepsOfRequests(step)) as client:
        SyncEngine(client, storage, **OPTIONS).sync()


async def sync_async(url: str, credentials: dict[str, str], step: Step) -> None:
    database = create_async_engine(make_url(url).set(drivername="sqlite+aiosqlite"))
    storage = AsyncSqlStorage(database)
    watch(database.sync_engine, step)
    async with AsyncAscoraClient(**credentials, max_retries=0, transport=AsyncStepsOfRequests(step)) as client:
        await AsyncSyncEngine(client, storage, concurrency=1, **OPTIONS).sync()


def watch(engine: Any, step: Step) -> None:
    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)


if __name__ == "__main__":
    main()
