"""What the public API says, a module a subject."""

from .accounting import InvoiceLine, InvoiceLineType, InvoiceToSend
from .customer import Contact, Customer, CustomerFields
from .job import Job, JobLabour, PricingMethod
from .parts import CustomFieldValue, Reference
from .quote import Quote
from .supplier import Supplier, SupplierInvoice, SupplierInvoiceLine, SupplierInvoiceType, Supply
from .unknown import Unknown

__all__ = [
    "Contact",
    "CustomFieldValue",
    "Customer",
    "CustomerFields",
    "InvoiceLine",
    "InvoiceLineType",
    "InvoiceToSend",
    "Job",
    "JobLabour",
    "PricingMethod",
    "Quote",
    "Reference",
    "Supplier",
    "SupplierInvoice",
    "SupplierInvoiceLine",
    "SupplierInvoiceType",
    "Supply",
    "Unknown",
]
