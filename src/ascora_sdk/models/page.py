"""One page of a listing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Generic, TypeVar, overload

import attrs

from .rows import even_rows, plain_rows
from .table import html_table

T = TypeVar("T")

_ROWS_SHOWN: Final = 50


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
class PageContent(Sequence[T], Generic[T]):
    """One page of a listing as it came; the clients' `Page` and `AsyncPage` know the way to the next one too.

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

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give the page's items as rows, which pandas and polars take as they are.

        Returns:
            For each item what its `to_dict()` gives, with the same columns in each row, all decimals of a column with
            the same places, and a column that mixes kinds of values, such as dates and times, as text.

        Example:
            >>> from ascora_sdk import Customer, Page
            >>> page = Page(items=(Customer(id="c-1"),), total=1, has_more=False, limit=1, offset=0, received=1)
            >>> page.to_dicts()[0]["id"]
            'c-1'
        """
        return even_rows(plain_rows(self.items))

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

    def _repr_html_(self) -> str:
        rows = plain_rows(self.items[:_ROWS_SHOWN])
        names = dict.fromkeys(name for row in rows for name, value in row.items() if value is not None)
        return html_table(self._caption(len(rows)), list(names), [[row.get(name) for name in names] for row in rows])

    def _caption(self, shown: int) -> str:
        end = self.offset + (self.received if shown == len(self.items) else shown)
        span = f"{self.offset + 1} to {end}" if end > self.offset else "none"
        left_out = f", {len(self.invalid)} of a wrong shape left out" if self.invalid else ""
        return f"{span} of {self.total}{left_out}"
