"""How answers are read: strictly, so that a proxy's page is never taken for an empty list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from ..codec import DecodeError, decode, decode_each
from ..http import Response, segment
from ..models import InvalidItem, PageContent

M = TypeVar("M")


@attrs.frozen
class Listing:
    """One page of a listing as the wire carried it.

    Attributes:
        items: The parsed items, of whatever shape they are.
        total: How many the whole listing holds.
        has_more: Whether more follow.
    """

    items: list[Any]
    total: int
    has_more: bool

    @property
    def received(self) -> int:
        """How many items came."""
        return len(self.items)


def nothing(_: Response) -> None:
    """Read the answer of an operation that answers nothing."""


def whole(response: Response) -> Response:
    """Hand out the response as it is."""
    return response


def one(model: type[M]) -> Callable[[Response], M]:
    """Read a bare object."""
    return lambda response: decode(model, _json(response))


def raw(id: str | None) -> Callable[[Response], dict[str, Any]]:
    """Read a bare object as the wire carried it.

    Args:
        id: The id that was asked for; None for a new object, which must come with one that can be asked for.
    """
    return lambda response: identified(_json(response), "id", id)


def identified(item: Any, name: str, id: str | None) -> dict[str, Any]:
    """Make sure that an object is the one that was asked for, or a new one that has an id.

    Args:
        item: What came in its place.
        name: The wire's name of the id.
        id: The id that was asked for; None for a new object.

    Raises:
        DecodeError: If it is something else; no value of it is repeated.
    """
    if not isinstance(item, dict):
        raise DecodeError("it is no object")
    found = item.get(name)
    if id is not None and found != id:
        raise DecodeError(f"{name}: it is not the object that was asked for")
    try:
        segment(found, name)
    except (TypeError, ValueError) as error:
        raise DecodeError(f"{name}: {error}") from None
    return item


def listing(response: Response, *, offset: int) -> Listing:
    """Read a list operation's answer: `{"data": [...], "total": N, "hasMore": bool}`.

    Raises:
        DecodeError: If it has any other shape, or is empty and says that more follow.
    """
    parsed = _json(response)
    items = _items(parsed)
    total, has_more = parsed.get("total"), parsed.get("hasMore")
    if total.__class__ is not int or total < 0:
        raise DecodeError("total: expected a whole number, 0 or more")
    if has_more.__class__ is not bool:
        raise DecodeError("hasMore: expected true or false")
    if not items and (has_more or offset < total):
        raise DecodeError(f"the page at offset {offset} of {total} is empty, and yet more must follow")
    return Listing(items, total, has_more)


def page(model: type[M], *, limit: int, offset: int, lenient: bool) -> Callable[[Response], PageContent[M]]:
    """Read a list operation's answer as a page of models."""

    def read(response: Response) -> PageContent[M]:
        got = listing(response, offset=offset)
        good, bad = decode_each(model, got.items)
        if bad and not lenient:
            raise _misshapen(bad[0])
        return PageContent(
            items=good,
            total=got.total,
            has_more=got.has_more,
            limit=limit,
            offset=offset,
            received=got.received,
            invalid=bad,
        )

    return read


def several(model: type[M], *, name: str = "data") -> Callable[[Response], list[M]]:
    """Read an answer that holds a list without pages: `{"data": [...]}`, or under another name."""

    def read(response: Response) -> list[M]:
        good, bad = decode_each(model, _items(_json(response), name))
        if bad:
            raise _misshapen(bad[0], name)
        return list(good)

    return read


def _misshapen(item: InvalidItem, name: str = "data") -> DecodeError:
    has_path = item.reason.partition(" ")[0].endswith(":")
    return DecodeError(f"{name}[{item.index}]{'.' if has_path else ': '}{item.reason}")


def _json(response: Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        kind = response.headers.get("content-type", "no content type")
        size = f"{len(response.body)} bytes" if response.body else "an empty body"
        raise DecodeError(f"it is not JSON ({size}, {kind}): {error}") from None


def _items(parsed: Any, name: str = "data") -> list[Any]:
    items = parsed.get(name) if isinstance(parsed, dict) else None
    if not isinstance(items, list):
        raise DecodeError(f"it has no list {name!r}")
    return items
