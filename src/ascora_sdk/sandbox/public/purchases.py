"""The operations on supplier invoices."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from ..messages import Answer
from .answers import one
from .bodies import SUPPLIER_INVOICE_BODY
from .ingredients import with_tax
from .roughness import Record
from .service import PublicRequest, PublicService, refer, shown

_PRICE = Decimal("0.0001")


def get_supplier_invoice(service: PublicService, _request: PublicRequest, invoice_id: str) -> Answer:
    """Answer a supplier invoice."""
    row = service.records.row("supplier_invoice", invoice_id, by="supplierInvoiceId")
    return one("supplierInvoice", service.records.table("supplier_invoice").rendered(row))


def create_supplier_invoice(service: PublicService, request: PublicRequest) -> Answer:
    """Create a supplier invoice, its totals those of its lines, and answer it."""
    values = request.body(SUPPLIER_INVOICE_BODY)
    values |= refer(service, "supplier", "supplier", values, by_name=True)
    values["lines"] = [_line(line) for line in cast("list[Record]", values.get("lines") or [])]
    total: Decimal = sum((line["totalAmountExTax"] for line in values["lines"]), Decimal("0.00"))
    values |= {"totalAmountExTax": total, "totalAmountIncTax": with_tax(total)}
    return shown(service, "supplier_invoice", service.records.create("supplier_invoice", values))


def _line(values: Record) -> Record:
    total = Decimal(values.get("totalAmountExTax") or 0)
    quantity = Decimal(1 if values.get("quantity") is None else values["quantity"])
    return {
        "description": None,
        "partNumber": None,
        "accountCode": None,
        "reference": None,
        **values,
        "quantity": quantity,
        "unitCostExTax": (total / quantity).quantize(_PRICE, ROUND_HALF_UP) if quantity else Decimal(0),
        "totalAmountExTax": total,
        "totalAmountIncTax": with_tax(total),
        "isTaxable": True,
    }
