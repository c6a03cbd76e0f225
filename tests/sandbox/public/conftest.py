from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from ascora_sdk.sandbox import ManualClock, PublicAccount, Sandbox

Connect = Callable[[Sandbox], httpx.Client]
NOW = "2026-02-17T09:30:00Z"
TIDY = PublicAccount(
    customers=8,
    contacts=10,
    jobs=12,
    quotes=10,
    supplies=12,
    kits=6,
    categories=6,
    suppliers=5,
    supplier_invoices=8,
    invoices_to_send=6,
    payments_to_send=4,
    irregular=False,
)


@pytest.fixture(scope="session")
def connect() -> Iterator[Connect]:
    """Open plain HTTP clients that bear a sandbox's key."""
    with ExitStack() as stack:

        def _connect(sandbox: Sandbox) -> httpx.Client:
            headers = {"Auth": sandbox.public_api_key}
            return stack.enter_context(httpx.Client(base_url=sandbox.public_url, headers=headers, timeout=60))

        yield _connect


@pytest.fixture(scope="session")
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture(scope="session")
def served(clock: ManualClock) -> Iterator[Sandbox]:
    """Serve a tidy account once; each test finds it as it was at the beginning."""
    with Sandbox(public=TIDY, clock=clock) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def http(served: Sandbox, connect: Connect) -> httpx.Client:
    return connect(served)


@pytest.fixture(autouse=True)
def sandbox(served: Sandbox, clock: ManualClock) -> Sandbox:
    served.reset()
    clock.set(NOW)
    return served
