"""Objects of the SDK are the beginning of an account."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import Customer, Invoice, InvoiceItem, Job, JobStatus, models
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.testing import seed

STAMP = datetime(2026, 2, 17, 9, 30, tzinfo=timezone.utc)


def job(**changes: Any) -> Job:
    return Job(**{"id": "j-7", "job_title": "Dry out", "customer_id": "c-7", "status": JobStatus.SCHEDULED, **changes})


def test_objects_go_in_as_they_are() -> None:
    sandbox = Sandbox()
    invoice = Invoice(
        id="i-7",
        customer_id="c-7",
        invoice_number="9",
        invoice_date=date(2026, 1, 1),
        due_date=date(2026, 1, 15),
        total_amount=Decimal("0.30"),
        status="draft",
        items=[InvoiceItem(description="a", quantity=Decimal(1), unit_price=Decimal("0.3000"), total=Decimal("0.30"))],
    )
    seed(sandbox, invoice, job(), Customer(id="c-7", first_name="Ada", phone=None, extra={"vip": True}))
    customer = sandbox.get("customer", "c-7")
    assert (customer["firstName"], customer["phone"], customer["vip"]) == ("Ada", None, True)
    assert "lastName" not in customer
    assert "createdAt" in customer
    assert sandbox.get("job", "j-7")["status"] == "scheduled"
    stored = sandbox.get("invoice", "i-7")
    assert (str(stored["totalAmount"]), str(stored["items"][0]["unitPrice"])) == ("0.30", "0.3000")
    assert stored["invoiceDate"] == "2026-01-01"


def test_objects_of_a_job_find_it_in_any_order() -> None:
    sandbox = Sandbox()
    note = models.Note(id="n-7", job_id="j-7", user_id="u-9", note="Key at reception", created_at=STAMP)
    task = models.Task(id="t-7", title="Ring Ada", status="pending")
    attachment = models.Attachment(
        id="a-7",
        job_id="j-7",
        file_name="a.txt",
        file_size=3,
        file_type="text/plain",
        file_url="https://elsewhere.example/a",
        uploaded_at=STAMP,
    )
    seed(sandbox, attachment, note, task, job())
    assert sandbox.get("note", "n-7")["createdAt"] == "2026-02-17T09:30:00Z"
    assert sandbox.get("task", "t-7")["title"] == "Ring Ada"
    assert sandbox.get("attachment", "a-7")["fileUrl"] == "https://elsewhere.example/a"
    sandbox.remove("note", "n-7")
    sandbox.reset()
    assert sandbox.get("note", "n-7")["note"] == "Key at reception"


def test_what_no_account_holds_is_refused() -> None:
    sandbox = Sandbox()
    for wrong in (None, "Ada", {"id": "c-7"}, InvoiceItem(description="a", quantity=1, unit_price=1, total=1)):
        with pytest.raises(TypeError, match=f"{type(wrong).__name__} is none of them"):
            seed(sandbox, Customer(id="c-7"), wrong)
    assert sandbox.count("customer") == 0


def test_what_the_contract_refuses_is_told() -> None:
    with pytest.raises(ValueError, match=r"notes\[0\]: jobId"):
        seed(Sandbox(), models.Note(id="n-7", job_id="j-9", user_id="u-9", note="a", created_at=STAMP))
