"""A task that is cancelled with a file under way leaves no half file, no task and no thread at work on it."""

from __future__ import annotations

import asyncio
import io
import os
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from ascora_sdk import AsyncAscoraClient, Attachment
from ascora_sdk.sandbox import Drip, Fault, Sandbox
from ascora_sdk.sandbox.exchange import Exchange

FILE = "GET /files/{id}"
CONTENT = bytes(range(256)) * 3000


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=1, jobs=2) as sandbox:
        sandbox.add("attachment", id="a-1", jobId="j-1", fileName="wall.jpg", fileType="image/jpeg", content=CONTENT)
        yield sandbox


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncAscoraClient]:
    async with AsyncAscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code
    ) as client:
        await client.authenticate()
        yield client
        # It can be used as before, and nobody works on.
        assert len(await client.jobs.attachments.list("j-1")) == sandbox.count("attachment") == 1
        assert asyncio.all_tasks() - {asyncio.current_task()} == set()


@pytest.fixture
async def file(client: AsyncAscoraClient) -> Attachment:
    return await client.jobs.attachments.get("j-1", "a-1")


class Holding(io.BytesIO):
    """A file that is slow to read and to write: each call says that it began, and waits to be let on."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__(content)
        self.began, self.on = asyncio.Event(), threading.Event()
        self.calls = 0
        self._loop = asyncio.get_running_loop()

    def _hold(self) -> None:
        self.calls += 1
        self._loop.call_soon_threadsafe(self.began.set)
        assert self.on.wait(60)

    def read(self, size: int | None = -1) -> bytes:
        self._hold()
        return super().read(size)

    def write(self, piece: Any) -> int:
        self._hold()
        return super().write(piece)


class Silence(Fault):
    """The server takes the request and never does anything about it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.event = asyncio.Event()
        self._loop = loop

    async def strike(self, exchange: Exchange) -> None:
        self._loop.call_soon_threadsafe(self.event.set)
        await exchange.connection.wait_for_end()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def cancelled(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_upload_between_two_pieces(client: AsyncAscoraClient) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        try:
            yield CONTENT
            began.set()
            await asyncio.Event().wait()
        finally:
            ended.set()

    task = asyncio.create_task(client.jobs.attachments.add("j-1", pieces(), file_name="a"))
    await began.wait()
    await cancelled(task)
    await ended.wait()


async def test_an_upload_in_the_middle_of_a_read(client: AsyncAscoraClient) -> None:
    file = Holding(CONTENT)
    task = asyncio.create_task(client.jobs.attachments.add("j-1", file, file_name="a"))
    await file.began.wait()
    task.cancel()
    file.on.set()
    await cancelled(task)
    assert file.calls == 1


async def test_an_upload_that_waits_for_its_answer(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    received = Silence(asyncio.get_running_loop())
    sandbox.fault("POST *", received)
    task = asyncio.create_task(client.jobs.attachments.add("j-1", CONTENT, file_name="a"))
    await received.event.wait()
    await cancelled(task)


@pytest.mark.parametrize("there", [False, True])
async def test_a_download_to_a_path(
    sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment, tmp_path: Path, there: bool
) -> None:
    began, path = asyncio.Event(), tmp_path / "here.jpg"
    if there:
        path.write_bytes(b"as it was")
    sandbox.fault(FILE, Drip(size=1000, interval=60))
    task = asyncio.create_task(
        client.jobs.attachments.download("j-1", file, path, on_progress=lambda gone, total: began.set())
    )
    await began.wait()
    await cancelled(task)
    assert contents(tmp_path) == ({"here.jpg": b"as it was"} if there else {})


async def test_a_download_in_the_middle_of_a_write(client: AsyncAscoraClient, file: Attachment) -> None:
    to = Holding(b"first ")
    to.seek(6)
    task = asyncio.create_task(client.jobs.attachments.download("j-1", file, to))
    await to.began.wait()
    task.cancel()
    to.on.set()
    await cancelled(task)
    assert (to.calls, to.getvalue()) == (1, b"first ")


async def test_a_download_that_is_just_being_kept(
    client: AsyncAscoraClient, file: Attachment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, on, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()

    def hold(_: int) -> None:
        loop.call_soon_threadsafe(began.set)
        assert on.wait(60)

    monkeypatch.setattr(os, "fsync", hold)
    task = asyncio.create_task(client.jobs.attachments.download("j-1", file, tmp_path))
    await began.wait()
    task.cancel()
    on.set()
    await cancelled(task)
    # It was whole by then, and had come to its place before anybody could be told.
    assert contents(tmp_path) == {"wall.jpg": CONTENT}


async def test_progress_is_told_where_the_caller_is(
    client: AsyncAscoraClient, file: Attachment, tmp_path: Path
) -> None:
    seen: set[threading.Thread] = set()
    added = await client.jobs.attachments.add(
        "j-1", io.BytesIO(CONTENT), file_name="a", on_progress=lambda gone, total: seen.add(threading.current_thread())
    )
    await client.jobs.attachments.download(
        "j-1", file, tmp_path, on_progress=lambda gone, total: seen.add(threading.current_thread())
    )
    await client.jobs.attachments.delete("j-1", added.id)
    assert seen == {threading.current_thread()}


async def test_many_at_once(client: AsyncAscoraClient, file: Attachment) -> None:
    targets = [io.BytesIO() for _ in range(8)]
    attachments = client.jobs.attachments
    added = await asyncio.gather(
        *(attachments.add("j-2", io.BytesIO(CONTENT), file_name=f"{number}") for number in range(8))
    )
    await asyncio.gather(*(attachments.download("j-2", *pair) for pair in zip(added, targets, strict=True)))
    assert {target.getvalue() for target in targets} == {CONTENT}
    await asyncio.gather(*(attachments.delete("j-2", one.id) for one in added))
