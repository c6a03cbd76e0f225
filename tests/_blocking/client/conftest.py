# Generated from ../../_async/client/conftest.py by tools/unasync; do not edit.
"""A sandbox, and clients of it whose time is not real."""

from __future__ import annotations

from collections.abc import Iterator, Callable
from typing import Any

import pytest

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import Sandbox

from ...client.clock import FakeTime
from ...contract.watching import add_marker, held_to_contract
from .impatience import Impatient

MakeClient = Callable[..., AscoraClient]


def pytest_configure(config: pytest.Config) -> None:
    add_marker(config)


@pytest.fixture(autouse=True)
def _contract(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever is sent here keeps to the contract, unless the test says that it doesn't."""
    with held_to_contract(request.node):
        yield


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A small account; a module that needs another one has a fixture of its own."""
    with Sandbox(customers=7, jobs=5, invoices=6) as sandbox:
        yield sandbox


@pytest.fixture
def clock() -> FakeTime:
    return FakeTime()


@pytest.fixture
def impatient() -> Iterator[Impatient]:
    """A transport for faults that only a time-out ends."""
    transport = Impatient()
    yield transport
    transport.close()


@pytest.fixture
def make_client(sandbox: Sandbox, clock: FakeTime) -> Iterator[MakeClient]:
    """Make clients of the sandbox, with the fake clock unless told otherwise."""
    made: list[AscoraClient] = []

    def make(**options: Any) -> AscoraClient:
        known = {
            "api_url": sandbox.api_url,
            "api_token": sandbox.api_token,
            "company_code": sandbox.company_code,
            "runtime": clock.runtime,
        }
        made.append(AscoraClient(**{**known, **options}))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client: MakeClient) -> AscoraClient:
    return make_client()
