"""What is added to quotes that exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from typing_extensions import Unpack

from ...config import CallOptions
from ...errors import AscoraApiError
from ...public.operations.quotes import (
    add_kits,
    add_labour,
    add_sections,
    add_supplies,
    add_write_ins,
    additions,
    tell_what_was_added,
)
from ...public.quote_draft import QuoteDraft, QuoteSection
from .group import AsyncGroup


class AsyncQuoteAdditions(AsyncGroup):
    """Add to quotes (contract: public API, Operations, add to a quote)."""

    async def add(self, quote_number: str, draft: QuoteDraft, /, **options: Unpack[CallOptions]) -> None:
        """Add all that a draft holds to a quote: supplies, kits, labour, write-ins, sections; a call for each kind.

        Ascora does not take them as one: if a call fails, what those before it added stays, and the error says what
        that is. If an answer is lost, its call is not sent again, since it may have been carried out.

        Args:
            quote_number: The number of the quote, or of a section of one.
            draft: What to add; nothing but items and sections. Sections have a name and a place alone.
            **options: `timeout` and `max_retries` of each of the calls.

        Raises:
            NotFoundError: If there is no such quote.
            ValidationError: If Ascora refuses an item.
            AscoraApiError: Or another of its subclasses, if one of the calls fails; it says what was added already.
            TypeError: If a value cannot be sent; nothing was.
            ValueError: If the draft is empty, or holds what cannot be added to a quote; nothing was sent.

        Example:
            ```python
            more = QuoteDraft().supply(part_number="FAN-1", quantity=Decimal(2)).write_in(description="Skip bin")
            await client.quotes.add("Q1234.01", more)
            ```

        Contract: public API, Operations, add to a quote.
        """
        asked = additions(quote_number, draft)
        for addition in asked:
            try:
                await self._caller.execute(addition.operation, options)
            except AscoraApiError as error:
                tell_what_was_added(error, quote_number, asked, addition)
                raise

    async def add_supplies(
        self, quote_number: str, supplies: Iterable[Mapping[str, Any]], /, **options: Unpack[CallOptions]
    ) -> None:
        """Add supplies to a quote.

        If the answer is lost, the call is not sent again, since it may have been carried out.

        Args:
            quote_number: The number of the quote, or of a section of one.
            supplies: The fields of each by name; the contract does not tell the names, see `QuoteDraft`.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such quote.
            ValidationError: If Ascora refuses a supply.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If it is no list, or a value cannot be sent; a float, say.
            ValueError: If the list is empty.

        Example:
            ```python
            await client.quotes.add_supplies("Q1234", [{"part_number": "FAN-1", "quantity": Decimal(2)}])
            ```

        Contract: public API, Operations, add to a quote.
        """
        await self._caller.execute(add_supplies(quote_number, supplies), options)

    async def add_kits(
        self, quote_number: str, kits: Iterable[Mapping[str, Any]], /, **options: Unpack[CallOptions]
    ) -> None:
        """Add kits to a quote.

        If the answer is lost, the call is not sent again, since it may have been carried out.

        Args:
            quote_number: The number of the quote, or of a section of one.
            kits: The fields of each by name; the contract does not tell the names, see `QuoteDraft`.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such quote.
            ValidationError: If Ascora refuses a kit.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If it is no list, or a value cannot be sent; a float, say.
            ValueError: If the list is empty.

        Example:
            ```python
            await client.quotes.add_kits("Q1234", [{"part_number": "KIT-1", "quantity": 1}])
            ```

        Contract: public API, Operations, add to a quote.
        """
        await self._caller.execute(add_kits(quote_number, kits), options)

    async def add_labour(
        self, quote_number: str, labour: Iterable[Mapping[str, Any]], /, **options: Unpack[CallOptions]
    ) -> None:
        """Add hours of work to a quote.

        If the answer is lost, the call is not sent again, since it may have been carried out.

        Args:
            quote_number: The number of the quote, or of a section of one.
            labour: The fields of each by name; the contract does not tell the names, see `QuoteDraft`.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such quote.
            ValidationError: If Ascora refuses an item.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If it is no list, or a value cannot be sent; a float, say.
            ValueError: If the list is empty.

        Example:
            ```python
            await client.quotes.add_labour("Q1234", [{"role_name": "Technician", "number_of_hours": Decimal("1.5")}])
            ```

        Contract: public API, Operations, add to a quote.
        """
        await self._caller.execute(add_labour(quote_number, labour), options)

    async def add_write_ins(
        self, quote_number: str, write_ins: Iterable[Mapping[str, Any]], /, **options: Unpack[CallOptions]
    ) -> None:
        """Add lines that are in no list to a quote.

        If the answer is lost, the call is not sent again, since it may have been carried out.

        Args:
            quote_number: The number of the quote, or of a section of one.
            write_ins: The fields of each by name; the contract does not tell the names, see `QuoteDraft`.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such quote.
            ValidationError: If Ascora refuses a line.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If it is no list, or a value cannot be sent; a float, say.
            ValueError: If the list is empty.

        Example:
            ```python
            await client.quotes.add_write_ins("Q1234", [{"description": "Skip bin", "quantity": 1}])
            ```

        Contract: public API, Operations, add to a quote.
        """
        await self._caller.execute(add_write_ins(quote_number, write_ins), options)

    async def add_sections(
        self, quote_number: str, sections: Iterable[str | QuoteSection], /, **options: Unpack[CallOptions]
    ) -> None:
        """Add empty sections to a quote.

        If the answer is lost, the call is not sent again, since it may have been carried out.

        Args:
            quote_number: The number of the quote, which must be priced by sections.
            sections: The name of each, or a `QuoteSection` with a `display_order`.
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            NotFoundError: If there is no such quote.
            ValidationError: If Ascora refuses a section.
            AscoraApiError: Or another of its subclasses, if the call fails.
            TypeError: If it is no list, or a value cannot be sent; a float, say.
            ValueError: If the list is empty, or a section holds more than a name and a place.

        Example:
            ```python
            await client.quotes.add_sections("Q1234", ["Bathroom", QuoteSection(name="Kitchen", display_order=1)])
            ```

        Contract: public API, Operations, add to a quote.
        """
        await self._caller.execute(add_sections(quote_number, sections), options)
