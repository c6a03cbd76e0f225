"""A sandbox with an account of the public API, and clients of it whose time is not real."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from ascora_sdk.public import AsyncPublicClient
from ascora_sdk.sandbox import PublicAccount, PublicControls, Sandbox

from ...client.clock import AsyncFakeTime
from ...contract.watching import add_marker, held_to_contract

MakeClient = Callable[..., AsyncPublicClient]

BEYOND_CONTRACT = {
    "test_contacts_and_suppliers.py::test_what_ascora_refuses": "POST /Suppliers/Supplier",
    "test_inventory.py::test_what_makes_no_sense": "GET /Inventory/Categories",
    "test_quotes.py::test_set_a_status": "POST /Quotes/UpdateStatus",
    "test_quotes.py::test_refusals_of_the_other_style": "POST /Quotes/UpdateStatus",
}
"""The tests of what is refused, and where they send it."""


def pytest_configure(config: pytest.Config) -> None:
    add_marker(config)


def pytest_itemcollected(item: pytest.Item) -> None:
    for test, excuse in BEYOND_CONTRACT.items():
        if item.nodeid.partition("[")[0].endswith(f"/{test}"):
            item.add_marker(pytest.mark.beyond_contract(excuse, because="it has to be refused"))


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
def clock() -> AsyncFakeTime:
    return AsyncFakeTime()


@pytest.fixture
async def make_client(sandbox: Sandbox, clock: AsyncFakeTime) -> AsyncIterator[MakeClient]:
    """Make clients of the sandbox, with the fake clock unless told otherwise."""
    made: list[AsyncPublicClient] = []

    def make(**options: Any) -> AsyncPublicClient:
        known = {"api_url": sandbox.public_url, "api_key": sandbox.public_api_key, "runtime": clock.runtime}
        made.append(AsyncPublicClient(**{**known, **options}))
        return made[-1]

    yield make
    for client in made:
        await client.close()


@pytest.fixture
def client(make_client: MakeClient) -> AsyncPublicClient:
    return make_client()
