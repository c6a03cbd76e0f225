"""Uses a copy of the package under `other/_vendor/` where there is no `ascora_sdk`; `nox -s vendored` runs it."""

import asyncio
import importlib.util
import sys

from other._vendor.ascora_sdk import AscoraClient, AsyncAscoraClient
from other._vendor.ascora_sdk.sandbox import Sandbox


def blocking(sandbox: Sandbox) -> list[str]:
    """List the ids of the customers."""
    with AscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code
    ) as client:
        client.authenticate()
        return [customer.id for customer in client.customers.iter(page_size=2)]


async def awaiting(sandbox: Sandbox) -> list[str]:
    """List the ids of the customers."""
    async with AsyncAscoraClient(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code
    ) as client:
        await client.authenticate()
        return [customer.id async for customer in client.customers.iter(page_size=2)]


def main() -> int:
    """Call a sandbox from the copy, and see that nothing reached for the package by its own name."""
    if importlib.util.find_spec("ascora_sdk"):
        sys.stdout.write("ascora_sdk itself can be imported here, so this would prove nothing\n")
        return 1
    with Sandbox(customers=3) as sandbox:
        expected = ["c-1", "c-2", "c-3"]
        right = blocking(sandbox) == asyncio.run(awaiting(sandbox)) == expected
    sys.stdout.write("the vendored copy works\n" if right else "the vendored copy read something else\n")
    return not right


if __name__ == "__main__":
    sys.exit(main())
