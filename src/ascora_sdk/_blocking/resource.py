# Generated from ../_async/resource.py by tools/unasync; do not edit.
"""What the resources of the client have in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Generic, TypeVar

from ..models import Page
from ..operations import Collection, ListQuery
from .caller import Caller
from .paging import Items

M = TypeVar("M")


class Resource(Generic[M]):
    """One collection of the API, as far as all of them are alike."""

    def __init__(self, caller: Caller, collection: Collection[M]) -> None:
        """Serve a collection by a caller."""
        self._caller = caller
        self._collection = collection

    def get(self, id: str) -> M:
        """Fetch one object by its id.

        Args:
            id: The id that Ascora gave it.

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
        return self._caller.execute(self._collection.get(id))

    def delete(self, id: str) -> None:
        """Delete one object by its id.

        An answer that was lost is no failure: if the object is gone when the deletion is tried again, it was done.

        Args:
            id: The id that Ascora gave it.

        Raises:
            NotFoundError: If there was none to begin with.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            client.customers.delete("c-1")
            ```

        Contract: instance API, Operations, delete.
        """
        self._caller.execute(self._collection.delete(id))

    def _list(self, query: ListQuery, limit: int, offset: int, *, lenient: bool) -> Page[M]:
        return self._caller.execute(self._collection.list(query, limit=limit, offset=offset, lenient=lenient))

    def _iter(self, query: ListQuery, page_size: int, concurrency: int, *, lenient: bool) -> Items[M]:
        # Asking for the first page's operation now finds a wrong argument here and not in the loop.
        self._collection.list(query, limit=page_size, offset=0, lenient=lenient)
        return Items(partial(self._list, query, lenient=lenient), page_size=page_size, concurrency=concurrency)

    def _create(self, source: Any, fields: Mapping[str, Any], idempotency_key: str | None) -> M:
        return self._caller.execute(self._collection.create(source, fields, idempotency_key))

    def _update(self, target: Any, fields: Mapping[str, Any]) -> M:
        return self._caller.execute(self._collection.update(target, fields))
