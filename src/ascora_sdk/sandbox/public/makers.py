"""What each kind of generated record holds, tidy and with its dates as `datetime`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from .. import words as common
from ..generator import Dice
from . import words
from .contract import JOB_PRICING, SECTIONS, SUPPLIER_INVOICE_TYPES
from .identity import record_id, record_number
from .ingredients import (
    START,
    address,
    custom_fields,
    job_type,
    landline,
    mobile,
    money,
    no_postal_address,
    numbered,
    parts_of,
    person,
    rounded,
    some_time,
    supplier_name,
    totals,
    with_tax,
)
from .roughness import Record

_QUOTES_BETWEEN_SECTIONS = 5
_PRICE = Decimal("0.0001")

# Of four jobs, the first has one row of labour, the second two, the third three and the fourth none.
_LABOUR_OF_A_BLOCK = (1, 2, 2, 3, 3, 3)
_ROWS_BEFORE_JOB = (0, 1, 3, 6)
_JOBS_IN_A_BLOCK = len(_ROWS_BEFORE_JOB)


@dataclass(frozen=True)
class Source:
    """What the records of one account come from.

    Args:
        seed: decides all that chance would.
        counts: how many records there are of each kind, which bounds what they refer to.
    """

    seed: int
    counts: Mapping[str, int]

    def dice(self, kind: str, n: int) -> Dice:
        """Give the choices of one record."""
        return Dice(self.seed, f"public {kind}", n)

    def pick(self, kind: str, dice: Dice) -> int:
        """Choose one of a kind's records, 0 if there are none."""
        count = self.counts[kind]
        return 1 + dice.below(count) if count else 0

    def customer_reference(self, n: int) -> Record:
        """Refer to a customer by what it is called."""
        first, last = _customer_names(self.dice("customer", n))
        return {"id": record_id("customer", n), "name": f"{first} {last}"}


def labour_rows(jobs: int) -> int:
    """Tell how many rows of labour so many jobs have."""
    blocks, rest = divmod(jobs, _JOBS_IN_A_BLOCK)
    return blocks * len(_LABOUR_OF_A_BLOCK) + _ROWS_BEFORE_JOB[rest]


def _customer_names(dice: Dice) -> tuple[str, str]:
    return dice.pick(common.FIRST_NAMES), dice.pick(common.LAST_NAMES)


def _customer(source: Source, n: int, dice: Dice) -> Record:
    first, last = _customer_names(dice)
    billed = source.pick("customer", dice)
    return {
        **numbered("customer", n, "customerId", "customerNumber"),
        "customerName": f"{first} {last}",
        "companyName": f"{last} {dice.pick(common.BUSINESSES)}" if dice.one_in(3) else None,
        "contactFirstName": first,
        "contactLastName": last,
        "emailAddress": f"customer{n}@example.com",
        "phoneNumber": landline(dice),
        "mobileNumber": mobile(dice),
        "onHold": dice.one_in(9),
        "billingCustomerOnHold": False,
        **address(dice, "street", lines="streetLine"),
        "streetLongitude": Decimal(1_500_000 + dice.below(30_000)).scaleb(-4),
        "streetLatitude": -Decimal(270_000 + dice.below(100_000)).scaleb(-4),
        **no_postal_address(),
        "customerType": {"name": dice.pick(words.CUSTOMER_TYPES)},
        "leadSource": {"name": dice.pick(words.LEAD_SOURCES)},
        "billingCustomer": source.customer_reference(billed) if dice.one_in(4) else None,
        "assignedUser": person(dice),
        "customFields": custom_fields(dice),
    }


def _contact(source: Source, n: int, dice: Dice) -> Record:
    customer = 1 + (n - 1) % source.counts["customer"]
    return {
        "contactId": record_id("contact", n),
        "customerId": record_id("customer", customer),
        "firstName": dice.pick(common.FIRST_NAMES),
        "lastName": dice.pick(common.LAST_NAMES),
        "emailAddress": f"contact{n}@example.com",
        "phoneNumber": landline(dice),
        "mobileNumber": mobile(dice),
        "faxNumber": None,
        "defaultContact": n == customer,
        "contactRole": dice.pick(words.CONTACT_ROLES),
    }


def _job(source: Source, n: int, dice: Dice) -> Record:
    customer, billed = source.pick("customer", dice), source.pick("customer", dice)
    status, text = dice.pick(words.JOB_STATUSES)
    created = START + timedelta(minutes=60 * n + dice.below(60), microseconds=dice.below(1_000_000))
    type_name = dice.pick(words.JOB_TYPES)
    return {
        **numbered("job", n, "jobId", "jobNumber"),
        "topLevelJobNumber": None,
        "jobName": f"{type_name}, {dice.pick(common.PLACES)[0]}",
        "jobDescription": dice.pick(common.WORK),
        "workUndertaken": None,
        "jobStatus": status,
        "jobStatusText": text,
        "dateCreated": created,
        "pricingMethod": dice.pick(JOB_PRICING),
        **totals(money(dice)),
        "purchaseOrderNumber": f"PO-{dice.below(10_000):04}" if dice.one_in(2) else None,
        "clientOrderNumber": None,
        **address(dice, "", lines="addressLine"),
        "latitude": None,
        "longitude": None,
        "jobType": job_type(type_name),
        "siteCustomer": source.customer_reference(customer),
        "siteContact": None,
        "billingCustomer": source.customer_reference(billed) if dice.one_in(2) else None,
        "billingContact": None,
        "completedDate": created + timedelta(days=1 + dice.below(60)) if (status, text) == words.COMPLETED else None,
        "displayOrder": None,
        "customFields": custom_fields(dice),
        "assignedUser": person(dice),
    }


def _labour(_source: Source, n: int, dice: Dice) -> Record:
    blocks, place = divmod(n - 1, len(_LABOUR_OF_A_BLOCK))
    job = blocks * _JOBS_IN_A_BLOCK + _LABOUR_OF_A_BLOCK[place]
    hours, rate = Decimal(1 + dice.below(32)).scaleb(-1) * 5, money(dice, 15_000)
    return {
        "labourId": record_id("labour", n),
        "jobNumber": record_number("job", job),
        "roleName": dice.pick(words.LABOUR_ROLES),
        "numberOfHours": hours,
        "hourlyRateExTax": rate,
        "totalAmountExTax": rounded(hours * rate),
        "isChargeable": not dice.one_in(4),
        "startDate": some_time(dice),
    }


def _quote(source: Source, n: int, dice: Dice) -> Record:
    has_sections = n % _QUOTES_BETWEEN_SECTIONS == 0
    number = record_number("quote", n)
    customer = source.customer_reference(source.pick("customer", dice))
    status, total = dice.pick(words.QUOTE_STATUSES), money(dice)
    type_name = dice.pick(words.JOB_TYPES)
    quote: Record = {
        "quoteId": record_id("quote", n),
        "quoteNumber": number,
        "quoteName": f"{type_name} quote",
        "quoteDescription": dice.pick(common.WORK),
        "quoteStatusText": status,
        "pricingMethod": SECTIONS if has_sections else dice.pick(JOB_PRICING),
        "siteCustomer": customer,
        "billingCustomer": customer,
        **totals(total),
        "quotationDate": some_time(dice),
        "assignedUser": person(dice),
        "jobType": job_type(type_name),
    }
    if has_sections:
        parts = parts_of(total, len(words.SECTION_NAMES))
        quote["childQuotes"] = [
            {
                "quoteId": record_id("quote", n, place),
                "quoteNumber": f"{number}.{place:02}",
                "quoteName": name,
                "quoteDescription": None,
                "quoteStatusText": status,
                "pricingMethod": JOB_PRICING[1],
                "siteCustomer": customer,
                "billingCustomer": customer,
                **totals(part),
                "displayOrder": place,
            }
            for place, (name, part) in enumerate(zip(words.SECTION_NAMES, parts, strict=True), start=1)
        ]
    return quote


def _labour_role(_source: Source, n: int, dice: Dice) -> Record:
    name = words.LABOUR_ROLES[(n - 1) % len(words.LABOUR_ROLES)]
    return {"labourRoleId": record_id("labour_role", n), "roleName": name, "hourlyRateExTax": money(dice, 15_000)}


def _supply(source: Source, n: int, dice: Dice) -> Record:
    description, unit = dice.pick(words.SUPPLIES)
    return {"supplyId": record_id("supply", n), **_stock(source, dice, f"P-{n:05}", description, unit)}


def _kit(source: Source, n: int, dice: Dice) -> Record:
    return {"kitId": record_id("kit", n), **_stock(source, dice, f"K-{n:05}", dice.pick(words.KITS), "kit")}


def _stock(source: Source, dice: Dice, part_number: str, description: str, unit: str) -> Record:
    cost = money(dice, 50_000)
    category = source.pick("category", dice)
    # An odd category is a category one; the even one after it lies below it.
    one = category - 1 if category and category % 2 == 0 else category
    return {
        "partNumber": part_number,
        "description": description,
        "unitCostExTax": cost,
        "unitSellExTax": rounded(cost * Decimal("1.3")),
        "unitOfMeasure": unit,
        "categoryOneId": record_id("category", one) if one else None,
        "categoryTwoId": record_id("category", category) if category != one else None,
        "isFavourite": dice.one_in(4),
    }


def _category(_source: Source, n: int, _dice: Dice) -> Record:
    is_child = n % 2 == 0
    return {
        "categoryId": record_id("category", n),
        "name": words.CATEGORIES[(n - 1) % len(words.CATEGORIES)],
        "categoryNumber": 2 if is_child else 1,
        "parentCategoryId": record_id("category", n - 1) if is_child else None,
    }


def _supplier(_source: Source, n: int, dice: Dice) -> Record:
    return {
        **numbered("supplier", n, "supplierId", "supplierNumber"),
        "name": supplier_name(n),
        "businessNumber": f"51 824 753 {dice.below(1000):03}",
        "contactFirstName": dice.pick(common.FIRST_NAMES),
        "contactLastName": dice.pick(common.LAST_NAMES),
        "emailAddress": f"supplier{n}@example.com",
        "phone": landline(dice),
        "mobile": None,
        "fax": None,
        "notes": None,
        "expenseAccount": "5-1000",
        "invoiceDueDaysType": dice.below(3),
        **address(dice, "street", lines="streetLine"),
        **no_postal_address(),
    }


def _supplier_invoice(source: Source, n: int, dice: Dice) -> Record:
    supplier, total, invoiced = source.pick("supplier", dice), money(dice), some_time(dice)
    quantity = 1 + dice.below(9)
    return {
        **numbered("supplier_invoice", n, "supplierInvoiceId", "trackingNumber"),
        "reference": None,
        "type": dice.pick(SUPPLIER_INVOICE_TYPES),
        "invoiceDate": invoiced,
        "dueDate": invoiced + timedelta(days=30),
        "createdOn": invoiced + timedelta(hours=1),
        "accepted": not dice.one_in(3),
        "sentToAccounts": dice.one_in(2),
        "isExpense": dice.one_in(5),
        "accountCode": "5-1000",
        "totalAmountExTax": total,
        "totalAmountIncTax": with_tax(total),
        "supplier": {"id": record_id("supplier", supplier), "name": supplier_name(supplier)},
        "lines": [
            {
                "description": dice.pick(words.SUPPLIES)[0],
                "partNumber": f"P-{1 + dice.below(99):05}",
                "accountCode": None,
                "reference": None,
                "quantity": quantity,
                "unitCostExTax": (total / quantity).quantize(_PRICE, ROUND_HALF_UP),
                "totalAmountExTax": total,
                "totalAmountIncTax": with_tax(total),
                "isTaxable": True,
            }
        ],
    }


def _invoice_to_send(source: Source, n: int, dice: Dice) -> Record:
    job, invoiced = source.pick("job", dice), some_time(dice)
    lines: list[Record] = []
    for place, part in enumerate(parts_of(money(dice), 1 + dice.below(3))):
        lines.append(
            {
                "itemCode": f"P-{1 + dice.below(99):05}",
                "description": dice.pick(common.WORK),
                "quantity": 1,
                "unitAmountExTax": part,
                "amountExTax": part,
                "invoiceLineType": words.INVOICE_LINE_TYPES[(n + place) % len(words.INVOICE_LINE_TYPES)],
            }
        )
    total: Decimal = sum((line["amountExTax"] for line in lines), Decimal("0.00"))
    return {
        **numbered("invoice_to_send", n, "id", "invoiceNumber"),
        "invoiceDate": invoiced,
        "invoiceDueDate": invoiced + timedelta(days=14),
        "jobId": record_id("job", job) if job else None,
        "amountExTax": total,
        "adjustedAmountExTax": total,
        "tax": with_tax(total) - total,
        "invoiceLines": lines,
        "markedAsSent": False,
    }


def _payment_to_send(source: Source, n: int, dice: Dice) -> Record:
    invoice = source.pick("invoice_to_send", dice)
    return {
        "id": record_id("payment_to_send", n),
        "invoiceNumber": record_number("invoice_to_send", invoice) if invoice else f"INV{n}",
        "paymentAmount": money(dice),
        "paymentDate": some_time(dice),
        "paymentMethod": dice.pick(words.PAYMENT_METHODS),
        "receiptNumber": f"R{n:05}",
        "surchargeAmount": None,
        "comment": None,
        "markedAsSent": False,
    }


MAKERS: Mapping[str, Callable[[Source, int, Dice], Record]] = {
    "customer": _customer,
    "contact": _contact,
    "job": _job,
    "labour": _labour,
    "quote": _quote,
    "labour_role": _labour_role,
    "supply": _supply,
    "kit": _kit,
    "category": _category,
    "supplier": _supplier,
    "supplier_invoice": _supplier_invoice,
    "invoice_to_send": _invoice_to_send,
    "payment_to_send": _payment_to_send,
}
