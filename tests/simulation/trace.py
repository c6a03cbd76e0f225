"""What happened, line by line."""

from __future__ import annotations


class Trace:
    """Keeps a line for each thing that happened."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)
