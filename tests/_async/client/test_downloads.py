"""A file comes down whole, into whatever it is to go, or nothing of it stays."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, Attachment, NotFoundError, RateLimitError, TimeoutError
from ascora_sdk.sandbox import CutBody, Drip, Drop, Fault, Latency, Sandbox, Status

from ...client.clock import AsyncFakeTime
from ...client.shown import all_shown

MakeClient = Callable[..., AsyncAscoraClient]
FILE = "GET /files/{id}"
CONTENT = bytes(range(256)) * 3000
TOKEN = "tok-Zq8_never-to-be-shown"


class AsyncFile:
    """A file of a library whose methods have to be waited for."""

    def __init__(self) -> None:
        self.inner = io.BytesIO()

    async def write(self, piece: bytes) -> int:
        return self.inner.write(piece)

    async def tell(self) -> int:
        return self.inner.tell()

    async def seek(self, offset: int) -> int:
        return self.inner.seek(offset)

    async def truncate(self) -> int:
        return self.inner.truncate()


class Raw(io.RawIOBase):
    """A file without a buffer: it may take less than it is given, and cannot be gone back in."""

    def __init__(self, *takes: int | None) -> None:
        self.content = b""
        self._takes = [*takes]

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int | None:
        take = self._takes.pop(0) if self._takes else len(piece)
        if take is not None:
            self.content += bytes(piece[:take])
        return None if take is None else min(take, len(piece))


class FullDisk(io.BytesIO):
    """A file that takes so much and no more."""

    def write(self, piece: Any) -> int:
        if self.tell() + len(piece) > 100_000:
            super().write(piece[:10])
            raise OSError(28, "No space left on device")
        return super().write(piece)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=1, jobs=2, api_token=TOKEN) as sandbox:
        yield sandbox


@pytest.fixture
async def file(sandbox: Sandbox, client: AsyncAscoraClient) -> Attachment:
    sandbox.add("attachment", id="a-1", jobId="j-1", fileName="wall.jpg", fileType="image/jpeg", content=CONTENT)
    return await client.jobs.attachments.get("j-1", "a-1")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def plant(sandbox: Sandbox, **fields: object) -> None:
    sandbox.plant("attachment", {**sandbox.get("attachment", "a-1"), **fields})


async def test_to_a_path(client: AsyncAscoraClient, file: Attachment, tmp_path: Path) -> None:
    download = client.jobs.attachments.download
    place = tmp_path / "here.jpg"
    for attachment in ("a-1", file):
        for to in (place, str(place)):
            assert await download("j-1", attachment, to) == place
            assert place.read_bytes() == CONTENT
            place.write_bytes(b"older and " + CONTENT)
    assert await download("j-1", file, tmp_path) == tmp_path / "wall.jpg"
    assert names(tmp_path) == ["here.jpg", "wall.jpg"]


async def test_an_empty_file(sandbox: Sandbox, client: AsyncAscoraClient, tmp_path: Path) -> None:
    sandbox.add("attachment", id="a-1", jobId="j-1", fileName="empty", fileType="text/plain", content=b"")
    path = await client.jobs.attachments.download("j-1", "a-1", tmp_path)
    assert path.read_bytes() == b""
    sandbox.fault(FILE, Status(304, b""), times=None)
    path.unlink()
    with pytest.raises(AscoraApiError, match="304"):
        await client.jobs.attachments.download("j-1", "a-1", path)
    assert not path.exists()


async def test_to_an_open_file(client: AsyncAscoraClient, file: Attachment, tmp_path: Path) -> None:
    path = tmp_path / "here.jpg"
    for mode, before in (("wb", b""), ("ab", b"first "), ("w+b", b""), ("xb", b"")):
        path.unlink(missing_ok=True)
        if mode == "ab":
            path.write_bytes(before)
        with path.open(mode) as opened:
            assert await client.jobs.attachments.download("j-1", file, opened) is None
            assert not opened.closed
        assert path.read_bytes() == before + CONTENT
    with tempfile.SpooledTemporaryFile(max_size=1000) as spooled:
        await client.jobs.attachments.download("j-1", file, spooled)
        spooled.seek(0)
        assert spooled.read() == CONTENT
    memory = io.BytesIO(b"first ")
    memory.seek(6)
    await client.jobs.attachments.download("j-1", file, memory)
    assert memory.getvalue() == b"first " + CONTENT


async def test_to_a_file_that_has_to_be_waited_for(
    sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment
) -> None:
    to = AsyncFile()
    sandbox.fault(FILE, CutBody())
    await client.jobs.attachments.download("j-1", file, to)
    assert to.inner.getvalue() == CONTENT


async def test_to_a_file_that_takes_less_than_it_is_given(client: AsyncAscoraClient, file: Attachment) -> None:
    to = Raw(1, 10, 5000, 1)
    await client.jobs.attachments.download("j-1", file, to)
    assert to.content == CONTENT


@pytest.mark.parametrize("takes", [(None,), (5, None), (5, 0)], ids=str)
async def test_to_a_file_that_would_have_to_wait(
    client: AsyncAscoraClient, file: Attachment, takes: tuple[int | None, ...]
) -> None:
    with pytest.raises(BlockingIOError, match="wait until it can"):
        await client.jobs.attachments.download("j-1", file, Raw(*takes))


@pytest.mark.parametrize(
    "to", [None, 5, b"path", object(), io.StringIO()], ids=["none", "number", "bytes", "?", "text"]
)
async def test_what_is_no_file_is_refused_before_anything_is_sent(
    sandbox: Sandbox, client: AsyncAscoraClient, to: Any
) -> None:
    with pytest.raises(TypeError, match=r"a path or a file|binary mode"):
        await client.jobs.attachments.download("j-1", "a-1", to)
    assert sandbox.requests == ()


async def test_a_file_that_cannot_be_written(client: AsyncAscoraClient, file: Attachment, tmp_path: Path) -> None:
    closed = io.BytesIO()
    closed.close()
    with pytest.raises(ValueError, match="closed file"):
        await client.jobs.attachments.download("j-1", file, closed)
    (tmp_path / "read").write_bytes(b"as it was")
    with (tmp_path / "read").open("rb") as reading, pytest.raises(OSError, match="write"):
        await client.jobs.attachments.download("j-1", file, reading)
    assert (tmp_path / "read").read_bytes() == b"as it was"


async def test_a_disk_that_is_full(client: AsyncAscoraClient, file: Attachment) -> None:
    to = FullDisk(b"first ")
    to.seek(6)
    with pytest.raises(OSError, match="No space left") as caught:
        await client.jobs.attachments.download("j-1", file, to)
    assert to.getvalue() == b"first "
    assert TOKEN not in all_shown(caught.value)
    assert (await client.jobs.attachments.get("j-1", "a-1")) == file


@pytest.mark.parametrize(
    "fault",
    [CutBody(), Drop(), Status(500), Status(429), Status(403), Status(404), Status(410), Status(204, b"")],
    ids=str,
)
async def test_nothing_half_stays(
    sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment, tmp_path: Path, fault: Fault
) -> None:
    sandbox.fault(FILE, fault, times=None)
    place, memory = tmp_path / "here.jpg", io.BytesIO(b"first ")
    memory.seek(6)
    place.write_bytes(b"as it was")
    for to in (place, tmp_path, tmp_path / "new.jpg", memory):
        with pytest.raises(AscoraApiError) as caught:
            await client.jobs.attachments.download("j-1", file, to)
        assert TOKEN not in all_shown(caught.value)
        assert "\n" not in str(caught.value)
    assert (names(tmp_path), place.read_bytes()) == (["here.jpg"], b"as it was")
    assert (memory.getvalue(), memory.tell()) == (b"first ", 6)


@pytest.mark.parametrize("fault", [CutBody(), Drop(), Status(500), Status(429), Status(408)], ids=str)
async def test_it_is_tried_again_from_the_beginning(
    sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment, tmp_path: Path, fault: Fault
) -> None:
    seen: list[tuple[int, int | None]] = []
    sandbox.fault(FILE, fault, times=3)
    memory = io.BytesIO(b"first ")
    memory.seek(6)
    await client.jobs.attachments.download(
        "j-1", file, memory, on_progress=lambda gone, total: seen.append((gone, total))
    )
    assert memory.getvalue() == b"first " + CONTENT
    sandbox.fault(FILE, fault, times=3)
    await client.jobs.attachments.download("j-1", file, tmp_path / "here.jpg")
    assert (tmp_path / "here.jpg").read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert {total for _, total in seen} == {len(CONTENT)}


async def test_what_cannot_be_gone_back_in_is_not_written_twice(
    sandbox: Sandbox, client: AsyncAscoraClient, clock: AsyncFakeTime, file: Attachment
) -> None:
    sandbox.fault(FILE, Drop())
    sandbox.fault(FILE, CutBody())
    to = Raw()
    with pytest.raises(AscoraApiError) as caught:
        await client.jobs.attachments.download("j-1", file, to)
    # Before the first byte there is nothing to go back over.
    assert (caught.value.attempts, clock.sleeps) == (2, [1.0])
    assert to.content == CONTENT[: len(to.content)]


@pytest.mark.parametrize(("size", "reason"), [(0, "more bytes than the 0"), (100, "more"), (10**9, "has 768000 bytes")])
async def test_a_file_of_another_size_is_none(
    sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment, tmp_path: Path, size: int, reason: str
) -> None:
    plant(sandbox, fileSize=size)
    with pytest.raises(AscoraApiError, match=reason):
        await client.jobs.attachments.download("j-1", "a-1", tmp_path)
    memory = io.BytesIO()
    with pytest.raises(AscoraApiError, match="fileSize"):
        await client.jobs.attachments.download("j-1", "a-1", memory)
    assert (names(tmp_path), memory.getvalue()) == ([], b"")


async def test_a_packed_answer_is_unpacked(sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment) -> None:
    packed = Status(200, gzip.compress(CONTENT), "image/jpeg", {"Content-Encoding": "gzip"})
    sandbox.fault(FILE, packed)
    memory = io.BytesIO()
    await client.jobs.attachments.download("j-1", file, memory)
    assert memory.getvalue() == CONTENT
    assert sandbox.requests[-1].headers["accept-encoding"] == "identity"
    sandbox.fault(FILE, Status(200, b"no gzip", "image/jpeg", {"Content-Encoding": "gzip"}), times=None)
    with pytest.raises(AscoraApiError, match="receiving"):
        await client.jobs.attachments.download("j-1", file, io.BytesIO())


async def test_a_pause_may_be_as_long_as_the_timeout_and_the_whole_longer(
    sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment
) -> None:
    sandbox.add("attachment", id="a-2", jobId="j-1", fileName="a", fileType="image/jpeg", content=b"x" * 80)
    sandbox.fault(FILE, Drip(size=1, interval=0.02))
    memory = io.BytesIO()
    await client.jobs.attachments.download("j-1", "a-2", memory, timeout=1.2, max_retries=0)
    assert memory.getvalue() == b"x" * 80
    sandbox.fault(FILE, Latency(3))
    with pytest.raises(TimeoutError, match="while receiving"):
        await client.jobs.attachments.download("j-1", file, io.BytesIO(), timeout=0.2, max_retries=0)


@pytest.mark.parametrize("error", [KeyError("boom"), TimeoutError("boom")], ids=repr)
async def test_an_error_of_the_progress_is_the_callers_to_know(
    client: AsyncAscoraClient, file: Attachment, tmp_path: Path, error: Exception
) -> None:
    def fail(gone: int, total: int | None) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        await client.jobs.attachments.download("j-1", file, tmp_path, on_progress=fail)
    assert caught.value is error
    assert (names(tmp_path), TOKEN in all_shown(error)) == ([], False)


async def test_what_the_host_of_the_file_says(sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment) -> None:
    for status, kind in ((404, NotFoundError), (429, RateLimitError), (410, AscoraApiError), (500, AscoraApiError)):
        sandbox.fault(FILE, Status(status))
        with pytest.raises(kind) as caught:
            await client.jobs.attachments.download("j-1", file, io.BytesIO(), max_retries=0)
        assert caught.value.status_code == status
        if isinstance(caught.value, NotFoundError):
            assert (caught.value.resource, caught.value.id) == ("file of the attachment", "a-1")


async def test_the_answer_beside_the_file(client: AsyncAscoraClient, file: Attachment) -> None:
    answer = await client.with_raw(lambda raw: raw.jobs.attachments.download("j-1", "a-1", io.BytesIO()))
    assert (answer.parsed, answer.status, answer.headers["content-type"]) == (None, 200, "image/jpeg")
    assert answer.response.body == b""


# Paths


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\up.jpg", "up.jpg"),
        ("/etc/passwd", "passwd"),
        ("C:\\temp\\a.jpg", "a.jpg"),
        ("стена 😀.jpg", "стена 😀.jpg"),
    ],
)
async def test_a_name_of_the_servers_stays_in_the_folder(
    sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment, tmp_path: Path, name: str, kept: str
) -> None:
    plant(sandbox, fileName=name)
    (tmp_path / "folder").mkdir()
    path = await client.jobs.attachments.download("j-1", "a-1", tmp_path / "folder")
    assert path == tmp_path / "folder" / kept
    assert (names(tmp_path), names(tmp_path / "folder")) == (["folder"], [kept])


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/..", "/", ".bashrc", "x/.netrc", "a\0b", "a\nb", "ab:c", "\u202egpj.exe"]
)
async def test_a_name_of_the_servers_that_is_no_use_is_refused(
    sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment, tmp_path: Path, name: str
) -> None:
    plant(sandbox, fileName=name)
    with pytest.raises(ValueError, match="give a path with a name in it"):
        await client.jobs.attachments.download("j-1", "a-1", tmp_path)
    assert names(tmp_path) == []
    assert await client.jobs.attachments.download("j-1", "a-1", tmp_path / "own") == tmp_path / "own"


async def test_what_is_no_place_for_a_file_is_refused_before_it_is_fetched(
    sandbox: Sandbox, client: AsyncAscoraClient, file: Attachment, tmp_path: Path
) -> None:
    plant(sandbox, fileName="taken")
    (tmp_path / "taken").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    sandbox.clear_requests()
    file = await client.jobs.attachments.get("j-1", "a-1")
    for to, problem in (
        (tmp_path, OSError),
        (tmp_path / "pipe", OSError),
        (tmp_path / "nowhere" / "a.jpg", FileNotFoundError),
        (f"{tmp_path}/nowhere/", FileNotFoundError),
        (tmp_path / "file" / "a.jpg", NotADirectoryError),
        (tmp_path / ("x" * 300), OSError),
    ):
        with pytest.raises(problem):
            await client.jobs.attachments.download("j-1", file, to)
    assert len(sandbox.requests) == 1
    assert names(tmp_path) == ["file", "pipe", "taken"]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


async def test_a_file_that_is_there_keeps_its_permissions_and_its_links(
    client: AsyncAscoraClient, file: Attachment, tmp_path: Path
) -> None:
    private, link, dangling = tmp_path / "private", tmp_path / "link", tmp_path / "dangling"
    private.touch(mode=0o600)
    link.symlink_to(private)
    dangling.symlink_to(tmp_path / "new")
    assert await client.jobs.attachments.download("j-1", file, link) == link
    assert await client.jobs.attachments.download("j-1", file, dangling) == dangling
    assert (link.is_symlink(), dangling.is_symlink()) == (True, True)
    assert private.read_bytes() == (tmp_path / "new").read_bytes() == CONTENT
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
