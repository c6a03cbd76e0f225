"""Jobs are read and created, never changed; labour comes in whatever shape."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox


def names(text: str) -> set[str]:
    return set(text.split())


JOB_FIELDS = names(
    "jobId topLevelJobNumber jobNumber jobName jobDescription workUndertaken jobStatus jobStatusText dateCreated"
    " pricingMethod totalIncTax totalExTax purchaseOrderNumber clientOrderNumber addressLine1 addressLine2 suburb state"
    " postcode country latitude longitude jobType siteCustomer siteContact billingCustomer billingContact completedDate"
    " displayOrder customFields"
)
LABOUR_FIELDS = names("roleName numberOfHours hourlyRateExTax totalAmountExTax isChargeable startDate")


def test_a_job_comes_under_its_own_name_with_every_field(http: httpx.Client) -> None:
    listed = http.get("/Jobs/Jobs").json()["results"]
    for job in listed:
        assert set(job) == JOB_FIELDS
        assert isinstance(job["jobStatus"], int)
        assert job["jobStatusText"]
        assert http.get(f"/Jobs/Job/{job['jobNumber'].lower()}").json() == {"success": True, "job": job}


def test_a_job_is_found_by_its_full_number_alone(sandbox: Sandbox, http: httpx.Client) -> None:
    job_id = sandbox.public.get("job", "DRQ13001")["jobId"]
    for key in (job_id, "13001", "DRQ1300", "DRQ013001", "DRQ13999", "DRQ13001%20", "DRQ13000"):
        assert http.get(f"/Jobs/Job/{key}").status_code == 404
        assert http.get(f"/Jobs/JobLabour/{key}").status_code == 404


def test_a_job_is_created(sandbox: Sandbox, http: httpx.Client) -> None:
    site, billed = sandbox.public.get("customer", "C10001"), sandbox.public.get("customer", "C10002")
    body: dict[str, Any] = {
        "siteCustomer": {"id": site["customerId"]},
        "billingCustomer": {"id": billed["customerId"]},
        "jobName": "Roof",
        "jobDescription": "\x00 \ud83d",
        "workUndertaken": "None yet",
        "pricingMethod": "FIXED-PRICE",
        "totalExTax": 100.10,
        "totalIncTax": 110.11,
        "addressLine1": "1 High Street",
        "addressLine2": "",
        "suburb": "Ascot",
        "postcode": "4007",
        "country": "Australia",
        "jobType": {"name": "Water"},
        "purchaseOrderNumber": "PO-1",
        "customFields": [{"fieldName": "Rooms", "fieldValue": 3}],
    }
    # The client writes no lone surrogates, which JSON escapes can hold.
    answer = http.post("/Jobs/Job", content=json.dumps(body), headers={"Content-Type": "application/json"}).json()
    job = answer["job"]
    references = {"siteCustomer", "billingCustomer", "jobType"}
    assert answer["success"] is True
    assert set(job) == JOB_FIELDS
    assert {name: job[name] for name in body if name not in references} == {
        name: value for name, value in body.items() if name not in references
    }
    assert job["siteCustomer"] == {"id": site["customerId"], "name": site["customerName"]}
    assert job["billingCustomer"] == {"id": billed["customerId"], "name": billed["customerName"]}
    assert job["jobType"]["name"] == "Water"
    assert (job["jobStatus"], job["jobStatusText"]) == (0, "New")
    assert job["dateCreated"] == "2026-02-17T09:30:00Z"
    assert http.get(f"/Jobs/Job/{job['jobNumber']}").json()["job"] == job
    assert sandbox.public.get("job", job["jobNumber"])["totalExTax"] == Decimal("100.1")
    assert http.get(f"/Jobs/JobLabour/{job['jobNumber']}").json()["jobLabours"] == []


def test_a_customer_may_be_named_where_a_job_is_done(sandbox: Sandbox, http: httpx.Client) -> None:
    customer = sandbox.public.add("customer", customerName="Ada Byron ")
    job = http.post("/Jobs/Job", json={"siteCustomer": {"name": " ada byron"}, "completedDate": "2026-02-01"}).json()[
        "job"
    ]
    assert job["siteCustomer"] == {"id": customer["customerId"], "name": "Ada Byron "}
    assert (job["jobStatus"], job["jobStatusText"]) == (2, "Completed")
    assert (job["pricingMethod"], job["totalExTax"], job["billingCustomer"]) == ("TIME-AND-MATERIALS", 0, None)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"siteCustomer"}),
        ({"siteCustomer": None}, {"siteCustomer"}),
        ({"siteCustomer": "Ada"}, {"siteCustomer"}),
        ({"siteCustomer": {}}, {"siteCustomer.id"}),
        ({"siteCustomer": {"name": "Nobody at all"}}, {"siteCustomer.name"}),
        ({"siteCustomer": {"id": "C10001"}}, {"siteCustomer.id"}),
        ({"billingCustomer": {"name": "Ada"}}, {"billingCustomer.id"}),
        ({"pricingMethod": "SECTIONS"}, {"pricingMethod"}),
        ({"pricingMethod": "fixed-price"}, {"pricingMethod"}),
        ({"totalExTax": "88.50", "totalIncTax": 1.005}, {"totalExTax", "totalIncTax"}),
        ({"totalExTax": True}, {"totalExTax"}),
        ({"completedDate": "yesterday"}, {"completedDate"}),
        ({"jobType": "Water"}, {"jobType"}),
        ({"customFields": [{"fieldValue": "x"}, "x"]}, {"customFields[0].fieldName", "customFields[1]"}),
        ({"customFields": [{"fieldName": "x", "value": "x"}]}, {"customFields[0].value"}),
        ({"jobNumber": "DRQ1", "status": 0, "state": "QLD"}, {"jobNumber", "status", "state"}),
    ],
)
def test_a_job_that_is_wrong_is_refused(
    sandbox: Sandbox, http: httpx.Client, body: dict[str, Any], fields: set[str]
) -> None:
    known = {"siteCustomer": {"id": sandbox.public.get("customer", "C10001")["customerId"]}} if body else {}
    answer = http.post("/Jobs/Job", json={**known, **body})
    assert answer.status_code == 400
    assert all(field in answer.json()["message"] for field in fields)
    assert sandbox.public.count("job") == 12


def test_of_four_jobs_three_have_labour(sandbox: Sandbox, http: httpx.Client) -> None:
    counts: list[int] = []
    for job in sandbox.public.records("job"):
        answer = http.get(f"/Jobs/JobLabour/{job['jobNumber']}").json()
        assert set(answer) == {"success", "jobLabours"}
        assert all(set(row) == LABOUR_FIELDS for row in answer["jobLabours"])
        counts.append(len(answer["jobLabours"]))
    assert counts == [1, 2, 3, 0] * 3
    assert sandbox.public.count("labour") == 18


def test_labour_comes_in_every_shape(sandbox: Sandbox, http: httpx.Client) -> None:
    def labour(job: int) -> Any:
        return http.get(f"/Jobs/JobLabour/DRQ{13000 + job}").json()["jobLabours"]

    lists = [labour(job) for job in (1, 2, 4)]
    assert [len(rows) for rows in lists] == [1, 2, 0]
    sandbox.public.labour_shape = "nested"
    assert [labour(job) for job in (1, 2, 4)] == [[rows] for rows in lists]
    sandbox.public.labour_shape = "object"
    assert [labour(job) for job in (1, 2, 4)] == [lists[0][0], lists[1], []]
    sandbox.public.labour_shape = "empty"
    assert [labour(job) for job in (1, 2, 4)] == [[], [], []]
    with pytest.raises(ValueError, match="labour_shape"):
        sandbox.public.labour_shape = "tree"  # type: ignore[assignment] # what is refused


def test_labour_is_added_by_the_controls(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.public.add("labour", jobNumber="DRQ13004", roleName="Carpenter", numberOfHours=Decimal("1.5"))
    (row,) = http.get("/Jobs/JobLabour/DRQ13004").json()["jobLabours"]
    assert (set(row), row["roleName"], row["numberOfHours"]) == (LABOUR_FIELDS, "Carpenter", 1.5)
