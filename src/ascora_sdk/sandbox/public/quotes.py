"""The operations on quotes and their sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import cast

from ..account import UnknownRecordError
from ..messages import Answer
from ..validation import InvalidError
from .answers import DONE
from .bodies import (
    ADD_KITS,
    ADD_LABOUR_ITEMS,
    ADD_SECTIONS,
    ADD_SUPPLIES,
    ADD_WRITE_INS,
    CLEAR_QUOTE,
    DELETE_QUOTE,
    QUOTE_BODY,
    QUOTE_STATUS,
    Body,
)  # fmt: skip
from .contract import JOB_PRICING, QUOTE_ITEMS, QUOTE_STATUSES, SECTIONS
from .filters import text_at
from .identity import record_id
from .records import PublicRecords
from .roughness import Record
from .service import PublicHandler, PublicRequest, PublicService, refer, shown

_NO_MONEY = Decimal("0.00")
_SUPPLIES, _KITS, _LABOUR, _WRITE_INS = QUOTE_ITEMS
_CLEARED_BY = {"removeSupplies": _SUPPLIES, "removeKits": _KITS, "removeLabour": _LABOUR}


@dataclass(frozen=True)
class _Quote:
    """A quote, or a section and the quote that it is of."""

    row: int
    whole: Record
    section: int | None = None

    @property
    def record(self) -> Record:
        return self.whole if self.section is None else _sections(self.whole)[self.section]

    def change(self, records: PublicRecords, changes: Record) -> None:
        """Put changes into the quote or the section."""
        if self.section is None:
            records.change("quote", self.row, changes)
            return
        sections = _sections(self.whole)
        sections[self.section] = sections[self.section] | changes
        records.change("quote", self.row, {"childQuotes": sections})

    def delete(self, records: PublicRecords) -> None:
        """Take the quote out, or the section alone."""
        if self.section is None:
            records.table("quote").delete(self.row)
            return
        sections = _sections(self.whole)
        del sections[self.section]
        records.change("quote", self.row, {"childQuotes": sections})


def find_quote(records: PublicRecords, number: str) -> Record:
    """Give a quote, or a section of one, by its number with dots.

    Raises:
        UnknownRecordError: if there is none.
    """
    return _find(records, number).record


def get_quote(service: PublicService, _request: PublicRequest, number: str) -> Answer:
    """Answer a quote, or a section of one."""
    if "." in number:
        raise UnknownRecordError("quote", number)
    quote = _find(service.records, number.replace("-", "."))
    return shown(service, "quote", quote.record)


def create_quote(service: PublicService, request: PublicRequest) -> Answer:
    """Create a quote with its sections and answer it."""
    values = request.body(QUOTE_BODY)
    sections = cast("list[Record]", values.pop("childQuotes", None) or [])
    if sections and values.get("pricingMethod") != SECTIONS:
        raise InvalidError({"childQuotes": [f"is for quotes with the pricingMethod {SECTIONS}"]})
    values |= refer(service, "customer", "siteCustomer", values)
    values |= refer(service, "customer", "billingCustomer", values)
    quote = service.records.create("quote", values)
    if values.get("pricingMethod") == SECTIONS:
        row = service.records.row("quote", quote["quoteId"], by="quoteId")
        quote = service.records.change("quote", row, {"childQuotes": _added(row, quote, [], sections)})
    return shown(service, "quote", quote)


def add_sections(service: PublicService, request: PublicRequest) -> Answer:
    """Add sections to a quote."""
    values = request.body(ADD_SECTIONS)
    quote = _find(service.records, values["quoteNumber"])
    if quote.record.get("pricingMethod") != SECTIONS:
        raise InvalidError({"quoteNumber": [f"must be of a quote with the pricingMethod {SECTIONS}"]})
    sections = [
        {"quoteName": section["name"], "displayOrder": section.get("displayOrder")}
        for section in values["quoteSections"]
    ]
    added = _added(quote.row, quote.record, _sections(quote.record), sections)
    quote.change(service.records, {"childQuotes": added})
    return DONE


def clear_quote(service: PublicService, request: PublicRequest) -> Answer:
    """Take items off a quote."""
    values = request.body(CLEAR_QUOTE)
    cleared: Record = {items: [] for flag, items in _CLEARED_BY.items() if values.get(flag)}
    _find(service.records, values["quoteNumber"]).change(service.records, cleared)
    return DONE


def set_status(service: PublicService, request: PublicRequest) -> Answer:
    """Set a quote's status."""
    values = request.body(QUOTE_STATUS)
    changes = {"quoteStatusText": values["quoteStatus"], "reasonForLoss": values.get("reasonForLoss")}
    _find(service.records, values["quoteNumber"]).change(service.records, changes)
    return DONE


def delete_quote(service: PublicService, request: PublicRequest) -> Answer:
    """Take a quote out, or a section alone."""
    _find(service.records, request.body(DELETE_QUOTE)["quoteNumber"]).delete(service.records)
    return DONE


def _add_items(body: Body, source: str, target: str, service: PublicService, request: PublicRequest) -> Answer:
    """Add items to a quote, behind those it has."""
    values = request.body(body)
    quote = _find(service.records, values["quoteNumber"])
    quote.change(service.records, {target: [*(quote.record.get(target) or []), *values[source]]})
    return DONE


def _adder(body: Body, source: str, target: str) -> Callable[..., Answer]:
    return partial(_add_items, body, source, target)


ADDERS: Mapping[str, PublicHandler] = {
    "POST /Quotes/AddSupplies": _adder(ADD_SUPPLIES, _SUPPLIES, _SUPPLIES),
    "POST /Quotes/AddKits": _adder(ADD_KITS, _KITS, _KITS),
    "POST /Quotes/AddLabourItems": _adder(ADD_LABOUR_ITEMS, _LABOUR, _LABOUR),
    "POST /Quotes/AddWriteIns": _adder(ADD_WRITE_INS, "writeIns", _WRITE_INS),
    "POST /Quotes/AddQuoteSections": add_sections,
}
"""The operations that add to a quote, by their routes."""


def _find(records: PublicRecords, number: str) -> _Quote:
    """Find a quote by its number, or a section by its own, in any case."""
    main, dot, _ = number.partition(".")
    try:
        row = records.row("quote", main, by="quoteNumber")
    except UnknownRecordError:
        raise UnknownRecordError("quote", number) from None
    quote = records.table("quote").record(row)
    if not dot:
        return _Quote(row, quote)
    for place, section in enumerate(_sections(quote)):
        if text_at(section, "quoteNumber").lower() == number.lower():
            return _Quote(row, quote, place)
    raise UnknownRecordError("quote", number)


def _sections(quote: Record) -> list[Record]:
    """Give a quote's sections in a list of their own; what was planted may be none."""
    sections = quote.get("childQuotes")
    return list(cast("list[Record]", sections)) if isinstance(sections, list) else []


def _added(row: int, quote: Record, sections: list[Record], more: list[Record]) -> list[Record]:
    """Number new sections after those that there are."""
    taken = [text_at(section, "quoteNumber").rpartition(".")[2] for section in sections]
    last = max((int(place) for place in taken if place.isdecimal()), default=0)
    new: list[Record] = []
    for place, values in enumerate(more, last + 1):
        shared = {name: quote.get(name) for name in ("siteCustomer", "billingCustomer")}
        new.append(
            {
                "quoteId": record_id("quote", row, place),
                "quoteNumber": f"{quote['quoteNumber']}.{place:02}",
                "quoteName": None,
                "quoteDescription": None,
                "quoteStatusText": QUOTE_STATUSES[0],
                "pricingMethod": JOB_PRICING[0],
                **shared,
                "totalExTax": _NO_MONEY,
                "totalIncTax": _NO_MONEY,
                "displayOrder": place,
                **{name: value for name, value in values.items() if value is not None},
            }
        )
    return [*sections, *new]
