"""The OpenAPI documents, one of each API, read once a process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_FOLDER = Path(__file__).resolve().parents[2] / "contracts"


@dataclass(frozen=True)
class Api:
    """One of the two APIs, as far as its document and its wire differ from the other's.

    Args:
        file: The document's file.
        host: A host that the document knows.
        base_path: What every path starts with.
        headers: The headers that the document has a say in.
        reads_blanks: Whether its server takes a query parameter without the blanks around it, an empty one for none,
            and of one that comes twice the last.
    """

    file: str
    host: str
    base_path: str
    headers: tuple[str, ...]
    reads_blanks: bool = False

    @property
    def path(self) -> Path:
        """Where the document lies."""
        return _FOLDER / self.file


INSTANCE = Api(
    "instance-api.yaml",
    host="https://acme.ascora.com",
    base_path="/api/v1",
    headers=("authorization", "x-company-code", "idempotency-key"),
)
PUBLIC = Api("public-api.yaml", host="https://api.ascora.com.au", base_path="", headers=("auth",), reads_blanks=True)
APIS = (INSTANCE, PUBLIC)


@dataclass(frozen=True)
class Operation:
    """One operation: `id` is the document's own name for it, `path` has its parameters in braces."""

    id: str
    method: str
    path: str

    @property
    def route(self) -> str:
        """Say it as in `GET /customers/{id}`."""
        return f"{self.method} {self.path}"

    def takes(self, segments: tuple[str, ...]) -> bool:
        """Tell whether a path, cut into segments and still escaped, is this operation's."""
        expected = tuple(self.path[1:].split("/"))
        return len(expected) == len(segments) and all(
            bool(got) if wanted.startswith("{") else wanted == got
            for wanted, got in zip(expected, segments, strict=True)
        )


@cache
def document(of: Api = INSTANCE) -> Mapping[str, Any]:
    """Give the document as it is written, references and all; not to be changed."""
    return yaml.safe_load(of.path.read_text(encoding="utf-8"))


@cache
def operations(of: Api = INSTANCE) -> Mapping[str, Operation]:
    """Give every operation by its id; webhooks, which the API sends, are none."""
    return {operation.id: operation for operation in _operations(of)}


def _operations(of: Api) -> Iterator[Operation]:
    for path, item in document(of)["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(item[method]["operationId"], method.upper(), path)


def operation_of(method: str, path: str, of: Api = INSTANCE) -> Operation | None:
    """Find whose request it is; `path` lies below the API's base and is still escaped."""
    segments = tuple(path[1:].split("/"))
    found = [operation for operation in operations(of).values() if operation.takes(segments)]
    # `/customers/search` is no customer's id: the path with the fewest parameters is the one.
    closest = min((one.path.count("{") for one in found), default=0)
    return next((one for one in found if one.method == method and one.path.count("{") == closest), None)


def resolved(node: Mapping[str, Any], of: Api = INSTANCE) -> Mapping[str, Any]:
    """Follow a reference within the document, if it is one."""
    while "$ref" in node:
        target: Any = document(of)
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def definition(operation: Operation, of: Api = INSTANCE) -> Mapping[str, Any]:
    """Give what the document says of an operation."""
    return document(of)["paths"][operation.path][operation.method.lower()]


def parameters_of(operation: Operation, of: Api = INSTANCE) -> list[Mapping[str, Any]]:
    """Give the parameters of an operation, those of its path among them."""
    shared = document(of)["paths"][operation.path].get("parameters", ())
    own = definition(operation, of).get("parameters", ())
    return [resolved(parameter, of) for parameter in (*shared, *own)]
