"""The engine on each storage in turn, by a client whose requests may be cut short.

A server that leaves idempotency keys unread is the harder one: one that honours them hides what is sent twice.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.sync import AsyncSyncEngine, Manual

from ...client.impatience import Impatient
from ..here import AsyncHere

MakeEngine = Callable[..., AsyncSyncEngine]


@pytest.fixture
def honours() -> bool:
    """Whether the server honours idempotency keys."""
    return False


@pytest.fixture
def sandbox(honours: bool) -> Iterator[Sandbox]:
    with Sandbox(customers=7, jobs=5, invoices=5, honours_idempotency_key=honours) as sandbox:
        yield sandbox


@pytest.fixture
async def transport() -> AsyncIterator[Impatient]:
    transport = Impatient()
    yield transport
    await transport.close()


@pytest.fixture
async def client(sandbox: Sandbox, transport: Impatient) -> AsyncIterator[AsyncAscoraClient]:
    """A client that tries once."""
    async with AsyncAscoraClient(
        api_url=sandbox.api_url,
        api_token=sandbox.api_token,
        company_code=sandbox.company_code,
        max_retries=0,
        transport=transport,
    ) as client:
        yield client


@pytest.fixture
def make_engine(client: AsyncAscoraClient, here: AsyncHere) -> MakeEngine:
    """Make engines with pages of three."""

    def make(**options: Any) -> AsyncSyncEngine:
        return AsyncSyncEngine(options.pop("source", client), here.storage, **{"page_size": 3, **options})

    return make


@pytest.fixture
def engine(make_engine: MakeEngine) -> AsyncSyncEngine:
    """Somebody has to decide what is in dispute, so that what is none is seen."""
    return make_engine(strategy=Manual())
