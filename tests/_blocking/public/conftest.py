# Generated from ../../_async/public/conftest.py by tools/unasync; do not edit.
"""A sandbox with an account of the public API, and clients of it whose time is not real."""

from __future__ import annotations

from collections.abc import Iterator, Callable
from typing import Any

import pytest

from ascora_sdk.public import PublicClient
from ascora_sdk.sandbox import PublicAccount, PublicControls, Sandbox

from ...client.clock import FakeTime

MakeClient = Callable[..., PublicClient]


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def account() -> PublicAccount:
    """A small account, as untidy as real ones; a module that needs another one has a fixture of its own."""
    return PublicAccount(
        customers=9,
        contacts=10,
        jobs=16,
        quotes=10,
        supplies=9,
        kits=8,
        categories=6,
        suppliers=5,
        supplier_invoices=8,
        invoices_to_send=8,
        payments_to_send=8,
    )


@pytest.fixture
def sandbox(account: PublicAccount) -> Iterator[Sandbox]:
    with Sandbox(public=account) as sandbox:
        yield sandbox


@pytest.fixture
def ascora(sandbox: Sandbox) -> PublicControls:
    """The public API's side of the sandbox."""
    return sandbox.public


@pytest.fixture
def clock() -> FakeTime:
    return FakeTime()


@pytest.fixture
def make_client(sandbox: Sandbox, clock: FakeTime) -> Iterator[MakeClient]:
    """Make clients of the sandbox, with the fake clock unless told otherwise."""
    made: list[PublicClient] = []

    def make(**options: Any) -> PublicClient:
        known = {"api_url": sandbox.public_url, "api_key": sandbox.public_api_key, "runtime": clock.runtime}
        made.append(PublicClient(**{**known, **options}))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client: MakeClient) -> PublicClient:
    return make_client()
