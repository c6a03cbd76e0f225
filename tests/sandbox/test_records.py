"""Records are made, changed and taken out, and keep what they were given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
from urllib.parse import quote

import httpx
import pytest
import simplejson

from ascora_sdk.sandbox import Sandbox

Connect = Callable[[Sandbox], httpx.Client]
JSON = {"Content-Type": "application/json; charset=utf-8"}


def test_a_created_record_is_whole_and_can_be_read(http: httpx.Client) -> None:
    answer = http.post("/customers", json={"firstName": "Zoë", "loyalty": {"points": 3}, "email": None})
    assert answer.status_code == 201
    record = answer.json()
    assert record["id"] == "c-8"
    assert (record["firstName"], record["loyalty"], record["email"]) == ("Zoë", {"points": 3}, None)
    assert record["createdAt"] == record["updatedAt"]
    assert record["createdAt"].endswith("Z")
    assert http.get("/customers/c-8").json() == record


def test_what_the_server_gives_is_not_taken_from_clients(http: httpx.Client) -> None:
    record = http.post("/customers", json={"id": "mine", "createdAt": 5, "updatedAt": None}).json()
    assert record["id"] == "c-8"
    assert record["createdAt"].startswith("2")
    assert http.put("/customers/c-8", json={"id": "other"}).json()["id"] == "c-8"


def test_statuses_have_defaults_and_job_statuses_are_open(http: httpx.Client) -> None:
    job = http.post("/jobs", json={"jobTitle": "Dry", "customerId": "c-1"}).json()
    assert job["status"] == "pending"
    assert http.patch(f"/jobs/{job['id']}/status", json={"status": "on_hold"}).json()["status"] == "on_hold"
    invoice = {"customerId": "c-1", "invoiceNumber": "1", "invoiceDate": "2026-01-01", "dueDate": "2026-01-02"}
    assert http.post("/invoices", json=invoice | {"totalAmount": 5}).json()["status"] == "draft"


def test_an_update_changes_the_named_fields_alone(http: httpx.Client) -> None:
    before = http.get("/customers/c-1").json()
    answer = http.put("/customers/c-1", json={"phone": None, "mobile": "0491 570 006", "shoeSize": 9})
    changed = {"phone": None, "mobile": "0491 570 006", "shoeSize": 9, "updatedAt": answer.json()["updatedAt"]}
    assert answer.status_code == 200
    assert answer.json() == before | changed
    assert changed["updatedAt"] > before["updatedAt"]
    assert http.get("/customers/c-1").json() == answer.json()


def test_a_deleted_record_is_gone_from_everywhere(http: httpx.Client) -> None:
    answer = http.delete("/customers/c-3")
    assert (answer.status_code, answer.content) == (204, b"")
    assert http.get("/customers/c-3").status_code == 404
    assert http.delete("/customers/c-3").status_code == 404
    listing = http.get("/customers").json()
    assert [record["id"] for record in listing["data"]] == ["c-1", "c-2", "c-4", "c-5", "c-6", "c-7"]
    assert listing["total"] == 6
    assert http.post("/customers", json={}).json()["id"] == "c-8"


def test_money_keeps_every_digit(sandbox: Sandbox, http: httpx.Client) -> None:
    body = (
        b'{"customerId":"c-1","invoiceNumber":"9","invoiceDate":"2026-01-01","dueDate":"2026-01-02","totalAmount":0.30,'
        b'"items":[{"description":"a","quantity":1,"unitPrice":0.3000,"total":0.30}],'
        b'"ledger":1234567890123456789,"rate":0.1234567890123456789,"big":371143.22}'
    )
    text = http.post("/invoices", content=body, headers=JSON).text
    for fragment in ('"totalAmount":0.30', '"unitPrice":0.3000', ":1234567890123456789,", ":371143.22"):
        assert fragment in text
    assert '"rate":0.1234567890123456789' in text
    assert http.get("/invoices/i-7").text == text
    assert text in http.get("/invoices").text
    assert str(sandbox.get("invoice", "i-7")["totalAmount"]) == "0.30"


@pytest.mark.parametrize("record_id", ["a/b", "..", "a b", "50%", "what?", "#1", "a%2Fb", "Łódź", "search", "+"])
def test_any_id_is_one_segment_of_the_path(sandbox: Sandbox, connect: Connect, record_id: str) -> None:
    http = connect(sandbox)
    sandbox.add("job", id=record_id, jobTitle="Odd", customerId="c-1")
    url = httpx.URL(f"{sandbox.api_url}/jobs/").copy_with(
        raw_path=f"/api/v1/jobs/{quote(record_id, safe='').replace('.', '%2E')}".encode()
    )
    assert http.get(url).json()["id"] == record_id
    assert http.put(url, json={"jobTitle": "Even"}).json()["jobTitle"] == "Even"
    assert http.delete(url).status_code == 204
    assert sandbox.count("job") == 5


@pytest.mark.parametrize("honoured", [True, False])
def test_an_idempotency_key_gives_the_first_answer_again(connect: Connect, honoured: bool) -> None:
    with Sandbox(honours_idempotency_key=honoured) as sandbox:
        http = connect(sandbox)
        ids = [
            http.post("/customers", json={"firstName": name}, headers={"Idempotency-Key": key}).json()["id"]
            for name, key in (("Ada", "k1"), ("Ada", "k1"), ("Ada", "k2"))
        ]
        ids.append(http.post("/customers", json={"firstName": "Ada"}).json()["id"])
    assert ids == (["c-1", "c-1", "c-2", "c-3"] if honoured else ["c-1", "c-2", "c-3", "c-4"])


def test_an_idempotency_key_belongs_to_its_path_and_to_success(http: httpx.Client) -> None:
    headers = {"Idempotency-Key": "k"}
    assert http.post("/jobs", json={"jobTitle": "x"}, headers=headers).status_code == 400
    assert http.post("/jobs", json={"jobTitle": "x", "customerId": "c-1"}, headers=headers).status_code == 201
    assert http.post("/customers", json={}, headers=headers).json()["id"] == "c-8"


def payment(amount: object = Decimal("0.10"), **changes: object) -> bytes:
    body = {"invoiceId": "i-7", "amount": amount, "paymentMethod": "cash", "paymentDate": "2026-01-03"}
    return simplejson.dumps(body | changes, use_decimal=True).encode()


@pytest.fixture
def owed(sandbox: Sandbox) -> str:
    invoice = sandbox.add(
        "invoice",
        customerId="c-1",
        invoiceNumber="9",
        invoiceDate="2026-01-01",
        dueDate="2026-01-02",
        totalAmount=Decimal("0.30"),
    )
    return str(invoice["id"])


def test_payments_add_up_without_losing_a_cent(sandbox: Sandbox, http: httpx.Client, owed: str) -> None:
    url = f"/invoices/{owed}/payments"
    first, second, third = (http.post(url, content=payment(), headers=JSON) for _ in range(3))
    assert '"paidAmount":0.10,' in first.text
    assert '"paidAmount":0.20,' in second.text
    assert '"paidAmount":0.30,' in third.text
    assert [answer.json()["status"] for answer in (first, second, third)] == ["partial", "partial", "paid"]
    assert (third.json()["paymentMethod"], third.json()["paymentDate"]) == ("cash", "2026-01-03")
    assert http.get(f"/invoices/{owed}").text == third.text
    assert [received["amount"] for received in sandbox.payments(owed)] == [Decimal("0.10")] * 3


def test_a_payment_with_a_known_key_is_charged_once(sandbox: Sandbox, http: httpx.Client, owed: str) -> None:
    headers = JSON | {"Idempotency-Key": "once"}
    answers = {http.post(f"/invoices/{owed}/payments", content=payment(), headers=headers).text for _ in range(2)}
    assert len(answers) == 1
    assert len(sandbox.payments(owed)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": Decimal("0.105")}, "amount"),
        ({"amount": "5"}, "amount"),
        ({"amount": None}, "amount"),
        ({"invoiceId": "i-1"}, "invoiceId"),
        ({"invoiceId": None}, "invoiceId"),
        ({"paymentMethod": "shells"}, "paymentMethod"),
        ({"paymentDate": "today"}, "paymentDate"),
        ({"reference": 5}, "reference"),
    ],
)
def test_a_wrong_payment_is_refused(
    sandbox: Sandbox, http: httpx.Client, owed: str, changes: dict[str, object], field: str
) -> None:
    answer = http.post(f"/invoices/{owed}/payments", content=payment(**changes), headers=JSON)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert sandbox.payments(owed) == []


def test_an_invoice_is_sent_with_or_without_an_address(http: httpx.Client) -> None:
    before = http.get("/invoices/i-1").text
    for body in ({}, {"email": None}, {"email": "ada@example.com"}):
        answer = http.post("/invoices/i-1/send", json=body)
        assert (answer.status_code, answer.content) == (204, b"")
    assert http.post("/invoices/i-1/send").status_code == 204
    assert http.post("/invoices/i-1/send", json={"email": 5}).status_code == 400
    assert http.get("/invoices/i-1").text == before


def test_the_clock_is_the_callers(connect: Connect) -> None:
    noon = datetime(2026, 5, 4, 12, 0, 0, 250_000, tzinfo=timezone.utc)
    with Sandbox(customers=1, clock=lambda: noon) as sandbox:
        http = connect(sandbox)
        assert http.put("/customers/c-1", json={}).json()["updatedAt"] == "2026-05-04T12:00:00.250000Z"
        assert http.post("/customers", json={}).json()["createdAt"] == "2026-05-04T12:00:00.250000Z"
