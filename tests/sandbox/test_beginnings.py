"""An account begins with records of one's own at a time of one's own, and goes back to its beginning."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import httpx
import pytest

from ascora_sdk.sandbox import ManualClock, Sandbox, Status

Connect = Callable[[Sandbox], httpx.Client]
PACKAGE = Sandbox.__module__.rpartition(".")[0]
START = datetime(2026, 2, 17, 9, 30, tzinfo=timezone.utc)


def seeded(sandbox: Sandbox) -> Sandbox:
    sandbox.seed(
        attachments=[{"jobId": "j-7", "fileName": "a.txt", "content": b"wet"}],
        notes=[{"jobId": "j-7", "note": "Key at reception"}],
        tasks=[{"title": "Ring Ada"}],
        invoices=[
            {
                "customerId": "c-7",
                "invoiceNumber": "9",
                "invoiceDate": "2026-01-01",
                "dueDate": "2026-01-15",
                "totalAmount": Decimal("0.30"),
            }
        ],
        jobs=[{"id": "j-7", "jobTitle": "Dry out", "customerId": "c-7", "createdAt": "2020-01-01T00:00:00Z"}],
        customers=[{"id": "c-7", "firstName": "Ada", "shoeSize": 9}],
    )
    return sandbox


def test_seeds_are_records_like_others(connect: Connect) -> None:
    with seeded(Sandbox(customers=1)) as sandbox:
        http = connect(sandbox)
        assert [record["id"] for record in http.get("/customers").json()["data"]] == ["c-1", "c-7"]
        assert http.get("/customers/c-7").json()["shoeSize"] == 9
        job = http.get("/jobs/j-7").json()
        assert (job["status"], job["createdAt"]) == ("pending", "2020-01-01T00:00:00Z")
        assert '"totalAmount":0.30' in http.get("/invoices").text
        assert http.get("/tasks/t-1").json()["status"] == "pending"
        assert http.get("/jobs/j-7/notes").json()["data"][0]["note"] == "Key at reception"
        assert sandbox.file("a-1") == b"wet"


def test_a_seed_that_is_refused_is_named() -> None:
    with pytest.raises(ValueError, match=r"jobs\[1\]: jobTitle is required"):
        Sandbox().seed(jobs=[{"jobTitle": "x", "customerId": "c-1"}, {"customerId": "c-1"}])
    with pytest.raises(ValueError, match=r"customers\[0\]: id is taken"):
        Sandbox(customers=1).seed(customers=[{"id": "c-1"}])


def test_seeds_stay_as_they_were_given() -> None:
    sandbox, custom = Sandbox(), {"rooms": [1]}
    sandbox.seed(customers=[{"customFields": custom}])
    custom["rooms"].append(2)
    sandbox.get("customer", "c-1")["customFields"]["rooms"].append(3)
    sandbox.reset()
    assert sandbox.get("customer", "c-1")["customFields"] == {"rooms": [1]}


def test_a_reset_goes_back_to_the_beginning(connect: Connect) -> None:
    with seeded(Sandbox(customers=2, clock=lambda: START)) as sandbox:
        http = connect(sandbox)
        kinds = ("customer", "job", "invoice", "task", "note", "attachment")
        before = {kind: list(sandbox.records(kind)) for kind in kinds}
        headers = {"Idempotency-Key": "k"}
        sandbox.define_custom_field("job", "rooms")
        first = http.post("/customers", json={}, headers=headers).json()["id"]
        http.put("/customers/c-1", json={"phone": None})
        http.delete("/jobs/j-7")
        sandbox.remove("customer", "c-7")
        sandbox.edit("task", "t-1", title="x")
        sandbox.fault("*", Status(500), times=None)
        sandbox.reset()
        assert sandbox.requests == ()
        assert {kind: list(sandbox.records(kind)) for kind in kinds} == before
        assert sandbox.file("a-1") == b"wet"
        assert [field["name"] for field in http.get("/custom-fields/job").json()["fields"]] == ["rooms"]
        again = http.post("/customers", json={"firstName": "Eve"}, headers=headers).json()
        assert (again["id"], again["firstName"]) == (first, "Eve")


def test_a_reset_forgets_payments() -> None:
    sandbox = seeded(Sandbox())
    with sandbox.start():
        payment = {"invoiceId": "i-1", "amount": 0.1, "paymentMethod": "cash", "paymentDate": "2026-01-03"}
        headers = {"Authorization": "Bearer sandbox-token", "X-Company-Code": "SANDBOX"}
        assert httpx.post(f"{sandbox.api_url}/invoices/i-1/payments", json=payment, headers=headers).is_success
        sandbox.reset()
        assert sandbox.payments("i-1") == []
        assert sandbox.get("invoice", "i-1")["status"] == "draft"


# Clock


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(START)
    assert clock() == clock.now() == START
    clock.advance(days=1, hours=2, minutes=3, seconds=4.5)
    assert clock() == START + timedelta(days=1, hours=2, minutes=3, seconds=4.5)
    clock.advance(seconds=-5)
    clock.set("2026-02-17T19:30:00+10:00")
    assert clock() == START
    clock.set(START + timedelta(days=1))
    assert clock().day == 18
    assert ManualClock("2026-02-17")() == datetime(2026, 2, 17, tzinfo=timezone.utc)


@pytest.mark.parametrize("start", [datetime(2026, 2, 17), "yesterday", ""])  # noqa: DTZ001 - what is refused
def test_a_clock_shows_a_time_of_the_world(start: datetime | str) -> None:
    with pytest.raises(ValueError, match="time"):
        ManualClock(start)
    clock = ManualClock(START)
    with pytest.raises(ValueError, match="time"):
        clock.set(start)
    assert clock() == START


def test_a_clock_fixes_every_stamp(connect: Connect) -> None:
    clock = ManualClock(START)
    with Sandbox(customers=1, jobs=1, clock=clock) as sandbox:
        assert sandbox.clock is clock
        http = connect(sandbox)
        note = http.post("/jobs/j-1/notes", json={"note": "a"}).json()
        attachment = http.post("/jobs/j-1/attachments", files={"file": ("a", b"")}).json()
        created = http.post("/tasks", json={"title": "x"}).json()
        clock.advance(minutes=5)
        updated = http.put("/tasks/t-1", json={"title": "y"}).json()
    assert {note["createdAt"], attachment["uploadedAt"], created["createdAt"]} == {"2026-02-17T09:30:00Z"}
    assert (updated["createdAt"], updated["updatedAt"]) == ("2026-02-17T09:30:00Z", "2026-02-17T09:35:00Z")


# Environment


def test_the_environment_leads_a_program_here(sandbox: Sandbox) -> None:
    assert sandbox.environ == {
        "ASCORA_API_URL": sandbox.api_url,
        "ASCORA_API_TOKEN": "sandbox-token",
        "ASCORA_COMPANY_CODE": "SANDBOX",
    }
    with pytest.raises(RuntimeError, match="start"):
        _ = Sandbox().environ


def test_the_command_has_tasks_and_files_elsewhere() -> None:
    command = [sys.executable, "-m", PACKAGE, "--port", "0", "--tasks", "3", "--files-elsewhere"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        _, *exports = (process.stdout.readline() for _ in range(4))
        variables = dict(line.removeprefix("export ").strip().split("=", 1) for line in exports)
        headers = {
            "Authorization": f"Bearer {variables['ASCORA_API_TOKEN']}",
            "X-Company-Code": variables["ASCORA_COMPANY_CODE"],
        }
        with httpx.Client(base_url=variables["ASCORA_API_URL"], headers=headers) as http:
            assert http.get("/tasks").json()["total"] == 3
            url = http.post("/jobs/j-1/attachments", files={"file": ("a", b"wet")}).json()["fileUrl"]
        assert not url.startswith(variables["ASCORA_API_URL"])
        assert httpx.get(url).content == b"wet"
        process.terminate()
        assert process.wait(60) == 0
