"""The kinds of calls that the public API knows: a page, one object, a POST."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, Generic, TypeVar

import attrs

from ...codec import dumps
from ...http import Response, segment
from ...models import PageContent
from ...operations import Listing, Operation, key_header
from ...operations.collection import query_texts
from . import answers

T = TypeVar("T")
M = TypeVar("M")

PAGE_SIZE: Final = 100
"""Rows of a page, unless the caller says otherwise: a thousand have been seen to take 26 seconds."""


@attrs.frozen(kw_only=True)
class PagedList(Generic[M]):
    """A list whose pages have numbers.

    Attributes:
        path: Where it lies.
        model: The class of its rows.
        resource: What a row is called.
        filters: What it can be asked for: a TypedDict of our names.
    """

    path: str
    model: type[M]
    resource: str
    filters: type[Any]

    def page(
        self, filters: Mapping[str, Any], *, page: int, page_size: int, lenient: bool
    ) -> Operation[PageContent[M]]:
        """Ask for one page.

        Args:
            filters: By our names; None leaves one out.
            page: Which page, from 1.
            page_size: Rows of a page.
            lenient: Whether bad rows are put aside instead of failing.
        """
        if unknown := filters.keys() - self.filters.__annotations__.keys():
            raise TypeError(f"{self.resource}s are not listed by {', '.join(sorted(unknown))}")
        read = answers.listing(self.model, page=page, page_size=page_size, lenient=lenient)
        return self._page({pascal(name): value for name, value in filters.items()}, page, page_size, read)

    def raw_page(self, *, page: int, page_size: int) -> Operation[Listing]:
        """Ask for one page of all rows, as the wire carries them."""
        return self._page({}, page, page_size, partial(answers.raw_listing, page=page))

    def _page(self, query: Mapping[str, Any], page: int, page_size: int, read: Callable[[Response], T]) -> Operation[T]:
        for name, value in (("page", page), ("page_size", page_size)):
            if value.__class__ is not int or value < 1:
                raise ValueError(f"{name} must be a whole number, 1 or more, not {value!r}")
        query = {**query, "PageSize": page_size, "Page": page}
        return get(self.path, read, query=query, resource=self.resource)


def get(
    path: str, decode: Callable[[Response], T], *, query: Mapping[str, Any] | None = None, resource: str = ""
) -> Operation[T]:
    """Ask for what lies at a path without an id in it."""
    return Operation(
        method="GET", template=path, path=path, decode=decode, query=tuple(query_texts(query or {})), resource=resource
    )


def get_one(path: str, id: str, decode: Callable[[Response], T], *, resource: str) -> Operation[T]:
    """Ask for one object by its id or its number."""
    return Operation(
        method="GET",
        template=f"{path}/{{id}}",
        path=f"{path}/{segment(id, f'{resource} id')}",
        decode=decode,
        resource=resource,
        id=id,
    )


def post(
    path: str,
    body: Mapping[str, Any],
    decode: Callable[[Response], T],
    *,
    resource: str = "",
    id: str | None = None,
    idempotency_key: str | None = None,
) -> Operation[T]:
    """Ask for something to be made or done.

    The key goes along as a header alone: nothing says that this API knows a repetition by it, so that even with one a
    call that may have been carried out is not sent again.
    """
    return Operation(
        method="POST",
        template=path,
        path=path,
        decode=decode,
        content=dumps(body),
        resource=resource,
        id=id,
        headers=key_header(idempotency_key),
    )


def pascal(name: str) -> str:
    """Turn our name of a filter into the wire's.

    Example:
        >>> pascal("site_billing_type")
        'SiteBillingType'
    """
    return "".join(map(str.capitalize, name.split("_")))
