"""A program that sets no logging up sees no line of it, whatever goes wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ascora_sdk.sandbox import Sandbox

SETUP = """
import asyncio, sys
from ascora_sdk import AscoraApiError, AscoraClient, AsyncAscoraClient, Hooks

def fail(*_):
    raise LookupError("a hook failed")

url, token, code = sys.argv[1:]
arguments = dict(api_url=url, api_token=token, company_code=code, hooks=[Hooks(after_attempt=fail)])
"""
BLOCKING = """
with AscoraClient(**arguments, max_retries=0) as client:
    client.customers.get("c-1")
    try:
        client.customers.get("c-99")
    except AscoraApiError:
        print("done")
"""
AWAITING = """
async def main():
    async with AsyncAscoraClient(**arguments, max_retries=0) as client:
        await client.customers.get("c-1")
        try:
            await client.customers.get("c-99")
        except AscoraApiError:
            print("done")

asyncio.run(main())
"""
LOUD = """
import logging
logging.basicConfig(level=logging.INFO)
"""


def run(code: str) -> tuple[str, str]:
    with Sandbox(customers=1) as sandbox:
        done = subprocess.run(
            [
                sys.executable,
                "-W",
                "error",
                "-c",
                SETUP + code,
                sandbox.api_url,
                sandbox.api_token,
                sandbox.company_code,
            ],
            check=True,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
    return done.stdout, done.stderr


@pytest.mark.parametrize("code", [BLOCKING, AWAITING], ids=["blocking", "awaiting"])
def test_silent_by_default(code: str) -> None:
    assert run(code) == ("done\n", "")


def test_and_not_if_the_program_wants_to_hear() -> None:
    output, log = run(LOUD + BLOCKING)
    assert output == "done\n"
    assert "INFO:ascora_sdk:GET /customers/{id}: status 404 at try 1, giving up" in log
    assert "ERROR:ascora_sdk:a hook failed after GET /customers/{id}" in log
