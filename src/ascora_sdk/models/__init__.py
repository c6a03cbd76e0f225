"""What the instance API says, a module a resource; nothing here knows of anything else in the package."""

from .attachment import Attachment
from .custom_field import CustomField
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
from .note import Note
from .open_enum import OpenEnum
from .page import InvalidItem, PageContent
from .record import Record
from .rows import even_rows, plain_rows
from .task import NewTask, Task, TaskFields, TaskPriority, TaskStatus
from .unset import UNSET, Maybe, Unset

__all__ = [
    "UNSET",
    "Attachment",
    "CustomField",
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
    "NewTask",
    "Note",
    "OpenEnum",
    "PageContent",
    "Payment",
    "PaymentMethod",
    "Record",
    "Task",
    "TaskFields",
    "TaskPriority",
    "TaskStatus",
    "Unset",
    "even_rows",
    "plain_rows",
]
