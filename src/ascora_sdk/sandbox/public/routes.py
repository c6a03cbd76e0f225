"""Every operation of the public API, by the request that asks for it."""

from __future__ import annotations

from collections.abc import Mapping

from ..routing import RoutePattern
from . import accounting, inbox, jobs, listing, people, purchases, quotes
from .paths import public_route
from .service import PublicHandler

_HANDLERS: Mapping[str, PublicHandler] = {
    "GET /Customers/Customers": listing.CUSTOMERS,
    "GET /Customers/Customer/{customerId}": people.get_customer,
    "POST /Customers/Customer": people.save_customer,
    "GET /Customers/Contacts": listing.CONTACTS,
    "GET /Customers/GetContactsForCustomer/{customerId}": people.contacts_of_customer,
    "POST /Customers/Contact": people.save_contact,
    "GET /Jobs/Jobs": listing.JOBS,
    "GET /Jobs/Job/{jobNumber}": jobs.get_job,
    "POST /Jobs/Job": jobs.create_job,
    "GET /Jobs/JobLabour/{jobNumber}": jobs.labour_of_job,
    "GET /Quotes/Quotes": listing.QUOTES,
    "GET /Quotes/Quote/{quoteNumber}": quotes.get_quote,
    "POST /Quotes/Quote": quotes.create_quote,
    **quotes.ADDERS,
    "POST /Quotes/ClearQuoteItems": quotes.clear_quote,
    "POST /Quotes/UpdateStatus": quotes.set_status,
    "POST /Quotes/DeleteQuote": quotes.delete_quote,
    "GET /Quotes/LabourRoles": listing.LABOUR_ROLES,
    "GET /Inventory/Supplies": listing.SUPPLIES,
    "GET /Inventory/Kits": listing.KITS,
    "GET /Inventory/Categories": listing.CATEGORIES,
    "GET /Suppliers/Suppliers": listing.SUPPLIERS,
    "POST /Suppliers/Supplier": people.save_supplier,
    "GET /SupplierInvoices/SupplierInvoices": listing.SUPPLIER_INVOICES,
    "GET /SupplierInvoices/SupplierInvoice/{id}": purchases.get_supplier_invoice,
    "POST /SupplierInvoices/SupplierInvoice": purchases.create_supplier_invoice,
    "GET /Accounting/GetInvoicesToSend": accounting.invoices_to_send,
    "POST /Accounting/MarkInvoicesAsSent": accounting.MARK_INVOICES_AS_SENT,
    "GET /Accounting/GetPaymentsToSend": accounting.payments_to_send,
    "POST /Accounting/MarkPaymentsAsSent": accounting.MARK_PAYMENTS_AS_SENT,
    "POST /Accounting/CreatePayment": accounting.create_payment,
    "POST /Enquiry": inbox.submit_enquiry,
    "POST /WebHooks": inbox.subscribe,
    "DELETE /WebHooks/Delete/{subscriptionId}": inbox.unsubscribe,
}

PublicRoutes = tuple[tuple[RoutePattern, PublicHandler], ...]

ROUTES: PublicRoutes = tuple((public_route(text), handler) for text, handler in _HANDLERS.items())
"""Every operation; no two match the same request."""
