"""Each way in which a call can fail becomes exactly one class, told in one line that says what to do next."""

import builtins
import copy
import pickle
from datetime import datetime, timezone
from itertools import product
from typing import Any

import pytest

import ascora_sdk
from ascora_sdk import (
    AscoraApiError,
    AuthenticationError,
    Headers,
    NotFoundError,
    Phase,
    RateLimitError,
    Response,
    TransportFailure,
    ValidationError,
)
from ascora_sdk.http import BODY_LIMIT, Subject, malformed, problem

NOW = datetime(2026, 2, 17, 12, tzinfo=timezone.utc)
SUBJECT = Subject(method="GET", url="https://a.example/customers/c-1", resource="customer", id="c-1", attempts=4)
PAYMENT = Subject(method="POST", url="https://a.example/invoices/i-1/payments", repeatable=False)

# The contract's table: every other status is an AscoraApiError.
CLASSES = {
    400: ValidationError,
    401: AuthenticationError,
    404: NotFoundError,
    408: ascora_sdk.TimeoutError,
    429: RateLimitError,
}
BODIES: dict[str, bytes] = {
    "message and errors": b'{"message":"No good.","errors":{"email":["is taken","is odd"],"phone":["is short"]}}',
    "a web page": b"<!doctype html>\r\n<html><body>Bad\tgateway</body></html>",
    "empty": b"",
    "ten megabytes": b"x" * 10_000_000,
    "ten megabytes of message": b'{"message":"' + b"x" * 10_000_000 + b'"}',
    "many errors": b'{"errors":{"a":[' + b'"bad",' * 20_000 + b'"bad"]}}',
    "nul": b"\x00\x00\x00",
    "no utf-8": b"\xff\xfe\xfa",
    "lone surrogates": b'{"message":"\\ud800 \\u0000 \\u2028 \\u202e","errors":{"\\ud800":["\\udfff"]}}',
    "lines": b'{"message":"one\\ntwo\\r\\nthree\\u0085four"}',
    "nested": b"[" * 100_000,
    "errors is a list": b'{"message":"m","errors":["a","b"]}',
    "errors is text": b'{"message":"m","errors":"a"}',
    "errors is null": b'{"message":null,"errors":null}',
    "errors are text": b'{"errors":{"a":"one","b":"two"}}',
    "errors are objects": b'{"errors":{"a":{"b":["c"]},"d":[{"e":1}],"f":1.50,"g":null,"":[]}}',
    "message is an object": b'{"message":{"a":1}}',
    "an array": b'[{"message":"m"}]',
    "a number": b"1e99",
    "an impossible number": b"1e99999999999999999999",
}


def response(status: int, body: bytes = b"", **headers: str) -> Response:
    return Response(status=status, headers=Headers({**headers, "X-Request-Id": "r-1"}), body=body)


def check_line(error: AscoraApiError) -> None:
    line = str(error)
    assert line.isprintable()
    assert 20 < len(line) < 600
    assert line == line.strip()


def same_errors(one: AscoraApiError, other: AscoraApiError) -> bool:
    return type(one) is type(other) and (one.args, vars(one), str(one)) == (other.args, vars(other), str(other))


def check_copies(error: AscoraApiError) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert same_errors(error, pickle.loads(pickle.dumps(error, protocol)))  # noqa: S301 - our own
    assert same_errors(error, copy.copy(error))
    assert same_errors(error, copy.deepcopy(error))


@pytest.mark.parametrize("status", range(100, 600))
def test_each_status_has_the_contracts_class(status: int) -> None:
    for subject in (SUBJECT, PAYMENT):
        error = problem(subject, response(status, BODIES["message and errors"]), now=NOW)
        assert type(error) is CLASSES.get(status, AscoraApiError)
        assert error.status_code == status
        assert (error.method, error.url, error.attempts) == (subject.method, subject.url, subject.attempts)
        assert error.request_id == "r-1"
        assert "No good." in str(error)
        assert "email: is taken, is odd; phone: is short" in str(error)
        check_line(error)
        check_copies(error)


@pytest.mark.parametrize("status", [*CLASSES, 302, 422, 503])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_any_body_makes_one_bounded_line(status: int, body: bytes) -> None:
    error = problem(SUBJECT, response(status, body), now=NOW)
    assert type(error) is CLASSES.get(status, AscoraApiError)
    check_line(error)
    assert len(error.body) <= BODY_LIMIT
    assert body[:20].decode("utf-8", "replace") == error.body[:20] or not body.isascii()
    if len(body) < 1000:
        check_copies(error)


@pytest.mark.parametrize(("phase", "timed_out"), list(product(Phase, [False, True])), ids=str)
@pytest.mark.parametrize("subject", [SUBJECT, PAYMENT], ids=lambda subject: subject.method)
def test_each_failure_of_the_transport_has_its_class(subject: Subject, phase: Phase, timed_out: bool) -> None:
    failure = TransportFailure("connection\nreset \0by peer", phase=phase, timed_out=timed_out)
    error = problem(subject, failure, now=NOW)
    assert type(error) is (ascora_sdk.TimeoutError if timed_out else AscoraApiError)
    assert (error.status_code, error.body, error.request_id) == (None, "", None)
    assert phase.value in str(error)
    check_line(error)
    check_copies(error)
    unsure = subject is PAYMENT and phase in {Phase.WRITE, Phase.READ}
    assert ("may have been carried out" in str(error)) is unsure


@pytest.mark.parametrize(
    ("status", "headers", "unsure"),
    [
        (400, {}, False),
        (401, {}, False),
        (404, {}, False),
        (408, {}, True),
        (429, {}, False),
        (500, {}, True),
        (502, {}, True),
        (503, {}, True),
        (503, {"Retry-After": "3"}, False),
        (504, {}, True),
    ],
)
def test_a_payment_that_may_have_been_made_says_so(status: int, headers: dict[str, str], unsure: bool) -> None:
    said = str(problem(PAYMENT, response(status, b"", **headers), now=NOW))
    assert ("may have been carried out: look before you send it again" in said) is unsure
    assert "carried out" not in str(problem(SUBJECT, response(status, b"", **headers), now=NOW))


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (301, "set api_url"),
        (400, "correct it and call again"),
        (401, "check api_token and company_code"),
        (404, "check the id"),
        (408, "try again later"),
        (429, "wait and call again"),
        (500, "try again later"),
    ],
)
def test_the_line_says_what_to_do_next(status: int, advice: str) -> None:
    assert advice in str(problem(SUBJECT, response(status), now=NOW))


@pytest.mark.parametrize(
    ("outcome", "advice"),
    [
        (TransportFailure("x", timed_out=True), "timeout="),
        (TransportFailure("refused", phase=Phase.CONNECT), "Check api_url and the network"),
    ],
)
def test_a_failed_connection_says_what_to_do_next(outcome: TransportFailure, advice: str) -> None:
    assert advice in str(problem(SUBJECT, outcome, now=NOW))


def test_an_unreadable_answer_is_told_as_one() -> None:
    error = malformed(SUBJECT, response(200, b"<html>"), "it is not JSON\n(6 bytes)")
    assert type(error) is AscoraApiError
    assert "Check that api_url leads to Ascora" in str(error)
    assert (error.status_code, error.body) == (200, "<html>")
    assert "carried out" in str(malformed(PAYMENT, response(200), "it is not JSON"))
    check_line(error)
    check_copies(error)


@pytest.mark.parametrize("extent", ["url", "request id", "id"])
def test_long_or_odd_details_stay_one_bounded_line(extent: str) -> None:
    long = "x" * 50_000
    url = f"https://a.example/customers?q={long}" if extent == "url" else "https://a.example/customers/x"
    headers = Headers({"X-Request-Id": f"r\n1\0{long}" if extent == "request id" else "r-1"})
    subject = Subject(method="GET", url=url, resource="customer", id=long if extent == "id" else "c-1")
    check_line(problem(subject, Response(status=404, headers=headers), now=NOW))


def test_a_timeout_is_a_builtin_one() -> None:
    error = problem(SUBJECT, response(408), now=NOW)
    assert isinstance(error, builtins.TimeoutError)
    assert isinstance(error, AscoraApiError)
    assert isinstance(error, OSError)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3.0),
        ("0", 0.0),
        ("Tue, 17 Feb 2026 12:00:30 GMT", 30.0),
        ("Tue, 17 Feb 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        (None, None),
    ],
)
def test_a_rate_limit_tells_how_long_to_wait(value: str | None, seconds: float | None) -> None:
    headers = {} if value is None else {"Retry-After": value}
    error = problem(SUBJECT, response(429, **headers), now=NOW)
    assert isinstance(error, RateLimitError)
    assert error.retry_after == seconds
    check_copies(error)


def test_what_was_not_found_is_named() -> None:
    error = problem(SUBJECT, response(404), now=NOW)
    assert isinstance(error, NotFoundError)
    assert (error.resource, error.id) == ("customer", "c-1")
    assert "there is no customer 'c-1'" in str(error)
    nameless = problem(Subject(method="GET", url="https://a.example/x"), response(404), now=NOW)
    assert isinstance(nameless, NotFoundError)
    assert (nameless.resource, nameless.id) == ("", None)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ("message and errors", {"email": ("is taken", "is odd"), "phone": ("is short",)}),
        ("errors are text", {"a": ("one",), "b": ("two",)}),
        ("errors is a list", {}),
        ("errors is null", {}),
        ("a web page", {}),
        ("empty", {}),
    ],
)
def test_a_refusal_tells_what_is_wrong_by_field(body: str, errors: Any) -> None:
    error = problem(SUBJECT, response(400, BODIES[body]), now=NOW)
    assert isinstance(error, ValidationError)
    assert error.errors == errors


def test_errors_of_any_shape_are_lists_of_text() -> None:
    error = problem(SUBJECT, response(400, BODIES["errors are objects"]), now=NOW)
    assert isinstance(error, ValidationError)
    assert set(error.errors) == {"a", "d", "f", "g", ""}
    assert all(isinstance(text, str) for texts in error.errors.values() for text in texts)
    assert "Decimal(" not in str(error)


def test_one_errors_details_are_not_anothers() -> None:
    first, second = (problem(SUBJECT, response(400, body), now=NOW) for body in (BODIES["errors are text"], b""))
    assert isinstance(first, ValidationError)
    assert isinstance(second, ValidationError)
    assert first.errors != second.errors
    assert ValidationError.errors == {}


@pytest.mark.parametrize(
    "kind",
    [AscoraApiError, AuthenticationError, RateLimitError, ascora_sdk.TimeoutError, NotFoundError, ValidationError],
)
def test_an_error_of_ones_own_needs_no_more_than_a_message(kind: type[AscoraApiError]) -> None:
    error = kind("no luck")
    assert str(error) == "no luck"
    assert (error.message, error.args, error.attempts, error.status_code) == ("no luck", ("no luck",), 1, None)
    check_copies(error)


def test_what_is_no_failure_of_the_api_is_none_of_the_six() -> None:
    assert not issubclass(ascora_sdk.ConfigurationError, AscoraApiError)
    assert issubclass(ascora_sdk.ConfigurationError, ValueError)
    assert not issubclass(ascora_sdk.MissingExtraError, AscoraApiError)
    assert issubclass(ascora_sdk.MissingExtraError, ImportError)
