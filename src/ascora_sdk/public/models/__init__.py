"""What the public API says, a module a subject."""

from .accounting import InvoiceLine, InvoiceLineType, InvoiceToSend, NewPayment, PaymentToSend
from .customer import Contact, ContactFields, Customer, CustomerFields
from .enquiry import Enquiry, NewEnquiry
from .job import Job, JobLabour, NewJob, PricingMethod
from .parts import CustomFieldValue, Reference
from .quote import Quote, QuoteStatus
from .supplier import (
    NewSupplierInvoice,
    Supplier,
    SupplierFields,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierInvoiceType,
    Supply,
)
from .unknown import Unknown

__all__ = [
    "Contact",
    "ContactFields",
    "CustomFieldValue",
    "Customer",
    "CustomerFields",
    "Enquiry",
    "InvoiceLine",
    "InvoiceLineType",
    "InvoiceToSend",
    "Job",
    "JobLabour",
    "NewEnquiry",
    "NewJob",
    "NewPayment",
    "NewSupplierInvoice",
    "PaymentToSend",
    "PricingMethod",
    "Quote",
    "QuoteStatus",
    "Reference",
    "Supplier",
    "SupplierFields",
    "SupplierInvoice",
    "SupplierInvoiceLine",
    "SupplierInvoiceType",
    "Supply",
    "Unknown",
]
