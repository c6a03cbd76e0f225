"""Where a file lies: an address is read in one way alone, or it is none; and its origin decides on the credentials."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ascora_sdk.http import file_url, same_origin

API = "https://acme.example/api/v1"
BASE = f"{API}/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("files/1", "https://acme.example/api/v1/files/1"),
        ("/files/1", "https://acme.example/files/1"),
        ("../files/1", "https://acme.example/api/files/1"),
        ("//cdn.example/1", "https://cdn.example/1"),
        ("https://cdn.example", "https://cdn.example"),
        ("http://cdn.example:8080/1?sig=a%2Fb+c&x=1#part", "http://cdn.example:8080/1?sig=a%2Fb+c&x=1"),
        ("/wet wall.jpg", "https://acme.example/wet%20wall.jpg"),
        ("/50%25.jpg", "https://acme.example/50%25.jpg"),
        ("/стена.jpg", "https://acme.example/%D1%81%D1%82%D0%B5%D0%BD%D0%B0.jpg"),
        ("https://[::1]:8443/1", "https://[::1]:8443/1"),
    ],
)
def test_an_address(url: str, expected: str) -> None:
    assert file_url(BASE, url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "ftp://a.example/1",
        "file:///etc/passwd",
        "data:,x",
        "javascript:x",
        "http:",
        "http://:80/",
        "https://acme.example@evil.example/",
        "https://ada:pw@acme.example/",
        "//ada@evil.example/",
        "https://acme.example\\@evil.example/",
        "\\\\evil.example\\1",
        "https://acme.example\t.evil.example/",
        "https://acme.example\n/",
        "https://acme.example\u202e/",
        "https://[::1/",
        "https://acme.example:0/",
        "https://acme.example:65536/",
        "https://acme.example:port/",
        "\0",
    ],
)
def test_what_is_none(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|IPv6|[Pp]ort"):
        file_url(BASE, url)


SAME = [
    (API, "https://acme.example/files/1", True),
    (API, "https://ACME.example:443/", True),
    ("http://127.0.0.1:8000/api/v1", "http://127.0.0.1:8000/files/1", True),
    ("http://a.example", "http://a.example:80/x", True),
    (API, "http://acme.example/files/1", False),
    (API, "https://acme.example:8443/", False),
    (API, "https://cdn.acme.example/", False),
    (API, "https://acme.example.evil.example/", False),
    (API, "https://acme.example./", False),
    (API, "https://evil.example/https://acme.example/", False),
    (API, "https://evil.example?acme.example/", False),
    ("http://127.0.0.1:8000", "http://localhost:8000/", False),
    ("http://127.0.0.1:8000", "http://127.0.0.1:8001/", False),
    ("http://a.example:443", "https://a.example:443/", False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_an_origin_is_a_scheme_a_host_and_a_port(one: str, other: str, same: bool) -> None:
    assert same_origin(one, other) == same_origin(other, one) == same


HOSTS = st.sampled_from(
    ["acme.example", "ACME.EXAMPLE", "evil.example", "acme.example.", "[::1]", "\uff41cme.example", ""]
)
MARKS = st.text(st.sampled_from("/\\@:?#%&=.;[]{}|^`<> \t\r\n\0aé2F40"), max_size=6)
URLS = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "http:", "https:", "HTTPS:", "ftp:"]), MARKS | st.just("//"), HOSTS, MARKS, HOSTS, MARKS
    ),
)


def read(url: str) -> str | None:
    try:
        return file_url(BASE, url)
    except ValueError:
        return None


def as_httpx_sends_it(url: str) -> Any:
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError):
        return None


@given(URLS | st.text())
@example("https://acme.example%40evil.example/")
@example("https://acme.example%2f@evil.example/")
@example("https:evil.example/")
@example("/\\evil.example/")
@example("https://acme.example:443:80/")
@example("https://acme.example[@evil.example]/")
def test_what_carries_the_request_reads_the_same_origin(url: str) -> None:
    """If ours took an address for the API's own and httpx went elsewhere, the token would go there too."""
    address = read(url)
    sent = None if address is None else as_httpx_sends_it(address)
    if address is None or sent is None:
        return
    assert address.isascii()
    assert address.isprintable()
    assert "#" not in address
    if same_origin(address, API):
        assert (sent.scheme, sent.host, sent.port or 443) == ("https", "acme.example", 443)
    assert urlsplit(address).scheme in {"http", "https"}
    assert not sent.userinfo
