"""The lists of the public API: what each is filtered by, and its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..messages import Answer
from ..validation import Errors, InvalidError
from . import filters
from .answers import many
from .contract import DEFAULT_PAGE_SIZE
from .filters import Filter, being, being_true, containing, from_date, telling, to_date, with_digits
from .service import PublicRequest, PublicService

_MOST_DIGITS = 9


@dataclass(frozen=True)
class Listing:
    """One list: of which kind, filtered by what, in pages or whole."""

    kind: str
    filters: Mapping[str, Filter] = field(default_factory=dict[str, Filter])
    is_paged: bool = True

    def __call__(self, service: PublicService, request: PublicRequest) -> Answer:
        """Answer a page."""
        table = service.records.table(self.kind)
        query = filters.read_query(self.filters, request.params, service.records.clock())
        number, size = read_page(request.params) if self.is_paged else (1, 0)
        rows = table.rows if query is None else table.select(query.key, query.test)
        if not self.is_paged:
            return whole(table.rendered, rows)
        page = rows[(number - 1) * size : number * size]
        return many([table.rendered(row) for row in page], -(-len(rows) // size), len(rows))


def whole(rendered: Callable[[int], bytes], rows: Sequence[int]) -> Answer:
    """Answer all rows of a list that has no pages."""
    return many([rendered(row) for row in rows], min(1, len(rows)), len(rows))


def read_page(params: Mapping[str, str]) -> tuple[int, int]:
    """Read `Page` and `PageSize`.

    Raises:
        InvalidError: if one is no whole number from 1 up.
    """
    errors: Errors = {}
    number = _whole_number(params, "Page", 1, errors)
    size = _whole_number(params, "PageSize", DEFAULT_PAGE_SIZE, errors)
    if errors:
        raise InvalidError(errors)
    return number, size


def _whole_number(params: Mapping[str, str], name: str, default: int, errors: Errors) -> int:
    text = params.get(name.lower())
    if text is None:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
    if not number:
        errors[name] = ["must be a whole number from 1 up"]
    return number


_STOCK: Mapping[str, Filter] = {
    "CategoryOneId": being("categoryOneId"),
    "CategoryTwoId": being("categoryTwoId"),
    "FavouriteOnly": being_true(lambda record: record.get("isFavourite") is True),
    "FilterText": containing("partNumber", "description"),
}

CUSTOMERS = Listing(
    "customer",
    {
        "AssignedUser": being("assignedUser.name", "assignedUser"),
        "CustomerType": being("customerType.name"),
        "FilterText": containing(
            "customerNumber", "customerName", "companyName", "contactFirstName", "contactLastName", "emailAddress"
        ),
        "LeadSource": being("leadSource.name"),
        "PhoneNumber": with_digits("phoneNumber", "mobileNumber"),
        "SiteBillingType": filters.site_billing,
    },
)
CONTACTS = Listing(
    "contact",
    {
        "FilterText": containing("firstName", "lastName", "emailAddress", "contactRole"),
        "PhoneNumber": with_digits("phoneNumber", "mobileNumber", "faxNumber"),
    },
)
JOBS = Listing(
    "job",
    {
        "AssignedUser": being("assignedUser.name", "assignedUser"),
        "CustomerName": containing("siteCustomer.name"),
        "StartDate": from_date("dateCreated"),
        "EndDate": to_date("dateCreated"),
        "FilterText": containing("jobNumber", "jobName", "jobDescription", "purchaseOrderNumber", "addressLine1"),
        "JobStatus": being("jobStatus", "jobStatusText"),
        "JobType": being("jobType.name"),
    },
)
QUOTES = Listing(
    "quote",
    {
        "AssignedUser": being("assignedUser.name", "assignedUser"),
        "CustomerName": containing("siteCustomer.name"),
        "FilterText": containing("quoteNumber", "quoteName", "quoteDescription"),
        "JobType": being("jobType.name"),
        "QuoteStatus": filters.quote_status,
        "StartDate": from_date("quotationDate"),
        "EndDate": to_date("quotationDate"),
    },
)
LABOUR_ROLES = Listing("labour_role", is_paged=False)
SUPPLIES = Listing("supply", _STOCK)
KITS = Listing("kit", _STOCK)
CATEGORIES = Listing(
    "category",
    {
        "FilterText": containing("name"),
        "ParentOnly": being_true(lambda record: not record.get("parentCategoryId")),
        "CategoryNumber": filters.category_number,
    },
    is_paged=False,
)
SUPPLIERS = Listing(
    "supplier",
    {
        "SupplierName": containing("name"),
        "SupplierNumber": being("supplierNumber"),
        "BusinessNumber": with_digits("businessNumber"),
    },
)
SUPPLIER_INVOICES = Listing(
    "supplier_invoice",
    {
        "InvoiceDateStart": from_date("invoiceDate"),
        "InvoiceDateEnd": to_date("invoiceDate"),
        "SupplierName": containing("supplier.name"),
        "TrackingNumber": being("trackingNumber"),
        "ToBeSentToAccounting": telling("sentToAccounts", wanted=False),
    },
)
