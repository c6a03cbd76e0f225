"""What the instance API says, a module a resource; nothing here knows of anything else in the package."""

from .customer import Customer, CustomerFields
from .invoice import (
    Invoice,
    InvoiceFields,
    InvoiceItem,
    InvoiceStatus,
    NewInvoice,
    Payment,
    PaymentMethod,
)
from .job import Job, JobFields, JobPriority, JobStatus, NewJob
from .open_enum import OpenEnum
from .page import InvalidItem, Page
from .unset import UNSET, Maybe, Unset

__all__ = [
    "UNSET",
    "Customer",
    "CustomerFields",
    "InvalidItem",
    "Invoice",
    "InvoiceFields",
    "InvoiceItem",
    "InvoiceStatus",
    "Job",
    "JobFields",
    "JobPriority",
    "JobStatus",
    "Maybe",
    "NewInvoice",
    "NewJob",
    "OpenEnum",
    "Page",
    "Payment",
    "PaymentMethod",
    "Unset",
]
