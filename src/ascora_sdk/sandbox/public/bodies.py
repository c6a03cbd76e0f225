"""What each POST of the public API takes, as data."""

from __future__ import annotations

from dataclasses import dataclass

from .contract import (
    CONTACT,
    CUSTOM_FIELDS,
    CUSTOMER,
    ENQUIRY_FIELDS,
    JOB_PRICING,
    QUOTE_ITEMS,
    QUOTE_PRICING,
    QUOTE_STATUSES,
    REFERENCE,
    SUBSCRIPTION_FIELDS,
    SUPPLIER,
    SUPPLIER_INVOICE_TYPES,
    Field,
    Fields,
    Type,
    by_name,
    of_type,
    reference,
    texts,
)


@dataclass(frozen=True)
class Body:
    """What a POST takes.

    Args:
        fields: the fields that the contract names.
        named_by: fields of which a creation fills in at least one.
        is_open: whether unknown fields are kept rather than refused.
    """

    fields: Fields
    named_by: tuple[str, ...] = ()
    is_open: bool = False


CUSTOMER_BODY = Body(
    CUSTOMER.fields, named_by=("customerName", "companyName", "contactFirstName", "contactLastName"), is_open=True
)
CONTACT_BODY = Body(
    {**CONTACT.fields, "customerId": Field("customerId", required=True)},
    named_by=("firstName", "lastName"),
    is_open=True,
)
SUPPLIER_BODY = Body({**SUPPLIER.fields, "name": Field("name", required=True)}, is_open=True)

JOB_BODY = Body(
    by_name(
        reference("siteCustomer", required=True),
        Field("billingCustomer", Type.OBJECT, fields=REFERENCE),
        *texts("jobName jobDescription workUndertaken"),
        Field("pricingMethod", choices=JOB_PRICING),
        *of_type(Type.MONEY, "totalExTax totalIncTax"),
        *texts("addressLine1 addressLine2 suburb postcode country"),
        reference("jobType"),
        Field("purchaseOrderNumber"),
        Field("completedDate", Type.DATE),
        CUSTOM_FIELDS,
    )
)

_QUOTE_PARTS = (*texts("quoteName quoteDescription"), *(Field(name, Type.OBJECTS) for name in QUOTE_ITEMS))
QUOTE_BODY = Body(
    by_name(
        reference("siteCustomer", required=True),
        reference("billingCustomer"),
        *_QUOTE_PARTS,
        Field("quotationDate", Type.DATE),
        Field("pricingMethod", choices=QUOTE_PRICING),
        *texts("purchaseOrderNumber clientOrderNumber addressLine1 addressLine2 suburb state postcode country"),
        Field("childQuotes", Type.OBJECTS, fields=by_name(*_QUOTE_PARTS, Field("displayOrder", Type.WHOLE))),
    )
)
_QUOTE_NUMBER = Field("quoteNumber", required=True)
_SECTIONS = Field(
    "quoteSections",
    Type.OBJECTS,
    required=True,
    fields=by_name(Field("name", required=True), Field("displayOrder", Type.WHOLE)),
)


def _adding(items: Field) -> Body:
    return Body(by_name(_QUOTE_NUMBER, items))


ADD_SUPPLIES = _adding(Field("quoteSupplies", Type.OBJECTS, required=True))
ADD_KITS = _adding(Field("quoteKits", Type.OBJECTS, required=True))
ADD_LABOUR_ITEMS = _adding(Field("quoteLabourItems", Type.OBJECTS, required=True))
ADD_WRITE_INS = _adding(Field("writeIns", Type.OBJECTS, required=True))
ADD_SECTIONS = _adding(_SECTIONS)
CLEAR_QUOTE = Body(by_name(_QUOTE_NUMBER, *of_type(Type.FLAG, "removeSupplies removeKits removeLabour")))
QUOTE_STATUS = Body(
    by_name(_QUOTE_NUMBER, Field("quoteStatus", required=True, choices=QUOTE_STATUSES), Field("reasonForLoss"))
)
DELETE_QUOTE = Body(by_name(_QUOTE_NUMBER))

SUPPLIER_INVOICE_BODY = Body(
    by_name(
        *texts("trackingNumber reference"),
        *of_type(Type.DATE, "invoiceDate dueDate"),
        Field("supplier", Type.OBJECT, required=True, fields=by_name(Field("name", required=True))),
        Field("type", choices=SUPPLIER_INVOICE_TYPES),
        Field(
            "lines",
            Type.OBJECTS,
            fields=by_name(
                *texts("description partNumber"), Field("quantity", Type.NUMBER), Field("totalAmountExTax", Type.MONEY)
            ),
        ),
    )
)

MARK_INVOICES = Body(by_name(Field("InvoiceIds", Type.TEXTS, required=True)))
MARK_PAYMENTS = Body(by_name(Field("PaymentIds", Type.TEXTS, required=True)))
PAYMENT = Body(
    by_name(
        Field("invoiceNumber", required=True),
        Field("paymentAmount", Type.MONEY, required=True),
        Field("paymentDate", Type.DATE, required=True),
        Field("paymentMethod", required=True),
        *texts("receiptNumber comment"),
        Field("surchargeAmount", Type.MONEY),
    )
)
ENQUIRY_BODY = Body(by_name(*ENQUIRY_FIELDS), named_by=("companyName", "firstName", "lastName"))
SUBSCRIPTION_BODY = Body(by_name(*SUBSCRIPTION_FIELDS))
