"""The OpenAPI document of the instance API, read once a process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).resolve().parents[2] / "contracts" / "instance-api.yaml"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


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
def document() -> Mapping[str, Any]:
    """Give the document as it is written, references and all; not to be changed."""
    return yaml.safe_load(PATH.read_text(encoding="utf-8"))


@cache
def operations() -> Mapping[str, Operation]:
    """Give every operation by its id; webhooks, which the API sends, are none."""
    return {operation.id: operation for operation in _operations()}


def _operations() -> Iterator[Operation]:
    for path, item in document()["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(item[method]["operationId"], method.upper(), path)


def operation_of(method: str, path: str) -> Operation | None:
    """Find whose request it is; `path` lies below the API's base and is still escaped."""
    segments = tuple(path[1:].split("/"))
    found = [operation for operation in operations().values() if operation.takes(segments)]
    # `/customers/search` is no customer's id: the path with the fewest parameters is the one.
    closest = min((one.path.count("{") for one in found), default=0)
    return next((one for one in found if one.method == method and one.path.count("{") == closest), None)


def resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference within the document, if it is one."""
    while "$ref" in node:
        target: Any = document()
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def definition(operation: Operation) -> Mapping[str, Any]:
    """Give what the document says of an operation."""
    return document()["paths"][operation.path][operation.method.lower()]


def parameters_of(operation: Operation) -> list[Mapping[str, Any]]:
    """Give the parameters of an operation, those of its path among them."""
    shared = document()["paths"][operation.path].get("parameters", ())
    return [resolved(parameter) for parameter in (*shared, *definition(operation).get("parameters", ()))]
