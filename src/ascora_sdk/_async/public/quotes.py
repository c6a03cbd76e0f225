"""The public client's quotes."""

from __future__ import annotations

import builtins

from typing_extensions import Unpack

from ...concurrency.awaiting import ASYNC_CONCURRENCY
from ...config import CallOptions
from ...public.filters import QuoteFilters
from ...public.models import Quote, QuoteStatus, Unknown
from ...public.operations.calls import PAGE_SIZE
from ...public.operations.quotes import (
    LABOUR_ROLES,
    QUOTES,
    clear_quote,
    create_quote,
    delete_quote,
    get_quote,
    set_quote_status,
)
from ...public.quote_draft import QuoteDraft
from ..page import AsyncPage
from ..paging import AsyncItems
from .quote_additions import AsyncQuoteAdditions


class AsyncQuotes(AsyncQuoteAdditions):
    """Read, build and change quotes (contract: public API, Operations).

    Wherever the number of a quote is asked for, that of a section will do, in either form: `Q1234.01` or `Q1234-01`.
    """

    async def list(
        self,
        *,
        page: int = 1,
        page_size: int = PAGE_SIZE,
        lenient: bool = False,
        **filters: Unpack[QuoteFilters],
    ) -> AsyncPage[Quote]:
        """Fetch one page of quotes.

        Args:
            page: Which page, from 1.
            page_size: How many to ask for.
            lenient: Put quotes of a wrong shape into the page's `invalid` instead of failing.
            **filters: Which quotes; `timeout` and `max_retries` of this call alone. See `QuoteFilters`.

        Returns:
            The page: a sequence of quotes with `total` and `has_more`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list of quotes.

        Example:
            ```python
            page = await client.quotes.list(quote_status="OPEN")
            print(f"{len(page)} of {page.total}")
            ```

        Contract: public API, Operations, list quotes.
        """
        return await self._list(QUOTES, page, page_size, filters, lenient=lenient)

    def iter(
        self,
        *,
        page_size: int = PAGE_SIZE,
        concurrency: int = ASYNC_CONCURRENCY,
        lenient: bool = False,
        **filters: Unpack[QuoteFilters],
    ) -> AsyncItems[Quote]:
        """Go through all quotes, fetching pages as they are needed.

        Args:
            page_size: How many to ask for in a page.
            concurrency: How many pages may be under way at once.
            lenient: Put quotes of a wrong shape into the iterable's `invalid` instead of failing.
            **filters: Which quotes; `timeout` and `max_retries` of each call. See `QuoteFilters`.

        Returns:
            An iterable of quotes in the list's order; nothing is fetched before its first item is asked for.

        Raises:
            AscoraApiError: Or a subclass, while iterating, if a page cannot be had; it is never taken for the end.

        Example:
            ```python
            async for quote in client.quotes.iter(quote_status="OPEN"):
                print(quote.quote_number, quote.total_ex_tax)
            ```

        Contract: public API, Operations, list quotes.
        """
        return self._iter(QUOTES, page_size, concurrency, filters, lenient=lenient)

    async def get(self, quote_number: str, **options: Unpack[CallOptions]) -> Quote:
        """Fetch one quote, or a section of one, by its number.

        Args:
            quote_number: Its number; a section's as `Q1234.01` or `Q1234-01`.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The quote, or the section.

        Raises:
            NotFoundError: If there is none; it names the number as you gave it.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            bathroom = await client.quotes.get("Q1234.01")
            ```

        Contract: public API, Operations, get a quote.
        """
        return await self._caller.execute(get_quote(quote_number), options)

    async def create(
        self, draft: QuoteDraft, /, *, idempotency_key: str | None = None, **options: Unpack[CallOptions]
    ) -> Quote:
        """Create a quote with all that a draft holds.

        If the answer is lost, the call is not sent again, since it may have been carried out; not even with
        an `idempotency_key`, since nothing says that this API knows one.

        Args:
            draft: The quote; it needs a `site_customer`. See `QuoteDraft`.
            idempotency_key: A text of your own, sent as the header Idempotency-Key.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The new quote, as Ascora made it.

        Raises:
            ValidationError: If Ascora refuses a field.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If there is no `site_customer`, or a value cannot be sent.

        Example:
            ```python
            drying = QuoteDraft().supply(part_number="FAN-1", quantity=Decimal(2)).labour(role_name="Technician")
            quote = await client.quotes.create(
                QuoteDraft(site_customer=customer, quote_name="Water damage").section("Bathroom", drying)
            )
            ```

        Contract: public API, Operations, create a quote.
        """
        return await self._caller.execute(create_quote(draft, idempotency_key), options)

    async def clear(
        self,
        quote_number: str,
        *,
        supplies: bool = False,
        kits: bool = False,
        labour: bool = False,
        **options: Unpack[CallOptions],
    ) -> None:
        """Take all supplies, all kits or all labour off a quote; write-ins and sections stay.

        If the answer is lost, the call is not sent again.

        Args:
            quote_number: The number of the quote, or of a section of one.
            supplies: Take the supplies off.
            kits: Take the kits off.
            labour: Take the labour off.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such quote.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If one of the three is not true or false.
            ValueError: If all three are false.

        Example:
            ```python
            await client.quotes.clear("Q1234", supplies=True, labour=True)
            ```

        Contract: public API, Operations, clear a quote.
        """
        await self._caller.execute(clear_quote(quote_number, supplies=supplies, kits=kits, labour=labour), options)

    async def set_status(
        self,
        quote_number: str,
        status: QuoteStatus | str,
        *,
        reason_for_loss: str | None = None,
        **options: Unpack[CallOptions],
    ) -> None:
        """Set the status of a quote.

        If the answer is lost, the call is not sent again.

        Args:
            quote_number: The number of the quote.
            status: Its new status.
            reason_for_loss: Why it was lost; Ascora's documentation does not demand one.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such quote.
            ValidationError: If Ascora refuses the status.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            await client.quotes.set_status("Q1234", "LOST", reason_for_loss="Went with somebody else")
            ```

        Contract: public API, Operations, set a quote's status.
        """
        await self._caller.execute(set_quote_status(quote_number, status, reason_for_loss), options)

    async def delete(self, quote_number: str, **options: Unpack[CallOptions]) -> None:
        """Delete a quote, or a section of one.

        If the answer is lost, the call is not sent again.

        Args:
            quote_number: The number of the quote, or of a section to delete that alone.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such quote.
            AscoraApiError: Or another of its subclasses, if the call fails.

        Example:
            ```python
            await client.quotes.delete("Q1234.01")
            ```

        Contract: public API, Operations, delete a quote or section.
        """
        await self._caller.execute(delete_quote(quote_number), options)

    async def labour_roles(self, **options: Unpack[CallOptions]) -> builtins.list[Unknown]:
        """Fetch the roles by which labour is quoted.

        Args:
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The roles. The contract names none of their fields; all that came is in `extra`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails or the answer holds no list.

        Example:
            ```python
            for role in await client.quotes.labour_roles():
                print(role.extra)
            ```

        Contract: public API, Operations, labour roles.
        """
        return await self._caller.execute(LABOUR_ROLES, options)
