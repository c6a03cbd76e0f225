"""Files by a blocking client, from many threads and with an interruption in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ascora_sdk import AscoraApiError, AscoraClient, AuthenticationError
from ascora_sdk.sandbox import RefusedEarly, Sandbox

CONTENT = bytes(range(256)) * 3000


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=1, jobs=2) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[AscoraClient]:
    with AscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code
    ) as client:
        client.authenticate()
        yield client


def test_many_threads_share_a_client(client: AscoraClient, tmp_path: Path) -> None:
    source = tmp_path / "wall.jpg"
    source.write_bytes(CONTENT)

    def there_and_back(number: int) -> bytes:
        added = client.jobs.attachments.add("j-1", source, file_name=f"{number}.jpg")
        return client.jobs.attachments.download("j-1", added, tmp_path).read_bytes()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(there_and_back, range(24))) == {CONTENT}
    assert len(list(tmp_path.iterdir())) == 25


def test_many_threads_fetch_to_one_path(client: AscoraClient, tmp_path: Path) -> None:
    added = client.jobs.attachments.add("j-1", CONTENT, file_name="a")
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: client.jobs.attachments.download("j-1", added, tmp_path), range(24))) == {
            tmp_path / "a"
        }
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [CONTENT]


def test_an_interruption_leaves_nothing_half(sandbox: Sandbox, client: AscoraClient, tmp_path: Path) -> None:
    def interrupt(gone: int, total: int | None) -> None:
        raise KeyboardInterrupt

    added = client.jobs.attachments.add("j-1", CONTENT, file_name="a")
    with pytest.raises(KeyboardInterrupt):
        client.jobs.attachments.add("j-1", CONTENT, file_name="a", on_progress=interrupt)
    with pytest.raises(KeyboardInterrupt):
        client.jobs.attachments.download("j-1", added, tmp_path, on_progress=interrupt)
    assert list(tmp_path.iterdir()) == []
    assert client.jobs.attachments.list("j-1") == [added]


@pytest.mark.parametrize(("status", "kind"), [(401, AuthenticationError), (413, AscoraApiError)])
def test_refused_before_it_was_read(
    sandbox: Sandbox, client: AscoraClient, tmp_path: Path, status: int, kind: type[AscoraApiError]
) -> None:
    """The async client cannot tell: httpx reads no answer there while it sends, and loses it with the connection."""
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(16 * 1024 * 1024))
    sandbox.fault("POST /jobs/{id}/attachments", RefusedEarly(status))
    with pytest.raises(kind) as caught:
        client.jobs.attachments.add("j-1", path)
    assert (caught.value.status_code, caught.value.attempts) == (status, 1)
    sandbox.fault("POST /jobs/{id}/attachments", RefusedEarly(429))
    assert client.jobs.attachments.add("j-1", path).file_size == path.stat().st_size
