"""The client against httpx: one call, a long listing, and a listing with latency."""

from __future__ import annotations

import asyncio

import httpx
from harness import compare, sandbox_process

from ascora_sdk import AscoraClient, AsyncAscoraClient, ClientConfig

PAGE = 100


def headers(config: ClientConfig) -> dict[str, str]:
    """Give the credentials for a bare httpx client."""
    return {"Authorization": f"Bearer {config.api_token.reveal()}", "X-Company-Code": config.company_code}


def one_call() -> None:
    """Compare a typed get with httpx's and `.json()`."""
    with sandbox_process("--customers", "100") as environ:
        config = ClientConfig.from_env(environ)
        with httpx.Client(headers=headers(config)) as bare, AscoraClient.from_config(config) as client:
            url = f"{config.api_url}/customers/c-7"

            def theirs() -> None:
                for _ in range(200):
                    bare.get(url).json()

            def ours() -> None:
                for _ in range(200):
                    client.customers.get("c-7")

            compare("customers.get, 200 calls", theirs, ours, rounds=15, at_most=1.25)


def long_listing() -> None:
    """Compare listing and decoding 20,000 customers one page after the other."""
    with sandbox_process("--customers", "20000") as environ:
        config = ClientConfig.from_env(environ)
        with httpx.Client(headers=headers(config)) as bare, AscoraClient.from_config(config) as client:
            compare(
                "list 20,000 customers, sequentially",
                lambda: list_by_httpx(bare, config),
                lambda: sum(1 for _ in client.customers.iter(page_size=PAGE)),
                rounds=7,
                at_most=1.6,
            )


def with_latency() -> None:
    """Compare listing 20,000 customers from a server that takes 30 ms for a page, with 8 pages under way."""
    with sandbox_process("--customers", "20000", "--latency", "0.03") as environ:
        config = ClientConfig.from_env(environ)

        async def count() -> int:
            async with AsyncAscoraClient.from_config(config) as client:
                return sum([1 async for _ in client.customers.iter(page_size=PAGE, concurrency=8)])

        with httpx.Client(headers=headers(config)) as bare, AscoraClient.from_config(config) as client:
            compare(
                "list with 30 ms a page, async, 8 pages under way",
                lambda: list_by_httpx(bare, config),
                lambda: asyncio.run(count()),
                rounds=3,
                at_least_faster=5,
            )
            compare(
                "list with 30 ms a page, blocking, 8 threads asked for",
                lambda: list_by_httpx(bare, config),
                lambda: sum(1 for _ in client.customers.iter(page_size=PAGE, concurrency=8)),
                rounds=3,
                at_least_faster=5,
            )


def list_by_httpx(bare: httpx.Client, config: ClientConfig) -> int:
    """List all customers as one would by hand, without models."""
    count, offset, more = 0, 0, True
    while more:
        page = bare.get(f"{config.api_url}/customers", params={"limit": PAGE, "offset": offset}).json()
        count += len(page["data"])
        offset += len(page["data"])
        more = page["hasMore"]
    return count


if __name__ == "__main__":
    one_call()
    long_listing()
    with_latency()
