"""A migrated SQLite file for each test, and an engine that has synced once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.sandbox import AnswerLost, Sandbox
from ascora_sdk.sync import AsyncSyncEngine

from .hasty import AsyncHasty


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=6, jobs=4, invoices=4) as sandbox:
        yield sandbox


@pytest.fixture
async def engine(make_engine: Any) -> AsyncSyncEngine:
    """An engine after its first sync."""
    engine: AsyncSyncEngine = make_engine()
    assert (await engine.sync()).ok
    return engine


@pytest.fixture
async def hasty(sandbox: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[AsyncAscoraClient]:
    """A client that gives up at once, and its first write soon if that is the one that is never answered."""
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    transport = AsyncHasty(writes=params.get("lost") == AnswerLost("hang"))
    async with AsyncAscoraClient(
        api_url=sandbox.api_url,
        api_token=sandbox.api_token,
        company_code=sandbox.company_code,
        max_retries=0,
        transport=transport,
    ) as client:
        yield client
    await transport.close()
