"""Jobs and invoices: money to the cent, payments, statuses, and what goes over the wire."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import (
    UNSET,
    AsyncAscoraClient,
    InvoiceItem,
    InvoiceStatus,
    JobPriority,
    JobStatus,
    NotFoundError,
    PaymentMethod,
    ValidationError,
)
from ascora_sdk.sandbox import Sandbox


async def test_get_list_and_delete_a_job(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.edit("job", "j-2", estimatedCost=Decimal("10.10"), scheduledDate="2026-03-01", priority="urgent")
    job = await client.jobs.get("j-2")
    assert (str(job.estimated_cost), job.scheduled_date, job.priority) == ("10.10", date(2026, 3, 1), "urgent")
    assert job.priority is JobPriority.URGENT
    assert [one.id for one in await client.jobs.list(limit=2)] == ["j-1", "j-2"]
    await client.jobs.delete("j-2")
    assert [one.id async for one in client.jobs.iter()] == ["j-1", "j-3", "j-4", "j-5"]
    with pytest.raises(NotFoundError) as caught:
        await client.jobs.get("j-2")
    assert (caught.value.resource, caught.value.id) == ("job", "j-2")


async def test_jobs_are_filtered(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.edit("job", "j-3", status="awaiting_parts", customerId="c-2")
    sandbox.edit("job", "j-4", status="awaiting_parts", customerId="c-1")
    page = await client.jobs.list(status="awaiting_parts", customer_id="c-2", filters={"job_type": None})
    assert [job.id for job in page] == ["j-3"]
    assert page[0].status == "awaiting_parts"
    assert not page[0].status.is_known
    query = dict(sandbox.requests[0].query)
    assert query == {"limit": "50", "offset": "0", "status": "awaiting_parts", "customer_id": "c-2"}
    await client.jobs.list(status=JobStatus.PENDING)
    assert sandbox.requests[1].query["status"] == "pending"
    items = [job.id async for job in client.jobs.iter(status="awaiting_parts", sort_by="id", sort_order="desc")]
    assert items == ["j-4", "j-3"]


async def test_create_a_job(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    made = await client.jobs.create(
        job_title="Dry out",
        customer_id="c-1",
        priority=JobPriority.HIGH,
        estimated_cost=Decimal("1234567.10"),
        scheduled_date=datetime(2026, 3, 1, 8, 30, tzinfo=timezone.utc),
        completed_date=None,
    )
    (request,) = sandbox.requests
    assert (request.method, request.raw_path) == ("POST", "/api/v1/jobs")
    assert b'"estimatedCost":1234567.10' in request.body
    assert request.json() == {
        "jobTitle": "Dry out",
        "customerId": "c-1",
        "priority": "high",
        "estimatedCost": Decimal("1234567.10"),
        "scheduledDate": "2026-03-01T08:30:00Z",
        "completedDate": None,
    }
    assert (made.status, str(made.estimated_cost)) == (JobStatus.PENDING, "1234567.10")


async def test_a_job_needs_a_title_and_a_customer(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    with pytest.raises(TypeError, match="needs customer_id, job_title"):
        await client.jobs.create(description="x")
    assert sandbox.requests == ()


async def test_update_a_job(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    job = await client.jobs.update("j-1", actual_cost=Decimal("0.30"), description=None)
    assert sandbox.requests[0].body == b'{"actualCost":0.30,"description":null}'
    assert (str(job.actual_cost), job.description) == ("0.30", None)


@pytest.mark.parametrize("status", ["completed", JobStatus.COMPLETED, "awaiting_parts"])
async def test_set_a_jobs_status(sandbox: Sandbox, client: AsyncAscoraClient, status: str) -> None:
    job = await client.jobs.update_status("j-1", status)
    (request,) = sandbox.requests
    assert (request.method, request.raw_path) == ("PATCH", "/api/v1/jobs/j-1/status")
    assert request.json() == {"status": str(status)}
    assert job.status == sandbox.get("job", "j-1")["status"] == str(status)
    with pytest.raises(NotFoundError) as caught:
        await client.jobs.update_status("j-99", status)
    assert (caught.value.resource, caught.value.id) == ("job", "j-99")


async def test_money_that_is_a_float_is_refused(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    with pytest.raises(TypeError, match=r"Decimal\('9\.9'\)"):
        await client.jobs.update("j-1", actual_cost=9.9)
    with pytest.raises(TypeError, match="float"):
        await client.invoices.record_payment("i-1", amount=9.9, payment_method="cash", payment_date=date(2026, 2, 17))
    with pytest.raises(ValueError, match="not a number"):
        await client.jobs.update("j-1", actual_cost=Decimal("NaN"))
    assert sandbox.requests == ()


async def test_create_get_list_update_and_delete_an_invoice(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    made = await client.invoices.create(
        customer_id="c-1",
        invoice_number="INV-7",
        invoice_date=date(2026, 2, 17),
        due_date=date(2026, 3, 17),
        total_amount=Decimal("371.50"),
        items=[InvoiceItem(description="Fan", quantity=3, unit_price=Decimal("12.1250"), total=Decimal("36.38"))],
    )
    (request,) = sandbox.requests
    assert request.json() == {
        "customerId": "c-1",
        "invoiceNumber": "INV-7",
        "invoiceDate": "2026-02-17",
        "dueDate": "2026-03-17",
        "totalAmount": Decimal("371.50"),
        "items": [{"description": "Fan", "quantity": 3, "unitPrice": Decimal("12.1250"), "total": Decimal("36.38")}],
    }
    assert b'"totalAmount":371.50' in request.body
    assert b'"unitPrice":12.1250' in request.body
    assert made.status is InvoiceStatus.DRAFT
    got = await client.invoices.get(made.id)
    assert (got, str(got.items[0].unit_price)) == (made, "12.1250")
    await client.invoices.update(made.id, due_date=date(2026, 4, 1), status="sent")
    assert sandbox.requests[-1].json() == {"dueDate": "2026-04-01", "status": "sent"}
    found = await client.invoices.list(
        status=InvoiceStatus.SENT, customer_id="c-1", filters={"invoice_number": "INV-7"}
    )
    assert [invoice.id for invoice in found] == [made.id]
    await client.invoices.delete(made.id)
    assert sandbox.count("invoice") == 6


async def test_invoices_are_filtered_by_job(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.edit("invoice", "i-4", jobId="j-5")
    found = [invoice.id async for invoice in client.invoices.iter(job_id="j-5", sort_by="id")]
    assert "i-4" in found
    assert found == sorted(one["id"] for one in sandbox.records("invoice") if one["jobId"] == "j-5")


async def test_an_invoice_needs_five_fields(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    with pytest.raises(TypeError, match="needs customer_id, due_date, invoice_date, invoice_number, total_amount"):
        await client.invoices.create()
    assert sandbox.requests == ()


async def test_record_a_payment(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    sandbox.edit("invoice", "i-1", totalAmount=Decimal("200.00"), paidAmount=None, status="sent")
    invoice = await client.invoices.record_payment(
        "i-1",
        amount=Decimal("99.90"),
        payment_method=PaymentMethod.BANK_TRANSFER,
        payment_date=date(2026, 2, 17),
        reference="REF 1",
    )
    (request,) = sandbox.requests
    assert (request.method, request.raw_path) == ("POST", "/api/v1/invoices/i-1/payments")
    assert request.body == (
        b'{"invoiceId":"i-1","amount":99.90,"paymentMethod":"bank_transfer","paymentDate":"2026-02-17",'
        b'"reference":"REF 1"}'
    )
    assert (invoice.status, str(invoice.paid_amount)) == (InvoiceStatus.PARTIAL, "99.90")
    assert [str(payment["amount"]) for payment in sandbox.payments("i-1")] == ["99.90"]


async def test_payments_that_are_refused(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    with pytest.raises(ValidationError) as caught:
        await client.invoices.record_payment(
            "i-1", amount=-5, payment_method="cash", payment_date=date(2026, 2, 17), notes=None
        )
    assert caught.value.errors == {"amount": ("must be more than 0",)}
    with pytest.raises(NotFoundError) as missing:
        await client.invoices.record_payment("i-99", amount=5, payment_method="cash", payment_date=date(2026, 2, 17))
    assert (missing.value.resource, missing.value.id) == ("invoice", "i-99")
    assert sandbox.payments("i-1") == []


async def test_send_an_invoice(sandbox: Sandbox, client: AsyncAscoraClient) -> None:
    assert await client.invoices.send("i-1") is None
    await client.invoices.send("i-1", email="accounts@example.com")
    first, second = sandbox.requests
    assert (first.method, first.raw_path, first.json()) == ("POST", "/api/v1/invoices/i-1/send", {})
    assert second.json() == {"email": "accounts@example.com"}
    with pytest.raises(NotFoundError) as caught:
        await client.invoices.send("i-99")
    assert (caught.value.resource, caught.value.id) == ("invoice", "i-99")


@pytest.mark.parametrize("status", [UNSET, None, 5])
async def test_a_status_that_is_none_is_not_sent(sandbox: Sandbox, client: AsyncAscoraClient, status: Any) -> None:
    with pytest.raises(TypeError, match="status"):
        await client.jobs.update_status("j-1", status)
    assert sandbox.requests == ()
