"""Files of any size go in and out without being held in memory, from this origin or from another."""

from __future__ import annotations

import socket
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import RawIOBase
from pathlib import Path

import httpx
import pytest

from ascora_sdk.sandbox import CutBody, Drip, Drop, Latency, Malformed, Redirect, RefusedEarly, Sandbox, Status

Connect = Callable[[Sandbox], httpx.Client]
PATH = "/jobs/j-1/attachments"
MEBIBYTE = 1024 * 1024


class Zeros(RawIOBase):
    """A file of any size that takes no memory."""

    def __init__(self, size: int) -> None:
        self.left = self.size = size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.left = self.size - offset if whence == 0 else 0
        return self.size - self.left

    def tell(self) -> int:
        return self.size - self.left

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        self.left -= size
        return bytes(size)


@pytest.fixture
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, so that those left behind are seen."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def stored(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def test_large_files_need_no_memory(sandbox: Sandbox, http: httpx.Client, temporary_files: Path) -> None:
    size = 40 * MEBIBYTE
    digest = sha256(bytes(size)).hexdigest()
    http.get("/customers")
    tracemalloc.start()
    try:
        answer = http.post(PATH, files={"file": ("big", Zeros(size))}, timeout=60)
        with http.stream("GET", "/files/a-1", timeout=60) as download:
            received = sha256()
            for piece in download.iter_bytes():
                received.update(piece)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.json()["fileSize"] == size == int(download.headers["content-length"])
    assert received.hexdigest() == digest
    assert peak < 16 * MEBIBYTE
    upload = sandbox.requests[1]
    assert (upload.body, upload.parts[0].sha256) == (b"", digest)
    assert upload.size > size
    assert stored(temporary_files) == 1
    sandbox.stop()
    assert list(temporary_files.iterdir()) == []


def test_a_large_file_lasts_as_long_as_somebody_may_ask_for_it(
    sandbox: Sandbox, http: httpx.Client, temporary_files: Path
) -> None:
    content = b"\x00\xff" * MEBIBYTE
    for path in (PATH, PATH, "/customers"):
        http.post(path, files={"file": ("big", content)})
    assert stored(temporary_files) == 3
    assert sandbox.requests[2].parts[0].read() == content  # refused, but on record
    http.get("/customers")  # by whose answer the server has let go of the request before
    sandbox.clear_requests()
    assert stored(temporary_files) == 2
    http.delete(f"{PATH}/a-1")
    assert stored(temporary_files) == 1
    assert sandbox.file("a-2") == http.get("/files/a-2").content == content


def test_a_large_file_goes_with_a_stop_and_a_small_one_stays(
    sandbox: Sandbox, http: httpx.Client, connect: Connect, temporary_files: Path
) -> None:
    for content in (b"small", bytes(2 * MEBIBYTE)):
        http.post(PATH, files={"file": ("a", content)})
    sandbox.stop()
    assert list(temporary_files.iterdir()) == []
    assert sandbox.file("a-1") == b"small"
    with pytest.raises(FileNotFoundError):
        sandbox.file("a-2")
    with sandbox.start():
        again = connect(sandbox)
        assert again.get("/files/a-1").content == b"small"
        assert again.get("/files/a-2").status_code == 404
        assert again.get(f"{PATH}/a-2").json()["fileSize"] == 2 * MEBIBYTE
        again.post(PATH, files={"file": ("a", bytes(2 * MEBIBYTE))})
        assert sandbox.file("a-3") == bytes(2 * MEBIBYTE)


def test_a_broken_off_upload_leaves_nothing(sandbox: Sandbox, http: httpx.Client, temporary_files: Path) -> None:
    def body() -> Iterator[bytes]:
        yield b'--B\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(48):
            yield bytes(MEBIBYTE // 16)
        raise OSError("the client dies")

    with pytest.raises(OSError, match="dies"):
        http.post(PATH, content=body(), headers={"Content-Type": "multipart/form-data; boundary=B"})
    sandbox.stop()  # waits until what was under way has ended
    assert stored(temporary_files) == 0
    assert sandbox.requests == ()


def test_a_spoilt_form_leaves_nothing_either(sandbox: Sandbox, http: httpx.Client, temporary_files: Path) -> None:
    start = b'--B\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    answer = http.post(
        PATH, content=start + bytes(2 * MEBIBYTE), headers={"Content-Type": "multipart/form-data; boundary=B"}
    )
    assert answer.status_code == 400
    assert stored(temporary_files) == 0


# Downloads


@pytest.fixture
def file(sandbox: Sandbox) -> bytes:
    content = bytes(range(256)) * 8192  # 2 MiB, more than any buffer holds
    sandbox.add("attachment", jobId="j-1", fileName="a.bin", fileType="image/png", content=content)
    return content


def test_a_download_says_what_it_is(sandbox: Sandbox, http: httpx.Client, file: bytes) -> None:
    answer = http.get(sandbox.get("attachment", "a-1")["fileUrl"])
    assert answer.content == file
    assert (answer.headers["content-type"], answer.headers["content-length"]) == ("image/png", str(len(file)))


@pytest.mark.parametrize("file_type", ["фото", "a\r\nX-Injected: 1", "", " ", 5, None])
def test_a_type_that_no_header_can_hold_is_not_sent(sandbox: Sandbox, http: httpx.Client, file_type: object) -> None:
    record = sandbox.add("attachment", jobId="j-1", fileName="a", content=b"wet")
    sandbox.plant("attachment", {**record, "fileType": file_type})
    answer = http.get("/files/a-1")
    assert (answer.content, answer.headers["content-type"]) == (b"wet", "application/octet-stream")
    assert "x-injected" not in answer.headers


def test_any_id_has_an_address(sandbox: Sandbox, http: httpx.Client) -> None:
    for attachment_id in ("a/b", "..", "a b", "50%", "what?", "#1", "Łódź"):
        url = sandbox.add("attachment", id=attachment_id, jobId="j-1", fileName="a", content=b"wet")["fileUrl"]
        raw_path = url.removeprefix(str(httpx.URL(sandbox.api_url).copy_with(raw_path=b"/")).rstrip("/"))
        assert http.get(httpx.URL(sandbox.api_url).copy_with(raw_path=raw_path.encode())).content == b"wet"


def test_a_file_may_be_longer_or_shorter_than_it_says(sandbox: Sandbox, http: httpx.Client, file: bytes) -> None:
    sandbox.edit("attachment", "a-1", fileSize=1)
    assert http.get(f"{PATH}/a-1").json()["fileSize"] == 1
    assert http.get("/files/a-1").content == file


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong", "X-Company-Code": "SANDBOX"}])
def test_the_apis_own_files_need_the_credentials(sandbox: Sandbox, file: bytes, headers: dict[str, str]) -> None:
    assert httpx.get(sandbox.files_url + "/a-1", headers=headers).status_code == 401


def test_files_elsewhere_need_none(connect: Connect) -> None:
    with Sandbox(customers=1, jobs=1, files_elsewhere=True) as sandbox:
        http = connect(sandbox)
        url = http.post(PATH, files={"file": ("ä", b"wet", "text/plain")}).json()["fileUrl"]
        origin = httpx.URL(url)
        assert url == f"{sandbox.files_url}/a-1"
        assert (origin.port, origin.path) != (httpx.URL(sandbox.api_url).port, "/api/v1/files/a-1")
        answer = httpx.get(url)
        assert (answer.content, answer.headers["content-type"]) == (b"wet", "text/plain")
        assert httpx.get(f"{sandbox.files_url}/a-9").status_code == 404
        assert httpx.post(url).status_code == 405
        assert httpx.get(sandbox.files_url.removesuffix("files") + "customers").status_code == 404
        assert http.get("/files/a-1").status_code == 404
        upload, download, *_ = sandbox.requests
    assert upload.host == httpx.URL(sandbox.api_url).netloc.decode()
    assert (download.host, download.path, download.raw_path) == (origin.netloc.decode(), "/files/a-1", "/files/a-1")
    assert "authorization" in upload.headers
    assert "authorization" not in download.headers


def test_files_elsewhere_keep_their_address(connect: Connect) -> None:
    sandbox = Sandbox(customers=1, jobs=1, files_elsewhere=True).start()
    sandbox.add("attachment", jobId="j-1", fileName="a", content=b"wet")
    url = sandbox.get("attachment", "a-1")["fileUrl"]
    sandbox.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
    with sandbox.start():
        assert sandbox.get("attachment", "a-1")["fileUrl"] == url
        assert httpx.get(url).content == b"wet"


def test_a_file_origin_that_cannot_be_bound_frees_the_other(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    create, bound = socket.create_server, list[int]()

    def second_fails(*args: object, **options: object) -> socket.socket:
        if bound:
            raise OSError("no port is left")
        made = create(*args, **options)  # type: ignore[arg-type]
        bound.append(made.getsockname()[1])
        return made

    with monkeypatch.context() as patch:
        patch.setattr(socket, "create_server", second_fails)
        with pytest.raises(OSError, match="no port"):
            Sandbox(files_elsewhere=True).start()
    with Sandbox(port=bound[0]) as sandbox:
        assert connect(sandbox).get("/auth/verify").is_success


# Faults


@pytest.mark.parametrize("elsewhere", [False, True])
def test_faults_strike_downloads(connect: Connect, elsewhere: bool) -> None:
    with Sandbox(customers=1, jobs=1, files_elsewhere=elsewhere) as sandbox:
        content = bytes(2 * MEBIBYTE)
        url = sandbox.add("attachment", jobId="j-1", fileName="a", content=content)["fileUrl"]
        http = connect(sandbox)
        for fault in (
            Latency(0.01),
            Status(503),
            Redirect("/elsewhere"),
            Malformed("truncated"),
            Malformed("html"),
            Drop(),
        ):
            sandbox.fault("GET /files/{id}", fault)
        for _ in range(3):
            sandbox.fault("GET /files/a-1", CutBody())
        assert http.get(url).status_code == 503
        assert http.get(url).headers["location"] == "/elsewhere"
        assert http.get(url).content == content[:MEBIBYTE]
        assert "<h1>" in http.get(url).text
        with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
            http.get(url)
        for _ in range(3):
            with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
                http.get(url)
        assert http.get(url).content == content


def test_a_cut_download_brings_some_of_its_bytes(sandbox: Sandbox, http: httpx.Client, file: bytes) -> None:
    sandbox.fault("GET /files/{id}", CutBody())
    promised, received = [], bytearray()

    def download() -> None:
        with http.stream("GET", "/files/a-1") as answer:
            promised.append(answer.headers["content-length"])
            for piece in answer.iter_raw():
                received.extend(piece)

    with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
        download()
    assert promised == [str(len(file))]
    assert 0 < len(received) <= len(file) // 2
    assert file.startswith(received)


def test_a_download_drips(sandbox: Sandbox, http: httpx.Client, file: bytes) -> None:
    sandbox.fault("GET /files/{id}", Drip(size=len(file) // 3, interval=0.001))
    assert http.get("/files/a-1").content == file


def test_a_download_that_nobody_reads_harms_nobody(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.add("attachment", jobId="j-1", fileName="a", content=bytes(16 * MEBIBYTE))
    for _ in range(3):
        with http.stream("GET", "/files/a-1") as answer:
            next(answer.iter_raw())
    assert http.get("/customers").status_code == 200


@pytest.mark.parametrize("code", [401, 413])
def test_an_early_refusal_does_not_wait_for_the_body(sandbox: Sandbox, code: int) -> None:
    sandbox.fault(f"POST {PATH}", RefusedEarly(code, headers={"X-Limit": "1"}))
    url = httpx.URL(sandbox.api_url)
    with socket.create_connection((url.host, url.port or 0), timeout=60) as raw:
        raw.sendall(
            b"POST /api/v1" + PATH.encode() + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n"
            b"Content-Type: multipart/form-data; boundary=B\r\n\r\n"
        )
        received = b"".join(iter(lambda: raw.recv(65_536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {code}".encode())
    assert b"connection: close" in head.lower()
    assert b"x-limit: 1" in head.lower()
    assert b"message" in body
    (request,) = sandbox.requests
    assert (request.body, request.size, request.parts, request.headers["content-length"]) == (b"", 0, (), "1000000")
    assert sandbox.count("attachment") == 0


def test_an_early_refusal_reaches_a_client_that_looks_for_it(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("*", RefusedEarly())
    answer = http.post(PATH, files={"file": ("big", Zeros(32 * MEBIBYTE))})
    assert answer.status_code == 413
    assert http.get("/customers").status_code == 200


def test_an_early_refusal_may_come_late(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("POST *", Latency(0.01))
    sandbox.fault("POST *", RefusedEarly(503))
    assert http.post("/customers", json={}).status_code == 503
    assert sandbox.count("customer") == 7
