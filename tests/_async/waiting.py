"""Waiting for what another thread or process does, however busy the machine is."""

from __future__ import annotations

from collections.abc import Callable

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.concurrency.awaiting import AsyncRuntime


async def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until a condition holds; only what hangs comes near the time that this gives it."""
    runtime = AsyncRuntime()
    deadline = runtime.monotonic() + seconds
    while not condition():
        assert runtime.monotonic() < deadline, f"nothing came in {seconds} s"
        await runtime.sleep(0.005)


async def until_all_is_received(client: AsyncAscoraClient) -> None:
    """Wait until the server knows of each request that was sent, even for a call that was cancelled meanwhile."""
    # It goes through its connections in turns, of which a request and its answer take more than one.
    for _ in range(5):
        await client.authenticate()
