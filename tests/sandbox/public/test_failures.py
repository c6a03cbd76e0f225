"""What goes wrong, in both styles, and on purpose."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ascora_sdk.sandbox import AnswerLost, CutBody, Drop, Malformed, PublicAccount, Refusal, Sandbox, Shift, Status

REFUSED = [
    ("GET", "/Jobs/Jobs?Page=0", None, 400),
    ("GET", "/Jobs/Job/DRQ1", None, 404),
    ("GET", "/Accounting/GetInvoicesToSend?priorToDate=x", None, 400),
    ("POST", "/Customers/Customer", {}, 400),
    ("POST", "/Quotes/DeleteQuote", {"quoteNumber": "Q1"}, 404),
    ("POST", "/Accounting/MarkInvoicesAsSent", {"InvoiceIds": ["x"]}, 404),
    ("DELETE", "/WebHooks/Delete/x", None, 404),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), REFUSED)
def test_a_refusal_comes_in_either_style(
    sandbox: Sandbox, http: httpx.Client, method: str, path: str, body: Any, status: int
) -> None:
    plain = http.request(method, path, json=body)
    assert plain.status_code == status
    assert set(plain.json()) == {"message"}
    sandbox.public.failures = "success_false"
    hidden = http.request(method, path, json=body)
    assert hidden.status_code == 200
    assert hidden.json() == {"success": False, "message": plain.json()["message"]}


def test_paths_and_methods_keep_their_status_in_either_style(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.public.failures = "success_false"
    assert http.get("/nothing").status_code == 404
    assert http.put("/Jobs/Job").status_code == 405
    assert http.get("/Jobs/Job/DRQ13001").json()["success"] is True


def test_a_style_is_one_of_two(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="failures"):
        sandbox.public.failures = "silence"  # type: ignore[assignment] # what is refused
    assert sandbox.public.failures == "status"


@pytest.mark.parametrize("route", ["GET /Jobs/Jobs", "get /jobs/jobs", "GET /jobs", "* /JOBS", "GET *", "*"])
def test_a_refusal_strikes_a_route_in_any_case(sandbox: Sandbox, http: httpx.Client, route: str) -> None:
    sandbox.public.fault(route.upper() if route.startswith("get") else route, Refusal("Too busy"), times=2)
    for path in ("/Jobs/Jobs", "/jobs"):
        answer = http.get(path)
        assert answer.status_code == 200
        assert answer.json() == {"success": False, "message": "Too busy"}
    assert http.get("/JOBS").json()["success"] is True


def test_a_refused_creation_creates_nothing(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.public.fault("POST /suppliers/supplier", Refusal())
    assert http.post("/Suppliers/Supplier", json={"name": "Hire"}).json()["message"]
    assert sandbox.public.count("supplier") == 5


def test_a_route_may_have_braces(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.public.fault("GET /Jobs/Job/{jobNumber}", Status(503))
    sandbox.public.fault("GET /Jobs/Job/DRQ13002", Status(500))
    assert http.get("/jobs/job/drq13001").status_code == 503
    assert http.get("/jobs/job/drq13001").status_code == 200
    assert http.get("/jobs/job/drq13002").status_code == 500
    with pytest.raises(ValueError, match="route"):
        sandbox.public.fault("GET Jobs", Status(500))


def test_the_faults_of_the_instance_api_strike_here_too(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.public.fault("*", Drop())
    with pytest.raises(httpx.TransportError):
        http.get("/Jobs/Jobs")
    sandbox.public.fault("*", CutBody())
    with pytest.raises(httpx.TransportError):
        http.get("/Jobs/Jobs")
    sandbox.public.fault("*", Malformed("html"))
    assert http.get("/Jobs/Jobs").text.startswith("<!doctype html>")
    sandbox.public.fault("*", AnswerLost("error"))
    assert http.post("/Suppliers/Supplier", json={"name": "Hire"}).status_code == 500
    assert sandbox.public.count("supplier") == 6


def test_faults_of_one_api_leave_the_other_alone(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.fault("*", Status(503), times=None)
    assert http.get("/Jobs/Jobs").status_code == 200
    sandbox.public.fault("*", Status(500))
    assert httpx.get(f"{sandbox.api_url}/customers").status_code == 503
    assert len(sandbox.requests) == len(sandbox.public.requests) == 1


def test_a_listing_shifts_between_its_pages(sandbox: Sandbox, http: httpx.Client) -> None:
    def page(number: int) -> list[str]:
        answer = http.get("/jobs", params={"Page": number, "PageSize": 4}).json()
        return [job["jobNumber"] for job in answer["results"]]

    sandbox.public.fault("GET /Jobs/Jobs", Shift(remove=["DRQ13001", "nobody"], insert=[{"jobNumber": "J1"}]), after=1)
    sandbox.public.fault("GET /Jobs/Jobs", Shift(remove=["DRQ13002"]), after=2)
    assert page(1) == page(1) == ["DRQ13001", "DRQ13002", "DRQ13003", "DRQ13004"]
    assert page(1) == ["J1", "DRQ13002", "DRQ13003", "DRQ13004"]
    assert page(2) == ["DRQ13006", "DRQ13007", "DRQ13008", "DRQ13009"]
    sandbox.public.fault("GET /Jobs/Job/{jobNumber}", Shift(remove=["DRQ13003"]))
    assert http.get("/Jobs/Job/DRQ13003").status_code == http.get("/Jobs/Job/DRQ13003").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"customers": -1},
        {"jobs": 1},
        {"contacts": 1},
        {"quotes": 1},
        {"supplier_invoices": 1},
        {"failures": "silence"},
        {"labour_shape": "tree"},
    ],
)
def test_an_account_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PublicAccount(**wrong)
