# Generated from ../_async/customers.py by tools/unasync; do not edit.
"""The client's customers."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from typing_extensions import Unpack

from ..concurrency.blocking import BLOCKING_CONCURRENCY
from ..config import CallOptions
from ..models import Customer, CustomerFields
from ..operations import DEFAULT_LIMIT, ListQuery, all_filters
from ..operations.instance import CUSTOMERS, search_customers
from .caller import Caller
from .page import Page
from .paging import Items
from .resource import Resource


class Customers(Resource[Customer]):
    """Read and write customers (contract: instance API, Operations)."""

    def __init__(self, caller: Caller) -> None:
        """Serve customers by a caller."""
        super().__init__(caller, CUSTOMERS)

    def list(
        self,
        *,
        limit: int = DEFAULT_LIMIT,
        offset: int = 0,
        sort_by: str | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        updated_since: datetime | None = None,
        filters: Mapping[str, Any] | None = None,
        lenient: bool = False,
        **options: Unpack[CallOptions],
    ) -> Page[Customer]:
        """Fetch one page of customers.

        Args:
            limit: How many to ask for; a server may give fewer.
            offset: How many to skip.
            sort_by: The field to sort by, such as "last_name".
            sort_order: "asc" or "desc".
            updated_since: Only what has changed since then; a server that does not know this filter gives all.
            filters: Further query parameters by the wire's names; None leaves one out.
            lenient: Put customers of a wrong shape into the page's `invalid` instead of failing.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The page: a sequence of customers with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer is not a list of customers.

        Example:
            ```python
            page = client.customers.list(limit=50, sort_by="lastName", filters={"state": "QLD"})
            print(f"{len(page)} of {page.total}")
            ```

        Contract: instance API, Operations, list customers.
        """
        known = {"updated_since": updated_since}
        query = ListQuery(sort_by=sort_by, sort_order=sort_order, filters=all_filters(known, filters))
        return self._list(query, limit, offset, lenient=lenient, options=options)

    def iter(
        self,
        *,
        page_size: int = 100,
        sort_by: str | None = None,
        sort_order: Literal["asc", "desc"] | None = None,
        updated_since: datetime | None = None,
        filters: Mapping[str, Any] | None = None,
        concurrency: int = BLOCKING_CONCURRENCY,
        lenient: bool = False,
        **options: Unpack[CallOptions],
    ) -> Items[Customer]:
        """Go through all customers, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page; a server that gives fewer loses nothing.
            sort_by: The field to sort by.
            sort_order: "asc" or "desc".
            updated_since: Only what has changed since then; a server that does not know this filter gives all.
            filters: Further query parameters by the wire's names; None leaves one out.
            concurrency: How many pages may be under way at once.
            lenient: Put customers of a wrong shape into the iterable's `invalid` instead of failing.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            An iterable of customers in the listing's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            for customer in client.customers.iter(filters={"state": "QLD"}):
                print(customer.last_name)
            ```

        Contract: instance API, Operations, list customers.
        """
        known = {"updated_since": updated_since}
        query = ListQuery(sort_by=sort_by, sort_order=sort_order, filters=all_filters(known, filters))
        return self._iter(query, page_size, concurrency, lenient=lenient, options=options)

    def search(self, query: str, **options: Unpack[CallOptions]) -> builtins.list[Customer]:
        """Find customers that a text fits.

        Args:
            query: The text; not empty.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The customers found, in Ascora's order; an empty list if there are none.

        Raises:
            AscoraApiError: Or a subclass, if the call fails.

        Example:
            ```python
            found = client.customers.search("ada")
            ```

        Contract: instance API, Operations, search customers.
        """
        return self._caller.execute(search_customers(query), options)

    def create(
        self,
        customer: Customer | Mapping[str, Any] | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[CustomerFields],
    ) -> Customer:
        """Create a customer.

        If the answer is lost, the call is not sent again, since it may have been carried out; unless an
        `idempotency_key` covers it.

        Args:
            customer: A customer to copy; its id and times are left out.
            idempotency_key: A text of your own under which Ascora may know a repetition of this call.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields, by name; they win over those of `customer`.

        Returns:
            The new customer, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field; `errors` tells which and why.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If there is no field of a name, or a value cannot be sent.

        Example:
            ```python
            ada = client.customers.create(first_name="Ada", email="ada@example.com")
            ```

        Contract: instance API, Operations, create a customer.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._create(customer, fields, idempotency_key, options)

    def update(
        self,
        customer: str | Customer,
        /,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[CustomerFields],
    ) -> Customer:
        """Change some fields of a customer.

        Args:
            customer: The customer's id, to send the named fields alone; or a customer, to send all that it has set,
                its unknown fields included, with the named fields over them.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields to change, by name; None clears one, and one that isn't named isn't sent.

        Returns:
            The customer, as Ascora has it now.

        Raises:
            NotFoundError: If there is no such customer.
            ValidationError: If Ascora refuses a field; `errors` tells which and why.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If no field is named, there is none of a name, or a value cannot be sent.

        Example:
            ```python
            client.customers.update("c-1", phone=None, notes="Rings back on Monday")
            ```

        Contract: instance API, Operations, update a customer.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._update(customer, fields, options)
