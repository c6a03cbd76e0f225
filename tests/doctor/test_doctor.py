"""The doctor: reads alone, judges by shape, ends as scripts need it, and tells nothing about anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ascora_sdk.doctor.command import main
from ascora_sdk.sandbox import CutBody, Drop, Malformed, PublicAccount, Sandbox, Status

NAME = "Wilhelmina Ottoline Quist"
PERSONAL = f'{{"success": false, "message": "{NAME} owes 12.50", "errors": {{"{NAME}": ["{NAME}"]}}}}'


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=30, jobs=4, invoices=3, tasks=2, public=PublicAccount(customers=30, jobs=4)) as sandbox:
        yield sandbox


@pytest.fixture
def environ(sandbox: Sandbox) -> dict[str, str]:
    """The variables of both APIs."""
    return {
        **sandbox.environ,
        "ASCORA_API_KEY": sandbox.public_api_key,
        "ASCORA_PUBLIC_API_URL": sandbox.public_url,
    }


def run(
    capsys: pytest.CaptureFixture[str], environ: Mapping[str, str], *arguments: str
) -> tuple[int, dict[str, dict[str, Any]]]:
    """Run with JSON, and give the findings by API and resource."""
    code = main([*arguments, "--json"], environ)
    told = json.loads(capsys.readouterr().out)
    return code, {f"{one['api']} {finding['resource']}": finding for one in told for finding in one["findings"]}


def test_both_apis_are_well(sandbox: Sandbox, environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, findings = run(capsys, environ)
    assert code == 0
    assert {finding["verdict"] for finding in findings.values()} == {"as expected"}
    assert findings["instance customers"]["rows"] == findings["public customers"]["rows"] == 25
    assert findings["public labour"]["route"] == "GET /Jobs/JobLabour/{id}"


def test_it_reads_alone_and_once(sandbox: Sandbox, environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    _, findings = run(capsys, environ)
    received = [*sandbox.requests, *sandbox.public.requests]
    assert {request.method for request in received} == {"GET"}
    assert len(received) == len(findings)


def test_the_table(sandbox: Sandbox, environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], environ) == 0
    told = capsys.readouterr().out
    assert "instance API at 127.0.0.1:" in told
    assert "public API at 127.0.0.1:" in told
    assert "ask for 100 rows a page" in told
    assert "certificate: none, the address has no TLS" in told


@pytest.mark.parametrize("api", ["instance", "public"])
def test_one_api_alone(sandbox: Sandbox, environ: dict[str, str], capsys: pytest.CaptureFixture[str], api: str) -> None:
    _, findings = run(capsys, environ, "--api", api)
    assert {name.partition(" ")[0] for name in findings} == {api}


def test_a_shape_that_differs_is_told_by_keys_and_types(
    sandbox: Sandbox, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox.plant("customer", {"id": "c-1", "phone": 5550000, "notes": NAME, "loyalty": NAME})
    code, findings = run(capsys, environ, "--api", "instance")
    assert code == 1
    assert findings["instance customers"]["differences"] == [
        "1 of 25 rows: phone: expected a string, got a whole number"
    ]
    sandbox.edit("customer", "c-1", phone=None)
    sandbox.plant("customer", {"id": "c-1", "loyalty": NAME})
    code, findings = run(capsys, environ, "--api", "instance")
    assert code == 0
    assert "loyalty" in findings["instance customers"]["unknown_fields"]


def test_credentials_that_are_refused(
    sandbox: Sandbox, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, findings = run(capsys, {**environ, "ASCORA_API_KEY": "wrong"}, "--api", "public")
    assert code == 3
    assert findings["public customers"]["verdict"] == "not authorized"
    assert findings["public labour"]["verdict"] == "not asked"


def test_a_server_that_is_not_there(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, findings = run(capsys, {**environ, "ASCORA_API_URL": "http://127.0.0.1:9/api/v1"}, "--api", "instance")
    assert code == 4
    assert {finding["verdict"] for finding in findings.values()} == {"not reachable", "not asked"}


def test_nothing_to_go_by(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], {}) == 2
    assert "ASCORA_API_KEY" in capsys.readouterr().err
    assert main(["--api", "instance"], {"ASCORA_API_TOKEN": "x"}) == 2
    assert "ASCORA_INSTANCE" in capsys.readouterr().err


FAULTS = [
    Status(200, PERSONAL),
    Status(200, f'{{"data": ["{NAME}"], "total": 1, "hasMore": false}}'),
    Status(200, f'{{"success": true, "results": [["{NAME}"]], "totalPages": 1, "totalRecords": 1}}'),
    Status(200, f'{{"success": true, "{NAME}": [{{"name": "{NAME}"}}]}}'),
    Status(200, f'["{NAME}"]'),
    Status(200, f"<html>{NAME}</html>", "text/html"),
    Status(200, f'{{"data": "{NAME}'),
    Status(400, PERSONAL),
    Status(404, PERSONAL),
    Status(500, PERSONAL),
    Malformed("truncated"),
    CutBody(),
    Drop(),
]


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
@pytest.mark.parametrize("form", ["--json", ""])
def test_nothing_personal_is_printed(
    sandbox: Sandbox, environ: dict[str, str], capsys: pytest.CaptureFixture[str], fault: Any, form: str
) -> None:
    personal = personal_values(sandbox)
    sandbox.fault("*", fault, times=None)
    sandbox.public.fault("*", fault, times=None)
    assert main([form] if form else [], environ) in {0, 1, 4}
    told = "".join(capsys.readouterr())
    assert not [value for value in [*personal, *NAME.split()] if value in told]


def test_nothing_personal_is_printed_of_an_account_that_is_well(
    sandbox: Sandbox, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    personal = personal_values(sandbox)
    assert len(personal) > 100
    for form in ([], ["--json"]):
        main(form, environ)
        told = "".join(capsys.readouterr())
        assert not [value for value in personal if value in told]


def personal_values(sandbox: Sandbox) -> list[str]:
    """Every text that the account's records hold, short ones and the API's own words aside."""
    records = [*sandbox.records("customer"), *sandbox.records("job"), *sandbox.public.records("customer")]
    values = {value.strip() for record in records for value in record.values() if isinstance(value, str)}
    return [value for value in values if len(value) > 5 and not value.islower()]
