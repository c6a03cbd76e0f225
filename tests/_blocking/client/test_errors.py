# Generated from ../../_async/client/test_errors.py by tools/unasync; do not edit.
"""Whatever the server or the network does, it is one of the six errors, told in one line."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from ascora_sdk import (
    AscoraApiError,
    AscoraClient,
    HttpxTransport,
    AuthenticationError,
    NotFoundError,
    RateLimitError,
    Request,
    TimeoutError,
    ValidationError,
)
from ascora_sdk.sandbox import CutBody, Drop, Fault, Latency, Malformed, Redirect, Sandbox, Status

from ...client.shown import chain
from ...client.sockets import closed_port_url

MakeClient = Callable[..., AscoraClient]
HTML = "<!doctype html>\n<html><title>Oops\u2028</title>\r\n" + "<p>x</p>\n" * 5000
KINDS = {
    400: ValidationError,
    401: AuthenticationError,
    404: NotFoundError,
    408: TimeoutError,
    429: RateLimitError,
    **dict.fromkeys((402, 403, 405, 409, 410, 413, 418, 422, 500, 501, 502, 503, 504, 520, 599), AscoraApiError),
}
BODIES: dict[str, bytes | str | None] = {
    "contract": None,
    "html": HTML,
    "empty": "",
    "null": "null",
    "list": "[1]",
    "not text": b"\xff\xfe\x00",
    "odd message": '{"message": {"a": 1}, "errors": ["x"]}',
    "odd errors": '{"message": "a\\nb\\u2028c", "errors": {"phone": "bad", "email": [1, null, {"x": "y"}]}}',
    "huge message": '{"message": "' + "x" * 100_000 + '"}',
}


def check(error: AscoraApiError) -> None:
    assert len(str(error).splitlines()) == 1
    assert str(error).isprintable()
    assert len(str(error)) < 700
    assert len(error.body) <= 4096
    assert not [one for one in chain(error) if type(one).__module__.partition(".")[0] in {"httpx", "httpcore", "h11"}]
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(copy), str(copy), copy.status_code, copy.body) == (
        type(error),
        str(error),
        error.status_code,
        error.body,
    )


@pytest.mark.parametrize("body", BODIES)
def test_each_status_is_its_error(sandbox: Sandbox, make_client: MakeClient, body: str) -> None:
    content_type = "text/html" if body == "html" else "application/json"
    for status, kind in KINDS.items():
        sandbox.fault("*", Status(status, BODIES[body], content_type, headers={"X-Request-Id": "r-1"}))
        with pytest.raises(AscoraApiError) as caught:
            make_client(max_retries=0).customers.get("c-1")
        error = caught.value
        assert type(error) is kind
        assert (error.status_code, error.method, error.attempts, error.request_id) == (status, "GET", 1, "r-1")
        assert error.url == f"{sandbox.api_url}/customers/c-1"
        check(error)


def test_field_errors_are_told(sandbox: Sandbox, client: AscoraClient) -> None:
    sandbox.fault("*", Status(400, BODIES["odd errors"]))
    with pytest.raises(ValidationError) as caught:
        client.customers.get("c-1")
    assert caught.value.errors == {"phone": ("bad",), "email": ("1", "null", '{"x":"y"}')}
    assert "a b c" in str(caught.value)


@pytest.mark.parametrize("status", [200, 400, 500])
def test_ten_megabytes_are_not_kept(sandbox: Sandbox, make_client: MakeClient, status: int) -> None:
    sandbox.fault("*", Status(status, b"\xf0" * 10_000_000))
    with pytest.raises(AscoraApiError) as caught:
        make_client(max_retries=0).customers.get("c-1")
    assert caught.value.status_code == status
    check(caught.value)


@pytest.mark.beyond_contract("GET /customers", because="a transport alone knows no credentials")
@pytest.mark.parametrize("status", [302, 400, 500])
def test_no_more_than_the_beginning_of_an_errors_body_is_read(sandbox: Sandbox, status: int) -> None:
    transport = HttpxTransport()
    sandbox.fault("*", Status(status, b"x" * 10_000_000))
    request = Request(method="GET", url=f"{sandbox.api_url}/customers", timeout=5)
    assert 40_960 <= len((transport.send(request)).body) < 300_000
    assert (transport.send(request)).status == 401
    transport.close()


@pytest.mark.parametrize(
    "fault",
    [Drop(), CutBody(), Latency(1), *(Malformed(flaw) for flaw in ("html", "truncated", "empty", "bare_value", "nan"))],
    ids=str,
)
def test_each_fault_is_one_of_the_six(sandbox: Sandbox, make_client: MakeClient, fault: Fault) -> None:
    sandbox.fault("*", fault)
    with pytest.raises(AscoraApiError) as caught:
        make_client(max_retries=0, timeout=0.1).customers.get("c-1")
    check(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://nowhere.invalid/api/v1",
        "https://nowhere.invalid/api/v1",
        "http://bücher.invalid/api/v1",
        "http://a..invalid/api/v1",
        f"http://{'a' * 64}.invalid/api/v1",
        "http://[::1]:1/api/v1",
    ],
)
def test_a_host_that_cannot_be_found(make_client: MakeClient, url: str) -> None:
    with pytest.raises(AscoraApiError, match="api_url") as caught:
        make_client(api_url=url, max_retries=0, timeout=2).customers.get("c-1")
    assert caught.value.status_code is None
    check(caught.value)


@pytest.mark.parametrize("port", ["99999", "abc", "-1", "0"])
def test_a_port_that_there_cannot_be(make_client: MakeClient, port: str) -> None:
    with pytest.raises((AscoraApiError, ValueError), match="api_url"):
        make_client(api_url=f"http://127.0.0.1:{port}/api/v1", max_retries=0).customers.get("c-1")


def test_a_refused_connection(make_client: MakeClient) -> None:
    with pytest.raises(AscoraApiError, match="while connecting") as caught:
        make_client(api_url=closed_port_url(), max_retries=0).customers.get("c-1")
    assert type(caught.value) is AscoraApiError
    check(caught.value)


def test_https_at_a_port_that_speaks_http(sandbox: Sandbox, make_client: MakeClient) -> None:
    client = make_client(api_url=sandbox.api_url.replace("http:", "https:"), max_retries=0)
    with pytest.raises(AscoraApiError, match="while connecting") as caught:
        client.customers.get("c-1")
    assert type(caught.value) is AscoraApiError
    check(caught.value)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(sandbox: Sandbox, client: AscoraClient, code: int) -> None:
    with Sandbox(customers=1) as elsewhere:
        for target in (elsewhere.api_url, "/api/v1/customers/c-2"):
            sandbox.fault("*", Redirect(f"{target}/customers/c-1", code))
            with pytest.raises(AscoraApiError, match="redirects") as caught:
                client.customers.get("c-1")
            assert (caught.value.status_code, caught.value.attempts) == (code, 1)
            check(caught.value)
        assert elsewhere.requests == ()
    assert len(sandbox.requests) == 2
