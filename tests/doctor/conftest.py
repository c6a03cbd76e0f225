"""What the doctor asks for keeps to the contracts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ..contract.watching import add_marker, held_to_contract


def pytest_configure(config: pytest.Config) -> None:
    add_marker(config)


@pytest.fixture(autouse=True)
def _contract(request: pytest.FixtureRequest) -> Iterator[None]:
    with held_to_contract(request.node):
        yield
