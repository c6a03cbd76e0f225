# Generated from ../../_async/client/test_transport.py by tools/unasync; do not edit.
"""What carries the requests may be the caller's: the SDK uses it, and closes nothing that it did not open."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from ascora_sdk import (
    AscoraApiError,
    AscoraClient,
    HttpxTransport,
    Phase,
    Request,
    Response,
    TimeoutError,
    TransportFailure,
)
from ascora_sdk.sandbox import Redirect, Sandbox

from ...client.certificate import self_signed
from ...client.clock import FakeTime
from ...client.sockets import ANSWER, one_connection

MakeClient = Callable[..., AscoraClient]


class Script(list):
    """A transport that answers, or fails, as written; empty at its end."""

    def __init__(self, *outcomes: Response | TransportFailure) -> None:
        """Keep the outcomes."""
        super().__init__(outcomes)
        self.requests: list[Request] = []
        self.closed = False

    def send(self, request: Request) -> Response:
        """Give the next outcome."""
        self.requests.append(request)
        outcome = self.pop(0)
        if isinstance(outcome, TransportFailure):
            raise outcome
        return outcome

    def close(self) -> None:
        """Remember it."""
        self.closed = True


OK = Response(status=200, body=b'{"id": "c-1"}')


def test_a_transport_of_ones_own(make_client: MakeClient, clock: FakeTime) -> None:
    script = Script(TransportFailure("gone", phase=Phase.READ), Response(status=503), OK)
    with make_client(transport=script, api_url="https://a.example/x", timeout=7) as client:
        assert (client.customers.get("c-1")).id == "c-1"
    assert not script.closed
    assert {(request.method, request.url, request.timeout) for request in script.requests} == {
        ("GET", "https://a.example/x/customers/c-1", 7)
    }
    assert clock.sleeps == [1.0, 2.0]


def test_a_transport_may_be_empty(make_client: MakeClient) -> None:
    script = Script()
    client = make_client(transport=script)
    script.append(OK)
    assert (client.customers.get("c-1")).id == "c-1"


@pytest.mark.parametrize(
    ("failure", "sent"),
    [
        (TransportFailure("x"), 1),
        (TransportFailure("x", phase=Phase.WRITE), 1),
        (TransportFailure("x", phase=Phase.READ, timed_out=True), 1),
        (TransportFailure("x", phase=Phase.CONNECT), 2),
        (TransportFailure("x", phase=Phase.CONNECT, timed_out=True), 2),
        (TransportFailure("x", phase=Phase.POOL, timed_out=True), 2),
    ],
    ids=lambda value: f"{value.phase.name} {value.timed_out}" if isinstance(value, TransportFailure) else str(value),
)
def test_how_far_a_try_had_come_decides(make_client: MakeClient, failure: TransportFailure, sent: int) -> None:
    script = Script(failure, failure)
    with pytest.raises(AscoraApiError) as caught:
        make_client(transport=script, max_retries=1).customers.create(first_name="Ada")
    assert len(script.requests) == caught.value.attempts == sent
    assert isinstance(caught.value, TimeoutError) == failure.timed_out
    assert caught.value.__cause__ is None


def test_an_error_of_a_transports_own_is_not_hidden(make_client: MakeClient) -> None:
    class Broken(Script):
        def send(self, request: Request) -> Response:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make_client(transport=Broken(OK)).customers.get("c-1")


@pytest.mark.beyond_contract(
    "GET /auth/verify", because="the last request is no client's of ours, and has no credentials"
)
def test_an_httpx_client_of_ones_own_stays_open(sandbox: Sandbox, make_client: MakeClient) -> None:
    with httpx.Client(headers={"X-Own": "1"}, follow_redirects=True, timeout=0.001) as own:
        with make_client(transport=HttpxTransport(client=own)) as client:
            client.authenticate()
            with Sandbox() as elsewhere:
                sandbox.fault("*", Redirect(f"{elsewhere.api_url}/auth/verify"))
                with pytest.raises(AscoraApiError, match="redirects"):
                    client.authenticate()
                assert elsewhere.requests == ()
        assert not own.is_closed
        assert sandbox.requests[0].headers["x-own"] == "1"
        assert (own.get(f"{sandbox.api_url}/auth/verify", timeout=5)).status_code == 401


def test_closing_a_transport_leaves_the_httpx_client_of_ones_own_open(sandbox: Sandbox) -> None:
    with httpx.Client() as own:
        transport = HttpxTransport(client=own)
        transport.close()
        assert not own.is_closed
        with pytest.raises(RuntimeError, match="closed"):
            transport.send(Request(method="GET", url=sandbox.api_url, timeout=1))


def test_one_transport_may_serve_several_clients(sandbox: Sandbox, make_client: MakeClient) -> None:
    transport = HttpxTransport()
    for _ in range(2):
        with make_client(transport=transport) as client:
            client.authenticate()
    transport.close()
    assert len(sandbox.requests) == 2


def test_a_ca_bundle(tmp_path: Path, make_client: MakeClient) -> None:
    certificate, server = self_signed(tmp_path)
    trusting = HttpxTransport(verify=ssl.create_default_context(cafile=certificate))
    with one_connection(ANSWER, context=server) as url:
        client = make_client(api_url=url, transport=trusting, max_retries=0)
        assert (client.customers.get("c-1")).id == "c-1"
    trusting.close()
    with one_connection(ANSWER, context=server) as url:
        with pytest.raises(AscoraApiError, match="CERTIFICATE_VERIFY_FAILED") as caught:
            make_client(api_url=url, max_retries=0).customers.get("c-1")
        assert "while connecting" in str(caught.value)


def test_a_client_of_ones_own_has_its_own_ca_bundle() -> None:
    with httpx.Client() as own:
        with pytest.raises(ValueError, match="verify"):
            HttpxTransport(client=own, verify=ssl.create_default_context())
