"""What the blocking client cannot do with a hook, it says."""

from __future__ import annotations

import pytest

from ascora_sdk import AscoraClient, Attempt, Hooks
from ascora_sdk.sandbox import Sandbox


def test_an_async_function_is_refused() -> None:
    async def before(_: Attempt) -> None:
        raise AssertionError("it runs")

    with Sandbox() as sandbox:
        client = AscoraClient(
            api_url=sandbox.api_url,
            api_token=sandbox.api_token,
            company_code=sandbox.company_code,
            hooks=[Hooks(before_attempt=before)],
        )
        with client, pytest.raises(TypeError, match="async function"):
            client.authenticate()
        assert sandbox.requests == ()
