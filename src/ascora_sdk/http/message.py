"""A request and a response, as a transport sees them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterable, Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import attrs

from ..codec import loads
from .redaction import MASK, SECRET_HEADERS, mask_url, without_query

T = TypeVar("T")


class Headers(Mapping[str, str]):
    """HTTP headers by name in any case; secrets are masked when it is shown.

    Example:
        >>> headers = Headers({"Retry-After": "3", "Authorization": "Bearer abc"})
        >>> headers["retry-after"]
        '3'
        >>> headers
        Headers({'retry-after': '3', 'authorization': '***'})
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        """Take the headers of a mapping."""
        self._values = {name.lower(): value for name, value in (values or {}).items()}

    def __getitem__(self, name: str) -> str:
        """Give a header's value by its name in any case."""
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        """Go through the names, in lower case."""
        return iter(self._values)

    def __len__(self) -> int:
        """Count the headers."""
        return len(self._values)

    def __repr__(self) -> str:
        """Show the headers without their secrets."""
        shown = {name: _shown(name, value) for name, value in self._values.items()}
        return f"{type(self).__name__}({shown!r})"


def _shown(name: str, value: str) -> str:
    if name in SECRET_HEADERS:
        return MASK
    # The address of a file may hold what opens it.
    return without_query(value) if name == "location" else value


_OF_HTTP_ITSELF = frozenset({"content-length", "host", "transfer-encoding"})
"""Headers that say where a message goes and where it ends; a wrong one could send it, credentials and all, astray."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def checked_method(method: str) -> str:
    """Refuse a method that HTTP cannot carry, and give it in upper case.

    Raises:
        ValueError: If it is empty, or holds blanks or other characters that have no place in it.
    """
    if not _TOKEN.fullmatch(method):
        raise ValueError(f"method must be one word like 'GET', not {method!r}")
    return method.upper()


def checked_headers(headers: Mapping[str, str]) -> Headers:
    """Refuse headers that HTTP cannot carry; their values are not repeated, since they may be secret.

    Raises:
        TypeError: If a name or a value is not text.
        ValueError: If it holds what no header can, or is one of HTTP's own.
    """
    for name, value in headers.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise TypeError(f"header {name!r} must be text")
        if not _TOKEN.fullmatch(name) or not value.isascii() or not value.isprintable():
            raise ValueError(f"header {name!r} holds blanks or characters that no header can carry")
        if name.lower() in _OF_HTTP_ITSELF:
            raise ValueError(f"header {name!r} is HTTP's own; leave it out")
    return Headers(headers)


Content: TypeAlias = bytes | Iterable[bytes] | AsyncIterable[bytes]
"""A request's body: whole, or in pieces that come one after another; a blocking transport meets no async pieces."""


class Sink(Protocol):
    """Where the body of a successful answer goes in pieces, so that it need not fit into memory.

    In an async transport the results of both methods are awaited.
    """

    def begin(self) -> Any:
        """Get ready for the first piece; what came before, of a try that failed, is dropped."""
        ...

    def write(self, piece: bytes, /) -> Any:
        """Take the next piece."""
        ...


@attrs.frozen(kw_only=True)
class Request:
    """What a transport sends.

    Attributes:
        method: The HTTP method, in upper case.
        url: The absolute URL, escaped.
        headers: All headers but those that HTTP itself needs; credentials included.
        content: The body, or None. Pieces without a `content-length` among the headers are sent chunked.
        timeout: Seconds that one try may take; with a body in pieces or a sink, that each pause in the flow may take.
        sink: Takes the body of an answer of status 200 to 299; the response's own body is then empty. None if unwanted.
    """

    method: str
    url: str = attrs.field(repr=mask_url)
    headers: Headers = attrs.field(factory=Headers)
    content: Content | None = attrs.field(default=None, repr=False)
    timeout: float
    sink: Sink | None = attrs.field(default=None, repr=False)

    @property
    def size(self) -> int | None:
        """Bytes of the body, 0 without one; None if it comes in pieces and nobody knows how many."""
        if self.content is None or isinstance(self.content, bytes):
            return len(self.content or b"")
        length = self.headers.get("content-length", "")
        return int(length) if length.isdigit() else None


@attrs.frozen(kw_only=True)
class Response:
    """What came back.

    Attributes:
        status: The HTTP status.
        headers: The headers, by name in any case.
        body: The body, as bytes.

    Example:
        >>> response = Response(status=200, body=b'{"amount": 0.30}')
        >>> response.json()
        {'amount': Decimal('0.30')}
    """

    status: int
    headers: Headers = attrs.field(factory=Headers)
    body: bytes = attrs.field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """The body as UTF-8 text; what is no UTF-8 is replaced."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Parse the body, with numbers that have a fraction as `Decimal`.

        Raises:
            ValueError: If the body is not JSON.
        """
        return loads(self.body)


@attrs.frozen(kw_only=True)
class Answer(Generic[T]):
    """What a call returned, with the answer that it came from.

    Attributes:
        parsed: What the call returned.
        response: The answer as it came.

    Example:
        >>> answer = Answer(parsed=None, response=Response(status=204, headers=Headers({"X-Request-Id": "r-1"})))
        >>> answer.status, answer.headers["x-request-id"]
        (204, 'r-1')
    """

    parsed: T
    response: Response

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status

    @property
    def headers(self) -> Headers:
        """The headers, by name in any case."""
        return self.response.headers
