"""Attachments against httpx by hand: a large file up, and down again."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from calls import headers
from harness import compare, sandbox_process

from ascora_sdk import AscoraClient, ClientConfig

SIZE = 64 * 1024 * 1024
AT_MOST = 1.25


def files() -> None:
    """Compare sending and fetching 64 MB, from a file and into a file."""
    with TemporaryDirectory() as folder, sandbox_process("--customers", "1", "--jobs", "1") as environ:
        config = ClientConfig.from_env(environ)
        large = Path(folder, "large.bin")
        large.write_bytes(os.urandom(SIZE))
        with httpx.Client(headers=headers(config)) as bare, AscoraClient.from_config(config) as client:
            url = f"{config.api_url}/jobs/j-1/attachments"

            def sent_by_hand() -> None:
                with large.open("rb") as file:
                    bare.post(url, files={"file": file}).raise_for_status()

            compare(
                "send 64 MB",
                sent_by_hand,
                lambda: client.jobs.attachments.add("j-1", large),
                rounds=5,
                at_most=AT_MOST,
            )

            attachment = client.jobs.attachments.add("j-1", large)
            down, part = Path(folder, "down.bin"), Path(folder, "down.part")

            def fetched_by_hand() -> None:
                # As careful as ours: whole or not there, a power cut included.
                with part.open("wb") as file, bare.stream("GET", attachment.file_url) as answer:
                    for piece in answer.iter_bytes():
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(down)

            compare(
                "fetch 64 MB",
                fetched_by_hand,
                lambda: client.jobs.attachments.download("j-1", attachment, down),
                rounds=5,
                at_most=AT_MOST,
            )


if __name__ == "__main__":
    files()
