# Generated from ../../_async/public/customers.py by tools/unasync; do not edit.
"""The public client's customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import Unpack

from ...concurrency.blocking import BLOCKING_CONCURRENCY
from ...config import CallOptions
from ...public.filters import CustomerFilters
from ...public.models import Customer, CustomerFields
from ...public.operations.calls import PAGE_SIZE
from ...public.operations.customers import CUSTOMER, CUSTOMERS, get_customer
from ..page import Page
from ..paging import Items
from .group import Group


class Customers(Group):
    """Read and write customers (contract: public API, Operations)."""

    def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[CustomerFilters],
    ) -> Page[Customer]:
        """Fetch one page of customers.

        Args:
            page: Which page, from 1.
            page_size: How many to ask for.
            lenient: Put customers of a wrong shape into the page's `invalid` instead of failing.
            **filters: Which customers; `timeout` and `max_retries` of this call alone. See `CustomerFilters`.

        Returns:
            The page: a sequence of customers with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list of customers.

        Example:
            ```python
            page = client.customers.list(filter_text="smith")
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, list customers.
        """
        return self._list(CUSTOMERS, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = BLOCKING_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[CustomerFilters],
    ) -> Items[Customer]:
        """Go through all customers, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page.
            concurrency: How many pages may be under way at once.
            lenient: Put customers of a wrong shape into the iterable's `invalid` instead of failing.
            **filters: Which customers; `timeout` and `max_retries` of each call. See `CustomerFilters`.

        Returns:
            An iterable of customers in the list's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            for customer in client.customers.iter(filter_text="smith"):
                print(customer.customer_name)
            ```

        Contract: public API, Operations, list customers.
        """
        return self._iter(CUSTOMERS, page_size, concurrency, filters, lenient=lenient)

    def get(self, customer_id: str, **options: Unpack[CallOptions]) -> Customer:
        """Fetch one customer by its id.

        Args:
            customer_id: The id that Ascora gave it.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The customer.

        Raises:
            NotFoundError: If there is none; it names the id.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            customer = client.customers.get(customer_id)
            ```

        Contract: public API, Operations, get a customer.
        """
        return self._caller.execute(get_customer(customer_id), options)

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

        If the answer is lost, the call is not sent again, since it may have been carried out; not even with
        an `idempotency_key`, since nothing says that this API knows one.

        Args:
            customer: A customer to copy; its id is left out.
            idempotency_key: A text of your own, sent as the header Idempotency-Key.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields, by name; they win over those of `customer`.

        Returns:
            The new customer, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If nobody is named, there is no field of a name, or a value cannot be sent.

        Example:
            ```python
            ada = client.customers.create(customer_name="Ada Lovelace", email_address="ada@example.com")
            ```

        Contract: public API, Operations, create or update a customer.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._caller.execute(CUSTOMER.create(customer, fields, idempotency_key), options)

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

        If the answer is lost, the call is not sent again, since it may have been carried out.

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
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If no field is named, there is none of a name, or a value cannot be sent.
            ValueError: If the id is empty.

        Example:
            ```python
            client.customers.update(customer_id, phone_number="(07) 5550 0000")
            ```

        Contract: public API, Operations, create or update a customer.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return self._caller.execute(CUSTOMER.update(customer, fields), options)
