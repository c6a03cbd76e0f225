# Generated from ../../_async/client/test_hooks.py by tools/unasync; do not edit.
"""Hooks: called around each try in a known order, whatever happens, and harmless to the call."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Callable
from typing import Any

import pytest

from ascora_sdk import (
    AscoraApiError,
    AscoraClient,
    Attempt,
    AttemptResult,
    ClientConfig,
    ConfigurationError,
    Hooks,
    NotFoundError,
    Request,
    Response,
    TransportFailure,
)
from ascora_sdk.sandbox import Drop, Sandbox, Status

from ...client.clock import FakeTime
from .calls import CALLS

MakeClient = Callable[..., AscoraClient]


class Diary:
    """Hooks that write down what they are told."""

    def __init__(self, name: str = "", lines: list[str] | None = None) -> None:
        self.name = name
        self.lines: list[str] = [] if lines is None else lines
        self.attempts: list[Attempt] = []
        self.results: list[AttemptResult] = []

    def before(self, attempt: Attempt) -> None:
        self.lines.append(f"{self.name}before {attempt.method} {attempt.template} #{attempt.number}")
        self.attempts.append(attempt)

    def after(self, attempt: Attempt, result: AttemptResult) -> None:
        outcome = result.status if result.failure is None else type(result.failure).__name__
        self.lines.append(f"{self.name}after #{attempt.number}: {outcome}, again in {result.retry_in}")
        self.results.append(result)

    @property
    def hooks(self) -> Hooks:
        return Hooks(before_attempt=self.before, after_attempt=self.after)


def failing(*_: Any) -> None:
    raise LookupError("a hook of the user's failed")


def test_one_call(sandbox: Sandbox, make_client: MakeClient) -> None:
    diary = Diary()
    make_client(hooks=[diary.hooks]).jobs.get("j-1")
    assert diary.lines == ["before GET /jobs/{id} #1", "after #1: 200, again in None"]
    (attempt,), (result,) = diary.attempts, diary.results
    assert attempt.url == f"{sandbox.api_url}/jobs/j-1"
    assert result.response is not None
    assert (result.response.json()["id"], result.failure, result.seconds) == ("j-1", None, 0.0)


def test_each_try_is_told(sandbox: Sandbox, make_client: MakeClient) -> None:
    sandbox.fault("*", Drop())
    sandbox.fault("*", Status(503, headers={"Retry-After": "7"}))
    diary = Diary()
    make_client(hooks=[diary.hooks]).jobs.get("j-1")
    assert diary.lines == [
        "before GET /jobs/{id} #1",
        "after #1: TransportFailure, again in 1.0",
        "before GET /jobs/{id} #2",
        "after #2: 503, again in 7.0",
        "before GET /jobs/{id} #3",
        "after #3: 200, again in None",
    ]
    assert len({id(attempt.notes) for attempt in diary.attempts}) == 3
    failure = diary.results[0].failure
    assert isinstance(failure, TransportFailure)
    assert (diary.results[0].response, diary.results[0].status) == (None, None)


def test_a_call_that_fails_is_told_too(sandbox: Sandbox, make_client: MakeClient) -> None:
    diary = Diary()
    with pytest.raises(NotFoundError):
        make_client(hooks=[diary.hooks]).tasks.get("t-99")
    assert diary.lines == ["before GET /tasks/{id} #1", "after #1: 404, again in None"]
    sandbox.fault("*", Status(500), times=None)
    diary.lines.clear()
    with pytest.raises(AscoraApiError):
        make_client(hooks=[diary.hooks], max_retries=1).jobs.notes.list("j-1")
    assert diary.lines == [
        "before GET /jobs/{id}/notes #1",
        "after #1: 500, again in 1.0",
        "before GET /jobs/{id}/notes #2",
        "after #2: 500, again in None",
    ]


@pytest.mark.parametrize("name", [name for name in CALLS if name != "request"])
def test_a_template_holds_no_id(sandbox: Sandbox, make_client: MakeClient, name: str) -> None:
    sandbox.add("task", id="t-1", title="x")
    sandbox.add("note", jobId="j-1", note="a")
    sandbox.add("attachment", jobId="j-1", fileName="a.txt", content=b"wet")
    diary = Diary()
    CALLS[name].run(make_client(hooks=[diary.hooks]))
    assert len(diary.attempts) == len(diary.results) == CALLS[name].requests
    for attempt in diary.attempts:
        assert not any(character.isdigit() for character in attempt.template)
        assert "?" not in attempt.template
        assert attempt.template == "{fileUrl}" or attempt.template.startswith("/")


def pieces() -> Iterator[bytes]:
    yield b"wet"
    yield b"wall"


def test_the_size_of_what_is_sent_is_told_if_anybody_knows_it(sandbox: Sandbox, make_client: MakeClient) -> None:
    diary = Diary()
    client = make_client(hooks=[diary.hooks])
    client.customers.get("c-1")
    client.customers.update("c-1", phone="1")
    client.jobs.attachments.add("j-1", b"wet", file_name="a")
    client.jobs.attachments.add("j-1", pieces(), file_name="a")
    whole, in_pieces = sandbox.received("POST *")
    assert [attempt.size for attempt in diary.attempts] == [
        0,
        len('{"phone":"1"}'),
        int(whole.headers["content-length"]),
        None,
    ]
    assert "content-length" not in in_pieces.headers


def test_the_last_one_in_is_the_first_one_out(make_client: MakeClient) -> None:
    lines: list[str] = []
    client = make_client(hooks=[Diary("outer ", lines).hooks, Hooks(), Diary("inner ", lines).hooks])
    client.authenticate()
    assert lines == [
        "outer before GET /auth/verify #1",
        "inner before GET /auth/verify #1",
        "inner after #1: 200, again in None",
        "outer after #1: 200, again in None",
    ]


def test_notes_are_found_again(make_client: MakeClient) -> None:
    found: list[object] = []

    def before(attempt: Attempt) -> None:
        attempt.notes["span"] = attempt

    def after(attempt: Attempt, _: AttemptResult) -> None:
        found.append(attempt.notes["span"] is attempt)

    make_client(hooks=[Hooks(before_attempt=before, after_attempt=after)]).authenticate()
    assert found == [True]


def test_headers_are_added_to_their_try_alone(sandbox: Sandbox, make_client: MakeClient) -> None:
    sandbox.fault("*", Status(500))

    def before(attempt: Attempt) -> None:
        attempt.headers["TraceParent"] = f"00-{'a' * 32}-{attempt.number:016}-01"
        if attempt.number == 1:
            attempt.headers["X-First"] = "yes"

    client = make_client(hooks=[Hooks(before_attempt=before)])
    client.customers.update("c-1", phone="1")
    client.with_options(hooks=()).authenticate()
    parents = [request.headers.get("traceparent") for request in sandbox.requests]
    assert parents == [f"00-{'a' * 32}-{1:016}-01", f"00-{'a' * 32}-{2:016}-01", None]
    assert ["x-first" in request.headers for request in sandbox.requests] == [True, False, False]
    assert sandbox.requests[0].headers["content-type"] == "application/json"


def test_what_the_call_has_itself_cannot_be_replaced(sandbox: Sandbox, make_client: MakeClient) -> None:
    def before(attempt: Attempt) -> None:
        for name in ("Authorization", "X-COMPANY-CODE", "idempotency-KEY", "Content-Type", "Accept", "User-Agent"):
            attempt.headers[name] = "mine"

    client = make_client(hooks=[Hooks(before_attempt=before)])
    client.customers.create(first_name="Ada", idempotency_key="k-1")
    (request,) = sandbox.requests
    assert request.headers.getlist("authorization") == [f"Bearer {sandbox.api_token}"]
    assert request.headers.getlist("x-company-code") == [sandbox.company_code]
    assert request.headers.getlist("idempotency-key") == ["k-1"]
    assert request.headers.getlist("content-type") == ["application/json"]
    assert request.headers.getlist("accept") == ["application/json"]


@pytest.mark.parametrize("value", ["a\r\nX-Other: 1", "é", "\x00"], ids=ascii)
def test_a_header_that_cannot_be_sent_ends_the_call(
    sandbox: Sandbox, make_client: MakeClient, value: str
) -> None:
    diary = Diary()
    bad = Hooks(before_attempt=lambda attempt: attempt.headers.update({"x-bad": value}))
    with pytest.raises(ValueError, match="x-bad") as caught:
        make_client(hooks=[diary.hooks, bad]).authenticate()
    assert value not in str(caught.value)
    assert (sandbox.requests, diary.lines[-1]) == ((), "after #1: ValueError, again in None")


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding"])
def test_a_header_that_is_https_own_ends_the_call(sandbox: Sandbox, make_client: MakeClient, name: str) -> None:
    hooks = Hooks(before_attempt=lambda attempt: attempt.headers.update({name: "3"}))
    with pytest.raises(ValueError, match=f"(?i){name}"):
        make_client(hooks=[hooks]).customers.create(first_name="Ada")
    assert sandbox.requests == ()


def test_a_hook_does_not_see_the_credentials(sandbox: Sandbox, make_client: MakeClient) -> None:
    diary = Diary()
    client = make_client(hooks=[diary.hooks])
    client.request("GET", "/customers", params={"api_token": "sEcReT", "limit": 1})
    shown = repr(diary.attempts) + repr(diary.results)
    assert sandbox.api_token not in shown
    assert sandbox.company_code not in shown
    assert "sEcReT" not in shown
    assert "limit=1" in shown


def test_a_hook_that_fails_before_ends_the_call(
    sandbox: Sandbox, make_client: MakeClient, clock: FakeTime
) -> None:
    lines: list[str] = []
    hooks = [Diary("outer ", lines).hooks, Hooks(before_attempt=failing), Diary("inner ", lines).hooks]
    with pytest.raises(LookupError, match="a hook of the user's failed"):
        make_client(hooks=hooks).customers.create(first_name="Ada")
    assert (sandbox.requests, clock.sleeps) == ((), [])
    assert lines == ["outer before POST /customers #1", "outer after #1: LookupError, again in None"]


def test_a_hook_that_fails_before_another_try_ends_the_call(
    sandbox: Sandbox, make_client: MakeClient, clock: FakeTime
) -> None:
    sandbox.fault("*", Status(500), times=None)

    def before(attempt: Attempt) -> None:
        if attempt.number > 1:
            failing()

    with pytest.raises(LookupError):
        make_client(hooks=[Hooks(before_attempt=before)]).jobs.get("j-1")
    assert (len(sandbox.requests), clock.sleeps) == (1, [1.0])


def test_a_hook_that_fails_afterwards_is_logged_and_nothing_else(
    sandbox: Sandbox, make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    diary = Diary()
    sandbox.fault("*", Status(500))
    client = make_client(hooks=[diary.hooks, Hooks(after_attempt=failing)])
    assert (client.jobs.get("j-1")).id == "j-1"
    assert len(diary.results) == 2
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [(record.name, record.getMessage()) for record in errors] == [
        ("ascora_sdk", "a hook failed after GET /jobs/{id}; the call goes on")
    ] * 2
    assert all(record.exc_info and record.exc_info[0] is LookupError for record in errors)
    with pytest.raises(NotFoundError):
        client.jobs.get("j-99")


class Stopped(BaseException):
    """What stops a program, as a keyboard interrupt does."""


class Stopping:
    """A transport during whose work the program is stopped."""

    def send(self, request: Request) -> Response:
        raise Stopped

    def close(self) -> None:
        return None


def test_what_stops_the_program_is_told_and_goes_on(make_client: MakeClient) -> None:
    diary = Diary()
    client = make_client(hooks=[Hooks(after_attempt=failing), diary.hooks], transport=Stopping())
    with pytest.raises(Stopped):
        client.jobs.get("j-1")
    assert diary.lines == ["before GET /jobs/{id} #1", "after #1: Stopped, again in None"]
    assert isinstance(diary.results[0].failure, Stopped)


def test_functions_of_the_clients_own_kind(sandbox: Sandbox, make_client: MakeClient) -> None:
    seen: list[str] = []

    def before(attempt: Attempt) -> None:
        seen.append(attempt.template)
        attempt.headers["x-seen"] = str(len(seen))

    def after(attempt: Attempt, result: AttemptResult) -> None:
        seen.append(str(result.status))

    make_client(hooks=[Hooks(before_attempt=before, after_attempt=after)]).authenticate()
    assert seen == ["/auth/verify", "200"]
    assert sandbox.requests[0].headers["x-seen"] == "1"


def test_with_options_puts_others_in_their_place(make_client: MakeClient) -> None:
    lines: list[str] = []
    client = make_client(hooks=[Diary("first ", lines).hooks])
    client.with_options(timeout=5).jobs.notes.list("j-1")
    assert [line.partition(" ")[0] for line in lines] == ["first", "first"]
    lines.clear()
    client.with_options(hooks=[Diary("second ", lines).hooks]).jobs.notes.list("j-1")
    assert [line.partition(" ")[0] for line in lines] == ["second", "second"]
    lines.clear()
    client.with_options(hooks=()).jobs.notes.list("j-1")
    assert lines == []
    client.jobs.notes.list("j-1")
    assert len(lines) == 2


def test_from_config_takes_them(sandbox: Sandbox) -> None:
    diary = Diary()
    config = ClientConfig(api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code)
    with AscoraClient.from_config(config, hooks=[diary.hooks]) as client:
        client.authenticate()
    assert len(diary.lines) == 2


def test_nothing_is_told_of_a_call_that_cannot_be(make_client: MakeClient) -> None:
    diary = Diary()
    client = make_client(hooks=[diary.hooks])
    with pytest.raises(ConfigurationError):
        client.jobs.get("j-1", timeout=-1)
    with pytest.raises(ValueError, match="job id"):
        client.jobs.get("")
    assert diary.lines == []


@pytest.mark.parametrize("concurrency", [1, 3])
def test_every_page_of_a_listing_is_told(make_client: MakeClient, concurrency: int) -> None:
    diary = Diary()
    client = make_client(hooks=[diary.hooks])
    assert len([item.id for item in client.customers.iter(page_size=2, concurrency=concurrency)]) == 7
    assert diary.lines.count("before GET /customers #1") == 4
    assert diary.lines.count("after #1: 200, again in None") == 4
