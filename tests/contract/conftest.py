"""The document, and what holds client and sandbox to it."""

from __future__ import annotations

import pytest

from .watching import add_marker


def pytest_configure(config: pytest.Config) -> None:
    add_marker(config)
