"""URLs in which an id can be nothing but one segment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit


def segment(value: Any, name: str = "id") -> str:
    """Escape an id so that it is one segment of a path and cannot leave its collection.

    Args:
        value: The id.
        name: What it is called in an error.

    Returns:
        The escaped segment.

    Raises:
        TypeError: If it is not text.
        ValueError: If it is empty, is `.` or `..`, or holds half a surrogate pair.

    Example:
        >>> segment("../jobs")
        '..%2Fjobs'
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text, not {type(value).__name__}")
    if not value.strip():
        raise ValueError(f"{name} is empty; give the id that Ascora gave")
    if value in {".", ".."}:
        raise ValueError(f"{name} {value!r} cannot stand in a path")
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise ValueError(f"{name} holds a character that is no text (half a surrogate pair)") from None


def absolute_url(base: str, path: str, query: Iterable[tuple[str, str]]) -> str:
    """Join the API's base URL, an escaped path and a query.

    Example:
        >>> absolute_url("https://a.example/api/v1", "/customers", [("q", "a b")])
        'https://a.example/api/v1/customers?q=a+b'
    """
    text = urlencode(list(query), errors="strict")
    return f"{base}{path}?{text}" if text else f"{base}{path}"


def checked_path(path: str) -> str:
    """Refuse a path that would leave the API: the token goes to the API's own origin only.

    Args:
        path: A path from the API's base URL, beginning with a slash.

    Raises:
        ValueError: If it is an absolute URL, or has a segment `..`.

    Example:
        >>> checked_path("/customers")
        '/customers'
    """
    if not isinstance(path, str):
        raise TypeError(f"path must be text, not {type(path).__name__}")
    steps_up = any(part in {"..", "."} for part in path.replace("%2e", ".").replace("%2E", ".").split("/"))
    if not path.startswith("/") or path.startswith("//") or steps_up or "\\" in path:
        raise ValueError(f"path must begin with one slash and stay in the API, like '/customers', not {path!r}")
    if any(mark in path for mark in "?#") or not path.isascii() or not path.isprintable() or " " in path:
        raise ValueError(f"path {path!r} holds what must be escaped; give a query in params=")
    return path


def checked_base_url(url: str) -> str:
    """Check the API's base URL and cut the slash at its end.

    Raises:
        ValueError: If it is no absolute http or https URL, or has a query.

    Example:
        >>> checked_base_url("https://acme.ascora.com/api/v1/")
        'https://acme.ascora.com/api/v1'
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or parts.port == 0:
        raise ValueError("it must be http or https, with a host, and without a user or a password")
    if any(mark in url for mark in "?# \\") or not url.isprintable():
        raise ValueError("it must have no query, no fragment and no blank")
    return url.rstrip("/")


def file_url(base: str, url: str) -> str:
    """Give the absolute address of a file that the API names, or that a redirect leads to.

    Args:
        base: The address from which a relative one is read.
        url: What the API or the redirect says.

    Returns:
        The address, escaped.

    Raises:
        ValueError: If it is no http or https address, or could be read in more than one way.

    Example:
        >>> file_url("https://a.example/api/v1/", "/files/wet wall.jpg")
        'https://a.example/files/wet%20wall.jpg'
    """
    # Where two readers of a URL may differ on its host, the token could go to the wrong one.
    if not url.strip() or not url.isprintable() or "\\" in url:
        raise ValueError("it is empty, or holds characters that have no place in an address")
    absolute = urljoin(base, quote(url, safe="%/:=&?~#+!$,;'@()*[]-._"))
    parts = urlsplit(absolute)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or parts.port == 0:
        raise ValueError("it is no http or https address, or has a user in it")
    return absolute.partition("#")[0]


def same_origin(one: str, other: str) -> bool:
    """Tell whether two URLs lead to the same scheme, host and port, so that what may go to one may go to the other.

    Example:
        >>> same_origin("https://a.example/api/v1", "https://A.example:443/files/1")
        True
        >>> same_origin("https://a.example/api/v1", "http://a.example/files/1")
        False
    """
    return _origin(one) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
