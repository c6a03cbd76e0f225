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
from ascora_sdk.public import AsyncPublicClient, PublicClient
from ascora_sdk.sandbox import ReceivedRequest, routes
from ascora_sdk.sandbox.public import routes as public_routes

from .calls import CALLS, NO_OPERATION, PUBLIC_CALLS, Call
from .conformance import assert_requests_conform
from .document import APIS, INSTANCE, PUBLIC, Api, operation_of, operations
from .fuzzing import Target, target

TABLES = {INSTANCE: CALLS, PUBLIC: PUBLIC_CALLS}
EVERY_CALL = pytest.mark.parametrize(
    ("api", "operation", "call"),
    [
        pytest.param(api, name, call, id=f"{'public ' if api is PUBLIC else ''}{name} {call.method}")
        for api, table in TABLES.items()
        for name in table
        for call in table[name]
    ],
)
ITERATED = (".iter", ".labour_for")
BOTH = pytest.mark.parametrize("api", APIS, ids=["instance", "public"])
ANY_ACCOUNT = {"api_url": "https://acme.ascora.com/api/v1", "api_token": "t", "company_code": "ACME"}
CLIENTS = {
    INSTANCE: (AsyncAscoraClient, AscoraClient, ANY_ACCOUNT),
    PUBLIC: (AsyncPublicClient, PublicClient, {"api_key": "k"}),
}


def disagreements(one: str, known: Iterable[str], other: str, other_known: Iterable[str]) -> list[str]:
    """Say which of two sides lacks what the other one has."""
    here, there = {*known}, {*other_known}
    return [
        *(f"{other} lacks {name}" for name in sorted(here - there)),
        *(f"{one} lacks {name}" for name in sorted(there - here)),
    ]


def documented_routes(api: Api = INSTANCE) -> list[str]:
    """Give the document's operations as requests; what their parameters are called is nobody's business."""
    return [_nameless(operation.route, api) for operation in operations(api).values()]


def sandbox_routes(api: Api = INSTANCE) -> list[str]:
    """Give the sandbox's routes in the same way."""
    known = routes.ROUTES if api is INSTANCE else public_routes.ROUTES
    return [_nameless(f"{route.method} /{'/'.join(route.segments or ())}", api) for route, _ in known]


def public_methods(of: Any, prefix: str = "") -> Iterator[str]:
    """Give the dotted names of a client's methods, and of those of all that hangs on it."""
    for name in dir(of):
        value = None if name.startswith("_") else getattr(of, name)
        if callable(value):
            yield prefix + name
        elif type(value).__module__.startswith(f"{ascora_sdk.__name__}."):
            yield from public_methods(value, f"{prefix}{name}.")


def table_methods(api: Api = INSTANCE) -> list[str]:
    """Give the methods that the table of calls knows."""
    return [*(call.method for call in chain.from_iterable(TABLES[api].values())), *NO_OPERATION]


def asked_for(on: Target) -> list[str]:
    """Name the operations that a sandbox was asked for, each once, and hold the requests against the document."""
    requests = [one for one in on.traffic.requests if on.api is PUBLIC or not _is_for_a_file(one)]
    paths = [request.raw_path.removeprefix(on.api.base_path) for request in requests]
    found = [operation_of(request.method, path, on.api) for request, path in zip(requests, paths, strict=True)]
    assert_requests_conform(requests, on.api)
    return list(dict.fromkeys("none" if operation is None else operation.id for operation in found))


def _nameless(route: str, api: Api) -> str:
    nameless = re.sub(r"\{\w+\}", "{}", route)
    # The public API takes paths in any case, and its sandbox keeps them in one.
    return nameless.lower() if api is PUBLIC else nameless


def _is_for_a_file(request: ReceivedRequest) -> bool:
    return any(route.bind(request.segments) for route, _ in routes.FILE_ROUTES)


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def api() -> Api:
    return INSTANCE


@pytest.fixture
def served(api: Api) -> Iterator[Target]:
    with target(api) as served:
        if api is PUBLIC:
            served.reset()
        yield served


def _account(on: Target) -> dict[str, Any]:
    if on.api is PUBLIC:
        return {"api_url": on.url, "api_key": on.sandbox.public_api_key, "max_retries": 0}
    credentials = {"api_token": on.sandbox.api_token, "company_code": on.sandbox.company_code}
    return {"api_url": on.url, "max_retries": 0, **credentials}


@BOTH
def test_the_sandbox_has_the_documents_operations(api: Api) -> None:
    assert not disagreements("the document", documented_routes(api), "the sandbox", sandbox_routes(api))


@BOTH
def test_the_table_has_the_documents_operations(api: Api) -> None:
    assert not disagreements("the document", operations(api), "the table of calls", TABLES[api])


@BOTH
def test_the_clients_have_the_tables_methods(api: Api) -> None:
    *kinds, account = CLIENTS[api]
    for kind in kinds:
        methods = public_methods(kind(**account))
        assert not disagreements("the table of calls", table_methods(api), kind.__name__, methods)


@EVERY_CALL
async def test_a_method_of_the_async_client_asks_for_its_operation(
    served: Target, api: Api, operation: str, call: Call
) -> None:
    async with CLIENTS[api][0](**_account(served)) as client:
        result = attrgetter(call.method)(client)(*call.arguments, **call.fields)
        if call.method.endswith(ITERATED):
            assert [item async for item in result]
        else:
            await result
    assert asked_for(served) == [operation]


@EVERY_CALL
def test_a_method_of_the_blocking_client_asks_for_its_operation(
    served: Target, api: Api, operation: str, call: Call
) -> None:
    with CLIENTS[api][1](**_account(served)) as client:
        result = attrgetter(call.method)(client)(*call.arguments, **call.fields)
        if call.method.endswith(ITERATED):
            assert list(result)
    assert asked_for(served) == [operation]


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


def test_a_method_that_asks_for_something_else_is_found(served: Target) -> None:
    with AscoraClient(**_account(served)) as client:
        client.customers.get("c-1")
        client.jobs.attachments.get("j-1", "a-1")
    assert asked_for(served) == ["getCustomer", "getAttachment"]


def test_a_method_that_asks_for_nothing_known_is_found(served: Target) -> None:
    with AscoraClient(**_account(served)) as client:
        client.request("GET", "/customers/c-1", params={"expand": "jobs"})
    with pytest.raises(AssertionError, match="expand"):
        asked_for(served)


def test_what_the_publics_sandbox_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_routes, "ROUTES", public_routes.ROUTES[1:])
    found = disagreements("the document", documented_routes(PUBLIC), "the sandbox", sandbox_routes(PUBLIC))
    assert found == ["the sandbox lacks get /customers/customers"]


@pytest.mark.parametrize("api", [PUBLIC], ids=["public"])
def test_a_public_request_in_another_spelling_is_found(served: Target, api: Api) -> None:
    with PublicClient(**_account(served)) as client:
        client.request("GET", "/jobs")
    with pytest.raises(AssertionError, match="/jobs: there is no such operation"):
        asked_for(served)
