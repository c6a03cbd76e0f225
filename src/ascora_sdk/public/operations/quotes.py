"""The calls on quotes (contract: public API, Operations)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from ...codec import encode_fields
from ...errors import AscoraApiError
from ...models import UNSET
from ...models.record import EXTRA
from ...operations import Operation
from ..filters import QuoteFilters
from ..models import Quote, Unknown
from ..quote_draft import ITEM_FIELDS, QuoteDraft, QuoteItem, QuoteSection, quote_items
from ..quote_numbers import in_body, in_path
from . import answers
from .calls import PagedList, get, get_one, post

QUOTES: Final = PagedList(path="/Quotes/Quotes", model=Quote, resource="quote", filters=QuoteFilters)
LABOUR_ROLES: Final = get("/Quotes/LabourRoles", answers.several(Unknown), resource="labour role")

_WIRE_ITEMS: Final = {
    "supplies": "quoteSupplies",
    "kits": "quoteKits",
    "labour_items": "quoteLabourItems",
    "write_ins": "quoteWriteIns",
}


@attrs.frozen(kw_only=True)
class Addition:
    """One kind of items that is to be added to a quote.

    Attributes:
        what: What is added, in words.
        operation: The call that adds it.
    """

    what: str
    operation: Operation[None]


def get_quote(quote_number: str) -> Operation[Quote]:
    """Ask for one quote, or a section of one."""
    found = get_one("/Quotes/Quote", in_path(quote_number), answers.one(Quote, "quotation"), resource="quote")
    # An error names the number as it was given.
    return attrs.evolve(found, id=quote_number)


def create_quote(draft: QuoteDraft, idempotency_key: str | None) -> Operation[Quote]:
    """Ask for a new quote."""
    _check_draft(draft)
    if draft.site_customer is UNSET:
        raise TypeError("a new quote needs site_customer")
    body = {**encode_fields(QuoteDraft, draft.header()), **_items_of(draft)}
    if draft.sections:
        body["childQuotes"] = [_child(section) for section in draft.sections]
    read = answers.one(Quote, "quotation")
    return post("/Quotes/Quote", body, read, resource="quote", idempotency_key=idempotency_key)


def additions(quote_number: str, draft: QuoteDraft) -> Sequence[Addition]:
    """Ask to add all that a draft holds, kind by kind."""
    _check_draft(draft)
    if misplaced := [name for name in draft.header() if name != "pricing_method" or not draft.sections]:
        raise ValueError(f"a quote that exists takes items and sections, not {', '.join(misplaced)}")
    asked: list[Addition] = []
    for name, add in zip(ITEM_FIELDS, (add_supplies, add_kits, add_labour, add_write_ins), strict=True):
        if items := getattr(draft, name):
            asked.append(Addition(what=_counted(items, name), operation=add(quote_number, items)))
    if draft.sections:
        adding = add_sections(quote_number, draft.sections)
        asked.append(Addition(what=_counted(draft.sections, "sections"), operation=adding))
    if not asked:
        raise ValueError("the draft is empty; there is nothing to add")
    return asked


def tell_what_was_added(error: AscoraApiError, quote_number: str, asked: Sequence[Addition], failed: Addition) -> None:
    """Let an error say which kinds of items were added before it, which one failed, and which were not asked for.

    Args:
        error: Why one of them failed.
        quote_number: The quote, as the caller named it.
        asked: All that was to be added, in order.
        failed: The one that failed.
    """
    place = asked.index(failed)
    done = ", ".join(addition.what for addition in asked[:place]) or "nothing"
    rest = ", ".join(addition.what for addition in asked[place + 1 :])
    told = f"Already added to quote {quote_number!r}: {done}. Failed: {failed.what}."
    error.message = " ".join(filter(None, [error.message, told, rest and f"Not tried: {rest}."]))
    error.args = (error.message,)


def add_supplies(quote_number: str, supplies: Iterable[Mapping[str, Any]]) -> Operation[None]:
    """Ask to add supplies to a quote."""
    return _add("/Quotes/AddSupplies", quote_number, "quoteSupplies", quote_items(supplies, "supply"))


def add_kits(quote_number: str, kits: Iterable[Mapping[str, Any]]) -> Operation[None]:
    """Ask to add kits to a quote."""
    return _add("/Quotes/AddKits", quote_number, "quoteKits", quote_items(kits, "kit"))


def add_labour(quote_number: str, labour: Iterable[Mapping[str, Any]]) -> Operation[None]:
    """Ask to add hours of work to a quote."""
    return _add("/Quotes/AddLabourItems", quote_number, "quoteLabourItems", quote_items(labour, "labour item"))


def add_write_ins(quote_number: str, write_ins: Iterable[Mapping[str, Any]]) -> Operation[None]:
    """Ask to add lines that are in no list to a quote; here alone the body calls them `writeIns`."""
    return _add("/Quotes/AddWriteIns", quote_number, "writeIns", quote_items(write_ins, "write-in"))


def add_sections(quote_number: str, sections: Iterable[str | QuoteSection]) -> Operation[None]:
    """Ask to add empty sections to a quote."""
    if isinstance(sections, (str, bytes, Mapping)) or not isinstance(sections, Iterable):
        raise TypeError(f"give a list of sections' names, not {type(sections).__name__}")
    return _add("/Quotes/AddQuoteSections", quote_number, "quoteSections", [_added(section) for section in sections])


def clear_quote(quote_number: str, *, supplies: bool, kits: bool, labour: bool) -> Operation[None]:
    """Ask to take all items of some kinds off a quote."""
    flags = {"removeSupplies": supplies, "removeKits": kits, "removeLabour": labour}
    if any(not isinstance(flag, bool) for flag in flags.values()):
        raise TypeError("supplies, kits and labour are True or False")
    if not any(flags.values()):
        raise ValueError("name what to take off the quote: supplies=True, kits=True or labour=True")
    return _change("/Quotes/ClearQuoteItems", quote_number, flags)


def set_quote_status(quote_number: str, status: str, reason_for_loss: str | None) -> Operation[None]:
    """Ask to set a quote's status."""
    given = (
        {"quoteStatus": status}
        if reason_for_loss is None
        else {"quoteStatus": status, "reasonForLoss": reason_for_loss}
    )
    for name, value in given.items():
        if not isinstance(value, str):
            raise TypeError(f"{name} must be text, not {type(value).__name__}")
        if not value.strip():
            raise ValueError(f"{name} is empty")
    return _change("/Quotes/UpdateStatus", quote_number, {name: str(value) for name, value in given.items()})


def delete_quote(quote_number: str) -> Operation[None]:
    """Ask to delete a quote, or a section of one."""
    return _change("/Quotes/DeleteQuote", quote_number, {})


def _change(path: str, quote_number: str, fields: Mapping[str, Any]) -> Operation[None]:
    body = {"quoteNumber": in_body(quote_number), **fields}
    return post(path, body, answers.done, resource="quote", id=quote_number)


def _add(path: str, quote_number: str, name: str, items: Sequence[Any]) -> Operation[None]:
    if not items:
        raise ValueError("the list is empty; there is nothing to add")
    return _change(path, quote_number, {name: list(items)})


def _items_of(source: QuoteDraft | QuoteSection) -> dict[str, list[QuoteItem]]:
    return {wire: list(items) for name, wire in _WIRE_ITEMS.items() if (items := getattr(source, name))}


def _child(section: QuoteSection) -> dict[str, Any]:
    fields = {"quote_name": section.name, "quote_description": section.description, EXTRA: section.extra}
    return {**encode_fields(QuoteDraft, fields), **_placed(section), **_items_of(section)}


def _added(section: str | QuoteSection) -> dict[str, Any]:
    if not isinstance(section, QuoteSection):
        section = QuoteSection(name=section)
    if _items_of(section) or section.description is not UNSET:
        # Its number, by which alone it could be filled, is not in the answer.
        raise ValueError(
            f"a section is added to a quote by its name alone, and {section.name!r} has more: add it empty, read the "
            "quote for its number, and add the items to that"
        )
    return {**encode_fields(Unknown, {EXTRA: section.extra}), "name": section.name, **_placed(section)}


def _placed(section: QuoteSection) -> dict[str, Any]:
    return encode_fields(QuoteSection, {"display_order": section.display_order})


def _counted(items: Sequence[Any], name: str) -> str:
    words = name.replace("_", " ").replace("write ins", "write-ins")
    return f"{len(items)} {_SINGULAR[name] if len(items) == 1 else words}"


_SINGULAR: Final = {
    "supplies": "supply",
    "kits": "kit",
    "labour_items": "labour item",
    "write_ins": "write-in",
    "sections": "section",
}


def _check_draft(draft: Any) -> None:
    if not isinstance(draft, QuoteDraft):
        raise TypeError(f"give a QuoteDraft, not {type(draft).__name__}")
