"""The page "Every operation" lists every operation of the contract, and every method of the client."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ascora_sdk import AscoraClient

from ..contract.document import operations

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "guides" / "operations.md").read_text(encoding="utf-8")
# What a client can do that is no operation.
OTHERS = {"as_remote", "close", "from_config", "from_env", "with_options", "with_raw"}


def calls(of: Any, path: str = "client") -> Iterator[str]:
    """Name every method of a client and of its resources."""
    for name in dir(of):
        value = getattr(of, name)
        if name.startswith("_") or (path == "client" and name in OTHERS):
            continue
        if inspect.ismethod(value):
            yield f"{path}.{name}"
        else:
            yield from calls(value, f"{path}.{name}")


def test_every_operation_of_the_contract_is_listed() -> None:
    listed = set(re.findall(r"\| `((?:GET|PUT|POST|PATCH|DELETE) /[^`]*)` \|", PAGE))
    assert listed == {operation.route for operation in operations().values()}


def test_every_method_of_the_client_is_listed() -> None:
    client = AscoraClient(api_url="https://acme.ascora.com/api/v1", api_token="abc", company_code="ACME")
    assert set(re.findall(r"\[`([\w.]+)\(", PAGE)) == {*calls(client)}
    client.close()
