"""A process of its own that syncs both ways until somebody presses Ctrl-C."""

import asyncio
import json
import sys

from ascora_sdk import AscoraClient, AsyncAscoraClient
from ascora_sdk.storage import AsyncSqlStorage, SqlStorage
from ascora_sdk.sync import AsyncSyncEngine, SyncEngine


def blocking(url: str, credentials: dict[str, str], options: dict[str, float]) -> None:
    with AscoraClient(**credentials) as client, SqlStorage(url) as storage:
        SyncEngine(client, storage, **options).sync()


async def in_a_loop(url: str, credentials: dict[str, str], options: dict[str, float]) -> None:
    async with AsyncAscoraClient(**credentials) as client, AsyncSqlStorage(url) as storage:
        await AsyncSyncEngine(client, storage, **options).sync()


def main(api: str, **arguments: dict[str, str]) -> None:
    if api == "async":
        asyncio.run(in_a_loop(**arguments))
    else:
        blocking(**arguments)


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
