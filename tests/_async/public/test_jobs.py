"""Jobs of the public API, and the labour on one of them."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from ascora_sdk import AscoraApiError, NotFoundError, ValidationError
from ascora_sdk.public import AsyncPublicClient, Customer, CustomFieldValue, JobLabour, PricingMethod, Reference
from ascora_sdk.sandbox import PublicControls, Refusal, Status


def customer_id(ascora: PublicControls) -> str:
    return str(next(ascora.records("customer"))["customerId"])


def numbers(ascora: PublicControls) -> list[str]:
    return [record["jobNumber"] for record in ascora.records("job")]


async def test_get(ascora: PublicControls, client: AsyncPublicClient) -> None:
    wire = ascora.get("job", numbers(ascora)[0])
    ascora.plant("job", {**wire, "jobStatus": 17, "totalExTax": "88.50", "latitude": "", "jobType": None, "new": 1})
    job = await client.jobs.get(wire["jobNumber"])
    assert (job.job_id, job.job_status, job.total_ex_tax) == (wire["jobId"], 17, Decimal("88.50"))
    assert (job.latitude, job.job_type, job.extra["new"]) == (None, None, 1)
    assert ascora.requests[0].raw_path == f"/Jobs/Job/{wire['jobNumber']}"


async def test_a_job_number_is_one_segment(ascora: PublicControls, client: AsyncPublicClient) -> None:
    with pytest.raises(NotFoundError) as caught:
        await client.jobs.get("../Job?")
    assert ascora.requests[0].raw_path == "/Jobs/Job/..%2FJob%3F"
    assert (caught.value.resource, caught.value.id) == ("job", "../Job?")


async def test_every_filter_reaches_the_wire(ascora: PublicControls, client: AsyncPublicClient) -> None:
    await client.jobs.list(
        assigned_user="Ada",
        customer_name="B",
        start_date=date(2026, 2, 1),
        end_date=datetime(2026, 2, 17, 21, 9, tzinfo=timezone.utc),
        filter_text="pipe",
        job_status=2,
        job_type="Water",
    )
    assert dict(ascora.requests[0].query) == {
        "AssignedUser": "Ada",
        "CustomerName": "B",
        "StartDate": "2026-02-01",
        "EndDate": "2026-02-17T21:09:00Z",
        "FilterText": "pipe",
        "JobStatus": "2",
        "JobType": "Water",
        "PageSize": "100",
        "Page": "1",
    }


async def test_untidy_jobs_are_all_read(ascora: PublicControls, client: AsyncPublicClient) -> None:
    jobs = [job async for job in client.jobs.iter(page_size=5)]
    assert [job.job_number for job in jobs] == numbers(ascora)
    texts = "".join(str(job.job_description) for job in jobs)
    assert "\x00" in texts
    assert "\ud83d" in texts
    assert {type(job.total_ex_tax) for job in jobs} == {Decimal}
    assert all(isinstance(job.date_created, datetime) for job in jobs)


async def test_create(ascora: PublicControls, client: AsyncPublicClient) -> None:
    id_ = customer_id(ascora)
    job = await client.jobs.create(
        site_customer=id_,
        billing_customer={"id": id_},
        job_name="Burst pipe",
        job_type="Water",
        pricing_method=PricingMethod.FIXED_PRICE,
        total_ex_tax=Decimal("100.00"),
        total_inc_tax=110,
        completed_date=date(2026, 2, 17),
        custom_fields=[CustomFieldValue(field_name="Insurer", field_value="Suncorp")],
        idempotency_key="k-1",
    )
    (request,) = ascora.requests
    assert (request.method, request.raw_path) == ("POST", "/Jobs/Job")
    assert request.headers["idempotency-key"] == "k-1"
    assert b'"totalExTax":100.00' in request.body
    assert request.json() == {
        "siteCustomer": {"id": id_},
        "billingCustomer": {"id": id_},
        "jobName": "Burst pipe",
        "jobType": {"name": "Water"},
        "pricingMethod": "FIXED-PRICE",
        "totalExTax": 100,
        "totalIncTax": 110,
        "completedDate": "2026-02-17",
        "customFields": [{"fieldName": "Insurer", "fieldValue": "Suncorp"}],
    }
    assert (job.job_status_text, job.total_ex_tax) == ("Completed", Decimal("100.00"))
    assert ascora.get("job", job.job_number)["jobName"] == "Burst pipe"


async def test_a_customer_is_referred_to_in_any_form(ascora: PublicControls, client: AsyncPublicClient) -> None:
    id_, name = customer_id(ascora), str(ascora.add("customer", customerName="Ada Lovelace")["customerName"])
    for given, sent in [
        (id_, {"id": id_}),
        (Customer(customer_id=id_, customer_name="B"), {"id": id_}),
        (Reference(id=id_), {"id": id_}),
        ({"name": name}, {"name": name}),
    ]:
        await client.jobs.create(site_customer=given)
        assert ascora.requests[-1].json() == {"siteCustomer": sent}
    assert ascora.count("job") == 20


@pytest.mark.parametrize("failures", ["status", "success_false"])
async def test_what_ascora_refuses(ascora: PublicControls, client: AsyncPublicClient, failures: str) -> None:
    ascora.failures = failures
    with pytest.raises(ValidationError) as caught:
        await client.jobs.create(site_customer="nobody")
    assert caught.value.attempts == 1
    ascora.fault("GET /Jobs/Jobs", Refusal("Too busy"))
    with pytest.raises(AscoraApiError, match="Too busy"):
        await client.jobs.list()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, TypeError),
        ({"site_customer": None}, TypeError),
        ({"site_customer": ""}, ValueError),
        ({"site_customer": 5}, TypeError),
        ({"site_customer": "c-1", "job_type": " "}, ValueError),
        ({"site_customer": "c-1", "job_number": "DRQ1"}, TypeError),
        ({"site_customer": "c-1", "job_status": 2}, TypeError),
        ({"site_customer": "c-1", "total_ex_tax": 88.5}, TypeError),
        ({"site_customer": "c-1", "total_ex_tax": "88.50"}, TypeError),
        ({"site_customer": "c-1", "total_ex_tax": Decimal("NaN")}, ValueError),
        ({"site_customer": "c-1", "completed_date": "yesterday"}, TypeError),
        ({"site_customer": "c-1", "custom_fields": [{"fieldValue": 1}]}, TypeError),
    ],
)
async def test_a_job_that_makes_no_sense_is_not_sent(
    ascora: PublicControls, client: AsyncPublicClient, fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await client.jobs.create(**fields)
    assert ascora.requests == ()


@pytest.mark.parametrize("shape", ["list", "nested", "object", "empty"])
async def test_labour_in_every_shape(ascora: PublicControls, client: AsyncPublicClient, shape: str) -> None:
    ascora.labour_shape = shape
    for number in numbers(ascora):
        known = [record for record in ascora.records("labour") if record["jobNumber"] == number]
        labour = await client.jobs.labour(number)
        assert len(labour) == (0 if shape == "empty" else len(known))
        for row, record in zip(labour, known, strict=False):
            assert row.number_of_hours == Decimal(record["numberOfHours"])
            assert isinstance(row, JobLabour)


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        ("[]", 0),
        ("null", 0),
        ("[[]]", 0),
        ('[{"roleName": "A"}, {"roleName": "B"}]', 2),
        ('[[{"roleName": "A"}], [{"roleName": "B"}]]', 2),
        ('{"jobLabour": [{"roleName": "A"}, {"roleName": "B"}]}', 2),
        ('{"jobLabour": [{"roleName": "A"}], "count": 1}', 1),
        ('{"roleName": "A", "numberOfHours": "1.50", "hourlyRateExTax": 90}', 1),
    ],
)
async def test_labour_that_can_be_read(
    ascora: PublicControls, client: AsyncPublicClient, value: str, rows: int
) -> None:
    ascora.fault("*", Status(200, f'{{"success": true, "jobLabours": {value}}}'))
    labour = await client.jobs.labour("DRQ1")
    assert [row.role_name for row in labour] == ["A", "B"][:rows]


@pytest.mark.parametrize(
    "body",
    [
        '{"success": true}',
        '{"success": true, "jobLabours": {}}',
        '{"success": true, "jobLabours": {"jobLabour": []}}',
        '{"success": true, "jobLabours": "Ada Lovelace"}',
        '{"success": true, "jobLabours": ["Ada Lovelace"]}',
        '{"success": true, "jobLabours": [{"numberOfHours": "Ada Lovelace"}]}',
        '{"jobLabours": []}',
        "[]",
    ],
)
async def test_labour_of_another_shape_is_never_none(
    ascora: PublicControls, client: AsyncPublicClient, body: str
) -> None:
    ascora.fault("*", Status(200, body))
    with pytest.raises(AscoraApiError, match="cannot be read") as caught:
        await client.jobs.labour("DRQ1")
    assert "Lovelace" not in str(caught.value)


async def test_labour_of_a_missing_job_names_it(client: AsyncPublicClient) -> None:
    with pytest.raises(NotFoundError) as caught:
        await client.jobs.labour("DRQ1")
    assert (caught.value.resource, caught.value.id) == ("job", "DRQ1")
