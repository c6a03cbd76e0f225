"""What it costs to begin: the import in a fresh process, and a second client."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

import httpx
from harness import compare

from ascora_sdk import AscoraApiError, AscoraClient

DEPENDENCIES = "import attrs, cattrs, httpx, tenacity"


def fresh(code: str) -> Callable[[], object]:
    """Give the work of running some code in a fresh process."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)


def imports() -> None:
    """Compare importing the SDK with importing its four dependencies; then with all that a client needs."""
    title = "import ascora_sdk, against its dependencies together"
    compare(title, fresh(DEPENDENCIES), fresh("import ascora_sdk"), rounds=15, at_most=1.25)
    use = "from ascora_sdk import AscoraApiError, AscoraClient, AsyncAscoraClient, Customer, NotFoundError"
    compare("the same with the client and a model loaded", fresh(DEPENDENCIES), fresh(use), rounds=15)


def second_client() -> None:
    """Compare a client after the first with a bare `httpx.Client()`, nearly all of which is a TLS context."""
    where = {"api_url": "http://127.0.0.1:9/api/v1", "api_token": "abc", "company_code": "ACME"}

    def ours() -> None:
        for _ in range(10):
            with AscoraClient(**where) as client, suppress(AscoraApiError):
                # Nobody listens there: the client makes its connection pool and is refused.
                client.with_options(max_retries=0).authenticate()

    def theirs() -> None:
        for _ in range(10):
            httpx.Client().close()

    compare("10 further clients and a call each, against bare httpx.Client()", theirs, ours, rounds=7, at_most=0.1)


if __name__ == "__main__":
    imports()
    second_client()
