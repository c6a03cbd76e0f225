"""The client itself: made in its ways, shared by clones, closed once and for all."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from ascora_sdk import (
    AscoraApiError,
    AsyncAscoraClient,
    AuthenticationError,
    ClientConfig,
    ConfigurationError,
    NotFoundError,
    RetryPolicy,
)
from ascora_sdk.sandbox import Sandbox, Status

from ...client.clock import AsyncFakeTime

MakeClient = Callable[..., AsyncAscoraClient]


async def test_authenticate(sandbox: Sandbox, make_client: MakeClient) -> None:
    await make_client().authenticate()
    assert (sandbox.requests[0].method, sandbox.requests[0].path) == ("GET", "/auth/verify")
    for wrong in ({"api_token": "wrong"}, {"company_code": "WRONG"}):
        with pytest.raises(AuthenticationError, match="api_token and company_code") as caught:
            await make_client(**wrong).authenticate()
        assert (caught.value.status_code, caught.value.attempts) == (401, 1)


async def test_a_base_url_may_end_with_slashes(sandbox: Sandbox, make_client: MakeClient) -> None:
    await make_client(api_url=f"{sandbox.api_url}//").customers.get("c-1")
    assert sandbox.requests[0].raw_path == "/api/v1/customers/c-1"


async def test_from_config_and_from_env(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    config = ClientConfig(
        api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code, timeout=5
    )
    environ = {
        "ASCORA_API_URL": sandbox.api_url,
        "ASCORA_API_TOKEN": sandbox.api_token,
        "ASCORA_COMPANY_CODE": sandbox.company_code,
        "ASCORA_MAX_RETRIES": "0",
    }
    async with AsyncAscoraClient.from_config(config) as client:
        await client.authenticate()
    async with AsyncAscoraClient.from_env(environ) as client:
        sandbox.fault("*", Status(500))
        with pytest.raises(AscoraApiError) as caught:
            await client.authenticate()
        assert caught.value.attempts == 1
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    async with AsyncAscoraClient.from_env() as client:
        await client.authenticate()
    with pytest.raises(ConfigurationError, match="ASCORA_API_TOKEN"):
        AsyncAscoraClient.from_env({"ASCORA_INSTANCE": "acme"})


@pytest.mark.beyond_contract("POST /customers", because="parameters of no operation are sent as they are")
async def test_request_sends_what_it_is_told(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    response = await client.request(
        "post",
        "/customers",
        params={"a": 1, "b": None, "c": "x y&z"},
        json={"firstName": "Ada", "limit": Decimal("0.30"), "ratio": 1.5},
        headers={"X-Trace": "t", "Authorization": "Bearer other", "x-company-code": "OTHER"},
        idempotency_key="k",
    )
    assert (response.status, response.json()["id"], response.headers["Content-Type"]) == (
        201,
        "c-8",
        "application/json",
    )
    (request,) = sandbox.requests
    assert (request.method, request.query.multi_items()) == ("POST", [("a", "1"), ("c", "x y&z")])
    assert request.body == b'{"firstName":"Ada","limit":0.30,"ratio":1.5}'
    assert (request.headers["x-trace"], request.headers["idempotency-key"]) == ("t", "k")
    assert request.headers.getlist("authorization") == [f"Bearer {sandbox.api_token}"]
    assert request.headers.getlist("x-company-code") == [sandbox.company_code]


async def test_request_writes_true_as_filters_do(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    await client.request("GET", "/customers", params={"active": True})
    await client.customers.list(filters={"active": True})
    raw, listed = sandbox.requests
    assert raw.query["active"] == listed.query["active"] == "true"


@pytest.mark.beyond_contract("GET /nothing", "PATCH /customers", because="what nobody knows is an error like others")
async def test_request_maps_errors(client: AsyncAscoraClient) -> None:
    with pytest.raises(NotFoundError) as caught:
        await client.request("GET", "/nothing")
    assert (caught.value.resource, caught.value.id) == ("", None)
    with pytest.raises(AscoraApiError) as refused:
        await client.request("PATCH", "/customers")
    assert (type(refused.value), refused.value.status_code) == (AscoraApiError, 405)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "customers",
        "http://127.0.0.1:1/",
        "//127.0.0.1:1/",
        "/../x",
        "/customers/..",
        "/%2e%2E/x",
        "/a?b=1",
        "/a#b",
        "/a b",
        "/\\a",
        "/é",
        "/a\nb",
        "@127.0.0.1:1/",
    ],
)
async def test_request_never_leaves_the_api(sandbox: Sandbox, client: AsyncAscoraClient, path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        await client.request("GET", path)
    assert sandbox.requests == ()


@pytest.mark.parametrize("method", ["", "GE T", "GET\r\n", "GÉT"])
async def test_a_method_that_is_none_is_refused_at_once(
    sandbox: Sandbox, client: AsyncAscoraClient, clock: AsyncFakeTime, method: str
) -> None:
    with pytest.raises(ValueError, match="method"):
        await client.request(method, "/customers")
    assert (sandbox.requests, clock.sleeps) == ((), [])


async def test_with_options(sandbox: Sandbox, client: AsyncAscoraClient, clock: AsyncFakeTime) -> None:
    sandbox.fault("*", Status(500), times=None)
    for clone, attempts in (
        (client.with_options(max_retries=0), 1),
        (client.with_options(retry=RetryPolicy(max_retries=2)), 3),
        (client.with_options(retry=RetryPolicy(max_retries=2), max_retries=1), 2),
        (client.with_options(max_retries=0).with_options(timeout=5), 1),
        (client, 4),
    ):
        assert type(clone) is AsyncAscoraClient
        with pytest.raises(AscoraApiError) as caught:
            await clone.customers.get("c-1")
        assert caught.value.attempts == attempts
    with pytest.raises(ConfigurationError, match="timeout"):
        client.with_options(timeout=0)


async def test_a_subclass_stays_one(make_client: MakeClient, sandbox: Sandbox) -> None:
    class Own(AsyncAscoraClient):
        pass

    config = ClientConfig(api_url=sandbox.api_url, api_token="x", company_code="y")
    async with Own.from_config(config) as client:
        assert type(client) is type(client.with_options(timeout=1)) is Own
        assert repr(client).startswith("Own(")


async def test_closing_a_clone_leaves_the_original_open(client: AsyncAscoraClient) -> None:
    async with client.with_options(timeout=5) as clone:
        await clone.authenticate()
    await client.authenticate()
    await clone.authenticate()


async def test_a_closed_client_says_so_and_so_do_its_clones(make_client: MakeClient) -> None:
    client = make_client()
    clone = client.with_options(timeout=5)
    await client.authenticate()
    await client.close()
    await client.close()
    for closed in (client, clone):
        with pytest.raises(RuntimeError, match="closed"):
            await closed.authenticate()
        with pytest.raises(RuntimeError, match="closed"):
            [customer.id async for customer in closed.customers.iter()]


async def test_a_client_that_was_never_used_can_be_closed(make_client: MakeClient) -> None:
    await make_client().close()


async def test_an_error_leaves_the_block_and_closes_the_client(make_client: MakeClient) -> None:
    client = make_client()
    with pytest.raises(NotFoundError):
        async with client:
            await client.customers.get("c-99")
    with pytest.raises(RuntimeError, match="closed"):
        await client.authenticate()


async def test_closing_one_client_breaks_no_other(make_client: MakeClient) -> None:
    one, other = make_client(), make_client()
    await one.authenticate()
    await other.authenticate()
    await one.close()
    await other.authenticate()


@pytest.mark.parametrize("name", ["Content-Length", "host", "Transfer-Encoding"])
async def test_request_takes_no_header_of_https_own(sandbox: Sandbox, client: AsyncAscoraClient, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        await client.request("POST", "/customers", json={"firstName": "Ada"}, headers={name: "3"})
    assert sandbox.requests == ()
