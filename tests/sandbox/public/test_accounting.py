"""The accounting queue: what waits, what is marked as sent for good, and payments; and supplier invoices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox

DONE = {"success": True}
QUEUES = {
    "invoice_to_send": ("/Accounting/GetInvoicesToSend", "/Accounting/MarkInvoicesAsSent", "InvoiceIds", "invoiceDate"),
    "payment_to_send": ("/Accounting/GetPaymentsToSend", "/Accounting/MarkPaymentsAsSent", "PaymentIds", "paymentDate"),
}


def names(text: str) -> set[str]:
    return set(text.split())


INVOICE_FIELDS = names(
    "id invoiceNumber invoiceDate invoiceDueDate jobId amountExTax adjustedAmountExTax tax invoiceLines"
)
LINE_FIELDS = names("itemCode description quantity unitAmountExTax amountExTax invoiceLineType")
SUPPLIER_INVOICE_FIELDS = names(
    "supplierInvoiceId trackingNumber reference type invoiceDate dueDate createdOn accepted sentToAccounts isExpense"
    " accountCode totalAmountExTax totalAmountIncTax supplier lines"
)


def test_invoices_to_send(http: httpx.Client) -> None:
    invoices = http.get("/Accounting/GetInvoicesToSend").json()
    assert all(set(invoice) == INVOICE_FIELDS for invoice in invoices)
    lines = [line for invoice in invoices for line in invoice["invoiceLines"]]
    assert all(set(line) == LINE_FIELDS for line in lines)
    assert {line["invoiceLineType"] for line in lines} == {"material", "labour", "discount", "none"}


@pytest.mark.parametrize("kind", QUEUES)
def test_what_is_listed_is_strictly_before_the_date(sandbox: Sandbox, http: httpx.Client, kind: str) -> None:
    path, _, _, date = QUEUES[kind]
    for record in list(sandbox.public.records(kind)):
        sandbox.public.remove(kind, record["id"])
    first = sandbox.public.add(kind, **{date: "2026-02-16T23:59:59.9999999Z"})["id"]
    second = sandbox.public.add(kind, **{date: "2026-02-17T00:00:00"})["id"]

    def listed(prior_to: str) -> list[str]:
        return [row["id"] for row in http.get(path, params={"PRIORTODATE": prior_to}).json()]

    assert listed("2026-02-17") == [first]
    assert listed("2026-02-17T00:00:00.0000001Z") == [first]  # digits past the microsecond are cut
    assert listed("2026-02-17T10:00:01+10:00") == [first, second]
    assert listed("2026-02-16") == []
    assert listed("") == [first, second]


@pytest.mark.parametrize("kind", QUEUES)
def test_what_is_marked_waits_no_more(sandbox: Sandbox, http: httpx.Client, kind: str) -> None:
    path, mark, name, _ = QUEUES[kind]
    ids = [row["id"] for row in http.get(path).json()]
    assert http.post(mark, json={name: [ids[0], ids[2].upper()]}).json() == DONE
    assert [row["id"] for row in http.get(path).json()] == [ids[1], *ids[3:]]
    assert http.post(mark, json={name: ids[:1]}).json() == DONE
    assert sandbox.public.count(kind) == len(ids)
    assert [row["markedAsSent"] for row in sandbox.public.records(kind)][:3] == [True, False, True]


@pytest.mark.parametrize("kind", QUEUES)
@pytest.mark.parametrize(
    "body", [{}, {"?": None}, {"?": []}, {"?": "id"}, {"?": [1]}, {"?": {}}, {"?": ["x"], "Undo": True}]
)
def test_a_mark_that_is_wrong_is_refused(http: httpx.Client, kind: str, body: dict[str, Any]) -> None:
    _, mark, name, _ = QUEUES[kind]
    answer = http.post(mark, json={key.replace("?", name): value for key, value in body.items()})
    assert answer.status_code == 400
    assert name in answer.json()["message"] or "Undo" in answer.json()["message"]
    assert http.post(mark, json={name.lower(): ["x"]}).status_code == 400


@pytest.mark.parametrize("kind", QUEUES)
def test_one_unknown_id_and_nothing_is_marked(http: httpx.Client, kind: str) -> None:
    path, mark, name, _ = QUEUES[kind]
    before = http.get(path).json()
    answer = http.post(mark, json={name: [before[0]["id"], "0000000c-0000-4000-8000-00000000ffff"]})
    assert answer.status_code == 404
    assert http.get(path).json() == before


def test_custom_fields_come_if_they_are_asked_for(sandbox: Sandbox, http: httpx.Client) -> None:
    path = "/Accounting/GetInvoicesToSend"
    customer = sandbox.public.add("customer", customFields=[{"fieldName": "Gate", "fieldValue": "1"}])
    job = sandbox.public.add(
        "job",
        siteCustomer={"id": customer["customerId"], "name": "Ada"},
        customFields=[{"fieldName": "Rooms", "fieldValue": "2"}],
    )
    invoice = sandbox.public.add("invoice_to_send", jobId=job["jobId"])["id"]

    def last(**query: str) -> dict[str, Any]:
        (found,) = [row for row in http.get(path, params=query).json() if row["id"] == invoice]
        return {name: value for name, value in found.items() if name not in INVOICE_FIELDS}

    assert last() == last(includeJobCustomFields="false") == {}
    assert last(includeCustomerCustomFields="true") == {"customerCustomFields": customer["customFields"]}
    assert last(includejobcustomfields="True") == {"jobCustomFields": job["customFields"]}
    assert set(last(includeInvoiceCustomFields="true", includeJobCustomFields="true")) == {
        "invoiceCustomFields",
        "jobCustomFields",
    }


def test_a_payment_is_created_and_waits_to_be_sent(http: httpx.Client) -> None:
    invoice = http.get("/Accounting/GetInvoicesToSend").json()[0]["invoiceNumber"]
    body = {
        "invoiceNumber": invoice.lower(),
        "paymentAmount": 99.90,
        "paymentDate": "2026-02-17",
        "paymentMethod": "Shells",
        "receiptNumber": "R1",
        "surchargeAmount": 0.5,
        "comment": "Thanks",
    }
    assert http.post("/Accounting/CreatePayment", json=body).json() == DONE
    payment = http.get("/Accounting/GetPaymentsToSend").json()[-1]
    assert {**body, "invoiceNumber": invoice, "id": payment["id"]} == payment
    assert http.post("/Accounting/MarkPaymentsAsSent", json={"PaymentIds": [payment["id"]]}).json() == DONE
    assert len(http.get("/Accounting/GetPaymentsToSend").json()) == 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"invoiceNumber": None}, "invoiceNumber"),
        ({"invoiceNumber": "INV9"}, "invoiceNumber"),
        ({"paymentAmount": None}, "paymentAmount"),
        ({"paymentAmount": "99.90"}, "paymentAmount"),
        ({"paymentAmount": 0}, "paymentAmount"),
        ({"paymentAmount": -1}, "paymentAmount"),
        ({"paymentAmount": 1.005}, "paymentAmount"),
        ({"paymentDate": "17/02/2026"}, "paymentDate"),
        ({"paymentMethod": ""}, "paymentMethod"),
        ({"surchargeAmount": 0.001}, "surchargeAmount"),
        ({"comment": 5}, "comment"),
        ({"amount": 5}, "amount"),
    ],
)
def test_a_payment_that_is_wrong_is_refused(sandbox: Sandbox, http: httpx.Client, wrong: Any, field: str) -> None:
    body = {"invoiceNumber": "INV20001", "paymentAmount": 1, "paymentDate": "2026-02-17", "paymentMethod": "Cash"}
    answer = http.post("/Accounting/CreatePayment", json={**body, **wrong})
    assert answer.status_code == 400
    assert field in answer.json()["message"]
    assert sandbox.public.count("payment_to_send") == 4


def test_a_supplier_invoice_comes_under_its_own_name(http: httpx.Client) -> None:
    for invoice in http.get("/SupplierInvoices/SupplierInvoices").json()["results"]:
        assert set(invoice) == SUPPLIER_INVOICE_FIELDS
        answer = http.get(f"/SupplierInvoices/SupplierInvoice/{invoice['supplierInvoiceId']}").json()
        assert answer == {"success": True, "supplierInvoice": invoice}
        assert http.get(f"/SupplierInvoices/SupplierInvoice/{invoice['trackingNumber']}").status_code == 404


def test_a_supplier_invoice_is_created(sandbox: Sandbox, http: httpx.Client) -> None:
    body = {
        "trackingNumber": "T1",
        "invoiceDate": "2026-02-01",
        "dueDate": "2026-03-01",
        "supplier": {"name": "brisbane timber"},
        "reference": "Skirting",
        "type": "CREDIT",
        "lines": [
            {"description": "Skirting", "partNumber": "P1", "quantity": 3, "totalAmountExTax": 10.00},
            {"description": "Delivery", "totalAmountExTax": 5},
        ],
    }
    answer = http.post("/SupplierInvoices/SupplierInvoice", json=body).json()
    invoice = answer["supplierInvoice"]
    assert set(invoice) == SUPPLIER_INVOICE_FIELDS
    assert {name: invoice[name] for name in body if name not in {"supplier", "lines"}} == {
        name: value for name, value in body.items() if name not in {"supplier", "lines"}
    }
    supplier = sandbox.public.get("supplier", "S102")
    assert invoice["supplier"] == {"id": supplier["supplierId"], "name": "Brisbane Timber"}
    assert invoice["createdOn"] == "2026-02-17T09:30:00Z"
    stored = sandbox.public.get("supplier_invoice", invoice["supplierInvoiceId"])
    assert (stored["totalAmountExTax"], stored["totalAmountIncTax"]) == (Decimal("15.00"), Decimal("16.50"))
    assert [line["unitCostExTax"] for line in stored["lines"]] == [Decimal("3.3333"), Decimal("5.0000")]
    assert [set(line) for line in invoice["lines"]] == [
        names(
            "description partNumber accountCode reference quantity unitCostExTax totalAmountExTax totalAmountIncTax"
            " isTaxable"
        )
    ] * 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"supplier": None}, "supplier"),
        ({"supplier": {}}, "supplier.name"),
        ({"supplier": {"name": "Nobody"}}, "supplier.name"),
        ({"type": "BILL"}, "type"),
        ({"invoiceDate": "soon"}, "invoiceDate"),
        ({"lines": {}}, "lines"),
        ({"lines": [{"quantity": "1", "totalAmountExTax": 1.005}]}, "lines[0].quantity"),
        ({"lines": [{"unitCostExTax": 1}]}, "lines[0].unitCostExTax"),
        ({"lines": [{"quantity": 1e-300, "totalAmountExTax": 1e300}]}, "lines[0].totalAmountExTax"),
        ({"accepted": True}, "accepted"),
    ],
)
def test_a_supplier_invoice_that_is_wrong_is_refused(
    sandbox: Sandbox, http: httpx.Client, wrong: Any, field: str
) -> None:
    answer = http.post("/SupplierInvoices/SupplierInvoice", json={"supplier": {"name": "Coastal Hire"}, **wrong})
    assert answer.status_code == 400
    assert field in answer.json()["message"]
    assert sandbox.public.count("supplier_invoice") == 8
