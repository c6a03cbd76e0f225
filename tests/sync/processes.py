"""Starts processes that pull."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ascora_sdk.sandbox import Sandbox

from .database import Database

SCRIPT = Path(__file__).with_name("puller.py")


class Puller:
    """A process that pulls as soon as it is told to."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def result(self) -> Any:
        output, _ = self.process.communicate(timeout=300)
        assert self.process.returncode == 0
        return json.loads(output)


@contextmanager
def puller(
    sandbox: Sandbox, database: Database, *, kind: str | None = None, patient: bool = False, **options: float
) -> Iterator[Puller]:
    """Start a process; it is ended at the end of the block if it still runs."""
    arguments = {
        "url": database.url,
        "credentials": credentials(sandbox),
        "kind": kind,
        "options": options,
        "patient": patient,
    }
    command = [sys.executable, str(SCRIPT), json.dumps(arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            yield Puller(process)
        finally:
            process.kill()


def credentials(sandbox: Sandbox) -> dict[str, str]:
    return {"api_url": sandbox.api_url, "api_token": sandbox.api_token, "company_code": sandbox.company_code}
