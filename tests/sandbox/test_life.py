"""The sandbox starts and stops cleanly, in a process and as one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import httpx
import pytest

from ascora_sdk.sandbox import AnswerLost, Drip, Latency, Sandbox

from .._blocking.waiting import until

Connect = Callable[[Sandbox], httpx.Client]
PACKAGE = Sandbox.__module__.rpartition(".")[0]


def test_it_starts_and_stops_fast_and_leaves_nothing_behind(connect: Connect) -> None:
    threads = {*threading.enumerate()}
    took: list[float] = []
    while len(took) < 10 or (min(took) >= 0.5 and len(took) < 50):
        began = time.perf_counter()
        with Sandbox(customers=10) as sandbox:
            assert connect(sandbox).get("/customers").status_code == 200  # the client keeps its connection open
        took.append(time.perf_counter() - began)
    assert min(took) < 0.5  # the best of them, since a busy machine may be slow at any
    assert {*threading.enumerate()} <= threads
    with pytest.raises(httpx.ConnectError):
        httpx.get(sandbox.api_url)


@pytest.mark.parametrize("fault", [AnswerLost("hang"), Latency(60), Drip(interval=60)])
def test_a_stop_ends_every_wait(connect: Connect, fault: AnswerLost | Latency | Drip) -> None:
    threads = {*threading.enumerate()}
    errors: list[Exception] = []
    sandbox = Sandbox(customers=1).start()
    sandbox.fault("*", fault, times=None)
    http = connect(sandbox)

    def ask() -> None:
        try:
            http.get("/customers")
        except httpx.TransportError as error:
            errors.append(error)

    clients = [threading.Thread(target=ask) for _ in range(3)]
    for client in clients:
        client.start()
    until(lambda: len(sandbox.requests) == 3)
    began = time.perf_counter()
    sandbox.stop()
    for client in clients:
        client.join()
    assert time.perf_counter() - began < 30
    assert len(errors) == 3
    assert {*threading.enumerate()} <= threads


def test_work_cut_short_by_a_stop_is_never_done(connect: Connect) -> None:
    sandbox = Sandbox().start()
    sandbox.fault("*", Latency(60))
    with pytest.raises(httpx.ReadTimeout):
        connect(sandbox).post("/customers", json={}, timeout=httpx.Timeout(60, read=0.1))
    sandbox.stop()
    assert sandbox.count("customer") == 0


def test_a_slow_server_does_the_work_even_if_nobody_waits(connect: Connect) -> None:
    with Sandbox() as sandbox:
        sandbox.fault("*", Latency(0.5))
        with pytest.raises(httpx.ReadTimeout):
            connect(sandbox).post("/customers", json={}, timeout=httpx.Timeout(60, read=0.05))
        until(lambda: sandbox.count("customer") == 1)


def test_state_and_address_outlive_a_stop(connect: Connect) -> None:
    sandbox = Sandbox(customers=1).start()
    url = sandbox.api_url
    sandbox.edit("customer", "c-1", firstName="Ada")
    sandbox.stop()
    sandbox.stop()
    with sandbox.start():
        assert sandbox.api_url == url
        assert connect(sandbox).get("/customers/c-1").json()["firstName"] == "Ada"


def test_it_has_no_address_before_it_starts() -> None:
    with pytest.raises(RuntimeError, match="start"):
        _ = Sandbox().api_url


def test_a_taken_port_is_the_callers_error(sandbox: Sandbox) -> None:
    with pytest.raises(OSError, match="in use"):
        Sandbox(port=httpx.URL(sandbox.api_url).port or 0).start()


def test_two_sandboxes_share_nothing(connect: Connect) -> None:
    with Sandbox(api_token="one", company_code="ONE") as one, Sandbox(api_token="two", company_code="TWO") as two:
        connect(one).post("/customers", json={})
        assert (one.count("customer"), two.count("customer")) == (1, 0)
        headers = {"Authorization": "Bearer one", "X-Company-Code": "ONE"}
        assert httpx.get(two.api_url + "/customers", headers=headers).status_code == 401


def test_answers_come_without_waiting_for_acknowledgements(http: httpx.Client) -> None:
    http.get("/customers")
    took: list[float] = [1.0]
    while min(took) >= 0.03 and len(took) < 200:  # the best of some, since a busy machine may be slow at any
        began = time.perf_counter()
        http.get("/customers")
        took.append(time.perf_counter() - began)
    assert min(took) < 0.03  # Nagle's algorithm against delayed ACKs would make it 0.04


def test_garbage_on_the_wire_harms_nobody(sandbox: Sandbox, http: httpx.Client) -> None:
    url = httpx.URL(sandbox.api_url)
    with socket.create_connection((url.host, url.port or 0), timeout=60) as raw:
        raw.sendall(b"\x00\x01\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400")
    assert http.get("/customers").status_code == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_a_signal(number: signal.Signals) -> None:
    command = [sys.executable, "-m", PACKAGE, "--port", "0", "--customers", "3", "--max-page-size", "2"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASCORA_")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first, *exports = (process.stdout.readline() for _ in range(4))
        variables = dict(line.removeprefix("export ").strip().split("=", 1) for line in exports)
        assert variables["ASCORA_API_URL"] in first
        headers = {
            "Authorization": f"Bearer {variables['ASCORA_API_TOKEN']}",
            "X-Company-Code": variables["ASCORA_COMPANY_CODE"],
        }
        page = httpx.get(variables["ASCORA_API_URL"] + "/customers", headers=headers).json()
        assert (page["total"], len(page["data"])) == (3, 2)
        process.send_signal(number)
        assert process.wait(60) == 0
        assert process.stderr.read() == ""


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "simplejson", "python_multipart"])
def test_a_missing_extra_is_named(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; import {PACKAGE}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MissingExtraError" in done.stderr
    assert "pip install 'ascora-sdk[sandbox]'" in done.stderr
