"""Whatever a file comes from, it arrives byte for byte, or the caller is told why not."""

from __future__ import annotations

import io
import os
import tempfile
from array import array
from collections.abc import AsyncIterator, Callable, Iterator
from ctypes import BigEndianStructure, c_uint16
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.sandbox import Sandbox

from ...client.shown import all_shown

MakeClient = Callable[..., AsyncAscoraClient]
CONTENT = bytes(range(256)) * 4096
PIECE = 256 * 1024
TOKEN = "tok-Zq8_never-to-be-shown"


class Pair(BigEndianStructure):
    _fields_ = (("one", c_uint16), ("other", c_uint16))


class AsyncFile:
    """A file of a library whose methods have to be waited for."""

    def __init__(self, content: bytes) -> None:
        self._file = io.BytesIO(content)
        self.name = "folder/own.bin"

    async def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    async def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    async def tell(self) -> int:
        return self._file.tell()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for line in self._file:
            yield line


class ReadAlone:
    """No more of a file than `read`, as an upload in a web framework has."""

    def __init__(self, *answers: Any) -> None:
        self._answers = [*answers, b""]

    def read(self, size: int) -> Any:
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def in_pieces(*pieces: Any) -> AsyncIterator[Any]:
    for piece in pieces:
        if isinstance(piece, Exception):
            raise piece
        yield piece


def standing_at(file: Any, offset: int) -> Any:
    file.seek(offset)
    return file


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


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "стена.jpg"
    path.write_bytes(CONTENT)
    return path


def received(sandbox: Sandbox) -> bytes:
    (part,) = sandbox.requests[-1].parts
    return part.read()


async def test_a_path(sandbox: Sandbox, client: AsyncAscoraClient, path: Path, tmp_path: Path) -> None:
    class Named(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(path)

    link = tmp_path / "link.png"
    link.symlink_to(path)
    for source, name in ((path, path.name), (str(path), path.name), (Named(), path.name), (link, "link.png")):
        added = await client.jobs.attachments.add("j-1", source)
        assert (added.file_name, added.file_size) == (name, len(CONTENT))
        assert received(sandbox) == CONTENT
        assert int(sandbox.requests[-1].headers["content-length"]) == sandbox.requests[-1].size


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
async def test_bytes_of_any_number(sandbox: Sandbox, client: AsyncAscoraClient, tmp_path: Path, size: int) -> None:
    content, path = CONTENT[:size], tmp_path / "a.bin"
    path.write_bytes(content)
    for source in (content, bytearray(content), memoryview(content), io.BytesIO(content), path, in_pieces(content)):
        added = await client.jobs.attachments.add("j-1", source, file_name="a.bin")
        assert (added.file_size, received(sandbox)) == (size, content)


@pytest.mark.parametrize(
    "source",
    [
        memoryview(b"abcdefgh")[::2],
        memoryview(b"abcdefgh")[::-1],
        memoryview(array("I", [1, 2, 3])),
        memoryview(array("d")),
        memoryview(b"abcdefgh").cast("B", (2, 4)),
        memoryview((Pair * 2)(Pair(1, 2), Pair(3, 4))),
    ],
    ids=["gaps", "backwards", "numbers", "no numbers", "a table", "structures"],
)
async def test_memory_of_any_kind(sandbox: Sandbox, client: AsyncAscoraClient, source: memoryview) -> None:
    added = await client.jobs.attachments.add("j-1", source, file_name="a")
    assert (added.file_size, received(sandbox)) == (source.nbytes, source.tobytes())


async def test_memory_is_let_go(client: AsyncAscoraClient) -> None:
    content = bytearray(b"abc")
    await client.jobs.attachments.add("j-1", content, file_name="a")
    content += b"d"


async def test_an_open_file_goes_from_where_it_stands(
    sandbox: Sandbox, client: AsyncAscoraClient, path: Path, tmp_path: Path
) -> None:
    spooled, rolled = tempfile.SpooledTemporaryFile(max_size=1 << 30), tempfile.SpooledTemporaryFile(max_size=1)  # noqa: SIM115
    with path.open("rb") as buffered, path.open("rb", buffering=0) as raw, spooled, rolled:
        for file in (spooled, rolled):
            file.write(CONTENT)
        for file in (buffered, raw, spooled, rolled, io.BytesIO(CONTENT)):
            for offset in (0, 1000, len(CONTENT), len(CONTENT) + 5):
                source = standing_at(file, offset)
                added = await client.jobs.attachments.add("j-1", source, file_name="a")
                assert (added.file_size, received(sandbox)) == (len(CONTENT[offset:]), CONTENT[offset:])
                assert not file.closed


async def test_an_open_file_has_its_own_name(client: AsyncAscoraClient, path: Path) -> None:
    with path.open("rb") as file:
        assert (await client.jobs.attachments.add("j-1", file)).file_name == path.name
        assert (await client.jobs.attachments.add("j-1", file, file_name="b.txt")).file_name == "b.txt"
    assert (await client.jobs.attachments.add("j-1", AsyncFile(CONTENT))).file_name == "own.bin"
    with tempfile.TemporaryFile() as nameless, pytest.raises(TypeError, match="give file_name="):
        await client.jobs.attachments.add("j-1", nameless)


async def test_a_file_that_has_to_be_waited_for(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    added = await client.jobs.attachments.add("j-1", AsyncFile(CONTENT))
    assert (added.file_size, received(sandbox)) == (len(CONTENT), CONTENT)
    assert "content-length" in sandbox.requests[-1].headers


async def test_a_pipe_is_sent_as_it_comes(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    taken, given = os.pipe()
    os.write(given, b"wet")
    os.close(given)
    with os.fdopen(taken, "rb") as pipe:
        added = await client.jobs.attachments.add("j-1", pipe, file_name="a")
    assert (added.file_size, received(sandbox)) == (3, b"wet")
    assert sandbox.requests[-1].headers["transfer-encoding"] == "chunked"


@pytest.mark.parametrize(
    "pieces",
    [(), (b"",), (b"", b"ab", b"", b"c", b""), (bytearray(b"ab"), memoryview(b"abcd")[::2]), (CONTENT, b"x", CONTENT)],
    ids=["none", "empty", "some empty", "of other types", "large"],
)
async def test_pieces(sandbox: Sandbox, client: AsyncAscoraClient, pieces: tuple[bytes, ...]) -> None:
    added = await client.jobs.attachments.add("j-1", in_pieces(*pieces), file_name="a")
    content = b"".join(map(bytes, pieces))
    assert (added.file_size, sha256(received(sandbox)).digest()) == (len(content), sha256(content).digest())
    await client.jobs.attachments.add("j-1", ReadAlone(*filter(None, pieces)), file_name="a")
    assert received(sandbox) == content


@pytest.mark.parametrize(
    ("source", "problem", "advice"),
    [
        (None, TypeError, "give a path"),
        (5, TypeError, "give a path"),
        (object(), TypeError, "give a path"),
        (io.StringIO("text"), TypeError, "binary mode"),
        ("/nowhere/at/all.jpg", FileNotFoundError, "all.jpg"),
        ("/", IsADirectoryError, "directory"),
        ("a\0b", ValueError, "null"),
        ("/dev/null", OSError, "give the open file"),
    ],
    ids=["none", "number", "object", "text", "missing", "folder", "no path", "device"],
)
async def test_what_is_no_file_is_refused(
    sandbox: Sandbox, client: AsyncAscoraClient, source: Any, problem: type[Exception], advice: str
) -> None:
    with pytest.raises(problem, match=advice):
        await client.jobs.attachments.add("j-1", source, file_name="a")
    assert sandbox.count("attachment") == 0


async def test_a_pipes_path_is_refused_before_anything_is_taken_out(client: AsyncAscoraClient, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    writing = os.open(path, os.O_WRONLY)
    os.write(writing, b"wet")
    with pytest.raises(OSError, match="give the open file"):
        await client.jobs.attachments.add("j-1", path)
    assert os.read(reading, 10) == b"wet"
    os.close(reading)
    os.close(writing)


async def test_a_spooled_file_of_text_is_refused(client: AsyncAscoraClient) -> None:
    with tempfile.SpooledTemporaryFile(mode="w+") as file:
        file.write("text")
        with pytest.raises(TypeError, match="binary mode"):
            await client.jobs.attachments.add("j-1", standing_at(file, 0), file_name="a")


async def test_a_closed_file_is_refused(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    file = io.BytesIO(b"x")
    file.close()
    with pytest.raises(ValueError, match="closed file"):
        await client.jobs.attachments.add("j-1", file, file_name="a")
    assert sandbox.count("attachment") == 0


class NotANetworkError(TimeoutError, ConnectionError):
    """Looks like a failure of the network, and is the caller's own."""


FAILING: list[tuple[Any, type[Exception], str]] = [
    (lambda: in_pieces(b"x" * PIECE, NotANetworkError("the disk is gone")), NotANetworkError, "the disk is gone"),
    (lambda: in_pieces(NotANetworkError("the disk is gone")), NotANetworkError, "the disk is gone"),
    (lambda: in_pieces(b"x", "text"), TypeError, "str and not bytes"),
    (lambda: in_pieces(b"x", 5), TypeError, "int and not bytes"),
    (lambda: ReadAlone(b"x", OSError("the disk is gone")), OSError, "the disk is gone"),
    (lambda: ReadAlone("text"), TypeError, "binary mode"),
    (lambda: ReadAlone(b"x", None, b"y"), BlockingIOError, "wait for them"),
]


@pytest.mark.parametrize(("source", "problem", "text"), FAILING, ids=[str(number) for number in range(len(FAILING))])
async def test_a_source_that_fails_is_the_callers_to_know(
    sandbox: Sandbox, client: AsyncAscoraClient, source: Callable[[], Any], problem: type[Exception], text: str
) -> None:
    file = source()
    with pytest.raises(problem, match=text) as caught:
        await client.jobs.attachments.add("j-1", file, file_name="a")
    assert TOKEN not in all_shown(caught.value)
    assert sandbox.count("attachment") == 0


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 2 * PIECE])
async def test_a_file_that_grows_is_not_sent(sandbox: Sandbox, client: AsyncAscoraClient, size: int) -> None:
    class Growing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(size) or b"more"

    with pytest.raises(ValueError, match=f"had {size} bytes .* send it again"):
        await client.jobs.attachments.add("j-1", Growing(CONTENT[:size]), file_name="a")
    assert sandbox.count("attachment") == 0


@pytest.mark.parametrize("size", [2 * PIECE, 2 * PIECE + 1, 3 * PIECE])
async def test_a_file_that_shrinks_is_not_sent(
    sandbox: Sandbox, client: AsyncAscoraClient, tmp_path: Path, size: int
) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(CONTENT[:size])
    with pytest.raises(ValueError, match=f"had {size} bytes .* send it again"):
        await client.jobs.attachments.add("j-1", path, on_progress=lambda gone, _: os.truncate(path, PIECE))
    assert sandbox.count("attachment") == 0
