"""The public client's contacts."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

from typing_extensions import Unpack

from ...concurrency.awaiting import ASYNC_CONCURRENCY
from ...config import CallOptions
from ...public.filters import ContactFilters
from ...public.models import Contact, ContactFields
from ...public.operations.calls import PAGE_SIZE
from ...public.operations.contacts import CONTACT, CONTACTS, contacts_of_customer
from ..page import AsyncPage
from ..paging import AsyncItems
from .group import AsyncGroup


class AsyncContacts(AsyncGroup):
    """Read and write contacts: the people to be asked for at customers (contract: public API, Operations)."""

    async def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[ContactFilters],
    ) -> AsyncPage[Contact]:
        """Fetch one page of contacts.

        Args:
            page: Which page, from 1.
            page_size: How many to ask for.
            lenient: Put contacts of a wrong shape into the page's `invalid` instead of failing.
            **filters: Which contacts; `timeout` and `max_retries` of this call alone. See `ContactFilters`.

        Returns:
            The page: a sequence of contacts with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list of contacts.

        Example:
            ```python
            page = await client.contacts.list(filter_text="smith")
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, list contacts.
        """
        return await self._list(CONTACTS, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = ASYNC_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[ContactFilters],
    ) -> AsyncItems[Contact]:
        """Go through all contacts, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page.
            concurrency: How many pages may be under way at once.
            lenient: Put contacts of a wrong shape into the iterable's `invalid` instead of failing.
            **filters: Which contacts; `timeout` and `max_retries` of each call. See `ContactFilters`.

        Returns:
            An iterable of contacts in the list's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            async for contact in client.contacts.iter(filter_text="smith"):
                print(contact.first_name, contact.last_name)
            ```

        Contract: public API, Operations, list contacts.
        """
        return self._iter(CONTACTS, page_size, concurrency, filters, lenient=lenient)

    async def for_customer(self, customer_id: str, **options: Unpack[CallOptions]) -> builtins.list[Contact]:
        """Fetch the contacts of one customer.

        Args:
            customer_id: The customer's id.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            All of them, maybe none.

        Raises:
            NotFoundError: If there is no such customer.
            AscoraApiError: Or another of its subclasses, if the call fails or the answer holds no list of contacts.

        Example:
            ```python
            contacts = await client.contacts.for_customer(customer_id)
            print([contact.email_address for contact in contacts])
            ```

        Contract: public API, Operations, a customer's contacts.
        """
        return await self._caller.execute(contacts_of_customer(customer_id), options)

    async def create(
        self,
        contact: Contact | Mapping[str, Any] | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[ContactFields],
    ) -> Contact:
        """Create a contact.

        If the answer is lost, the call is not sent again, since it may have been carried out; not even with
        an `idempotency_key`, since nothing says that this API knows one.

        Args:
            contact: A contact to copy; its id is left out.
            idempotency_key: A text of your own, sent as the header Idempotency-Key.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields, by name; they win over those of `contact`.

        Returns:
            The new contact, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If `customer_id` or a name is missing, there is no field of a name, or a value cannot be sent.

        Example:
            ```python
            await client.contacts.create(customer_id=customer_id, first_name="Ada", mobile_number="0400 000 000")
            ```

        Contract: public API, Operations, create or update a contact.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return await self._caller.execute(CONTACT.create(contact, fields, idempotency_key), options)

    async def update(
        self,
        contact: str | Contact,
        /,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        **fields: Unpack[ContactFields],
    ) -> Contact:
        """Change some fields of a contact.

        If the answer is lost, the call is not sent again, since it may have been carried out.

        Args:
            contact: The contact's id, to send the named fields alone; or a contact, to send all that it has set,
                its unknown fields included, with the named fields over them.
            timeout: Seconds that one try of this call may take; None is the client's own.
            max_retries: Tries after the first; None is the client's own.
            **fields: The fields to change, by name; None clears one, and one that isn't named isn't sent.

        Returns:
            The contact, as Ascora has it now.

        Raises:
            NotFoundError: If there is no such contact.
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If no field is named, there is none of a name, or a value cannot be sent.
            ValueError: If the id is empty.

        Example:
            ```python
            await client.contacts.update(contact_id, default_contact=True)
            ```

        Contract: public API, Operations, create or update a contact.
        """
        options = CallOptions(timeout=timeout, max_retries=max_retries)
        return await self._caller.execute(CONTACT.update(contact, fields), options)
