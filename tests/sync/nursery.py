"""Starts processes that sync both ways, each in no time."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ascora_sdk.sandbox import Sandbox

from .database import Database
from .processes import credentials

SCRIPT = Path(__file__).with_name("syncer.py")


class Nursery:
    """A process whose children sync, one at a time.

    Attributes:
        child: The number of the child's process, as soon as it is known.
        result: What the child told, if it came to tell anything.
        ended: How it ended.
    """

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.child: int | None = None
        self.result: Any = None
        self.ended: int | None = None

    def start(self, sandbox: Sandbox, database: Database, *, payment: str | None = None, **options: float) -> None:
        """Let a child begin."""
        self.child = self.result = self.ended = None
        arguments = {
            "url": database.url,
            "credentials": credentials(sandbox),
            "options": options,
            "payment": payment,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps(arguments)}\n")
        self._process.stdin.flush()

    def wait(self) -> None:
        """Wait until the child has ended."""
        assert self._process.stdout is not None
        while self.ended is None:
            line = self._process.stdout.readline()
            assert line, "the nursery ended"
            for name, value in json.loads(line).items():
                setattr(self, name, value)


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Start one; it is ended at the end of the block."""
    command = [sys.executable, str(SCRIPT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            yield Nursery(process)
        finally:
            process.kill()
