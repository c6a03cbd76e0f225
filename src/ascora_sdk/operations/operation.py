"""One call to the API as a value: what to ask, and how to read the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import attrs

from ..errors import ValidationError
from ..http import (
    Content,
    Headers,
    Response,
    Sink,
    absolute_url,
    checked_headers,
    is_repeatable,
    mask_url,
    without_query,
)

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Operation(Generic[T]):
    """What to ask of the API, and how to read the answer.

    Attributes:
        method: The HTTP method.
        template: The path with its ids unfilled, such as `/customers/{id}`; it names the operation in traces.
        path: The path from the API's base URL, escaped.
        decode: Reads a successful answer; raises ValueError if it has not the right shape.
        query: The query, by name.
        content: The body, or None.
        content_type: What the body is.
        headers: Headers beside those that every call has.
        idempotency_key: The key under which the server may know a repetition.
        resource: The kind of thing that is asked for, such as "customer".
        id: The id that is asked for.
        address: The absolute URL, where the API names one; credentials go there only if it is the API's own origin.
        redirects: How many redirects may be followed.
        sink: Where the body of the answer goes, if it is not to be read.
    """

    method: str
    template: str
    path: str
    decode: Callable[[Response], T]
    query: tuple[tuple[str, str], ...] = ()
    content: Content | None = attrs.field(default=None, repr=False)
    content_type: str = "application/json"
    headers: Headers = attrs.field(factory=Headers)
    idempotency_key: str | None = None
    resource: str = ""
    id: str | None = None
    address: str | None = attrs.field(default=None, repr=False)
    redirects: int = 0
    sink: Sink | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse an idempotency key that no header can carry."""
        if self.idempotency_key is not None:
            checked_headers({"idempotency-key": self.idempotency_key})

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return is_repeatable(self.method, self.idempotency_key)

    def url(self, base: str) -> str:
        """Give the absolute URL, under the API's base URL unless the operation has an address of its own."""
        return self.address or absolute_url(base, self.path, self.query)

    def shown(self, url: str) -> str:
        """Give the URL that was called as it may be shown: without secrets, and a file's without all of its query."""
        # Whoever has a file's address may have the file, by what stands there.
        return mask_url(url) if self.address is None else without_query(url)

    def all_headers(self, credentials: Mapping[str, str]) -> Headers:
        """Give every header that it is sent with."""
        own: dict[str, str] = {"accept": "application/json"}
        if self.content is not None:
            own["content-type"] = self.content_type
        if self.idempotency_key is not None:
            own["idempotency-key"] = self.idempotency_key
        return Headers({**own, **self.headers, **credentials})


def key_header(idempotency_key: str | None) -> Headers:
    """Give an idempotency key as a header alone, for a call that must not be sent again even with one."""
    return checked_headers({} if idempotency_key is None else {"idempotency-key": idempotency_key})


def described(describe: Callable[..., Operation[T]], *arguments: Any) -> Operation[T]:
    """Describe a call of what came from a database, where a wrong value is no fault of the program's.

    Raises:
        ValidationError: If it cannot be sent; nothing was.
    """
    try:
        return describe(*arguments)
    except (TypeError, ValueError) as error:
        raise ValidationError(f"it cannot be sent, and was not: {error}", attempts=0) from None
