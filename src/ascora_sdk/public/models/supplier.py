"""The supplier, what it sells, and what it bills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from attrs import field
from typing_extensions import Required

from ...models import UNSET, Maybe, OpenEnum
from ...models.record import Extra, record
from .parts import Reference
from .record import PublicRecord


@record
class Supplier(PublicRecord):
    """A supplier as the public API gives it; its street and postal lines are in `extra` (contract: Objects, Supplier).

    Example:
        >>> Supplier(supplier_id="31bb", name="Fan Hire Co").name
        'Fan Hire Co'
    """

    supplier_id: str
    supplier_number: Maybe[str] = UNSET
    name: Maybe[str] = UNSET
    business_number: Maybe[str] = UNSET
    contact_first_name: Maybe[str] = UNSET
    contact_last_name: Maybe[str] = UNSET
    email_address: Maybe[str] = UNSET
    phone: Maybe[str] = UNSET
    mobile: Maybe[str] = UNSET
    fax: Maybe[str] = UNSET
    notes: Maybe[str] = UNSET
    expense_account: Maybe[str] = UNSET
    invoice_due_days_type: Maybe[int] = UNSET
    extra: Extra = field(factory=dict)


class SupplierFields(TypedDict, total=False):
    """What a create or an update of a supplier may name; in an update `None` clears.

    The lines of its street go into `extra` under the wire's names, as they come.
    """

    name: str | None
    business_number: str | None
    notes: str | None
    phone: str | None
    mobile: str | None
    email_address: str | None
    extra: Extra


@record
class Supply(PublicRecord):
    """Something to be sold (contract: public API, Objects, Supply; seen in part).

    Example:
        >>> Supply(supply_id="aa01", part_number="FAN-1", unit_sell_ex_tax=Decimal("12.1250")).unit_sell_ex_tax
        Decimal('12.1250')
    """

    supply_id: Maybe[str] = UNSET
    part_number: Maybe[str] = UNSET
    description: Maybe[str] = UNSET
    unit_cost_ex_tax: Maybe[Decimal] = UNSET
    unit_sell_ex_tax: Maybe[Decimal] = UNSET
    unit_of_measure: Maybe[str] = UNSET
    extra: Extra = field(factory=dict)


class SupplierInvoiceType(OpenEnum):
    """Whether a supplier asks for money or gives it back."""

    INVOICE = "INVOICE"
    CREDIT = "CREDIT"


@record
class SupplierInvoiceLine(PublicRecord):
    """One line of a supplier's invoice (contract: public API, Objects, SupplierInvoice, lines).

    Example:
        >>> SupplierInvoiceLine(description="Fan hire", quantity=Decimal(3)).quantity
        Decimal('3')
    """

    description: Maybe[str] = UNSET
    part_number: Maybe[str] = UNSET
    account_code: Maybe[str] = UNSET
    reference: Maybe[str] = UNSET
    quantity: Maybe[Decimal] = UNSET
    unit_cost_ex_tax: Maybe[Decimal] = UNSET
    total_amount_ex_tax: Maybe[Decimal] = UNSET
    total_amount_inc_tax: Maybe[Decimal] = UNSET
    is_taxable: Maybe[bool] = UNSET
    extra: Extra = field(factory=dict)


@record
class SupplierInvoice(PublicRecord):
    """A supplier's invoice as the public API gives it (contract: public API, Objects, SupplierInvoice).

    Example:
        >>> SupplierInvoice(supplier_invoice_id="c0de", tracking_number="T-1", accepted=True).tracking_number
        'T-1'
    """

    supplier_invoice_id: str
    tracking_number: Maybe[str] = UNSET
    reference: Maybe[str] = UNSET
    type: Maybe[SupplierInvoiceType] = UNSET
    invoice_date: Maybe[date | datetime] = UNSET
    due_date: Maybe[date | datetime] = UNSET
    created_on: Maybe[date | datetime] = UNSET
    accepted: Maybe[bool] = UNSET
    sent_to_accounts: Maybe[bool] = UNSET
    is_expense: Maybe[bool] = UNSET
    account_code: Maybe[str] = UNSET
    total_amount_ex_tax: Maybe[Decimal] = UNSET
    total_amount_inc_tax: Maybe[Decimal] = UNSET
    supplier: Maybe[Reference] = UNSET
    lines: Maybe[tuple[SupplierInvoiceLine, ...]] = UNSET
    extra: Extra = field(factory=dict)


class NewSupplierInvoice(TypedDict, total=False):
    """What a create of a supplier's invoice must and may name.

    Attributes:
        supplier: The supplier, its name as text, or `{"name": ...}`.
        lines: Of a line `description`, `part_number`, `quantity` and `total_amount_ex_tax` are sent; mappings hold the
            wire's names.
    """

    supplier: Required[str | Supplier | Reference | Mapping[str, Any]]
    tracking_number: str | None
    invoice_date: date | datetime | None
    due_date: date | datetime | None
    reference: str | None
    type: SupplierInvoiceType | str | None
    lines: Sequence[SupplierInvoiceLine | Mapping[str, Any]] | None
    extra: Extra
