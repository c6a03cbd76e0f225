"""What the resources of the client have in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Generic, TypeVar

from typing_extensions import Unpack

from ..config import CallOptions, patience
from ..operations import Collection, ListQuery
from .caller import AsyncCaller
from .page import AsyncPage
from .paging import AsyncItems

M = TypeVar("M")


class AsyncResource(Generic[M]):
    """One collection of the API, as far as all of them are alike."""

    def __init__(self, caller: AsyncCaller, collection: Collection[M]) -> None:
        """Serve a collection by a caller."""
        self._caller = caller
        self._collection = collection

    async def get(self, id: str, **options: Unpack[CallOptions]) -> M:
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
            customer = await client.customers.get("c-1")
            ```

        Contract: instance API, Operations, get.
        """
        return await self._caller.execute(self._collection.get(id), options)

    async def delete(self, id: str, **options: Unpack[CallOptions]) -> None:
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
            await client.customers.delete("c-1")
            ```

        Contract: instance API, Operations, delete.
        """
        await self._caller.execute(self._collection.delete(id), options)

    async def _list(
        self, query: ListQuery, limit: int, offset: int, *, lenient: bool, options: CallOptions
    ) -> AsyncPage[M]:
        operation = self._collection.list(query, limit=limit, offset=offset, lenient=lenient)
        content = await self._caller.execute(operation, options)
        return AsyncPage.of(content, partial(self._list, query, lenient=lenient, options=options))

    def _iter(
        self, query: ListQuery, page_size: int, concurrency: int, *, lenient: bool, options: CallOptions
    ) -> AsyncItems[M]:
        # Asked for now, so that a wrong argument is found here and not in the loop.
        self._collection.list(query, limit=page_size, offset=0, lenient=lenient)
        patience(self._caller.config, options)
        fetch = partial(self._list, query, lenient=lenient, options=options)
        return AsyncItems(fetch, page_size=page_size, concurrency=concurrency)

    async def _create(
        self, source: Any, fields: Mapping[str, Any], idempotency_key: str | None, options: CallOptions
    ) -> M:
        return await self._caller.execute(self._collection.create(source, fields, idempotency_key), options)

    async def _update(self, target: Any, fields: Mapping[str, Any], options: CallOptions) -> M:
        return await self._caller.execute(self._collection.update(target, fields), options)
