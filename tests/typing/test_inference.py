"""What type checkers know of the SDK; checked by mypy and pyright, and not run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from typing_extensions import assert_type

from ascora_sdk import (
    UNSET,
    Answer,
    AscoraClient,
    AsyncAscoraClient,
    AsyncHttpxTransport,
    AsyncItems,
    AsyncPage,
    Attempt,
    AttemptResult,
    Customer,
    CustomField,
    Headers,
    Hooks,
    HttpxTransport,
    InvalidItem,
    Invoice,
    InvoiceItem,
    InvoiceStatus,
    Items,
    Job,
    JobPriority,
    JobStatus,
    Note,
    Page,
    PaymentMethod,
    Request,
    Response,
    Task,
    TaskPriority,
    TaskStatus,
    Transport,
    Unset,
)


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


def notes_and_custom_fields(client: AscoraClient) -> None:
    note = client.jobs.notes.add("j-1", "Dried out", idempotency_key="k", timeout=5)
    assert_type(note, Note)
    assert_type(note.note, str)
    assert_type(note.user_name, str | Literal[Unset.UNSET] | None)
    assert_type(note.created_at, datetime)
    assert_type(client.jobs.notes.list("j-1", max_retries=0), list[Note])
    assert_type(client.jobs.notes.update("j-1", "n-1", "x"), Note)
    assert_type(client.jobs.notes.delete("j-1", "n-1"), None)
    assert_type(client.custom_fields.list("job"), list[CustomField])
    assert_type(client.custom_fields.list("job")[0].required, bool)
    client.jobs.notes.add("j-1", 5)  # type: ignore[arg-type]
    client.jobs.notes.add("j-1", None)  # type: ignore[arg-type]
    client.jobs.notes.add("j-1", note)  # type: ignore[arg-type]
    client.jobs.notes.update("j-1", "n-1")  # type: ignore[call-arg]
    client.jobs.notes.update("j-1", "n-1", "x", idempotency_key="k")  # type: ignore[call-arg]
    client.jobs.notes.list("j-1", limit=5)  # type: ignore[call-arg]
    client.custom_fields.list("task")  # type: ignore[arg-type]
    client.custom_fields.list()  # type: ignore[call-arg]
    note.note = "x"  # type: ignore[misc]


def tasks(client: AscoraClient, task: Task) -> None:
    assert_type(client.tasks.get("t-1"), Task)
    assert_type(client.tasks.list(job_id="j-1", assigned_to="u-1", status=TaskStatus.PENDING), Page[Task])
    assert_type(client.tasks.iter(status="pending", timeout=5), Items[Task])
    assert_type(client.tasks.schedule(title="Fetch", due_date=date(2026, 3, 1), priority=TaskPriority.HIGH), Task)
    assert_type(client.tasks.schedule(task, title="Again", idempotency_key="k", max_retries=0), Task)
    assert_type(client.tasks.update("t-1", assigned_to=None, status="completed", timeout=5), Task)
    assert_type(client.tasks.update(task, title="x"), Task)
    assert_type(client.tasks.delete("t-1"), None)
    assert_type(task.due_date, date | datetime | Literal[Unset.UNSET] | None)
    assert_type(task.status, TaskStatus)
    client.tasks.schedule(job_id="j-1")  # type: ignore[call-arg]
    client.tasks.schedule(title=None)  # type: ignore[arg-type]
    client.tasks.schedule(title="x", due_date="2026-03-01")  # type: ignore[arg-type]
    client.tasks.schedule(title="x", id="t-1")  # type: ignore[call-arg]
    client.tasks.schedule("x")  # type: ignore[arg-type, call-arg]
    client.tasks.update("t-1", title=None)  # type: ignore[arg-type]
    client.tasks.update("t-1", jobId="j-1")  # type: ignore[call-arg]
    client.tasks.update("t-1", title="x", idempotency_key="k")  # type: ignore[call-arg]
    client.tasks.list(customer_id="c-1")  # type: ignore[call-arg]
    client.tasks.list(status=5)  # type: ignore[arg-type]
    client.tasks.iter(limit=5)  # type: ignore[call-arg]


def pages_and_rows(client: AscoraClient) -> None:
    page = client.jobs.list(limit=10, timeout=5, max_retries=0)
    following = page.next_page()
    assert_type(following, Page[Job] | None)
    following.next_page()  # type: ignore[union-attr]
    assert_type(page.to_dicts(), list[dict[str, Any]])
    assert_type(page[0].to_dict(), dict[str, Any])
    assert_type(client.jobs.iter().limit(5), Items[Job])
    assert_type(client.jobs.iter().limit(5).to_dicts(), list[dict[str, Any]])
    assert_type([job.id for job in client.jobs.iter().limit(5)], list[str])
    client.jobs.iter().limit("5")  # type: ignore[arg-type]
    client.jobs.iter(timeout="5")  # type: ignore[arg-type]
    client.jobs.get("j-1", timeout="5")  # type: ignore[arg-type]
    client.jobs.get("j-1", retries=5)  # type: ignore[call-arg]
    client.jobs.update("j-1", max_retries=1.5, description="x")  # type: ignore[arg-type]
    client.authenticate(max_retries="0")  # type: ignore[arg-type]


def raw(client: AscoraClient, own: Own) -> None:
    answer = client.with_raw(lambda client: client.jobs.get("j-1"))
    assert_type(answer, Answer[Job])
    assert_type((answer.status, answer.headers, answer.parsed), tuple[int, Headers, Job])
    assert_type(answer.response, Response)
    assert_type(client.with_raw(lambda client: client.tasks.list()).parsed, Page[Task])
    assert_type(client.with_raw(lambda client: client.jobs.delete("j-1")).parsed, None)
    assert_type(own.with_raw(lambda client: client), Answer[Own])
    client.with_raw(client.jobs.get)  # type: ignore[arg-type]
    client.with_raw("jobs.get")  # type: ignore[arg-type]
    answer.parsed = None  # type: ignore[misc, assignment]


def hooks(client: AscoraClient) -> None:
    def before(attempt: Attempt) -> None:
        assert_type((attempt.method, attempt.template, attempt.url, attempt.number), tuple[str, str, str, int])
        assert_type((attempt.headers, attempt.notes), tuple[dict[str, str], dict[str, Any]])
        attempt.headers["traceparent"] = "00"
        attempt.headers["count"] = 5  # type: ignore[assignment]

    def after(attempt: Attempt, result: AttemptResult) -> None:
        assert_type((result.status, result.seconds, result.retry_in), tuple[int | None, float, float | None])
        assert_type((result.response, result.failure), tuple[Response | None, BaseException | None])

    both = Hooks(before_attempt=before, after_attempt=after)
    assert_type(client.with_options(hooks=[both]), AscoraClient)
    AscoraClient(api_url="", api_token="", company_code="", hooks=[both])
    AscoraClient(api_url="", api_token="", company_code="", hooks=both)  # type: ignore[arg-type]
    AscoraClient(api_url="", api_token="", company_code="", hooks=[before])  # type: ignore[list-item]
    Hooks(before_attempt=after)  # type: ignore[arg-type]
    Hooks(after_attempt=before)  # type: ignore[arg-type]
    Hooks(before)  # type: ignore[call-arg]


async def awaiting_the_rest(client: AsyncAscoraClient) -> None:
    assert_type(await client.jobs.notes.add("j-1", "Dried out"), Note)
    assert_type(await client.jobs.notes.list("j-1"), list[Note])
    assert_type(await client.jobs.notes.update("j-1", "n-1", "x"), Note)
    assert_type(await client.jobs.notes.delete("j-1", "n-1"), None)
    assert_type(await client.custom_fields.list("customer"), list[CustomField])
    assert_type(await client.tasks.get("t-1"), Task)
    page = await client.tasks.list(job_id="j-1")
    assert_type(page, AsyncPage[Task])
    assert_type(await page.next_page(), AsyncPage[Task] | None)
    assert_type(client.tasks.iter().limit(5), AsyncItems[Task])
    assert_type(await client.tasks.iter().to_dicts(), list[dict[str, Any]])
    assert_type(await client.tasks.schedule(title="x"), Task)
    assert_type(await client.tasks.update("t-1", title="x"), Task)
    answer = await client.with_raw(lambda client: client.tasks.get("t-1"))
    assert_type(answer, Answer[Task])

    async def two(client: AsyncAscoraClient) -> tuple[Task, Job]:
        return await client.tasks.get("t-1"), await client.jobs.get("j-1")

    assert_type(await client.with_raw(two), Answer[tuple[Task, Job]])
    client.jobs.notes.add("j-1", 5)  # type: ignore[arg-type, unused-coroutine]
    (await client.tasks.list()).next_page().to_dicts()  # type: ignore[attr-defined]
    client.tasks.iter().to_dicts()[0]  # type: ignore[index]
    await client.tasks.iter()  # type: ignore[misc]
    await client.with_raw(lambda client: client)  # type: ignore[arg-type, return-value]
