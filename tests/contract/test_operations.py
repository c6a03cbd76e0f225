"""The document, the client and the sandbox know the same operations; what one of them lacks is told by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter
from typing import Any

import pytest

import ascora_sdk
from ascora_sdk import AscoraClient, AsyncAscoraClient
from ascora_sdk.sandbox import ReceivedRequest, Sandbox, routes

from .calls import CALLS, NO_OPERATION, Call
from .conformance import BASE_PATH, assert_requests_conform
from .document import operation_of, operations
from .fuzzing import target

EVERY_CALL = pytest.mark.parametrize(
    ("operation", "call"),
    [pytest.param(name, call, id=f"{name} {call.method}") for name in CALLS for call in CALLS[name]],
)
ANY_ACCOUNT = {"api_url": "https://acme.ascora.com/api/v1", "api_token": "t", "company_code": "ACME"}


def disagreements(one: str, known: Iterable[str], other: str, other_known: Iterable[str]) -> list[str]:
    """Say which of two sides lacks what the other one has."""
    here, there = {*known}, {*other_known}
    return [
        *(f"{other} lacks {name}" for name in sorted(here - there)),
        *(f"{one} lacks {name}" for name in sorted(there - here)),
    ]


def documented_routes() -> list[str]:
    """Give the document's operations as requests; what their parameters are called is nobody's business."""
    return [_nameless(operation.route) for operation in operations().values()]


def sandbox_routes() -> list[str]:
    """Give the sandbox's routes in the same way."""
    return [_nameless(f"{route.method} /{'/'.join(route.segments or ())}") for route, _ in routes.ROUTES]


def public_methods(of: Any, prefix: str = "") -> Iterator[str]:
    """Give the dotted names of a client's methods, and of those of all that hangs on it."""
    for name in dir(of):
        value = None if name.startswith("_") else getattr(of, name)
        if callable(value):
            yield prefix + name
        elif type(value).__module__.startswith(f"{ascora_sdk.__name__}."):
            yield from public_methods(value, f"{prefix}{name}.")


def table_methods() -> list[str]:
    """Give the methods that the table of calls knows."""
    return [*(call.method for call in chain.from_iterable(CALLS.values())), *NO_OPERATION]


def asked_for(sandbox: Sandbox) -> list[str]:
    """Name the operations that a sandbox was asked for, each once, and hold the requests against the document."""
    requests = [request for request in sandbox.requests if not _is_for_a_file(request)]
    found = [operation_of(request.method, request.raw_path.removeprefix(BASE_PATH)) for request in requests]
    assert_requests_conform(requests)
    return list(dict.fromkeys("none" if operation is None else operation.id for operation in found))


def _nameless(route: str) -> str:
    return re.sub(r"\{\w+\}", "{}", route)


def _is_for_a_file(request: ReceivedRequest) -> bool:
    return any(route.bind(request.segments) for route, _ in routes.FILE_ROUTES)


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with target() as served:
        yield served.sandbox


def _account(sandbox: Sandbox) -> dict[str, Any]:
    credentials = {"api_token": sandbox.api_token, "company_code": sandbox.company_code}
    return {"api_url": sandbox.api_url, "max_retries": 0, **credentials}


def test_the_sandbox_has_the_documents_operations() -> None:
    assert not disagreements("the document", documented_routes(), "the sandbox", sandbox_routes())


def test_the_table_has_the_documents_operations() -> None:
    assert not disagreements("the document", operations(), "the table of calls", CALLS)


@pytest.mark.parametrize("kind", [AsyncAscoraClient, AscoraClient])
def test_the_client_has_the_tables_methods(kind: type[Any]) -> None:
    methods = public_methods(kind(**ANY_ACCOUNT))
    assert not disagreements("the table of calls", table_methods(), kind.__name__, methods)


@EVERY_CALL
async def test_a_method_of_the_async_client_asks_for_its_operation(
    sandbox: Sandbox, operation: str, call: Call
) -> None:
    async with AsyncAscoraClient(**_account(sandbox)) as client:
        result = attrgetter(call.method)(client)(*call.arguments, **call.fields)
        if call.method.endswith(".iter"):
            assert [item async for item in result]
        else:
            await result
    assert asked_for(sandbox) == [operation]


@EVERY_CALL
def test_a_method_of_the_blocking_client_asks_for_its_operation(sandbox: Sandbox, operation: str, call: Call) -> None:
    with AscoraClient(**_account(sandbox)) as client:
        result = attrgetter(call.method)(client)(*call.arguments, **call.fields)
        if call.method.endswith(".iter"):
            assert list(result)
    assert asked_for(sandbox) == [operation]


# It can fail


def test_what_the_sandbox_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "ROUTES", routes.ROUTES[1:])
    found = disagreements("the document", documented_routes(), "the sandbox", sandbox_routes())
    assert found == ["the sandbox lacks GET /auth/verify"]


def test_what_the_document_lacks_is_named() -> None:
    known = [name for name in operations() if name != "setJobStatus"]
    assert disagreements("the document", known, "the table of calls", CALLS) == ["the document lacks setJobStatus"]
    fewer = [route for route in documented_routes() if route != "PATCH /jobs/{}/status"]
    found = disagreements("the document", fewer, "the sandbox", sandbox_routes())
    assert found == ["the document lacks PATCH /jobs/{}/status"]


def test_what_the_client_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    client = AscoraClient(**ANY_ACCOUNT)
    monkeypatch.delattr(type(client.jobs), "update_status")
    monkeypatch.delattr(client, "custom_fields")
    found = disagreements("the table", table_methods(), "the client", public_methods(client))
    assert found == ["the client lacks custom_fields.list", "the client lacks jobs.update_status"]


def test_a_method_that_the_table_does_not_know_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    client = AsyncAscoraClient(**ANY_ACCOUNT)
    monkeypatch.setattr(type(client), "ping", lambda _: None, raising=False)
    monkeypatch.setattr(type(client.jobs.notes), "pin", lambda _: None, raising=False)
    found = disagreements("the table", table_methods(), "the client", public_methods(client))
    assert found == ["the table lacks jobs.notes.pin", "the table lacks ping"]


def test_a_method_that_asks_for_something_else_is_found(sandbox: Sandbox) -> None:
    with AscoraClient(**_account(sandbox)) as client:
        client.customers.get("c-1")
        client.jobs.attachments.get("j-1", "a-1")
    assert asked_for(sandbox) == ["getCustomer", "getAttachment"]


def test_a_method_that_asks_for_nothing_known_is_found(sandbox: Sandbox) -> None:
    with AscoraClient(**_account(sandbox)) as client:
        client.request("GET", "/customers/c-1", params={"expand": "jobs"})
    with pytest.raises(AssertionError, match="expand"):
        asked_for(sandbox)
