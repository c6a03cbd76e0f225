# Generated from ../_async/page.py by tools/unasync; do not edit.
"""A page of a listing that knows the way to the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import attrs
from typing_extensions import Self

from ..models import PageContent

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Page(PageContent[T]):
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
        ```python
        page: Page[Customer] | None = client.customers.list(limit=50)
        while page is not None:
            print([customer.last_name for customer in page])
            page = page.next_page()
        ```
    """

    _fetch: Callable[[int, int], Self] | None = attrs.field(
        default=None, eq=False, repr=False, alias="fetch"
    )

    @classmethod
    def of(cls, content: PageContent[T], fetch: Callable[[int, int], Self]) -> Self:
        """Make a page of what came and of the function that fetches the page of a limit and an offset."""
        return cls(**_fields(content), fetch=fetch)

    def next_page(self) -> Self | None:
        """Fetch the page that follows, asked for in the same way.

        Returns:
            The page; None if this is the last one.

        Raises:
            AscoraApiError: Or a subclass, if the call fails.
            RuntimeError: If the page was copied or unpickled, and so has no client any more.

        Example:
            ```python
            page = client.customers.list(limit=50)
            following = page.next_page()
            ```
        """
        offset = self.offset + self.received
        if not self.has_more and offset >= self.total:
            return None
        if self._fetch is None:
            raise RuntimeError(f"this page has no client any more; list with offset={offset} to go on")
        return self._fetch(self.limit, offset)

    def __reduce__(self) -> Any:
        """Leave the client behind: no connection goes along in a pickle."""
        return _without_client, (type(self), _fields(self))


def _fields(content: PageContent[Any]) -> dict[str, Any]:
    return {field.name: getattr(content, field.name) for field in attrs.fields(PageContent)}


def _without_client(kind: type[Page[T]], fields: dict[str, Any]) -> Page[T]:
    return kind(**fields)
