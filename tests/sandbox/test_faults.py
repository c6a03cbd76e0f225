"""Faults strike the requests they are meant for, as often as they are meant to."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import httpx
import pytest

from ascora_sdk.sandbox import (
    AnswerLost,
    CutBody,
    Drip,
    Drop,
    Fault,
    Latency,
    Malformed,
    Redirect,
    Sandbox,
    Shift,
    Status,
)

from .._blocking.waiting import until

Connect = Callable[[Sandbox], httpx.Client]


def statuses(http: httpx.Client, *requests: str) -> list[int]:
    return [http.request(*request.split(" ")).status_code for request in requests]


def test_a_fault_strikes_so_many_times_after_so_many(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("GET /customers", Status(503), times=2, after=1)
    assert statuses(http, *["GET /customers"] * 5) == [200, 503, 503, 200, 200]


def test_a_fault_strikes_once_unless_told_otherwise_or_for_ever(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("GET /customers", Status(503))
    assert statuses(http, *["GET /customers"] * 2) == [503, 200]
    sandbox.fault("GET /customers", Status(503), times=None)
    assert statuses(http, *["GET /customers"] * 9) == [503] * 9
    sandbox.clear_faults()
    assert statuses(http, "GET /customers") == [200]


@pytest.mark.parametrize(
    ("route", "struck"),
    [
        ("*", {"GET /customers", "GET /customers/c-1", "DELETE /jobs/j-1", "GET /nothing"}),
        ("GET *", {"GET /customers", "GET /customers/c-1", "GET /nothing"}),
        ("* /customers", {"GET /customers"}),
        ("GET /customers/{id}", {"GET /customers/c-1"}),
        ("GET /customers/c-1", {"GET /customers/c-1"}),
        ("delete /jobs/{id}", {"DELETE /jobs/j-1"}),
        ("POST /customers", set()),
    ],
)
def test_a_route_pattern_picks_its_requests(sandbox: Sandbox, http: httpx.Client, route: str, struck: set[str]) -> None:
    sandbox.fault(route, Status(418), times=None)
    requests = ["GET /customers", "GET /customers/c-1", "DELETE /jobs/j-1", "GET /nothing"]
    found = zip(requests, statuses(http, *requests), strict=True)
    assert {request for request, status in found if status == 418} == struck


@pytest.mark.parametrize("route", ["", "GET", "/customers", "GET customers", " /customers"])
def test_a_route_that_cannot_be_read_is_refused(route: str) -> None:
    with pytest.raises(ValueError, match="is no route"):
        Sandbox().fault(route, Drop())


def test_faults_follow_the_order_of_registration(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("GET /customers", Status(500), times=1)
    sandbox.fault("*", Status(502), times=2)
    sandbox.fault("GET /customers", Status(504), times=1, after=1)
    assert statuses(http, *["GET /customers"] * 5) == [500, 502, 502, 504, 200]


def test_latency_lets_the_next_fault_strike_too(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("*", Latency(0.05), times=None)
    sandbox.fault("GET /customers", Status(500))
    for expected in (500, 200):
        began = time.perf_counter()
        assert statuses(http, "GET /customers") == [expected]
        assert time.perf_counter() - began >= 0.05


def test_every_answer_takes_the_default_latency(connect: Connect) -> None:
    with Sandbox(default_latency=0.05) as sandbox:
        http = connect(sandbox)
        began = time.perf_counter()
        assert statuses(http, "GET /customers", "GET /nothing") == [200, 404]
        assert time.perf_counter() - began >= 0.1


def test_a_status_comes_as_it_was_told_and_nothing_is_done(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("POST /customers", Status(429, headers={"Retry-After": "3"}))
    sandbox.fault("POST /customers", Status(502, "<h1>Bad gateway</h1>", "text/html"))
    sandbox.fault("POST /customers", Status(500, b""))
    limited, gateway, empty = (http.post("/customers", json={}) for _ in range(3))
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3")
    assert limited.json()["message"]
    assert (gateway.status_code, gateway.text) == (502, "<h1>Bad gateway</h1>")
    assert gateway.headers["content-type"] == "text/html"
    assert (empty.status_code, empty.content) == (500, b"")
    assert sandbox.count("customer") == 7
    assert len(sandbox.requests) == 3


def test_a_redirect_points_elsewhere(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("GET /customers", Redirect("https://elsewhere.example/", 302))
    answer = http.get("/customers")
    assert (answer.status_code, answer.headers["location"]) == (302, "https://elsewhere.example/")


def test_a_dropped_connection_means_nothing_was_done(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("POST /customers", Drop())
    with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
        http.post("/customers", json={})
    assert sandbox.count("customer") == 7
    assert len(sandbox.requests) == 1
    assert http.post("/customers", json={}).status_code == 201


def test_a_drop_closes_the_socket_itself(sandbox: Sandbox) -> None:
    sandbox.fault("*", Drop())
    url = httpx.URL(sandbox.api_url)
    with socket.create_connection((url.host, url.port or 0), timeout=60) as raw:
        raw.sendall(b"GET /api/v1/customers HTTP/1.1\r\nHost: x\r\n\r\n")
        assert raw.recv(1000) == b""


@pytest.mark.parametrize(
    ("fault", "waits", "error"),
    [
        (AnswerLost(), 60, (httpx.NetworkError, httpx.RemoteProtocolError)),
        (AnswerLost("drop"), 60, (httpx.NetworkError, httpx.RemoteProtocolError)),
        (AnswerLost("hang"), 0.2, httpx.ReadTimeout),
    ],
)
def test_a_lost_answer_means_the_work_was_done(
    sandbox: Sandbox, http: httpx.Client, fault: Fault, waits: float, error: type[Exception]
) -> None:
    sandbox.fault("POST /customers", fault)
    with pytest.raises(error):
        http.post("/customers", json={"firstName": "Ada"}, timeout=httpx.Timeout(60, read=waits))
    until(lambda: sandbox.count("customer") == 8)
    assert sandbox.get("customer", "c-8")["firstName"] == "Ada"


def test_an_answer_lost_to_an_error_and_asked_for_again_with_its_key(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("POST /customers", AnswerLost("error"))
    headers = {"Idempotency-Key": "k"}
    lost, found = (http.post("/customers", json={}, headers=headers) for _ in range(2))
    assert (lost.status_code, found.status_code, found.json()["id"]) == (500, 201, "c-8")
    assert sandbox.count("customer") == 8


def malformed(sandbox: Sandbox, http: httpx.Client, fault: Fault) -> httpx.Response:
    sandbox.fault("GET /customers", fault)
    answer = http.get("/customers")
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) == len(answer.content)
    return answer


def test_malformed_bodies_come_in_sound_http(sandbox: Sandbox, http: httpx.Client) -> None:
    true = http.get("/customers").content
    page = malformed(sandbox, http, Malformed("html"))
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>" in page.text
    truncated = malformed(sandbox, http, Malformed("truncated")).content
    assert true.startswith(truncated)
    assert 0 < len(truncated) < len(true)
    assert malformed(sandbox, http, Malformed("empty")).content == b""
    assert "data" not in malformed(sandbox, http, Malformed("no_data")).json()
    assert malformed(sandbox, http, Malformed("bare_value")).json() == 42
    assert malformed(sandbox, http, Malformed("nan")).text.startswith('{"ratio":NaN,"data":[')
    with pytest.raises(UnicodeDecodeError):
        malformed(sandbox, http, Malformed("invalid_utf8")).content.decode()
    assert len(malformed(sandbox, http, Malformed("huge")).content) == 10_000_000


def test_malformed_answers_come_after_the_work(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("POST /customers", Malformed("empty"))
    assert http.post("/customers", json={}).status_code == 200
    assert sandbox.count("customer") == 8


def test_a_body_is_cut_in_its_middle(sandbox: Sandbox) -> None:
    sandbox.fault("GET /customers", CutBody())
    url = httpx.URL(sandbox.api_url)
    with socket.create_connection((url.host, url.port or 0), timeout=60) as raw:
        raw.sendall(
            b"GET /api/v1/customers HTTP/1.1\r\nHost: x\r\n"
            b"Authorization: Bearer sandbox-token\r\nX-Company-Code: SANDBOX\r\n\r\n"
        )
        received = b"".join(iter(lambda: raw.recv(65_536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    promised = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    assert head.startswith(b"HTTP/1.1 200")
    assert len(body) == promised // 2


def test_a_cut_body_is_an_error_to_a_client(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("GET /customers", CutBody())
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        http.get("/customers")


def test_a_dripping_body_outlasts_a_read_timeout(sandbox: Sandbox, http: httpx.Client) -> None:
    true = http.get("/customers/c-1").content
    sandbox.fault("GET /customers/{id}", Drip(size=len(true) // 20, interval=0.05))
    began = time.perf_counter()
    assert http.get("/customers/c-1", timeout=0.7).content == true
    assert time.perf_counter() - began > 0.7


def test_a_listing_shifts_between_its_pages(sandbox: Sandbox, http: httpx.Client) -> None:
    def pages() -> list[str]:
        found: list[str] = []
        more = True
        while more:
            page = http.get("/customers", params={"limit": 3, "offset": len(found)}).json()
            found += [record["id"] for record in page["data"]]
            more = page["hasMore"]
        return found

    sandbox.fault("GET /customers", Shift(insert=[{"firstName": "New"}]))
    assert pages() == ["c-1", "c-2", "c-3", "c-3", "c-4", "c-5", "c-6", "c-7"]
    sandbox.fault("GET /customers", Shift(remove=["c-8", "c-2"]))
    assert pages() == ["c-8", "c-1", "c-2", "c-5", "c-6", "c-7"]
    assert pages() == ["c-1", "c-3", "c-4", "c-5", "c-6", "c-7"]


def test_a_shift_leaves_other_requests_alone(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("*", Shift(remove=["c-1", "c-99"]), times=None)
    assert statuses(http, "GET /customers/c-1", "GET /jobs", "GET /customers", "GET /customers/c-1") == [
        200,
        200,
        200,
        404,
    ]
