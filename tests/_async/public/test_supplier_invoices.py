"""What suppliers bill."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import NotFoundError, ValidationError
from ascora_sdk.public import (
    AsyncPublicClient,
    Reference,
    Supplier,
    SupplierInvoiceLine,
    SupplierInvoiceType,
)
from ascora_sdk.sandbox import PublicControls


async def test_all_are_read(ascora: PublicControls, client: AsyncPublicClient) -> None:
    invoices = [invoice async for invoice in client.supplier_invoices.iter(page_size=3)]
    known = [record["supplierInvoiceId"] for record in ascora.records("supplier_invoice")]
    assert [invoice.supplier_invoice_id for invoice in invoices] == known
    for invoice in invoices:
        assert isinstance(invoice.lines, tuple)
        assert all(isinstance(line.quantity, Decimal) for line in invoice.lines)


async def test_get(ascora: PublicControls, client: AsyncPublicClient) -> None:
    id_ = str(next(ascora.records("supplier_invoice"))["supplierInvoiceId"])
    assert (await client.supplier_invoices.get(id_)).supplier_invoice_id == id_
    assert ascora.requests[0].raw_path == f"/SupplierInvoices/SupplierInvoice/{id_}"
    with pytest.raises(NotFoundError) as caught:
        await client.supplier_invoices.get("none")
    assert (caught.value.resource, caught.value.id) == ("supplier invoice", "none")


async def test_every_filter_reaches_the_wire(ascora: PublicControls, client: AsyncPublicClient) -> None:
    await client.supplier_invoices.list(
        invoice_date_start=date(2026, 2, 1),
        invoice_date_end=date(2026, 2, 28),
        supplier_name="hire",
        tracking_number="T-1",
        to_be_sent_to_accounting=False,
    )
    assert dict(ascora.requests[0].query) == {
        "InvoiceDateStart": "2026-02-01",
        "InvoiceDateEnd": "2026-02-28",
        "SupplierName": "hire",
        "TrackingNumber": "T-1",
        "ToBeSentToAccounting": "false",
        "PageSize": "100",
        "Page": "1",
    }


async def test_create(ascora: PublicControls, client: AsyncPublicClient) -> None:
    ascora.add("supplier", name="Fan Hire Co")
    line = SupplierInvoiceLine(description="Fans", quantity=Decimal(3), total_amount_ex_tax=Decimal("88.50"))
    made = await client.supplier_invoices.create(
        supplier="Fan Hire Co",
        tracking_number="T-1",
        invoice_date=date(2026, 2, 17),
        type=SupplierInvoiceType.CREDIT,
        lines=[line, {"description": "Carriage", "totalAmountExTax": Decimal("11.50")}],
        idempotency_key="k-1",
    )
    (request,) = ascora.requests
    assert request.headers["idempotency-key"] == "k-1"
    assert b'"totalAmountExTax":88.50' in request.body
    assert request.json() == {
        "supplier": {"name": "Fan Hire Co"},
        "trackingNumber": "T-1",
        "invoiceDate": "2026-02-17",
        "type": "CREDIT",
        "lines": [
            {"description": "Fans", "quantity": 3, "totalAmountExTax": 88.5},
            {"description": "Carriage", "totalAmountExTax": 11.5},
        ],
    }
    assert (made.type, made.total_amount_ex_tax) == (SupplierInvoiceType.CREDIT, Decimal("100.00"))
    assert ascora.get("supplier_invoice", made.supplier_invoice_id)["trackingNumber"] == "T-1"


@pytest.mark.parametrize(
    "supplier",
    [Supplier(supplier_id="s-1", name="Fan Hire Co"), Reference(name="Fan Hire Co"), {"name": "Fan Hire Co"}],
)
async def test_a_supplier_is_referred_to_in_any_form(
    ascora: PublicControls, client: AsyncPublicClient, supplier: Any
) -> None:
    ascora.add("supplier", name="Fan Hire Co")
    await client.supplier_invoices.create(supplier=supplier)
    assert ascora.requests[0].json() == {"supplier": {"name": "Fan Hire Co"}}


@pytest.mark.parametrize("failures", ["status", "success_false"])
async def test_what_ascora_refuses(ascora: PublicControls, client: AsyncPublicClient, failures: str) -> None:
    ascora.failures = failures
    with pytest.raises(ValidationError):
        await client.supplier_invoices.create(supplier="nobody")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, TypeError),
        ({"supplier": None}, TypeError),
        ({"supplier": ""}, ValueError),
        ({"supplier": Supplier(supplier_id="s-1")}, ValueError),
        ({"supplier": "A", "accepted": True}, TypeError),
        ({"supplier": "A", "total_amount_ex_tax": Decimal(1)}, TypeError),
        ({"supplier": "A", "lines": "fans"}, TypeError),
        ({"supplier": "A", "lines": ["fans"]}, TypeError),
        ({"supplier": "A", "lines": [{"totalAmountExTax": 88.5}]}, TypeError),
        ({"supplier": "A", "lines": [SupplierInvoiceLine(quantity=1.5)]}, TypeError),
    ],
)
async def test_one_that_makes_no_sense_is_not_sent(
    ascora: PublicControls, client: AsyncPublicClient, fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await client.supplier_invoices.create(**fields)
    assert ascora.requests == ()
