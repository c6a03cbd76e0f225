"""A quote in the making: a value that grows by methods, each of which gives a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeAlias

import attrs

from ..codec import encode_fields, wire_name
from ..models import UNSET, Maybe
from ..models.record import EXTRA, Extra, Record
from .models import Customer, PricingMethod, Reference, Unknown

QuoteItem: TypeAlias = Mapping[str, Any]
"""A supply, a kit, a labour item or a write-in, by the wire's names."""

ITEM_FIELDS: Final = ("supplies", "kits", "labour_items", "write_ins")
"""The fields of a draft that hold items, in the order in which they are added to a quote."""

_GIVEN_BESIDE_ITEMS: Final = frozenset({*ITEM_FIELDS, "sections"})
_OF_A_SECTION: Final = frozenset({"quote_description", EXTRA})


def quote_item(fields: Mapping[str, Any], what: str = "item") -> QuoteItem:
    """Write the fields of a supply, a kit, a labour item or a write-in as the wire has them.

    Args:
        fields: By our names or the wire's.
        what: What it is, for an error.

    Returns:
        A copy by the wire's names, with values that JSON can carry.

    Raises:
        TypeError: If there is no field, a field is named twice, or a value cannot be sent; a float, say.

    Example:
        >>> quote_item({"part_number": "FAN-1", "quantity": 2})
        {'partNumber': 'FAN-1', 'quantity': 2}
    """
    if not isinstance(fields, Mapping):
        raise TypeError(f"give each {what} as a mapping of its fields, not {type(fields).__name__}")
    if not fields:
        raise TypeError(f"name at least one field of the {what}")
    named = {wire_name(name): value for name, value in fields.items()}
    if len(named) < len(fields):
        raise TypeError(f"a field of the {what} is named twice: {', '.join(sorted(fields))}")
    return encode_fields(Unknown, {EXTRA: named})


def quote_items(items: Iterable[Mapping[str, Any]], what: str = "item") -> tuple[QuoteItem, ...]:
    """Write several items as the wire has them.

    Raises:
        TypeError: If it is a lone item or text, or as `quote_item` does.

    Example:
        >>> quote_items([{"part_number": "FAN-1"}])
        ({'partNumber': 'FAN-1'},)
    """
    if isinstance(items, (str, bytes, Mapping)) or not isinstance(items, Iterable):
        raise TypeError(f"give a list of {what}s, not {type(items).__name__}")
    return tuple([quote_item(item, what) for item in items])


def _customer(value: Maybe[Customer | Reference | Mapping[str, Any] | str]) -> Maybe[Reference]:
    """Refer to a customer by its id, which is all that a quote takes."""
    if value is None or value is UNSET:
        return UNSET
    id: Any = value
    if isinstance(value, Customer):
        id = value.customer_id
    elif isinstance(value, Reference):
        id = value.id
    elif isinstance(value, Mapping):
        id = value.get("id")
    if not isinstance(id, str) or not id.strip():
        raise TypeError("a quote refers to a customer by its id: give the id, a Customer, or a Reference with an id")
    return Reference(id=id)


def _items(value: Iterable[Mapping[str, Any]]) -> tuple[QuoteItem, ...]:
    return quote_items(value)


@attrs.frozen(kw_only=True, repr=False, unsafe_hash=False)
class QuoteSection(Record):
    """A section of a quote that is to be made.

    Attributes:
        name: What it is called.
        description: What it says.
        display_order: Its place among the sections.
        supplies: What `QuoteDraft.supply` gave it.
        kits: What `QuoteDraft.kit` gave it.
        labour_items: What `QuoteDraft.labour` gave it.
        write_ins: What `QuoteDraft.write_in` gave it.

    Example:
        >>> QuoteSection(name="Bathroom", display_order=1)
        QuoteSection(name='Bathroom', display_order=1, supplies=(), kits=(), labour_items=(), write_ins=())
    """

    name: str = attrs.field()
    description: Maybe[str] = UNSET
    display_order: Maybe[int] = UNSET
    supplies: tuple[QuoteItem, ...] = attrs.field(default=(), converter=_items)
    kits: tuple[QuoteItem, ...] = attrs.field(default=(), converter=_items)
    labour_items: tuple[QuoteItem, ...] = attrs.field(default=(), converter=_items)
    write_ins: tuple[QuoteItem, ...] = attrs.field(default=(), converter=_items)
    extra: Extra = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse a section without a name."""
        if not isinstance(self.name, str) or not self.name.strip():
            raise TypeError(f"a section needs a name, not {self.name!r}")


def _sections(value: Iterable[QuoteSection]) -> tuple[QuoteSection, ...]:
    sections = tuple(value)
    for section in sections:
        if not isinstance(section, QuoteSection):
            raise TypeError(f"give each section as a QuoteSection, or by .section(), not {type(section).__name__}")
    return sections


@attrs.frozen(kw_only=True, repr=False, unsafe_hash=False)
class QuoteDraft(Record):
    """A quote to be made, or what is to be added to one (contract: public API, Operations, create a quote).

    A draft never changes: each method gives a new one, so that drafts chain, and one can be kept and built upon twice.

    The contract does not tell the names of the fields of supplies, kits, labour items and write-ins. Name them in
    snake_case, or as Ascora writes them; `part_number` goes out as `partNumber`. Names that Ascora uses elsewhere are
    likely: those of `Supply`, of `JobLabour`, `quantity`. Nothing here can tell a wrong one, and the sandbox, whose
    assumptions stand at the top of `ascora_sdk.sandbox.public.contract`, takes any: try them on a quote of your own
    first, and look at it in Ascora.

    Attributes:
        site_customer: The customer on whose site the work is: its id, a `Customer` or a `Reference`.
        billing_customer: The customer who pays, given likewise.
        quote_name: What the quote is called.
        quote_description: What it says.
        quotation_date: The date that it bears.
        pricing_method: How it is priced; with sections it is `SECTIONS`, and nothing else is taken.
        purchase_order_number: The customer's order number.
        client_order_number: The client's order number.
        address_line1: Where the work is.
        address_line2: Likewise, as are the suburb, the state, the postcode and the country.
        supplies: What `supply` added.
        kits: What `kit` added.
        labour_items: What `labour` added.
        write_ins: What `write_in` added.
        sections: What `section` added.
        extra: Further fields by the wire's names.

    Example:
        >>> from decimal import Decimal
        >>> drying = QuoteDraft().supply(part_number="FAN-1", quantity=Decimal(2)).labour(role_name="Technician")
        >>> draft = QuoteDraft(site_customer="5f0e", quote_name="Water damage").section("Bathroom", drying)
        >>> draft.pricing_method, draft.sections[0].name, draft.sections[0].supplies
        (PricingMethod('SECTIONS'), 'Bathroom', ({'partNumber': 'FAN-1', 'quantity': Decimal('2')},))
    """

    site_customer: Maybe[Reference] = attrs.field(default=UNSET, converter=_customer)
    billing_customer: Maybe[Reference] = attrs.field(default=UNSET, converter=_customer)
    quote_name: Maybe[str] = UNSET
    quote_description: Maybe[str] = UNSET
    quotation_date: Maybe[date | datetime] = UNSET
    pricing_method: Maybe[PricingMethod | str] = UNSET
    purchase_order_number: Maybe[str] = UNSET
    client_order_number: Maybe[str] = UNSET
    address_line1: Maybe[str] = UNSET
    address_line2: Maybe[str] = UNSET
    suburb: Maybe[str] = UNSET
    state: Maybe[str] = UNSET
    postcode: Maybe[str] = UNSET
    country: Maybe[str] = UNSET
    supplies: tuple[QuoteItem, ...] = attrs.field(default=(), converter=_items)
    kits: tuple[QuoteItem, ...] = attrs.field(default=(), converter=_items)
    labour_items: tuple[QuoteItem, ...] = attrs.field(default=(), converter=_items)
    write_ins: tuple[QuoteItem, ...] = attrs.field(default=(), converter=_items)
    sections: tuple[QuoteSection, ...] = attrs.field(default=(), converter=_sections)
    extra: Extra = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Price a draft with sections by them, and refuse any other way."""
        if not self.sections:
            return
        if self.pricing_method is UNSET or self.pricing_method is None:
            object.__setattr__(self, "pricing_method", PricingMethod.SECTIONS)
        elif self.pricing_method != PricingMethod.SECTIONS:
            raise ValueError(
                f"a quote with sections is priced by them: leave pricing_method out, or give 'SECTIONS' and not "
                f"{str(self.pricing_method)!r}"
            )

    def supply(self, /, **fields: Any) -> QuoteDraft:
        """Add a supply.

        Args:
            **fields: Its fields by name, amounts as Decimal or whole numbers. The contract does not tell their names:
                see the class.

        Returns:
            A new draft that has it too.

        Raises:
            TypeError: If no field is named, or a value cannot be sent; a float, say.

        Example:
            >>> QuoteDraft().supply(part_number="FAN-1", quantity=2).supplies
            ({'partNumber': 'FAN-1', 'quantity': 2},)
        """
        return attrs.evolve(self, supplies=(*self.supplies, quote_item(fields, "supply")))

    def kit(self, /, **fields: Any) -> QuoteDraft:
        """Add a kit.

        Args:
            **fields: Its fields by name, as for `supply`; the contract does not tell their names.

        Returns:
            A new draft that has it too.

        Raises:
            TypeError: As for `supply`.

        Example:
            >>> QuoteDraft().kit(part_number="KIT-1", quantity=1).kits
            ({'partNumber': 'KIT-1', 'quantity': 1},)
        """
        return attrs.evolve(self, kits=(*self.kits, quote_item(fields, "kit")))

    def labour(self, /, **fields: Any) -> QuoteDraft:
        """Add hours of work.

        Args:
            **fields: Its fields by name, as for `supply`; the contract does not tell their names.
                `client.quotes.labour_roles()` gives the account's roles.

        Returns:
            A new draft that has it too.

        Raises:
            TypeError: As for `supply`.

        Example:
            >>> QuoteDraft().labour(role_name="Technician", number_of_hours=3).labour_items
            ({'roleName': 'Technician', 'numberOfHours': 3},)
        """
        return attrs.evolve(self, labour_items=(*self.labour_items, quote_item(fields, "labour item")))

    def write_in(self, /, **fields: Any) -> QuoteDraft:
        """Add a line that is in no list.

        Args:
            **fields: Its fields by name, as for `supply`; the contract does not tell their names.

        Returns:
            A new draft that has it too.

        Raises:
            TypeError: As for `supply`.

        Example:
            >>> QuoteDraft().write_in(description="Skip bin").write_ins
            ({'description': 'Skip bin'},)
        """
        return attrs.evolve(self, write_ins=(*self.write_ins, quote_item(fields, "write-in")))

    def section(self, name: str, items: QuoteDraft | None = None, /, *, display_order: int | None = None) -> QuoteDraft:
        """Add a section, which makes the quote one that is priced by sections.

        Args:
            name: What the section is called.
            items: A draft with the section's supplies, kits, labour and write-ins, and its `quote_description` if it is
                to have one; all else belongs to the quote.
            display_order: Its place among the sections; by default that in which they were added, as Ascora sees it.

        Returns:
            A new draft that has it too.

        Raises:
            TypeError: If the section has no name, or `items` is no draft.
            ValueError: If `items` has what belongs to a quote, or this draft is priced in another way.

        Example:
            >>> draft = QuoteDraft(quote_name="Water damage").section("Bathroom", QuoteDraft().kit(part_number="KIT-1"))
            >>> [section.name for section in draft.sections]
            ['Bathroom']
        """
        content = QuoteDraft() if items is None else items
        if not isinstance(content, QuoteDraft):
            raise TypeError(f"give what is in section {name!r} as a QuoteDraft, not {type(content).__name__}")
        misplaced = [field for field in content.header() if field not in _OF_A_SECTION]
        if misplaced or content.sections:
            raise ValueError(f"section {name!r}: {', '.join(misplaced or ['sections'])} belong to the quote, not to it")
        section = QuoteSection(
            name=name,
            description=content.quote_description,
            display_order=UNSET if display_order is None else display_order,
            **{field: getattr(content, field) for field in ITEM_FIELDS},
            extra=content.extra,
        )
        return attrs.evolve(self, sections=(*self.sections, section))

    def header(self) -> dict[str, Any]:
        """Give what is set beside items and sections, by name.

        Example:
            >>> QuoteDraft(quote_name="Water damage").kit(part_number="KIT-1").header()
            {'quote_name': 'Water damage'}
        """
        return dict(self._header())

    def _header(self) -> Iterator[tuple[str, Any]]:
        for field in attrs.fields(QuoteDraft):
            value = getattr(self, field.name)
            if field.name not in _GIVEN_BESIDE_ITEMS and value is not UNSET and not (field.name == EXTRA and not value):
                yield field.name, value
