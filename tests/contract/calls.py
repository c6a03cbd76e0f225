"""Which method of a client stands for which operation of the document: the tables that both are compared with."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ascora_sdk.public import QuoteDraft
from ascora_sdk.sandbox.public.identity import record_id

from .narrowed_public import CUSTOMER_ID, INVOICE_NUMBER, JOB_NUMBER, QUOTE_NUMBER, SUBSCRIPTION

INVOICE = {
    "customer_id": "c-1",
    "invoice_number": "INV-9",
    "invoice_date": date(2026, 1, 1),
    "due_date": date(2026, 1, 15),
    "total_amount": Decimal("99.90"),
}
PAYMENT = {"amount": Decimal("9.90"), "payment_method": "cash", "payment_date": date(2026, 1, 15)}


@dataclass(frozen=True, init=False)
class Call:
    """A method of the client by its dotted name, and arguments with which it succeeds."""

    method: str
    arguments: tuple[Any, ...]
    fields: Mapping[str, Any]

    def __init__(self, method: str, *arguments: Any, **fields: Any) -> None:
        object.__setattr__(self, "method", method)
        object.__setattr__(self, "arguments", arguments)
        object.__setattr__(self, "fields", fields)


CALLS: Mapping[str, tuple[Call, ...]] = {
    "verifyCredentials": (Call("authenticate"),),
    "listCustomers": (Call("customers.list"), Call("customers.iter")),
    "createCustomer": (Call("customers.create", first_name="Ada"),),
    "searchCustomers": (Call("customers.search", "ada"),),
    "getCustomer": (Call("customers.get", "c-1"),),
    "updateCustomer": (Call("customers.update", "c-1", phone=None),),
    "deleteCustomer": (Call("customers.delete", "c-1"),),
    "listJobs": (Call("jobs.list"), Call("jobs.iter")),
    "createJob": (Call("jobs.create", job_title="Dry out", customer_id="c-1"),),
    "getJob": (Call("jobs.get", "j-1"),),
    "updateJob": (Call("jobs.update", "j-1", actual_cost=Decimal("0.30")),),
    "deleteJob": (Call("jobs.delete", "j-1"),),
    "setJobStatus": (Call("jobs.update_status", "j-1", "completed"),),
    "listNotes": (Call("jobs.notes.list", "j-1"),),
    "addNote": (Call("jobs.notes.add", "j-1", "Dried out"),),
    "updateNote": (Call("jobs.notes.update", "j-1", "n-1", "Dried out at last"),),
    "deleteNote": (Call("jobs.notes.delete", "j-1", "n-1"),),
    "listAttachments": (Call("jobs.attachments.list", "j-1"),),
    "addAttachment": (Call("jobs.attachments.add", "j-1", b"wet", file_name="wall.txt", file_type="text/plain"),),
    "getAttachment": (
        Call("jobs.attachments.get", "j-1", "a-1"),
        # And then, at the address that the attachment names, its bytes.
        Call("jobs.attachments.download", "j-1", "a-1", io.BytesIO()),
    ),
    "deleteAttachment": (Call("jobs.attachments.delete", "j-1", "a-1"),),
    "listInvoices": (Call("invoices.list"), Call("invoices.iter")),
    "createInvoice": (Call("invoices.create", **INVOICE),),
    "getInvoice": (Call("invoices.get", "i-1"),),
    "updateInvoice": (Call("invoices.update", "i-1", status="sent"),),
    "deleteInvoice": (Call("invoices.delete", "i-1"),),
    "recordPayment": (Call("invoices.record_payment", "i-1", **PAYMENT),),
    "sendInvoice": (Call("invoices.send", "i-1", email="ada@example.com"),),
    "listTasks": (Call("tasks.list"), Call("tasks.iter")),
    "scheduleTask": (Call("tasks.schedule", title="Fetch the fans", job_id="j-1"),),
    "getTask": (Call("tasks.get", "t-1"),),
    "updateTask": (Call("tasks.update", "t-1", due_date=date(2026, 1, 15)),),
    "deleteTask": (Call("tasks.delete", "t-1"),),
    "listCustomFields": (Call("custom_fields.list", "job"),),
}

PUBLIC_CALLS: Mapping[str, tuple[Call, ...]] = {
    "listCustomers": (Call("customers.list"), Call("customers.iter")),
    "getCustomer": (Call("customers.get", CUSTOMER_ID),),
    "saveCustomer": (
        Call("customers.create", customer_name="Ada"),
        Call("customers.update", CUSTOMER_ID, phone_number=None),
    ),
    "listContacts": (Call("contacts.list"), Call("contacts.iter")),
    "listContactsOfCustomer": (Call("contacts.for_customer", CUSTOMER_ID),),
    "saveContact": (
        Call("contacts.create", customer_id=CUSTOMER_ID, first_name="Ada"),
        Call("contacts.update", record_id("contact", 1), contact_role="Owner"),
    ),
    "listJobs": (Call("jobs.list"), Call("jobs.iter")),
    "getJob": (Call("jobs.get", JOB_NUMBER),),
    "createJob": (Call("jobs.create", site_customer=CUSTOMER_ID, total_ex_tax=Decimal("0.30")),),
    "getJobLabour": (Call("jobs.labour", JOB_NUMBER), Call("jobs.labour_for", [JOB_NUMBER])),
    "listQuotes": (Call("quotes.list"), Call("quotes.iter")),
    "getQuote": (Call("quotes.get", QUOTE_NUMBER),),
    "createQuote": (Call("quotes.create", QuoteDraft(site_customer=CUSTOMER_ID).section("Attic")),),
    "addQuoteSupplies": (
        Call("quotes.add_supplies", QUOTE_NUMBER, [{"part_number": "FAN-1"}]),
        # All that a draft holds, kind by kind.
        Call("quotes.add", QUOTE_NUMBER, QuoteDraft().supply(part_number="FAN-1")),
    ),
    "addQuoteKits": (Call("quotes.add_kits", QUOTE_NUMBER, [{"kit_id": "k"}]),),
    "addQuoteLabourItems": (Call("quotes.add_labour", QUOTE_NUMBER, [{"role_name": "Technician"}]),),
    "addQuoteWriteIns": (Call("quotes.add_write_ins", QUOTE_NUMBER, [{"description": "Skip"}]),),
    "addQuoteSections": (Call("quotes.add_sections", QUOTE_NUMBER, ["Attic"]),),
    "clearQuote": (Call("quotes.clear", QUOTE_NUMBER, kits=True),),
    "setQuoteStatus": (Call("quotes.set_status", QUOTE_NUMBER, "WON"),),
    "deleteQuote": (Call("quotes.delete", QUOTE_NUMBER),),
    "listLabourRoles": (Call("quotes.labour_roles"),),
    "listSupplies": (Call("inventory.supplies.list"), Call("inventory.supplies.iter")),
    "listKits": (Call("inventory.kits.list"), Call("inventory.kits.iter")),
    "listCategories": (Call("inventory.categories"),),
    "listSuppliers": (Call("suppliers.list"), Call("suppliers.iter")),
    "saveSupplier": (
        Call("suppliers.create", name="Fan Hire Co"),
        Call("suppliers.update", record_id("supplier", 1), notes=None),
    ),
    "listSupplierInvoices": (Call("supplier_invoices.list"), Call("supplier_invoices.iter")),
    "getSupplierInvoice": (Call("supplier_invoices.get", record_id("supplier_invoice", 1)),),
    "createSupplierInvoice": (Call("supplier_invoices.create", supplier="Coastal Hire"),),
    "listInvoicesToSend": (Call("accounting.invoices_to_send", date(2026, 1, 15)),),
    "markInvoicesAsSent": (Call("accounting.mark_invoices_as_sent", [record_id("invoice_to_send", 1)]),),
    "listPaymentsToSend": (Call("accounting.payments_to_send"),),
    "markPaymentsAsSent": (Call("accounting.mark_payments_as_sent", [record_id("payment_to_send", 1)]),),
    "createPayment": (
        Call(
            "accounting.create_payment",
            invoice_number=INVOICE_NUMBER,
            payment_amount=Decimal("9.90"),
            payment_date=date(2026, 1, 15),
            payment_method="EFT",
        ),
    ),
    "submitEnquiry": (Call("enquiries.submit", first_name="Ada"),),
    "subscribeWebhook": (Call("webhooks.subscribe", "https://example.com/hook", "RestoreAssist", "JobCreated"),),
    "unsubscribeWebhook": (Call("webhooks.unsubscribe", SUBSCRIPTION["subscriptionId"]),),
}

NO_OPERATION: Mapping[str, str] = {
    "as_remote": "serves the engine by the client's operations",
    "close": "sends nothing",
    "from_config": "makes a client",
    "from_env": "makes a client",
    "request": "sends whatever it is told to",
    "with_options": "makes a client",
    "with_raw": "runs a call of another method",
}
"""The clients' public methods that stand for none, and why."""
