"""The quote."""

from __future__ import annotations

from decimal import Decimal

from attrs import field

from ...models import UNSET, Maybe, OpenEnum
from ...models.record import Extra, record
from .job import PricingMethod
from .parts import Reference
from .record import PublicRecord


class QuoteStatus(OpenEnum):
    """What a quote's status can be set to, as far as known."""

    IN_PROGRESS = "IN-PROGRESS"
    SENT_TO_CUSTOMER = "SENT-TO-CUSTOMER"
    LOST = "LOST"
    WON = "WON"


@record
class Quote(PublicRecord):
    """A quote, or a section of one, as the public API gives it (contract: public API, Objects, Quotation).

    Example:
        >>> Quote(quote_id="9d2e", quote_number="Q1234.01", quote_name="Bathroom").quote_number
        'Q1234.01'
    """

    quote_id: Maybe[str] = UNSET
    quote_number: str
    quote_name: Maybe[str] = UNSET
    quote_description: Maybe[str] = UNSET
    quote_status_text: Maybe[str] = UNSET
    pricing_method: Maybe[PricingMethod] = UNSET
    site_customer: Maybe[Reference] = UNSET
    billing_customer: Maybe[Reference] = UNSET
    total_ex_tax: Maybe[Decimal] = UNSET
    total_inc_tax: Maybe[Decimal] = UNSET
    child_quotes: Maybe[tuple[Quote, ...]] = UNSET
    extra: Extra = field(factory=dict)
