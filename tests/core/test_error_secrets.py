"""A server or a proxy may repeat the token; nothing of an error shows it."""

import html
import json
import pickle
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote

import pytest

from ascora_sdk import AscoraApiError, Headers, Phase, Response, Secret, TransportFailure
from ascora_sdk.http import BODY_LIMIT, Subject, malformed, problem

NOW = datetime(2026, 2, 17, tzinfo=timezone.utc)
# Base64, as tokens are: what JSON, HTML and URLs escape is in it.
TOKEN = "sEcReT+tok/en=="
STATUSES = [200, 302, 400, 401, 404, 408, 429, 500, 503]


def subject(url: str = "https://a.example/customers", token: str = TOKEN) -> Subject:
    return Subject(method="POST", url=url, repeatable=False, secrets=(Secret(token),))


def shown(error: AscoraApiError) -> str:
    pickled = pickle.dumps(error, 2).decode("latin-1")
    return "\n".join(
        [str(error), repr(error), str(error.args), repr(vars(error)), *map(str, vars(error).values()), pickled]
    )


def answer(status: int, body: bytes, headers: dict[str, str] | None = None) -> AscoraApiError:
    return problem(subject(), Response(status=status, headers=Headers(headers), body=body), now=NOW)


ECHOES: dict[str, bytes] = {
    "bare": TOKEN.encode(),
    "as a header": f"<pre>GET / HTTP/1.1\nAuthorization: Bearer {TOKEN}\n</pre>".encode(),
    "in the message": json.dumps({"message": f"bad token {TOKEN}"}).encode(),
    "in the errors": json.dumps({"errors": {"token": [f"{TOKEN} is bad", {"token": TOKEN}]}}).encode(),
    "as an error's field": json.dumps({"errors": {f"Bearer {TOKEN}": ["is bad"]}}).encode(),
    "deep in an array": json.dumps([{"headers": {"authorization": f"Bearer {TOKEN}"}}]).encode(),
    "many times": TOKEN.encode() * 5000,
    "as cut off JSON": f'{{"message": "{TOKEN}'.encode(),
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("body", ECHOES.values(), ids=ECHOES)
def test_a_token_that_the_server_repeats_is_masked(status: int, body: bytes) -> None:
    error = answer(status, body)
    assert "sEcReT" not in shown(error)
    assert "***" in shown(error)


ESCAPED = {
    "with JSON's escaped slashes": json.dumps({"message": TOKEN}).replace("/", "\\/"),
    "with JSON's escaped plus, as .NET writes it": json.dumps({"message": TOKEN}).replace("+", "\\u002B"),
    "in HTML": html.escape(f"<p>{TOKEN}</p>").replace("+", "&#43;"),
    "in a URL": f"/login?return={quote(TOKEN, safe='')}",
}


@pytest.mark.parametrize("body", ESCAPED.values(), ids=ESCAPED)
def test_a_token_that_the_server_escapes_is_masked(body: str) -> None:
    assert "sEcReT" not in shown(answer(401, body.encode()))


@pytest.mark.parametrize("filler", ["x", "é", "€", "😀"])
@pytest.mark.parametrize("limit", [BODY_LIMIT, 4 * BODY_LIMIT])
def test_no_part_of_a_token_is_left_where_the_body_is_cut(filler: str, limit: int) -> None:
    size = len(filler.encode())
    for short in range(4, len(TOKEN)):
        for count in {limit - short, (limit - short) // size}:
            assert "sEcReT"[:short] not in answer(500, (filler * count + TOKEN * 3).encode()).body[-short:]


def test_no_part_of_a_token_is_left_after_many_whole_ones() -> None:
    token = "T" + "0123456789" * 12
    body = (token * 2000).encode()
    error = problem(subject(token=token), Response(status=500, body=body), now=NOW)
    assert "0123" not in shown(error)


def test_no_part_of_a_token_is_left_where_the_line_is_cut() -> None:
    for length in range(150, 320):
        assert "sEcReT" not in str(answer(400, json.dumps({"message": "x" * length + TOKEN}).encode()))


@pytest.mark.parametrize("header", ["X-Request-Id", "Retry-After", "Location", "WWW-Authenticate"])
def test_a_token_in_a_header_of_the_answer_is_masked(header: str) -> None:
    assert "sEcReT" not in shown(answer(429, b"", {header: f"Bearer {TOKEN}"}))


@pytest.mark.parametrize(
    "url",
    [
        f"https://a.example/x?note={quote(TOKEN, safe='')}",
        f"https://a.example/x?api_token={TOKEN}",
        f"https://ada:{quote(TOKEN, safe='')}@a.example/x",
        f"https://a.example/{quote(TOKEN, safe='')}",
    ],
)
def test_a_token_in_the_url_is_masked(url: str) -> None:
    assert "sEcReT" not in shown(problem(subject(url), Response(status=404), now=NOW))


def test_a_token_in_the_id_is_masked() -> None:
    asked = Subject(method="GET", url="https://a.example/x", resource="customer", id=TOKEN, secrets=(Secret(TOKEN),))
    assert "sEcReT" not in str(problem(asked, Response(status=404), now=NOW))


@pytest.mark.parametrize("timed_out", [False, True])
def test_a_token_in_the_transports_words_is_masked(timed_out: bool) -> None:
    failure = TransportFailure(f"illegal header value {TOKEN}", phase=Phase.WRITE, timed_out=timed_out)
    error = problem(subject(), failure, now=NOW)
    assert "sEcReT" not in shown(error)


@pytest.mark.parametrize("reason", ["it is not JSON", f"content type {TOKEN}"])
def test_a_token_in_an_unreadable_answer_is_masked(reason: str) -> None:
    assert "sEcReT" not in shown(malformed(subject(), Response(status=200, body=ECHOES["as a header"]), reason))


def test_the_error_holds_neither_the_request_nor_the_secret() -> None:
    def reachable(value: Any) -> list[Any]:
        inner = list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, tuple) else []
        return [value, *(each for item in inner for each in reachable(item))]

    error = answer(401, b"{}")
    held = reachable(vars(error)) + reachable(error.args)
    assert not [value for value in held if isinstance(value, (Secret, Headers, Response, Subject))]
    assert (error.__cause__, error.__context__) == (None, None)
