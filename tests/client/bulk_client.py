"""Sends and fetches a large file, and prints by how many bytes that raised the most memory it ever had.

A script of its own, so that nobody else's memory is measured. Arguments: the port, the size, the client and the folder.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from io import RawIOBase
from pathlib import Path
from typing import Any

from ascora_sdk import AscoraClient, AsyncAscoraClient

_SMALL = 1024 * 1024


class Nowhere(RawIOBase):
    """A file that forgets what is written into it."""

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        return len(piece)


def most_memory() -> int:
    """Read the most memory that this process ever had; getrusage would count what had it before this program began."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    from resource import RUSAGE_SELF, getrusage

    return getrusage(RUSAGE_SELF).ru_maxrss


def sparse(folder: Path, size: int) -> Path:
    """Make a file that takes no room."""
    path = folder / str(size)
    path.touch()
    os.truncate(path, size)
    return path


async def by_tasks(url: str, size: int, folder: Path) -> AsyncIterator[int]:
    async with AsyncAscoraClient(api_url=url, api_token="t", company_code="c") as client:
        for each in (_SMALL, size):
            await client.jobs.attachments.add("j-1", sparse(folder, each))
            await client.jobs.attachments.download("j-1", str(each), Nowhere())
            yield most_memory()


def by_blocking(url: str, size: int, folder: Path) -> Iterator[int]:
    with AscoraClient(api_url=url, api_token="t", company_code="c") as client:
        for each in (_SMALL, size):
            client.jobs.attachments.add("j-1", sparse(folder, each))
            client.jobs.attachments.download("j-1", str(each), Nowhere())
            yield most_memory()


async def gathered(values: AsyncIterator[int]) -> list[int]:
    return [value async for value in values]


if __name__ == "__main__":
    port, size, kind, folder = sys.argv[1:]
    arguments = (f"http://127.0.0.1:{port}/api/v1", int(size), Path(folder))
    if kind == "async":
        before, after = asyncio.run(gathered(by_tasks(*arguments)))
    else:
        before, after = by_blocking(*arguments)
    print(after - before)
