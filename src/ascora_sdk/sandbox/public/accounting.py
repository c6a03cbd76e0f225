"""The operations of the accounting queue: what waits to be sent, marking it as sent, and payments."""

from __future__ import annotations

from functools import partial
from typing import cast

from ..account import UnknownRecordError
from ..messages import Answer
from ..validation import Errors, InvalidError
from .answers import DONE, bare
from .bodies import MARK_INVOICES, MARK_PAYMENTS, PAYMENT, Body
from .filters import date_at, read_date, read_flag
from .ingredients import custom_field
from .records import PublicRecords
from .roughness import Record
from .service import PublicHandler, PublicRequest, PublicService

_CUSTOM_FIELDS = {
    "includeCustomerCustomFields": "customerCustomFields",
    "includeInvoiceCustomFields": "invoiceCustomFields",
    "includeJobCustomFields": "jobCustomFields",
}


def invoices_to_send(service: PublicService, request: PublicRequest) -> Answer:
    """Answer the invoices that are not yet marked as sent."""
    errors: Errors = {}
    asked: list[str] = []
    for name in _CUSTOM_FIELDS:
        try:
            if read_flag(request.params.get(name.lower()) or "false"):
                asked.append(name)
        except ValueError as error:
            errors[name] = [str(error)]
    waiting = _waiting(service.records, "invoice_to_send", "invoiceDate", request, errors)
    return bare([invoice | _custom_fields(service.records, invoice, asked) for invoice in waiting])


def payments_to_send(service: PublicService, request: PublicRequest) -> Answer:
    """Answer the payments that are not yet marked as sent."""
    return bare(_waiting(service.records, "payment_to_send", "paymentDate", request, {}))


def create_payment(service: PublicService, request: PublicRequest) -> Answer:
    """Record a payment of an invoice; it waits to be sent like any other."""
    values = request.body(PAYMENT)
    if values["paymentAmount"] <= 0:
        raise InvalidError({"paymentAmount": ["must be more than 0"]})
    try:
        invoice = service.records.get("invoice_to_send", values["invoiceNumber"], by="invoiceNumber")
    except UnknownRecordError:
        raise InvalidError({"invoiceNumber": ["is no invoice's"]}) from None
    service.records.create("payment_to_send", {**values, "invoiceNumber": invoice["invoiceNumber"]})
    return DONE


def _mark(kind: str, body: Body, name: str, service: PublicService, request: PublicRequest) -> Answer:
    """Mark records as sent, all of them or none."""
    keys = cast("list[str]", request.body(body)[name])
    if not keys:
        raise InvalidError({name: ["must not be empty"]})
    rows = [service.records.row(kind, key, by="id") for key in keys]
    for row in rows:
        service.records.change(kind, row, {"markedAsSent": True})
    return DONE


MARK_INVOICES_AS_SENT: PublicHandler = partial(_mark, "invoice_to_send", MARK_INVOICES, "InvoiceIds")
MARK_PAYMENTS_AS_SENT: PublicHandler = partial(_mark, "payment_to_send", MARK_PAYMENTS, "PaymentIds")


def _waiting(
    records: PublicRecords, kind: str, date_field: str, request: PublicRequest, errors: Errors
) -> list[Record]:
    """Give what waits, of the time before the one asked for if one is."""
    prior_to, value = None, request.params.get("priortodate", "").strip()
    try:
        prior_to = read_date(value) if value else None
    except ValueError as error:
        errors["priorToDate"] = [str(error)]
    if errors:
        raise InvalidError(errors)
    table = records.table(kind)
    waiting: list[Record] = []
    for _, record in table.records():
        date = date_at(record, date_field)
        is_asked_for = prior_to is None or (date is not None and date < prior_to)
        if is_asked_for and not record.get("markedAsSent"):
            waiting.append(table.shown(record))
    return waiting


def _custom_fields(records: PublicRecords, invoice: Record, asked: list[str]) -> Record:
    """Give the custom fields of an invoice, its job and its customer that are asked for."""
    job: Record = {}
    customer: Record = {}
    try:
        job = records.get("job", str(invoice.get("jobId")), by="jobId")
        customer = records.get("customer", str(job["siteCustomer"]["id"]), by="customerId")
    except (UnknownRecordError, KeyError, TypeError):
        pass  # an invoice may be of no job, and what was planted may refer to anything
    found = {
        "customerCustomFields": customer.get("customFields") or [],
        "invoiceCustomFields": [custom_field("Ledger", str(invoice.get("invoiceNumber")))],
        "jobCustomFields": job.get("customFields") or [],
    }
    return {_CUSTOM_FIELDS[name]: found[_CUSTOM_FIELDS[name]] for name in asked}
