"""What type checkers know of the public API's clients; checked by mypy and pyright, and not run."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from typing_extensions import assert_type

from ascora_sdk import (
    Answer,
    AscoraApiError,
    AsyncHttpxTransport,
    AsyncItems,
    AsyncPage,
    HttpxTransport,
    InvalidItem,
    Items,
    Page,
    Response,
    Unset,
)
from ascora_sdk import Customer as InstanceCustomer
from ascora_sdk.public import (
    AsyncPublicClient,
    Contact,
    Customer,
    InvoiceToSend,
    Job,
    JobLabour,
    JobLabourResult,
    PaymentToSend,
    PricingMethod,
    PublicClient,
    PublicConfig,
    Quote,
    QuoteDraft,
    QuoteSection,
    QuoteStatus,
    Reference,
    Supplier,
    SupplierInvoice,
    SupplierInvoiceLine,
    Supply,
    Unknown,
)


class Own(PublicClient):
    """A client of a user's own."""


def making(own: Own) -> None:
    with PublicClient(api_key="k") as client:
        assert_type(client, PublicClient)
    assert_type(Own.from_env(), Own)
    assert_type(PublicClient.from_config(PublicConfig(api_key="k")), PublicClient)
    assert_type(own.with_options(timeout=5, max_retries=0), Own)
    assert_type(own.request("GET", "/Jobs/Jobs", params={"Page": 1}), Response)
    PublicClient(api_key="k", transport=HttpxTransport())
    PublicClient("k")  # type: ignore[call-arg]
    PublicClient()  # type: ignore[call-arg]
    PublicClient(api_key=b"k")  # type: ignore[arg-type]
    PublicClient(api_key="k", company_code="ACME")  # type: ignore[call-arg]
    PublicClient(api_key="k", transport=AsyncHttpxTransport())  # type: ignore[arg-type]


def lists(client: PublicClient) -> None:
    page = client.customers.list(filter_text="smith", site_billing_type="Site", page=2, page_size=10, timeout=5)
    assert_type(page, Page[Customer])
    assert_type(page[0], Customer)
    assert_type(page.next_page(), Page[Customer] | None)
    assert_type((page.total, page.has_more), tuple[int, bool])
    assert_type(page.invalid, tuple[InvalidItem, ...])
    assert_type(client.customers.iter(lenient=True, concurrency=4), Items[Customer])
    assert_type(client.contacts.iter(phone_number="07"), Items[Contact])
    assert_type(client.contacts.for_customer("c"), list[Contact])
    assert_type(client.jobs.list(job_status=3, start_date=date(2026, 1, 1)), Page[Job])
    assert_type(client.jobs.iter(job_status="In progress").limit(5), Items[Job])
    assert_type([job.job_number for job in client.jobs.iter()], list[str])
    assert_type(client.quotes.iter(quote_status="OPEN"), Items[Quote])
    assert_type(client.inventory.supplies.list(favourite_only=True), Page[Supply])
    assert_type(client.inventory.kits.iter(), Items[Unknown])
    assert_type(client.inventory.categories(category_number=1), list[Unknown])
    assert_type(client.suppliers.iter(supplier_name="hire"), Items[Supplier])
    assert_type(client.supplier_invoices.list(to_be_sent_to_accounting=True), Page[SupplierInvoice])
    assert_type(client.quotes.labour_roles(), list[Unknown])
    assert_type(client.jobs.iter().to_dicts(), list[dict[str, Any]])
    client.customers.list(filterText="smith")  # type: ignore[call-arg]
    client.customers.list(site_billing_type="site")  # type: ignore[arg-type]
    client.customers.list(limit=5)  # type: ignore[call-arg]
    client.customers.iter(page=2)  # type: ignore[call-arg]
    client.jobs.list(updated_since=date(2026, 1, 1))  # type: ignore[call-arg]
    client.jobs.list(start_date="2026-01-01")  # type: ignore[arg-type]
    client.quotes.list(quote_status="LOST")  # type: ignore[arg-type]
    client.inventory.categories(category_number=3)  # type: ignore[arg-type]
    client.inventory.categories(page=1)  # type: ignore[call-arg]


def objects(client: PublicClient) -> None:
    customer = client.customers.get("c", timeout=5)
    assert_type(customer, Customer)
    assert_type(customer.customer_name, str | Literal[Unset.UNSET] | None)
    assert_type(customer.street_latitude, Decimal | Literal[Unset.UNSET] | None)
    assert_type(customer.customer_type, Reference | Literal[Unset.UNSET] | None)
    job = client.jobs.get("DRQ13005")
    assert_type(job, Job)
    assert_type(job.job_number, str)
    assert_type(job.job_status, int | Literal[Unset.UNSET] | None)
    assert_type(job.date_created, date | datetime | Literal[Unset.UNSET] | None)
    assert_type(job.total_ex_tax or Decimal(0), Decimal)
    assert_type(job.pricing_method, PricingMethod | Literal[Unset.UNSET] | None)
    assert_type(job.job_status_text or f"code {job.job_status}", str)
    quote = client.quotes.get("Q1234.01")
    assert_type(quote.child_quotes, tuple[Quote, ...] | Literal[Unset.UNSET] | None)
    assert_type(client.supplier_invoices.get("s"), SupplierInvoice)
    assert_type(client.with_raw(lambda client: client.jobs.get("DRQ13005")), Answer[Job])
    customer.customer_name.strip()  # type: ignore[union-attr]
    customer.customer_name = "Ada"  # type: ignore[misc]
    job.status  # type: ignore[attr-defined]  # noqa: B018 - the name of the other API
    client.jobs.get(13005)  # type: ignore[arg-type]
    client.jobs.delete("DRQ13005")  # type: ignore[attr-defined]
    client.customers.delete("c")  # type: ignore[attr-defined]


def writing(client: PublicClient, customer: Customer, supplier: Supplier, other: InstanceCustomer) -> None:
    assert_type(client.customers.create(customer_name="Ada", on_hold=False, idempotency_key="k"), Customer)
    assert_type(client.customers.create(customer, customer_name="Ada"), Customer)
    assert_type(client.customers.update("c", phone_number=None, max_retries=0), Customer)
    assert_type(client.customers.update(customer, customer_type=Reference(name="Strata")), Customer)
    assert_type(client.contacts.create(customer_id="c", first_name="Ada"), Contact)
    assert_type(client.contacts.update("k", default_contact=True), Contact)
    assert_type(client.jobs.create(site_customer=customer, job_type="Water", total_ex_tax=Decimal(880)), Job)
    assert_type(client.jobs.create(site_customer={"name": "Ada"}, pricing_method=PricingMethod.FIXED_PRICE), Job)
    assert_type(client.suppliers.create(name="Fan Hire Co"), Supplier)
    assert_type(client.suppliers.update(supplier, notes=None), Supplier)
    lines = [SupplierInvoiceLine(description="Fan hire", quantity=Decimal(3))]
    assert_type(client.supplier_invoices.create(supplier=supplier, lines=lines, type="CREDIT"), SupplierInvoice)
    client.customers.create(other)  # type: ignore[arg-type]
    client.customers.create(customerName="Ada")  # type: ignore[call-arg]
    client.customers.create(customer_id="c")  # type: ignore[call-arg]
    client.customers.create(on_hold="no")  # type: ignore[arg-type]
    client.customers.update("c", first_name="Ada")  # type: ignore[call-arg]
    client.customers.update("c", phone_number="1", idempotency_key="k")  # type: ignore[call-arg]
    client.contacts.update("k", customer_id=None)  # type: ignore[arg-type]
    client.jobs.create(job_name="Burst pipe")  # type: ignore[call-arg]
    client.jobs.create(site_customer="c", total_ex_tax=880.0)  # type: ignore[arg-type]
    client.jobs.create(site_customer="c", job_status=2)  # type: ignore[call-arg]
    client.jobs.update("DRQ13005", job_name="x")  # type: ignore[attr-defined]
    client.suppliers.update("s", supplier_number="S1")  # type: ignore[call-arg]
    client.supplier_invoices.create(tracking_number="T-1")  # type: ignore[call-arg]


def labour(client: PublicClient) -> None:
    assert_type(client.jobs.labour("DRQ13005"), list[JobLabour])
    assert_type(client.jobs.labour("DRQ13005")[0].number_of_hours, Decimal | Literal[Unset.UNSET] | None)
    results = client.jobs.labour_for(["DRQ13004", "DRQ13005"], concurrency=4, timeout=5)
    assert_type(results, Generator[JobLabourResult, None, None])
    for result in client.jobs.labour_for(job.job_number for job in client.jobs.iter()):
        assert_type(result.job_number, str)
        assert_type(result.labour, list[JobLabour] | None)
        assert_type(result.error, AscoraApiError | None)
        len(result.labour)  # type: ignore[arg-type]
    client.jobs.labour_for([13004])  # type: ignore[list-item]
    client.jobs.labour_for(client.jobs.iter())  # type: ignore[arg-type]
    client.jobs.labour_for(["DRQ13004"], concurrency="4")  # type: ignore[arg-type]
    client.jobs.labour_for()  # type: ignore[call-arg]


def quotes(client: PublicClient, customer: Customer) -> None:
    drying = QuoteDraft().supply(part_number="FAN-1", quantity=Decimal(2)).labour(role_name="Technician")
    assert_type(drying, QuoteDraft)
    assert_type(drying.kit(part_number="KIT-1").write_in(description="Skip bin"), QuoteDraft)
    draft = QuoteDraft(site_customer=customer, quote_name="Water damage").section("Bathroom", drying, display_order=1)
    assert_type(draft, QuoteDraft)
    assert_type(draft.sections, tuple[QuoteSection, ...])
    assert_type(draft.sections[0].name, str)
    assert_type(client.quotes.create(draft, idempotency_key="k"), Quote)
    assert_type(client.quotes.add("Q1234", drying), None)
    assert_type(client.quotes.add_sections("Q1234", ["Bathroom", QuoteSection(name="Kitchen")]), None)
    assert_type(client.quotes.add_supplies("Q1234", [{"part_number": "FAN-1"}]), None)
    assert_type(client.quotes.set_status("Q1234", QuoteStatus.LOST, reason_for_loss="x"), None)
    assert_type(client.quotes.set_status("Q1234", "WON"), None)
    assert_type(client.quotes.clear("Q1234", supplies=True), None)
    assert_type(client.quotes.delete("Q1234.01"), None)
    QuoteDraft(quote_number="Q1234")  # type: ignore[call-arg]
    QuoteDraft("Water damage")  # type: ignore[call-arg]
    QuoteDraft().section()  # type: ignore[call-arg]
    QuoteDraft().section("Bathroom", [drying])  # type: ignore[arg-type]
    QuoteDraft().section(name="Bathroom")  # type: ignore[call-arg]
    QuoteSection()  # type: ignore[call-arg]
    draft.quote_name = "x"  # type: ignore[misc]
    client.quotes.create(quote_name="x")  # type: ignore[call-arg]
    client.quotes.create({"quoteName": "x"})  # type: ignore[arg-type]
    client.quotes.add("Q1234", drying, idempotency_key="k")  # type: ignore[call-arg]
    client.quotes.add_supplies("Q1234", {"part_number": "FAN-1"})  # type: ignore[dict-item]
    client.quotes.set_status("Q1234")  # type: ignore[call-arg]
    client.quotes.clear("Q1234", write_ins=True)  # type: ignore[call-arg]


def accounting(client: PublicClient) -> None:
    invoices = client.accounting.invoices_to_send(prior_to=date(2026, 7, 1), include_job_custom_fields=True)
    assert_type(invoices, list[InvoiceToSend])
    assert_type([invoice.id for invoice in invoices], list[str])
    assert_type(client.accounting.payments_to_send(), list[PaymentToSend])
    assert_type(client.accounting.mark_invoices_as_sent(invoice.id for invoice in invoices), None)
    assert_type(client.accounting.mark_payments_as_sent(["p"], timeout=5), None)
    client.accounting.create_payment(
        invoice_number="INV-1", payment_amount=Decimal("9.90"), payment_date=date(2026, 2, 17), payment_method="EFT"
    )
    client.accounting.invoices_to_send(prior_to="2026-07-01")  # type: ignore[arg-type]
    client.accounting.mark_invoices_as_sent()  # type: ignore[call-arg]
    client.accounting.mark_invoices_as_sent(invoices)  # type: ignore[arg-type]
    client.accounting.mark_payments_as_sent([1])  # type: ignore[list-item]
    day = date(2026, 2, 17)
    client.accounting.create_payment(
        invoice_number="INV-1",
        payment_amount=9.9,  # type: ignore[arg-type]
        payment_date=day,
        payment_method="EFT",
    )
    client.accounting.create_payment(invoice_number="INV-1", payment_date=day, payment_method="x")  # type: ignore[call-arg]


def enquiries_and_webhooks(client: PublicClient) -> None:
    assert_type(client.enquiries.submit(first_name="Ada", enquiry_description="The cellar is wet"), str)
    assert_type(client.webhooks.subscribe("https://example.com/h", "RestoreAssist", "JobCreated"), str)
    assert_type(client.webhooks.unsubscribe("s"), None)
    client.enquiries.submit(email_address="a@example.com")  # type: ignore[call-arg]
    client.webhooks.subscribe("https://example.com/h", "RestoreAssist")  # type: ignore[call-arg]


async def awaiting(client: AsyncPublicClient) -> None:
    async with client as entered:
        assert_type(entered, AsyncPublicClient)
    page = await client.customers.list(filter_text="smith")
    assert_type(page, AsyncPage[Customer])
    assert_type(await page.next_page(), AsyncPage[Customer] | None)
    assert_type(client.jobs.iter(job_status="New"), AsyncItems[Job])
    async for job in client.jobs.iter():
        assert_type(job, Job)
    assert_type(await client.jobs.get("DRQ13005"), Job)
    assert_type(await client.jobs.create(site_customer="c", job_name="Burst pipe"), Job)
    assert_type(await client.customers.update("c", phone_number=None), Customer)
    assert_type(await client.jobs.labour("DRQ13005"), list[JobLabour])
    assert_type(client.jobs.labour_for(["DRQ13005"]), AsyncGenerator[JobLabourResult, None])
    async for result in client.jobs.labour_for(job.job_number async for job in client.jobs.iter()):
        assert_type(result, JobLabourResult)
    assert_type(await client.quotes.create(QuoteDraft(site_customer="c")), Quote)
    assert_type(await client.accounting.invoices_to_send(), list[InvoiceToSend])
    assert_type(await client.inventory.supplies.list(), AsyncPage[Supply])
    assert_type(await client.with_raw(lambda client: client.jobs.get("DRQ13005")), Answer[Job])
    await client.jobs.iter()  # type: ignore[misc]
    await client.jobs.labour_for(["DRQ13005"])  # type: ignore[misc]
    await client.jobs.create(job_name="Burst pipe")  # type: ignore[call-arg]
    client.jobs.get(13005)  # type: ignore[arg-type, unused-coroutine]
    AsyncPublicClient(api_key="k", transport=HttpxTransport())  # type: ignore[arg-type]
