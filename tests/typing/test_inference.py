"""What type checkers know of the SDK; checked by mypy and pyright, and not run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from typing_extensions import assert_type

from ascora_sdk import (
    UNSET,
    AscoraClient,
    AsyncAscoraClient,
    AsyncHttpxTransport,
    AsyncItems,
    AsyncPage,
    Customer,
    HttpxTransport,
    InvalidItem,
    Invoice,
    InvoiceItem,
    InvoiceStatus,
    Items,
    Job,
    JobPriority,
    JobStatus,
    Page,
    PaymentMethod,
    Request,
    Response,
    Transport,
    Unset,
)
from ascora_sdk.storage import AsyncSqlStorage, SqlStorage
from ascora_sdk.sync import AsyncSyncEngine, KindReport, SyncEngine, SyncReport


class Own(AscoraClient):
    """A client of a user's own."""


class OwnTransport:
    """A transport of a user's own."""

    def send(self, request: Request) -> Response:
        return Response(status=200)

    def close(self) -> None: ...


def blocking(client: AscoraClient) -> None:
    with client as entered:
        assert_type(entered, AscoraClient)
    assert_type(client.authenticate(), None)
    assert_type(client.customers.get("c-1"), Customer)
    assert_type(client.customers.search("ada"), list[Customer])
    assert_type(client.jobs.get("j-1"), Job)
    assert_type(client.jobs.update_status("j-1", JobStatus.COMPLETED), Job)
    assert_type(client.jobs.update_status("j-1", "completed"), Job)
    assert_type(client.invoices.get("i-1"), Invoice)
    assert_type(client.customers.iter(), Items[Customer])
    for job in client.jobs.iter(status="scheduled", page_size=100):
        assert_type(job, Job)
    for page_of_invoices in client.invoices.iter().pages():
        assert_type(page_of_invoices, Page[Invoice])
    assert_type(client.jobs.iter().invalid, list[InvalidItem])
    response = client.request("GET", "/anything", params={"a": 1})
    assert_type(response, Response)
    assert_type((response.status, response.body, response.text), tuple[int, bytes, str])
    client.customers.get(5)  # type: ignore[arg-type]
    client.customers.list(sort_order="up")  # type: ignore[arg-type]
    client.customers.list(50)  # type: ignore[call-arg]
    client.customers.list(status="x")  # type: ignore[call-arg]
    client.jobs.update_status("j-1", 5)  # type: ignore[arg-type]


async def awaiting(client: AsyncAscoraClient) -> None:
    async with client as entered:
        assert_type(entered, AsyncAscoraClient)
    assert_type(await client.customers.get("c-1"), Customer)
    assert_type(await client.customers.search("ada"), list[Customer])
    assert_type(await client.jobs.list(), AsyncPage[Job])
    assert_type(await client.jobs.update_status("j-1", "completed"), Job)
    assert_type(await client.customers.create(first_name="Ada"), Customer)
    assert_type(await client.customers.update("c-1", phone=None), Customer)
    assert_type(client.invoices.iter(), AsyncItems[Invoice])
    async for job in client.jobs.iter():
        assert_type(job, Job)
    async for page in client.customers.iter().pages():
        assert_type(page, AsyncPage[Customer])
    assert_type([customer.id async for customer in client.customers.iter()], list[str])
    assert_type(await client.request("GET", "/anything"), Response)
    assert_type(
        await client.invoices.record_payment(
            "i-1", amount=Decimal("1.10"), payment_method=PaymentMethod.CASH, payment_date=date(2026, 2, 17)
        ),
        Invoice,
    )
    await client.customers.create(firstname="Ada")  # type: ignore[call-arg]
    await client.customers.update("c-1", phone=5)  # type: ignore[arg-type]
    for _ in client.jobs.iter():  # type: ignore[attr-defined]
        pass


def pages(page: Page[Customer]) -> None:
    assert_type(page[0], Customer)
    assert_type(page[1:], tuple[Customer, ...])
    assert_type(page.items, tuple[Customer, ...])
    assert_type(list(page), list[Customer])
    for customer in page:
        assert_type(customer, Customer)
    assert_type((page.total, page.has_more, len(page)), tuple[int, bool, int])
    assert_type(page.invalid, tuple[InvalidItem, ...])
    page["a"]  # type: ignore[call-overload]
    page.total = 5  # type: ignore[misc]


def writing(client: AscoraClient, customer: Customer, job: Job, invoice: Invoice) -> None:
    assert_type(client.customers.create(customer), Customer)
    assert_type(client.customers.create(customer, last_name="Lovelace", idempotency_key="k"), Customer)
    client.customers.create({"first_name": "Ada"})
    client.customers.update(customer, notes=None, custom_fields={"a": [1]}, extra={"vip": True})
    client.customers.create(first_name=5)  # type: ignore[arg-type]
    client.customers.create(id="c-1")  # type: ignore[call-arg]
    client.customers.create(job)  # type: ignore[arg-type]
    client.customers.update(5, phone="1")  # type: ignore[arg-type]
    client.customers.update("c-1", firstName="Ada")  # type: ignore[call-arg]
    client.customers.update(customer=customer)  # type: ignore[call-arg]

    assert_type(client.jobs.create(job_title="Dry out", customer_id="c-1", priority="high"), Job)
    client.jobs.create(job_title="x", customer_id="c-1", priority=JobPriority.HIGH, estimated_cost=5)
    client.jobs.update(job, actual_cost=Decimal("1.10"), scheduled_date=datetime(2026, 3, 1), status="x")  # noqa: DTZ001
    client.jobs.create(job, job_title="Again", customer_id="c-1")
    client.jobs.create(job_title="x")  # type: ignore[call-arg]
    client.jobs.update("j-1", actual_cost=1.1)  # type: ignore[arg-type]
    client.jobs.update("j-1", job_title=None)  # type: ignore[arg-type]

    items = [InvoiceItem(description="Fan", quantity=Decimal(3), unit_price=Decimal("1.5"), total=Decimal("4.5"))]
    made = client.invoices.create(
        customer_id="c-1",
        invoice_number="INV-7",
        invoice_date=date(2026, 2, 17),
        due_date=date(2026, 3, 17),
        total_amount=Decimal("4.50"),
        items=items,
    )
    assert_type(made, Invoice)
    client.invoices.update(invoice, status=InvoiceStatus.SENT, due_date=date(2026, 4, 1))
    client.invoices.create(customer_id="c-1")  # type: ignore[call-arg]
    client.invoices.update("i-1", total_amount=4.5)  # type: ignore[arg-type]


def paying(client: AscoraClient) -> None:
    day = date(2026, 2, 17)
    paid = client.invoices.record_payment("i-1", amount=Decimal("99.90"), payment_method="cash", payment_date=day)
    assert_type(paid, Invoice)
    client.invoices.record_payment(
        "i-1", amount=99, payment_method=PaymentMethod.OTHER, payment_date=day, reference=None, notes=UNSET
    )
    client.invoices.record_payment("i-1", amount=9.9, payment_method="cash", payment_date=day)  # type: ignore[arg-type]
    client.invoices.record_payment("i-1", amount=9, payment_method="cash", payment_date="x")  # type: ignore[arg-type]
    client.invoices.record_payment("i-1", amount=9, payment_method="cash")  # type: ignore[call-arg]
    client.invoices.record_payment("i-1", Decimal(9), "cash", day)  # type: ignore[call-arg]
    client.invoices.send("i-1", email="a@example.com")
    client.invoices.send("i-1", "a@example.com")  # type: ignore[call-arg]


def maybe(customer: Customer, job: Job) -> None:
    assert_type(customer.phone, str | Literal[Unset.UNSET] | None)
    if customer.phone is UNSET:
        assert_type(customer.phone, Literal[Unset.UNSET])
    elif customer.phone is None:
        assert_type(customer.phone, None)
    else:
        assert_type(customer.phone, str)
    if customer.email:
        assert_type(customer.email, str)
    assert_type(customer.phone or "none", str)
    assert_type(job.estimated_cost or Decimal(0), Decimal)
    assert_type(job.status, JobStatus)
    assert_type(customer.extra, Mapping[str, Any])
    customer.phone.upper()  # type: ignore[union-attr]
    customer.phone = "1"  # type: ignore[misc]


def options(client: AscoraClient, awaiting_client: AsyncAscoraClient, own: Own) -> None:
    assert_type(client.with_options(timeout=5, max_retries=0), AscoraClient)
    assert_type(awaiting_client.with_options(timeout=5), AsyncAscoraClient)
    assert_type(own.with_options(timeout=5), Own)
    assert_type(own.with_options(timeout=5).jobs.get("j-1"), Job)
    assert_type(Own.from_env(), Own)
    client.with_options(retries=3)  # type: ignore[call-arg]


def transports() -> None:
    transport: Transport = OwnTransport()
    AscoraClient(api_url="", api_token="", company_code="", transport=transport)
    AscoraClient(api_url="", api_token="", company_code="", transport=HttpxTransport())
    AsyncAscoraClient(api_url="", api_token="", company_code="", transport=AsyncHttpxTransport())
    AscoraClient(api_url="", api_token="", company_code="", transport=AsyncHttpxTransport())  # type: ignore[arg-type]
    AscoraClient(api_url="", api_token=b"", company_code="")  # type: ignore[arg-type]
    AscoraClient("https://a.example", "token", "ACME")  # type: ignore[call-arg]


def engines(client: AscoraClient, storage: SqlStorage) -> None:
    report = SyncEngine(client, storage).pull("customer")
    assert_type(report, SyncReport)
    assert_type(report["customer"], KindReport)
    assert_type(report["customer"].created, int)
    assert_type(report.ok, bool)
    SyncEngine(storage, client)  # type: ignore[arg-type]


async def awaiting_engines(client: AsyncAscoraClient, storage: AsyncSqlStorage) -> None:
    assert_type(await AsyncSyncEngine(client, storage).pull(), SyncReport)
