# Generated from ../_async/resource.py by tools/unasync; do not edit.
"""What the resources of the client have in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Generic, TypeVar

from typing_extensions import Unpack

from ..config import CallOptions, patience
from ..operations import Collection, ListQuery
from .caller import Caller
from .page import Page
from .paging import Items

M = TypeVar("M")


class Resource(Generic[M]):
    """One collection of the API, as far as all of them are alike."""

    def __init__(self, caller: Caller, collection: Collection[M]) -> None:
        """Serve a collection by a caller."""
        self._caller = caller
        self._collection = collection

    def get(self, id: str, **options: Unpack[CallOptions]) -> M:
        """Fetch one object by its id.

        Args:
            id: The id that Ascora gave it.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The object.

        Raises:
            NotFoundError: If there is none; it names the resource and the id.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            customer = client.customers.get("c-1")
            ```

        Contract: instance API, Operations, get.
        """
        return self._caller.execute(self._collection.get(id), options)

    def delete(self, id: str, **options: Unpack[CallOptions]) -> None:
        """Delete one object by its id.

        An answer that was lost is no failure: if the object is gone when the deletion is tried again, it was done.

        Args:
            id: The id that Ascora gave it.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there was none to begin with.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            client.customers.delete("c-1")
            ```

        Contract: instance API, Operations, delete.
        """
        self._caller.execute(self._collection.delete(id), options)

    def _list(
        self, query: ListQuery, limit: int, offset: int, *, lenient: bool, options: CallOptions
    ) -> Page[M]:
        operation = self._collection.list(query, limit=limit, offset=offset, lenient=lenient)
        content = self._caller.execute(operation, options)
        return Page.of(content, partial(self._list, query, lenient=lenient, options=options))

    def _iter(
        self, query: ListQuery, page_size: int, concurrency: int, *, lenient: bool, options: CallOptions
    ) -> Items[M]:
        # Asked for now, so that a wrong argument is found here and not in the loop.
        self._collection.list(query, limit=page_size, offset=0, lenient=lenient)
        patience(self._caller.config, options)
        fetch = partial(self._list, query, lenient=lenient, options=options)
        return Items(fetch, page_size=page_size, concurrency=concurrency)

    def _create(
        self, source: Any, fields: Mapping[str, Any], idempotency_key: str | None, options: CallOptions
    ) -> M:
        return self._caller.execute(self._collection.create(source, fields, idempotency_key), options)

    def _update(self, target: Any, fields: Mapping[str, Any], options: CallOptions) -> M:
        return self._caller.execute(self._collection.update(target, fields), options)
