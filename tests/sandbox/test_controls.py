"""Tests can look into the account and change it while it serves."""

from __future__ import annotations

from decimal import Decimal
from threading import Thread

import httpx
import pytest

from ascora_sdk.sandbox import Sandbox


def test_an_edit_at_the_server_shows_and_moves_the_time(sandbox: Sandbox, http: httpx.Client) -> None:
    before = http.get("/customers/c-1").json()
    edited = sandbox.edit("customer", "c-1", phone="(07) 5550 0000", shoeSize=9)
    after = http.get("/customers/c-1").json()
    assert after == edited
    assert (after["phone"], after["shoeSize"]) == ("(07) 5550 0000", 9)
    assert after["updatedAt"] > before["updatedAt"]
    assert after["createdAt"] == before["createdAt"]


def test_added_and_removed_records_come_and_go(sandbox: Sandbox, http: httpx.Client) -> None:
    job = sandbox.add("job", jobTitle="Dry out", customerId="c-1", estimatedCost=Decimal("0.30"))
    assert (job["id"], job["status"]) == ("j-6", "pending")
    assert '"estimatedCost":0.30' in http.get("/jobs/j-6").text
    assert sandbox.count("job") == 6
    sandbox.remove("job", "j-6")
    assert http.get("/jobs/j-6").status_code == 404
    assert sandbox.count("job") == 5


def test_controls_refuse_what_makes_no_sense(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="jobTitle is required"):
        sandbox.add("job", customerId="c-1")
    with pytest.raises(ValueError, match="taken"):
        sandbox.add("customer", id="c-1")
    with pytest.raises(ValueError, match="phone must be text"):
        sandbox.edit("customer", "c-1", phone=5)
    with pytest.raises(KeyError, match="c-99"):
        sandbox.edit("customer", "c-99", phone="1")
    with pytest.raises(KeyError, match="c-99"):
        sandbox.remove("customer", "c-99")
    with pytest.raises(KeyError, match="c-99"):
        sandbox.get("customer", "c-99")
    for control in (sandbox.count, sandbox.add, lambda kind: sandbox.edit(kind, "q-1")):
        with pytest.raises(ValueError, match="quote"):
            control("quote")


def test_what_is_handed_out_is_a_copy(sandbox: Sandbox) -> None:
    custom = {"rooms": [1]}
    sandbox.edit("customer", "c-1", customFields=custom)
    custom["rooms"].append(2)
    sandbox.get("customer", "c-1")["customFields"]["rooms"].append(3)
    next(sandbox.records("customer"))["customFields"]["rooms"].append(4)
    assert sandbox.get("customer", "c-1")["customFields"] == {"rooms": [1]}


def test_anything_can_be_planted(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.plant("customer", {"id": None, "phone": 5, "notes": "\x00 \ud800 ö"})
    sandbox.plant("customer", {})
    sandbox.plant("customer", {"id": 17})
    page = http.get("/customers")
    assert page.json()["total"] == 10
    assert [record.get("id", "none") for record in page.json()["data"][-3:]] == [None, "none", 17]
    assert '"phone":5' in page.text
    assert r"\u0000 \ud800" in page.text
    assert http.get("/customers/17").json() == {"id": 17}


def test_a_planted_record_takes_the_place_of_its_namesake(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.plant("customer", {"id": "c-2", "phone": None})
    assert http.get("/customers").json()["data"][1] == {"id": "c-2", "phone": None}
    assert sandbox.count("customer") == 7


def test_new_ids_avoid_planted_ones(sandbox: Sandbox) -> None:
    sandbox.plant("customer", {"id": "c-9"})
    assert [sandbox.add("customer")["id"] for _ in range(2)] == ["c-10", "c-11"]
    sandbox.remove("customer", "c-9")
    assert [record["id"] for record in sandbox.records("customer")][-2:] == ["c-10", "c-11"]


def test_everything_received_is_on_record(sandbox: Sandbox, http: httpx.Client) -> None:
    http.get("/customers/a%2Fb?tag=1&tag=2&empty=", headers={"X-Trace": "t"})
    http.post("/customers", content=b'{"firstName":0.30}', headers={"Content-Type": "application/json"})
    httpx.get(sandbox.api_url + "/jobs")
    read, created, refused = sandbox.requests
    assert (read.method, read.path, read.raw_path) == ("GET", "/customers/a/b", "/api/v1/customers/a%2Fb")
    assert read.query.multi_items() == [("tag", "1"), ("tag", "2"), ("empty", "")]
    assert read.headers["x-trace"] == "t"
    assert created.body == b'{"firstName":0.30}'
    assert str(created.json()["firstName"]) == "0.30"
    assert (refused.path, refused.body) == ("/jobs", b"")
    sandbox.clear_requests()
    assert sandbox.requests == ()


def test_records_may_be_used_while_they_are_walked(sandbox: Sandbox, http: httpx.Client) -> None:
    seen: list[str] = []
    for record in sandbox.records("customer"):
        seen.append(record["id"])
        assert http.delete("/customers/c-3").status_code in {204, 404}
    assert seen == ["c-1", "c-2", "c-4", "c-5", "c-6", "c-7"]


def test_controls_and_clients_work_at_the_same_time(sandbox: Sandbox, http: httpx.Client) -> None:
    def edit() -> None:
        for number in range(200):
            added = sandbox.add("customer", firstName=str(number))
            sandbox.edit("customer", added["id"], lastName="x")
            list(sandbox.records("customer"))[-1:]
            if number % 2:
                sandbox.remove("customer", added["id"])

    threads = [Thread(target=edit) for _ in range(2)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        page = http.get("/customers?sort_by=lastName&limit=500").json()
        assert len(page["data"]) == page["total"]
        http.post("/jobs", json={"jobTitle": "x", "customerId": "c-1"})
    assert sandbox.count("customer") == 7 + 200
