"""The calls on suppliers' invoices (contract: public API, Operations)."""

from __future__ import annotations

from typing import Final

from ...operations import Operation
from ..filters import SupplierInvoiceFilters
from ..models import NewSupplierInvoice, SupplierInvoice
from . import answers
from .calls import PagedList, get_one
from .creating import Creating

SUPPLIER_INVOICES: Final = PagedList(
    path="/SupplierInvoices/SupplierInvoices",
    model=SupplierInvoice,
    resource="supplier invoice",
    filters=SupplierInvoiceFilters,
)
SUPPLIER_INVOICE: Final = Creating(
    path="/SupplierInvoices/SupplierInvoice",
    model=SupplierInvoice,
    resource="supplier invoice",
    name="supplierInvoice",
    takes=NewSupplierInvoice,
    required="supplier",
    references={"supplier": "name"},
)


def get_supplier_invoice(supplier_invoice_id: str) -> Operation[SupplierInvoice]:
    """Ask for one invoice of a supplier."""
    read = answers.one(SupplierInvoice, "supplierInvoice")
    return get_one("/SupplierInvoices/SupplierInvoice", supplier_invoice_id, read, resource="supplier invoice")
