"""A file is sent again only when it cannot have arrived, and then whole; its sender is told how far it has come."""

from __future__ import annotations

import io
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, TimeoutError
from ascora_sdk.sandbox import AnswerLost, CutBody, Drop, Fault, Latency, Sandbox, Status

from ...client.clock import AsyncFakeTime
from ...client.shown import all_shown
from ...client.sockets import closed_port_url

MakeClient = Callable[..., AsyncAscoraClient]
ADD = "POST /jobs/{id}/attachments"
CONTENT = bytes(range(256)) * 3000
PIECE = 256 * 1024
TOKEN = "tok-Zq8_never-to-be-shown"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=1, jobs=2, api_token=TOKEN) as sandbox:
        yield sandbox


@pytest.fixture
async def client(make_client: MakeClient) -> AsyncAscoraClient:
    client = make_client()
    # A connection that is given up before the sandbox knows of it would stay open there.
    await client.authenticate()
    return client


class OneWay(io.BytesIO):
    """A file that cannot be gone back in, as a socket's."""

    def tell(self) -> int:
        raise io.UnsupportedOperation("tell")


async def in_pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def at_offset(offset: int) -> io.BytesIO:
    file = io.BytesIO(b"?" * offset + CONTENT)
    file.seek(offset)
    return file


def as_path(folder: Path) -> Path:
    path = folder / "a.bin"
    path.write_bytes(CONTENT)
    return path


SOURCES: dict[str, Callable[[Path], Any]] = {
    "path": as_path,
    "file": lambda _: io.BytesIO(CONTENT),
    "file at an offset": lambda _: at_offset(1000),
    "bytes": lambda _: CONTENT,
}
ONCE: dict[str, Callable[[], Any]] = {"iterator": lambda: in_pieces(CONTENT), "pipe": lambda: OneWay(CONTENT)}


def received(sandbox: Sandbox) -> list[bytes]:
    return [part.read() for request in sandbox.requests for part in request.parts if part.name == "file"]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("fault", [Status(429), Status(503, headers={"Retry-After": "1"})], ids=str)
async def test_it_is_sent_again_whole(
    sandbox: Sandbox, client: AsyncAscoraClient, tmp_path: Path, source: str, fault: Fault
) -> None:
    sandbox.fault(ADD, fault, times=2)
    added = await client.jobs.attachments.add("j-1", SOURCES[source](tmp_path), file_name="a")
    assert received(sandbox) == [CONTENT] * 3
    assert (sandbox.count("attachment"), sandbox.file(added.id)) == (1, CONTENT)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("fault", [Drop(), AnswerLost("drop"), AnswerLost("error"), CutBody(), Status(500)], ids=str)
async def test_after_a_lost_answer_it_is_not_sent_again(
    sandbox: Sandbox, client: AsyncAscoraClient, clock: AsyncFakeTime, tmp_path: Path, source: str, fault: Fault
) -> None:
    sandbox.fault(ADD, fault)
    with pytest.raises(AscoraApiError, match="may have been carried out") as caught:
        await client.jobs.attachments.add("j-1", SOURCES[source](tmp_path), file_name="a")
    assert (caught.value.attempts, received(sandbox), clock.sleeps) == (1, [CONTENT], [])
    assert sandbox.count("attachment") <= 1
    assert TOKEN not in all_shown(caught.value)


@pytest.mark.parametrize("source", [*SOURCES, *ONCE])
async def test_after_a_refused_connection_it_is_tried_again(
    make_client: MakeClient, clock: AsyncFakeTime, tmp_path: Path, source: str
) -> None:
    file = SOURCES[source](tmp_path) if source in SOURCES else ONCE[source]()
    with pytest.raises(AscoraApiError) as caught:
        await make_client(api_url=closed_port_url()).jobs.attachments.add("j-1", file, file_name="a")
    assert (caught.value.attempts, clock.sleeps) == (4, [1.0, 2.0, 4.0])
    assert "may have been carried out" not in str(caught.value)


@pytest.mark.parametrize("source", ONCE)
@pytest.mark.parametrize("key", [None, "key"])
@pytest.mark.parametrize("fault", [Status(429), Drop()], ids=str)
async def test_what_can_be_read_once_is_sent_once(
    sandbox: Sandbox, client: AsyncAscoraClient, clock: AsyncFakeTime, source: str, key: str | None, fault: Fault
) -> None:
    sandbox.fault(ADD, fault)
    with pytest.raises(AscoraApiError) as caught:
        await client.jobs.attachments.add("j-1", ONCE[source](), file_name="a", idempotency_key=key)
    assert (caught.value.attempts, received(sandbox), clock.sleeps) == (1, [CONTENT], [])


async def test_the_answer_may_not_take_for_ever(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.fault(ADD, Latency(3))
    with pytest.raises(TimeoutError, match="while receiving") as caught:
        await client.jobs.attachments.add("j-1", b"x", file_name="a", timeout=0.2)
    assert caught.value.attempts == 1


async def test_a_server_may_not_stop_taking_the_file(make_client: MakeClient, clock: AsyncFakeTime) -> None:
    with socket.create_server(("127.0.0.1", 0)) as never_accepting:
        client = make_client(api_url=f"http://127.0.0.1:{never_accepting.getsockname()[1]}", timeout=0.2)
        with pytest.raises(TimeoutError, match=r"while sending.* was not whole yet") as caught:
            await client.jobs.attachments.add("j-1", bytes(32 * PIECE * 4), file_name="a", max_retries=1)
    # Without its end no server can have taken it for a file, so it may be sent again.
    assert (caught.value.attempts, caught.value.may_have_been_carried_out) == (2, False)


# Progress


async def test_progress_comes_to_the_size_and_never_goes_back(client: AsyncAscoraClient, tmp_path: Path) -> None:
    sources = [(make(tmp_path), len(CONTENT)) for make in SOURCES.values()]
    for source, size in (*sources, (in_pieces(CONTENT[:5], CONTENT[5:]), None), (OneWay(CONTENT), None)):
        seen: list[tuple[int, int | None]] = []
        await client.jobs.attachments.add(
            "j-1", source, file_name="a", on_progress=lambda gone, total, seen=seen: seen.append((gone, total))
        )
        gone = [one for one, _ in seen]
        assert {total for _, total in seen} == {size}
        assert gone == sorted(set(gone))
        assert gone[-1] == len(CONTENT)


async def test_progress_begins_anew_with_each_try(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    seen: list[int] = []
    sandbox.fault(ADD, Status(429))
    await client.jobs.attachments.add("j-1", CONTENT, file_name="a", on_progress=lambda gone, total: seen.append(gone))
    one_try = [PIECE, 2 * PIECE, len(CONTENT)]
    assert seen == [*one_try, *one_try]


async def test_progress_may_be_waited_for(client: AsyncAscoraClient) -> None:
    seen: list[int] = []

    async def tell(gone: int, total: int | None) -> None:
        seen.append(gone)

    await client.jobs.attachments.add("j-1", b"abc", file_name="a", on_progress=tell)
    assert seen == [3]


@pytest.mark.parametrize("error", [KeyError("boom"), TimeoutError("boom"), ConnectionResetError("boom")], ids=repr)
async def test_an_error_of_the_progress_is_the_callers_to_know(
    sandbox: Sandbox, client: AsyncAscoraClient, error: Exception
) -> None:
    def fail(gone: int, total: int | None) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        await client.jobs.attachments.add("j-1", CONTENT, file_name="a", on_progress=fail)
    assert caught.value is error
    assert TOKEN not in all_shown(error)
    assert sandbox.count("attachment") == 0
    assert await client.jobs.attachments.list("j-1") == []
