"""The public API as data: what its objects hold, and what each POST takes.

Written from the contract alone and shared with nothing else, so that a mistake in the client cannot hide
behind the same mistake in the server.

Where the contract is silent, the sandbox does what surprises least:

- **Failures.** A missing or wrong key is a 401, an unknown path a 404, a wrong method a 405, whatever the style of
  failures; only what an operation refuses (400 for what is not valid, 404 for a record that is not there) follows it.
  A failure with a status has the body `{"message": "..."}`.
- **Answers.** A creation answers 200 with the whole object under its own name; what has no object of its own to answer
  (adding to a quote, clearing, setting a status, deleting, marking, paying, unsubscribing) answers `{"success": true}`.
  A list of nothing has 0 pages. Lists without paging in the contract's table answer all their rows in one page.
- **Objects without fields in the contract.** A kit looks like a supply with a `kitId`; a category has `categoryId`,
  `name`, `categoryNumber` and `parentCategoryId`; a labour role has `labourRoleId`, and `roleName` and
  `hourlyRateExTax` as job labour has them; a payment to send has an `id` and the names of `CreatePayment`; a customer's
  `assignedUser` has a `name`. Custom fields of an invoice to send come, if asked for, as `customerCustomFields`,
  `invoiceCustomFields` and `jobCustomFields`. What a filter reads but no object holds (`assignedUser` of a job, the
  categories of a supply) is kept and never shown, and so are the items of a quote.
- **Bodies.** Names are case-sensitive. A customer, a contact and a supplier are written back whole, so unknown fields
  in them are kept; every other body refuses them. An update changes the fields that it names. Numbers are JSON numbers,
  money has at most 2 decimals. A null or empty id creates. Required is what makes no sense without: a name of
  some kind, the customer, the quote, the list that is added.
- **References.** By id or, where the contract says so, by name; one that names nothing is refused. A section is
  `Q1001.01` in bodies and `Q1001-01` in paths, never the other way round. Only a quote priced by sections has any.
- **Filters.** Names and free texts match a part, in any case; numbers, types and statuses match whole.
  `SiteBillingType` tells customers with a billing customer of their own (`Site`) from those without (`Billing`).
  `OPEN` means in progress or sent to the customer. Both ends of a range of dates count, a date without a time as its
  whole day. A date without an offset counts as UTC. An empty value is no filter.
- **Accounting.** Without `priorToDate` everything not yet marked is listed. Marking twice does no harm; one unknown id,
  and nothing is marked. A payment that is created waits to be sent like any other.
- **Job labour.** `object` shows a lone row as an object and several as a list, as converters from XML do; `nested` is
  a list in a list. Jobs take any job type; one with a `completedDate` is created as completed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

DEFAULT_PAGE_SIZE = 250


class Type(Enum):
    """What a field's JSON value is."""

    TEXT = auto()
    NUMBER = auto()
    WHOLE = auto()
    MONEY = auto()
    FLAG = auto()
    DATE = auto()
    OBJECT = auto()
    OBJECTS = auto()
    TEXTS = auto()
    ANY = auto()


@dataclass(frozen=True)
class Field:
    """One field of an object or a body.

    `choices` is given for closed lists alone; `fields` says what an object, or each of several, holds: None for
    anything; `server_given` is dropped from what a client sends.
    """

    name: str
    type: Type = Type.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    fields: Fields | None = None
    server_given: bool = False


Fields = Mapping[str, Field]


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    Args:
        name: what the controls call it.
        id: the field with its id.
        fields: what its object holds.
        number: the field with the number that it is found by too.
        envelope: what one object is called in an answer.
        hidden: fields that are kept and never shown.
        parts: the field with records of the same kind within it.
    """

    name: str
    id: str
    fields: Fields
    number: str = ""
    envelope: str = ""
    hidden: frozenset[str] = frozenset()
    parts: str = ""


def by_name(*fields: Field) -> Fields:
    """Arrange fields by their names."""
    return {field.name: field for field in fields}


def texts(names: str) -> tuple[Field, ...]:
    """Give a text field for each name."""
    return tuple(Field(name) for name in names.split())


def of_type(field_type: Type, names: str) -> tuple[Field, ...]:
    """Give a field of a type for each name."""
    return tuple(Field(name, field_type) for name in names.split())


JOB_PRICING = ("TIME-AND-MATERIALS", "FIXED-PRICE")
SECTIONS = "SECTIONS"
QUOTE_PRICING = (*JOB_PRICING, SECTIONS)
QUOTE_STATUSES = ("IN-PROGRESS", "SENT-TO-CUSTOMER", "LOST", "WON")
QUOTE_FILTERS = ("IN-PROGRESS", "SENT-TO-CUSTOMER", "OPEN", "WON", "ACCEPTED", "LAST-7-DAYS", "ALL")
SUPPLIER_INVOICE_TYPES = ("INVOICE", "CREDIT")
SITE_BILLING_TYPES = ("Site", "Billing", "All")
CATEGORY_NUMBERS = ("1", "2")

CUSTOM_FIELDS = Field(
    "customFields", Type.OBJECTS, fields=by_name(Field("fieldName", required=True), Field("fieldValue", Type.ANY))
)
REFERENCE = by_name(*texts("id name"))
_STREET = "streetLine1 streetLine2 streetSuburb streetState streetPostcode streetCountry"
_POSTAL = "postalLine1 postalLine2 postalSuburb postalState postalPostcode postalCountry"


def reference(name: str, *, required: bool = False) -> Field:
    """Give a field that refers to something by id and name."""
    return Field(name, Type.OBJECT, required=required, fields=REFERENCE)


CUSTOMER = Kind(
    "customer",
    "customerId",
    by_name(
        Field("customerId"),
        Field("customerNumber", server_given=True),
        *texts("customerName companyName contactFirstName contactLastName emailAddress phoneNumber mobileNumber"),
        *of_type(Type.FLAG, "onHold billingCustomerOnHold"),
        *texts(f"{_STREET} {_POSTAL}"),
        *of_type(Type.NUMBER, "streetLongitude streetLatitude"),
        reference("customerType"),
        reference("leadSource"),
        reference("billingCustomer"),
        Field("assignedUser", Type.ANY),
        CUSTOM_FIELDS,
    ),
    number="customerNumber",
    envelope="customer",
)

CONTACT = Kind(
    "contact",
    "contactId",
    by_name(
        *texts("contactId customerId firstName lastName emailAddress phoneNumber mobileNumber faxNumber"),
        Field("defaultContact", Type.FLAG),
        Field("contactRole"),
    ),
    envelope="contact",
)

JOB = Kind(
    "job",
    "jobId",
    by_name(
        *texts("jobId topLevelJobNumber jobNumber jobName jobDescription workUndertaken"),
        Field("jobStatus", Type.WHOLE),
        Field("jobStatusText"),
        Field("dateCreated", Type.DATE),
        Field("pricingMethod", choices=JOB_PRICING),
        *of_type(Type.MONEY, "totalIncTax totalExTax"),
        *texts("purchaseOrderNumber clientOrderNumber addressLine1 addressLine2 suburb state postcode country"),
        *of_type(Type.NUMBER, "latitude longitude"),
        reference("jobType"),
        reference("siteCustomer"),
        Field("siteContact", Type.ANY),
        reference("billingCustomer"),
        Field("billingContact", Type.ANY),
        Field("completedDate", Type.DATE),
        Field("displayOrder", Type.WHOLE),
        CUSTOM_FIELDS,
    ),
    number="jobNumber",
    envelope="job",
    hidden=frozenset({"assignedUser"}),
)

LABOUR = Kind(
    "labour",
    "labourId",
    by_name(
        Field("roleName"),
        Field("numberOfHours", Type.NUMBER),
        *of_type(Type.MONEY, "hourlyRateExTax totalAmountExTax"),
        Field("isChargeable", Type.FLAG),
        Field("startDate", Type.DATE),
    ),
    hidden=frozenset({"labourId", "jobNumber"}),
)

QUOTE_ITEMS = ("quoteSupplies", "quoteKits", "quoteLabourItems", "quoteWriteIns")
QUOTE = Kind(
    "quote",
    "quoteId",
    by_name(
        *texts("quoteId quoteNumber quoteName quoteDescription quoteStatusText"),
        Field("pricingMethod", choices=QUOTE_PRICING),
        reference("siteCustomer"),
        reference("billingCustomer"),
        *of_type(Type.MONEY, "totalExTax totalIncTax"),
        Field("childQuotes", Type.OBJECTS),
    ),
    number="quoteNumber",
    envelope="quotation",
    hidden=frozenset({"assignedUser", "jobType", "reasonForLoss", *QUOTE_ITEMS}),
    parts="childQuotes",
)

LABOUR_ROLE = Kind(
    "labour_role",
    "labourRoleId",
    by_name(*texts("labourRoleId roleName"), Field("hourlyRateExTax", Type.MONEY)),
)

_CATEGORIES = frozenset({"categoryOneId", "categoryTwoId", "isFavourite"})
_STOCK = (*texts("partNumber description unitOfMeasure"), *of_type(Type.NUMBER, "unitCostExTax unitSellExTax"))
SUPPLY = Kind("supply", "supplyId", by_name(Field("supplyId"), *_STOCK), hidden=_CATEGORIES)
KIT = Kind("kit", "kitId", by_name(Field("kitId"), *_STOCK), hidden=_CATEGORIES)

CATEGORY = Kind(
    "category",
    "categoryId",
    by_name(*texts("categoryId name parentCategoryId"), Field("categoryNumber", Type.WHOLE)),
)

SUPPLIER = Kind(
    "supplier",
    "supplierId",
    by_name(
        Field("supplierId"),
        Field("supplierNumber", server_given=True),
        *texts("name businessNumber contactFirstName contactLastName emailAddress phone mobile fax notes"),
        Field("expenseAccount"),
        Field("invoiceDueDaysType", Type.WHOLE),
        *texts(f"{_STREET} {_POSTAL}"),
    ),
    number="supplierNumber",
    envelope="supplier",
)

SUPPLIER_INVOICE = Kind(
    "supplier_invoice",
    "supplierInvoiceId",
    by_name(
        *texts("supplierInvoiceId trackingNumber reference accountCode"),
        Field("type", choices=SUPPLIER_INVOICE_TYPES),
        *of_type(Type.DATE, "invoiceDate dueDate createdOn"),
        *of_type(Type.FLAG, "accepted sentToAccounts isExpense"),
        *of_type(Type.MONEY, "totalAmountExTax totalAmountIncTax"),
        reference("supplier"),
        Field("lines", Type.OBJECTS),
    ),
    number="trackingNumber",
    envelope="supplierInvoice",
)

INVOICE_TO_SEND = Kind(
    "invoice_to_send",
    "id",
    by_name(
        *texts("id invoiceNumber jobId"),
        *of_type(Type.DATE, "invoiceDate invoiceDueDate"),
        *of_type(Type.MONEY, "amountExTax adjustedAmountExTax tax"),
        Field("invoiceLines", Type.OBJECTS),
    ),
    number="invoiceNumber",
    hidden=frozenset({"markedAsSent"}),
)

PAYMENT_TO_SEND = Kind(
    "payment_to_send",
    "id",
    by_name(
        *texts("id invoiceNumber paymentMethod receiptNumber comment"),
        *of_type(Type.MONEY, "paymentAmount surchargeAmount"),
        Field("paymentDate", Type.DATE),
    ),
    hidden=frozenset({"markedAsSent"}),
)

ENQUIRY_FIELDS = (
    *texts("companyName firstName lastName email mobile phone addressLine1 addressLine2 addressSuburb addressState"),
    *texts("addressPostcode addressCountry enquiryDescription leadSource"),
    CUSTOM_FIELDS,
)
ENQUIRY = Kind("enquiry", "entityId", by_name(Field("entityId"), *ENQUIRY_FIELDS))
SUBSCRIPTION_FIELDS = (Field("hookUrl", required=True), Field("systemName"), Field("hookEvent", required=True))
WEBHOOK_SUBSCRIPTION = Kind(
    "webhook_subscription", "subscriptionId", by_name(Field("subscriptionId"), *SUBSCRIPTION_FIELDS)
)

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        CUSTOMER, CONTACT, JOB, LABOUR, QUOTE, LABOUR_ROLE, SUPPLY, KIT, CATEGORY, SUPPLIER, SUPPLIER_INVOICE,
        INVOICE_TO_SEND, PAYMENT_TO_SEND, ENQUIRY, WEBHOOK_SUBSCRIPTION,
    )
}  # fmt: skip
