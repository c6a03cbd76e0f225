"""An id is one segment of a path and nothing else; a path of one's own stays in the API."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascora_sdk.http import absolute_url, checked_base_url, checked_path, segment
from ascora_sdk.operations.instance import CUSTOMERS

from .strategies import few, many, texts

BASE = "https://a.example/api/v1"


@many
@given(st.text(st.characters(), max_size=20) | st.text(st.sampled_from("./\\%2eE?#&;: \0é"), max_size=8))
def test_an_id_is_one_segment_or_refused(id_: str) -> None:
    try:
        escaped = segment(id_)
    except ValueError:
        assert not id_.strip() or id_ in {".", ".."} or any("\ud800" <= char <= "\udfff" for char in id_)
        return
    assert not set(escaped) & set("/?#\\ \0")
    assert escaped.isascii()
    assert escaped.isprintable()
    assert escaped not in {".", "..", ""}
    assert unquote(escaped) == id_
    parts = urlsplit(f"{BASE}/customers/{escaped}")
    assert parts.path == f"/api/v1/customers/{escaped}"
    assert (parts.query, parts.fragment) == ("", "")


@pytest.mark.parametrize("id_", ["", " ", "\t\n", ".", "..", "\ud800", "a\udfffb"], ids=ascii)
def test_an_id_that_cannot_stand_in_a_path_is_refused(id_: str) -> None:
    with pytest.raises(ValueError, match=r"^customer id "):
        CUSTOMERS.get(id_)


@pytest.mark.parametrize("id_", [None, 7, 1.5, True, b"c-1", ["c-1"]], ids=repr)
def test_an_id_that_is_no_text_is_refused(id_: Any) -> None:
    with pytest.raises(TypeError, match=r"^customer id must be text, not "):
        CUSTOMERS.get(id_)


@pytest.mark.parametrize(
    ("id_", "escaped"),
    [("c-1", "c-1"), ("../jobs", "..%2Fjobs"), ("a b", "a%20b"), ("a?b#c", "a%3Fb%23c"), ("%2e%2e", "%252e%252e")],
)
def test_an_id_is_escaped(id_: str, escaped: str) -> None:
    assert segment(id_) == escaped


ESCAPES = [
    "",
    "customers",
    "//evil.example/x",
    "///x",
    "https://evil.example/x",
    "HTTPS://evil.example",
    "javascript:x",
    "/..",
    "/../x",
    "/customers/../../admin",
    "/customers/..",
    "/customers/.",
    "/./x",
    "/%2e%2e/x",
    "/%2E%2e/x",
    "/.%2e/x",
    "/x/%2e",
    "\\\\evil.example\\x",
    "/\\evil.example",
    "/x\\..\\y",
    "/x?y=1",
    "/x#y",
    "/x y",
    " /x",
    "/x\n",
    "/x\r\nHost: evil.example",
    "/x\0",
    "/\tx",
    "/é",
    "/\ud800",
    "/\x7f",
]


@pytest.mark.parametrize("path", ESCAPES, ids=ascii)
def test_a_path_that_leaves_the_api_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"^path "):
        checked_path(path)


@many
@given(
    st.lists(st.sampled_from(["/", "/", "..", ".", "%2e", "%2E", "%", "a", "\\", "@", ":", "?", ";"]), max_size=8).map(
        "".join
    )
)
def test_any_path_stays_under_the_base_or_is_refused(path: str) -> None:
    try:
        checked = checked_path(path)
    except ValueError:
        return
    parts = urlsplit(absolute_url(BASE, checked, []))
    assert (parts.scheme, parts.netloc) == ("https", "a.example")
    assert parts.path.startswith("/api/v1/")
    assert not {".", ".."} & {unquote(part) for part in parts.path.split("/")}


@pytest.mark.parametrize("path", ["/", "/customers", "/customers/c-1/", "/a%20b", "/x/...", "/x@y:z", "/a//b"])
def test_a_path_of_the_api_is_left_as_it_is(path: str) -> None:
    assert checked_path(path) == path


@few
@given(st.lists(st.tuples(texts, texts), max_size=4))
def test_a_query_arrives_as_it_was_given(query: list[tuple[str, str]]) -> None:
    try:
        url = absolute_url(BASE, "/customers", query)
    except ValueError:
        assert any("\ud800" <= char <= "\udfff" for pair in query for char in "".join(pair))
        return
    assert parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=bool(query)) == query
    assert urlsplit(url).path == "/api/v1/customers"


@pytest.mark.parametrize(
    ("given_url", "url"),
    [
        ("https://acme.ascora.com/api/v1", "https://acme.ascora.com/api/v1"),
        ("https://acme.ascora.com/api/v1/", "https://acme.ascora.com/api/v1"),
        ("https://acme.ascora.com/api/v1///", "https://acme.ascora.com/api/v1"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_a_base_url_loses_its_last_slash(given_url: str, url: str) -> None:
    assert checked_base_url(given_url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "acme.ascora.com",
        "/api/v1",
        "//acme.ascora.com/api",
        "ftp://acme.ascora.com",
        "file:///etc/passwd",
        "https://",
        "https:///api",
        "https://:8080/api",
        "https://ada:pw@acme.ascora.com",
        "https://ada@acme.ascora.com",
        "https://acme.ascora.com/api?x=1",
        "https://acme.ascora.com/api?",
        "https://acme.ascora.com/api#x",
        "https://acme.ascora.com/api#",
        "https://acme.ascora.com/api ",
        " https://acme.ascora.com/api",
        "https://acme.ascora.com/api\n",
        "https://acme.asc ora.com/api",
        "https://acme.ascora.com/a pi",
        "https://acme.ascora.com/\0",
        "https://acme.ascora.com:99999/api",
        "https://acme.ascora.com:port/api",
        "https://[::1/api",
        "https://acme.ascora.com\\@evil.example/api",
    ],
    ids=ascii,
)
def test_a_base_url_that_cannot_be_right_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        checked_base_url(url)
