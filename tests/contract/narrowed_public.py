"""The public API's document as the sandbox takes it, in the same way; what it decides stands in its `contract.py`."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from ascora_sdk.sandbox.public.identity import record_id, record_number

CUSTOMER_ID = record_id("customer", 1)
JOB_NUMBER = record_number("job", 1)
QUOTE_NUMBER = record_number("quote", 5)
"""The first that is priced by sections."""
INVOICE_NUMBER = record_number("invoice_to_send", 1)
SUBSCRIPTION = {"subscriptionId": "s-1", "hookUrl": "https://example.com/hook", "hookEvent": "JobCreated"}
PUBLIC_IDS = {
    "customerId": CUSTOMER_ID,
    "jobNumber": JOB_NUMBER,
    "quoteNumber": QUOTE_NUMBER,
    "id": record_id("supplier_invoice", 1),
    "subscriptionId": SUBSCRIPTION["subscriptionId"],
}

_WORD = {"type": "string", "pattern": "[a-z]"}
_AMOUNTS = [0, 0.07, 1234.5, 99.99, -5, 10**14]
_DATES = ["2026-02-17", "2026-02-17T21:09Z", "2026-02-17T21:09:20.3131234+10:00", "2023-12-04T14:25:34"]
# Fields that a body cannot be without, and what stands there.
_NEEDED: Mapping[str, Mapping[str, Any]] = {
    "CustomerFields": {"customerName": _WORD},
    "ContactFields": {"firstName": _WORD, "customerId": {"const": CUSTOMER_ID}},
    "SupplierFields": {"name": _WORD},
    "NewQuotation": {"pricingMethod": {"const": "SECTIONS"}},  # without which there may be no sections
    "NewPayment": {
        "invoiceNumber": {"const": INVOICE_NUMBER},
        "paymentAmount": {"enum": [0.01, 99.9, 10**6]},
        "paymentMethod": _WORD,
    },
    "InvoiceMarks": {"InvoiceIds": {"const": [record_id("invoice_to_send", 1), record_id("invoice_to_send", 2)]}},
    "PaymentMarks": {"PaymentIds": {"const": [record_id("payment_to_send", 1)]}},
    "NewEnquiry": {"lastName": _WORD},
    "NewSubscription": {"hookUrl": {"enum": ["https://example.com/hook", "http://10.0.0.1:8080"]}, "hookEvent": _WORD},
    "NewSupplierInvoice": {
        "supplier": {"type": "object", "required": ["name"], "properties": {"name": {"const": "Coastal Hire"}}}
    },
    "MoreSections": {},
    **{f"More{items}": {} for items in ("Supplies", "Kits", "LabourItems", "WriteIns")},
    "QuoteClearing": {},
    "QuoteStatusChange": {},
    "QuoteDeletion": {},
    "NewJob": {},
    "NewSection": {},
    "NewSupplierInvoiceLine": {},
}
_IDS = {
    "CustomerFields": {"customerId": [CUSTOMER_ID, None, ""]},
    "ContactFields": {"contactId": [record_id("contact", 1), None, ""]},
    "SupplierFields": {"supplierId": [record_id("supplier", 1), None, ""]},
}


def narrowed_public(of: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a copy of the document what the sandbox refuses although the contract does not."""
    narrow = deepcopy(dict(of))
    parameters, schemas = narrow["components"]["parameters"], narrow["components"]["schemas"]
    # A page's number of ten digits or more.
    for name in ("Page", "PageSize"):
        parameters[name]["schema"]["maximum"] = 999_999_999
    # Numbers without a digit.
    for name in ("PhoneNumber", "BusinessNumber"):
        parameters[name]["schema"]["pattern"] = "[0-9]"
    # Days of no calendar.
    schemas["IsoDate"] = {"enum": _DATES}
    # Numbers of a size that nobody means, and decimals beyond those allowed, which JSON Schema cannot count.
    schemas["Amount"] = {"enum": _AMOUNTS}
    schemas["OptionalNumber"] = {"enum": [*_AMOUNTS, 0.0001, None]}
    # References to nothing.
    customer = {"id": {"const": CUSTOMER_ID}, "name": {"type": "string"}}
    schemas["CustomerReference"] = {"type": "object", "required": ["id"], "properties": customer}
    # Names of nothing.
    schemas["NewCustomFields"]["items"]["properties"]["fieldName"] = _WORD
    schemas["MoreSections"]["properties"]["quoteSections"]["items"]["properties"]["name"] = _WORD
    schemas["NewCustomFields"]["items"]["additionalProperties"] = False
    schemas["MoreSections"]["properties"]["quoteSections"]["items"]["additionalProperties"] = False
    for name, needed in _NEEDED.items():
        body = schemas[name]
        # Fields that nobody knows, which some bodies may not have.
        body["additionalProperties"] = False
        body["properties"].update(needed)
        body["required"] = sorted({*body.get("required", ()), *needed})
        # Ids and numbers of nothing.
        if "quoteNumber" in body["properties"]:
            body["properties"]["quoteNumber"] = {"const": QUOTE_NUMBER}
        for field, known in _IDS.get(name, {}).items():
            body["properties"][field] = {"enum": known}
    return narrow
