# Generated from ../../../_async/sync/faults/conftest.py by tools/unasync; do not edit.
"""A migrated SQLite file for each test, and an engine that has synced once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import AnswerLost, Sandbox
from ascora_sdk.sync import SyncEngine

from .hasty import Hasty


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=6, jobs=4, invoices=4) as sandbox:
        yield sandbox


@pytest.fixture
def engine(make_engine: Any) -> SyncEngine:
    """An engine after its first sync."""
    engine: SyncEngine = make_engine()
    assert (engine.sync()).ok
    return engine


@pytest.fixture
def hasty(sandbox: Sandbox, request: pytest.FixtureRequest) -> Iterator[AscoraClient]:
    """A client that gives up at once, and its first write soon if that is the one that is never answered."""
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    transport = Hasty(writes=params.get("lost") == AnswerLost("hang"))
    with AscoraClient(
        api_url=sandbox.api_url,
        api_token=sandbox.api_token,
        company_code=sandbox.company_code,
        max_retries=0,
        transport=transport,
    ) as client:
        yield client
    transport.close()
