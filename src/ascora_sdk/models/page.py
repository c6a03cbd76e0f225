"""One page of a listing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

import attrs

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class InvalidItem:
    """An item of a listing that does not have the shape of its model.

    Attributes:
        index: The item's place in its page, from 0.
        item: The item as the wire carried it, with numbers as `int` or `Decimal`.
        reason: What is wrong, in one line that names the field's path.
    """

    index: int
    item: Any = attrs.field(repr=False)
    reason: str


@attrs.frozen(kw_only=True)
class Page(Sequence[T], Generic[T]):
    """One page of a listing: a sequence of its items (contract: Operations, list operations).

    Attributes:
        items: The models, in the listing's order.
        total: How many the whole listing holds, as the server counts them.
        has_more: Whether the server says that more follow.
        limit: How many were asked for.
        offset: The place of the first item in the whole listing.
        received: How many items the server sent in this page, bad ones included.
        invalid: In a lenient listing the items that have not the shape of their model; else empty.

    Example:
        >>> from ascora_sdk import Page
        >>> page = Page(items=("a", "b"), total=5, has_more=True, limit=2, offset=0, received=2)
        >>> len(page), page[0], list(page), page.total
        (2, 'a', ['a', 'b'], 5)
    """

    items: tuple[T, ...]
    total: int
    has_more: bool
    limit: int
    offset: int
    received: int
    invalid: tuple[InvalidItem, ...] = ()

    def __len__(self) -> int:
        """Count the page's items."""
        return len(self.items)

    def __iter__(self) -> Iterator[T]:
        """Go through the page's items in order."""
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        """Pick an item by its place, or several by a slice."""
        return self.items[index]
