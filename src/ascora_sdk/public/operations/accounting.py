"""The calls on the accounting queue (contract: public API, Operations)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from ...codec import encode_fields
from ...operations import Listing, Operation
from ..models import InvoiceToSend, NewPayment, PaymentToSend
from . import answers
from .calls import get, post

_NAMED_IN_ERRORS: Final = 3
_NEEDED: Final = ("invoice_number", "payment_method")


def invoices_to_send(
    prior_to: date | datetime | None, *, customer_fields: bool, invoice_fields: bool, job_fields: bool
) -> Operation[list[InvoiceToSend]]:
    """Ask for the invoices that are not yet marked as sent."""
    flags = {
        "includeCustomerCustomFields": customer_fields,
        "includeInvoiceCustomFields": invoice_fields,
        "includeJobCustomFields": job_fields,
    }
    for name, flag in flags.items():
        if not isinstance(flag, bool):
            raise TypeError(f"{name} is True or False, not {flag!r}")
    query = {**_prior_to(prior_to), **{name: True for name, flag in flags.items() if flag}}
    return get("/Accounting/GetInvoicesToSend", answers.bare(InvoiceToSend), query=query, resource="invoice to send")


def raw_invoices_to_send() -> Operation[Listing]:
    """Ask for all of them, as the wire carries them."""
    return get("/Accounting/GetInvoicesToSend", answers.raw_bare, resource="invoice to send")


def payments_to_send(prior_to: date | datetime | None) -> Operation[list[PaymentToSend]]:
    """Ask for the payments that are not yet marked as sent."""
    read = answers.bare(PaymentToSend)
    return get("/Accounting/GetPaymentsToSend", read, query=_prior_to(prior_to), resource="payment to send")


def mark_invoices_as_sent(invoice_ids: Iterable[str]) -> Operation[None]:
    """Ask to take invoices off the queue."""
    return _mark("/Accounting/MarkInvoicesAsSent", "InvoiceIds", invoice_ids, "invoice")


def mark_payments_as_sent(payment_ids: Iterable[str]) -> Operation[None]:
    """Ask to take payments off the queue."""
    return _mark("/Accounting/MarkPaymentsAsSent", "PaymentIds", payment_ids, "payment")


def create_payment(fields: Mapping[str, Any], idempotency_key: str | None) -> Operation[None]:
    """Ask to record a payment of an invoice."""
    body = encode_fields(NewPayment, fields)
    for name in _NEEDED:
        if not fields[name].strip():
            raise ValueError(f"{name} is empty")
    return post(
        "/Accounting/CreatePayment",
        body,
        answers.done,
        resource="invoice",
        id=fields["invoice_number"],
        idempotency_key=idempotency_key,
    )


def _prior_to(moment: Any) -> dict[str, date]:
    if moment is None:
        return {}
    if not isinstance(moment, date):
        raise TypeError(f"prior_to must be a date or a datetime, not {type(moment).__name__}")
    return {"priorToDate": moment}


def _mark(path: str, name: str, ids: Iterable[str], what: str) -> Operation[None]:
    given = _checked_ids(ids, what)
    named = ", ".join(given[:_NAMED_IN_ERRORS])
    more = len(given) - _NAMED_IN_ERRORS
    return post(
        path,
        {name: given},
        answers.done,
        resource=f"{what} to send",
        id=f"{named} and {more} more" if more > 0 else named,
    )


def _checked_ids(ids: Any, what: str) -> list[str]:
    if isinstance(ids, (str, bytes, Mapping)) or not isinstance(ids, Iterable):
        raise TypeError(f"give a list of {what} ids, not {type(ids).__name__}")
    # The same one twice is one: marking it is all that was asked for.
    given = list(dict.fromkeys(ids))
    if not given:
        raise ValueError(f"the list of {what} ids is empty; there is nothing to mark")
    for id in given:
        if not isinstance(id, str):
            raise TypeError(f"{what} id must be text, not {type(id).__name__}")
        if not id.strip():
            raise ValueError(f"{what} id is empty; give the id that Ascora gave")
    return given
