from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox

Connect = Callable[[Sandbox], httpx.Client]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Open plain HTTP clients that bear a sandbox's credentials."""
    with ExitStack() as stack:

        def _connect(sandbox: Sandbox) -> httpx.Client:
            headers = {"Authorization": f"Bearer {sandbox.api_token}", "X-Company-Code": sandbox.company_code}
            return stack.enter_context(httpx.Client(base_url=sandbox.api_url, headers=headers, timeout=60))

        yield _connect


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=7, jobs=5, invoices=6) as sandbox:
        yield sandbox


@pytest.fixture
def http(sandbox: Sandbox, connect: Connect) -> httpx.Client:
    return connect(sandbox)
