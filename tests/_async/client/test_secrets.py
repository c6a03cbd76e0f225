"""The token is sent to the API, and shown to nobody else."""

from __future__ import annotations

import copy
import logging
import pickle
from collections.abc import Awaitable, Callable, Iterator

import pytest

from ascora_sdk import AscoraApiError, AsyncAscoraClient, ClientConfig, ConfigurationError, Headers, Request
from ascora_sdk.sandbox import AnswerLost, CutBody, Drop, Latency, Malformed, Redirect, Sandbox, Status

from ...client.shown import all_shown
from ...client.sockets import closed_port_url

MakeClient = Callable[..., AsyncAscoraClient]
TOKEN = "tok-Zq8_never-to-be-shown"
ECHO = f"<p>You sent: Authorization: Bearer {TOKEN}</p>"
SLOW = [Latency(60), AnswerLost("hang")]
FAULTS = [
    *(Status(status) for status in (302, 400, 401, 403, 404, 408, 429, 500, 503)),
    *(Status(status, ECHO, "text/html") for status in (302, 400, 401, 404, 429, 500)),
    Status(400, f'{{"message": "{TOKEN} is bad", "errors": {{"x": ["{TOKEN}"]}}}}'),
    Redirect("http://127.0.0.1:1/"),
    Drop(),
    CutBody(),
    *SLOW,
    *(Malformed(flaw) for flaw in ("html", "truncated", "empty", "no_data", "bare_value", "nan", "invalid_utf8")),
]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=3, jobs=2, invoices=2, api_token=TOKEN) as sandbox:
        yield sandbox


CALLS: list[Callable[[AsyncAscoraClient], Awaitable[object]]] = [
    lambda client: client.customers.get("c-1"),
    lambda client: client.customers.create(first_name="Ada"),
    lambda client: client.jobs.update_status("j-1", "completed"),
    lambda client: client.request("GET", "/customers", params={"api_token": "x", "limit": 1}),
]


async def test_nobody_sees_it(sandbox: Sandbox, make_client: MakeClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("ascora_sdk", "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    client = make_client(max_retries=1)
    hasty = client.with_options(timeout=0.1)
    seen = [repr(client), str(client), repr(vars(client)), repr(client.customers), repr(vars(client.customers))]
    for call in CALLS:
        seen.append(repr(await call(client)))
        for fault in FAULTS:
            sandbox.fault("*", fault)
            try:
                seen.append(repr(await call(hasty if fault in SLOW else client)))
            except AscoraApiError as error:
                seen += [all_shown(error), repr(pickle.dumps(error)), error.body, error.url]
            sandbox.clear_faults()
    for url in (closed_port_url(), sandbox.api_url.replace("http:", "https:"), "http://nowhere.invalid"):
        with pytest.raises(AscoraApiError) as caught:
            await make_client(api_url=url, max_retries=0).customers.get("c-1")
        seen.append(all_shown(caught.value))
    assert len(sandbox.requests) > 100
    assert {record.name.partition(".")[0] for record in caplog.records} >= {"ascora_sdk", "httpx", "httpcore"}
    seen += [f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in caplog.records]
    assert not [line for text in seen for line in text.splitlines() if TOKEN in line]


@pytest.mark.parametrize(
    "options",
    [
        {"headers": {"X-Trace": "é"}},
        {"headers": {"X-Trace": "a\r\nX-Other: b"}},
        {"headers": {"X-Trace": 5}},
        {"headers": {"X Trace": "a"}},
        {"idempotency_key": "ключ"},
        {"idempotency_key": "a\nb"},
        {"idempotency_key": 5},
    ],
    ids=str,
)
async def test_a_header_that_cannot_be_sent_is_refused_without_showing_it(
    sandbox: Sandbox, client: AsyncAscoraClient, options: dict[str, object]
) -> None:
    with pytest.raises((ValueError, TypeError)) as caught:
        await client.request("POST", "/customers", json={}, **options)
    assert not [line for line in all_shown(caught.value).splitlines() if TOKEN in line]
    assert sandbox.requests == ()


@pytest.mark.parametrize("end", [" ", "\n", "é", "\x00"])
async def test_a_token_that_cannot_be_sent_is_refused_without_showing_it(end: str) -> None:
    token = [f"{TOKEN}{end}"]
    for make in (AsyncAscoraClient, ClientConfig):
        with pytest.raises(ConfigurationError) as caught:
            make(api_url="http://a.example", api_token=token[0], company_code="X")
        assert not [line for line in all_shown(caught.value).splitlines() if TOKEN in line]


async def test_an_environment_that_lacks_something_is_not_shown() -> None:
    environ = {"ASCORA_API_URL": "http://a.example", "ASCORA_API_TOKEN": TOKEN}
    with pytest.raises(ConfigurationError, match="ASCORA_COMPANY_CODE") as caught:
        AsyncAscoraClient.from_env(environ)
    assert not [line for line in all_shown(caught.value).splitlines() if TOKEN in line]


async def test_a_config_and_a_request_hide_it() -> None:
    config = ClientConfig(api_url="http://a.example", api_token=TOKEN, company_code="X")
    request = Request(
        method="GET", url=f"http://a.example/?token={TOKEN}", headers=Headers({"Authorization": TOKEN}), timeout=1
    )
    for shown in (config, copy.deepcopy(config), vars(type(config)), request, [request]):
        assert TOKEN not in f"{shown!r} {shown}"
