"""A large file goes up and comes down in little memory: client, server and test have a process each."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MEBIBYTE = 1024 * 1024
SIZE = 500 * MEBIBYTE
MOST = 50 * MEBIBYTE


@pytest.fixture(scope="module")
def port() -> Iterator[str]:
    command = [sys.executable, str(HERE / "bulk_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield server.stdout.readline().strip()
        server.stdin.close()


@pytest.mark.parametrize("kind", ["async", "blocking"])
def test_five_hundred_megabytes_in_fifty(port: str, tmp_path: Path, kind: str) -> None:
    command = [sys.executable, str(HERE / "bulk_client.py"), port, str(SIZE), kind, str(tmp_path)]
    growth = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"{kind}: {growth / MEBIBYTE:.1f} MiB")
    assert growth < MOST
