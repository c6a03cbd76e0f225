"""What lists of the public API can be asked for, by our names; each is the wire's name in snake_case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ..operations.options import CallOptions


class CustomerFilters(CallOptions, total=False):
    """Which customers to list, and how patiently (contract: public API, Operations, list customers).

    Attributes:
        filter_text: Those that this text fits.
        phone_number: Those with this number.
        customer_type: Those of this type.
        lead_source: Those that came by this way.
        assigned_user: Those of this person.
        site_billing_type: "Site", "Billing" or "All".
    """

    filter_text: str | None
    phone_number: str | None
    customer_type: str | None
    lead_source: str | None
    assigned_user: str | None
    site_billing_type: Literal["Site", "Billing", "All"] | None


class ContactFilters(CallOptions, total=False):
    """Which contacts to list, and how patiently (contract: public API, Operations, list contacts).

    Attributes:
        filter_text: Those that this text fits.
        phone_number: Those with this number.
    """

    filter_text: str | None
    phone_number: str | None


class JobFilters(CallOptions, total=False):
    """Which jobs to list, and how patiently (contract: public API, Operations, list jobs).

    Attributes:
        assigned_user: Those of this person.
        customer_name: Those at this customer's.
        start_date: Those created on this day or at this time, or later.
        end_date: Those created on this day or at this time, or earlier.
        filter_text: Those that this text fits.
        job_status: Those of this status, by its text or its code.
        job_type: Those of this type.
    """

    assigned_user: str | None
    customer_name: str | None
    start_date: date | datetime | None
    end_date: date | datetime | None
    filter_text: str | None
    job_status: str | int | None
    job_type: str | None


class StockFilters(CallOptions, total=False):
    """Which supplies or kits to list, and how patiently (contract: public API, Operations, supplies, kits).

    Attributes:
        filter_text: Those that this text fits.
        category_one_id: Those in this category of the first kind.
        category_two_id: Those in this category of the second kind.
        favourite_only: Whether only favourites are wanted.
    """

    filter_text: str | None
    category_one_id: str | None
    category_two_id: str | None
    favourite_only: bool | None


class CategoryFilters(CallOptions, total=False):
    """Which categories to list, and how patiently (contract: public API, Operations, categories).

    Attributes:
        filter_text: Those that this text fits.
        parent_only: Whether only those that lie in no other are wanted.
        category_number: Those of the first or of the second kind.
    """

    filter_text: str | None
    parent_only: bool | None
    category_number: Literal[1, 2] | None


class SupplierFilters(CallOptions, total=False):
    """Which suppliers to list, and how patiently (contract: public API, Operations, list suppliers).

    Attributes:
        supplier_name: Those of this name.
        supplier_number: The one with this number.
        business_number: Those with this business number.
    """

    supplier_name: str | None
    supplier_number: str | None
    business_number: str | None


class SupplierInvoiceFilters(CallOptions, total=False):
    """Which supplier invoices to list, and how patiently (contract: public API, Operations, list supplier invoices).

    Attributes:
        invoice_date_start: Those of this day or later.
        invoice_date_end: Those of this day or earlier.
        supplier_name: Those of this supplier.
        tracking_number: The one with this number.
        to_be_sent_to_accounting: Whether they still wait for the accounting system.
    """

    invoice_date_start: date | datetime | None
    invoice_date_end: date | datetime | None
    supplier_name: str | None
    tracking_number: str | None
    to_be_sent_to_accounting: bool | None


class QuoteFilters(CallOptions, total=False):
    """Which quotes to list, and how patiently (contract: public API, Operations, list quotes).

    Attributes:
        filter_text: Those that this text fits.
        customer_name: Those of this customer.
        quote_status: Those that stand so; "OPEN", "ACCEPTED", "LAST-7-DAYS" and "ALL" are for lists alone.
        job_type: Those of this type.
        assigned_user: Those of this person.
        start_date: Those from this day on.
        end_date: Those up to this day.
    """

    filter_text: str | None
    customer_name: str | None
    quote_status: Literal["IN-PROGRESS", "SENT-TO-CUSTOMER", "OPEN", "WON", "ACCEPTED", "LAST-7-DAYS", "ALL"] | None
    job_type: str | None
    assigned_user: str | None
    start_date: date | datetime | None
    end_date: date | datetime | None
