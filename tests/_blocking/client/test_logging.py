# Generated from ../../_async/client/test_logging.py by tools/unasync; do not edit.
"""What the SDK logs: each try, by its template, at a sensible level; nothing secret, nobody's id, nothing unasked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest

from ascora_sdk import AscoraApiError, AscoraClient, Hooks
from ascora_sdk.sandbox import Drop, Malformed, Sandbox, Status

from .calls import CALLS

MakeClient = Callable[..., AscoraClient]
TOKEN = "t0ken/with+marks&=%\"'"
COMPANY = "COMPANY-7"
PERSONAL = (
    "c-1",
    "c-2",
    "j-1",
    "j-2",
    "i-1",
    "i-2",
    "t-1",
    "n-1",
    "a-1",
    "Ada",
    "INV-7",
    "Dried out",
    "a.txt",
    "127.0",
)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=2, jobs=2, invoices=2, tasks=2, api_token=TOKEN, company_code=COMPANY) as sandbox:
        sandbox.seed(
            notes=[{"jobId": "j-1", "note": "a"}],
            attachments=[{"jobId": "j-1", "fileName": "a.txt", "content": b"wet"}],
        )
        yield sandbox


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], list[tuple[str, str]]]:
    """Give what was logged since it was last asked for, by level."""
    caplog.set_level(logging.DEBUG, "ascora_sdk")

    def lines() -> list[tuple[str, str]]:
        records = [record for record in caplog.records if record.name.startswith("ascora_sdk")]
        caplog.clear()
        return [(record.levelname, record.getMessage()) for record in records]

    return lines


def all_of(record: logging.LogRecord) -> str:
    """Give everything that a handler may write of a record, but for where in the code it comes from."""
    own = {name: value for name, value in vars(record).items() if name not in vars(logging.makeLogRecord({}))}
    return f"{logging.Formatter().format(record)} {record.msg!r} {record.args!r} {own!r}"


def test_a_try_that_succeeds_is_a_detail(
    client: AscoraClient, logged: Callable[[], list[tuple[str, str]]]
) -> None:
    client.jobs.notes.update("j-1", "n-1", "x")
    client.tasks.schedule(title="x")
    client.custom_fields.list("job")
    assert logged() == [
        ("DEBUG", "PUT /jobs/{id}/notes/{noteId}: status 200 at try 1, in 0.000 s"),
        ("DEBUG", "POST /tasks: status 201 at try 1, in 0.000 s"),
        ("DEBUG", "GET /custom-fields/{kind}: status 200 at try 1, in 0.000 s"),
    ]


def test_a_try_that_fails_is_worth_knowing(
    sandbox: Sandbox, client: AscoraClient, logged: Callable[[], list[tuple[str, str]]]
) -> None:
    sandbox.fault("*", Status(503, headers={"Retry-After": "7"}))
    sandbox.fault("*", Drop())
    client.tasks.get("t-1")
    with pytest.raises(AscoraApiError):
        client.tasks.get("t-99")
    assert logged() == [
        ("INFO", "GET /tasks/{id}: status 503 at try 1, trying again in 7 s"),
        ("INFO", "GET /tasks/{id}: no answer while receiving at try 2, trying again in 2 s"),
        ("DEBUG", "GET /tasks/{id}: status 200 at try 3, in 0.000 s"),
        ("INFO", "GET /tasks/{id}: status 404 at try 1, giving up"),
    ]


def test_no_call_warns_by_itself(
    sandbox: Sandbox, client: AscoraClient, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fault("*", Status(500), times=None)
    for name in CALLS:
        with pytest.raises(AscoraApiError):
            CALLS[name].run(client)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("name", [name for name in CALLS if name != "request"])
def test_no_record_tells_more_than_the_template(
    sandbox: Sandbox, client: AscoraClient, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.DEBUG, "ascora_sdk")
    CALLS[name].run(client)
    told = f"{sandbox.api_token} {sandbox.company_code}"
    for fault in (Status(500, told), Status(400, f'{{"message": "{COMPANY} c-1"}}'), Drop(), Malformed("html")):
        sandbox.reset()
        sandbox.fault("*", fault, times=None)
        try:
            CALLS[name].run(client)
        except AscoraApiError:
            continue
    records = [record for record in caplog.records if record.name.startswith("ascora_sdk")]
    assert len(records) >= 5
    for record in records:
        shown = all_of(record)
        assert not [secret for secret in (TOKEN, COMPANY, *PERSONAL) if secret in shown], shown


def test_a_hook_that_fails_is_an_error_without_the_id(
    sandbox: Sandbox, make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.add("job", id="job Zq7", jobTitle="Dry", customerId="c-1")

    def fail(*_: object) -> None:
        raise LookupError("the hook's own words")

    make_client(hooks=[Hooks(after_attempt=fail)]).jobs.get("job Zq7")
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    shown = all_of(record)
    assert (record.name, record.levelname) == ("ascora_sdk", "ERROR")
    assert "the hook's own words" in shown
    assert not [secret for secret in (TOKEN, COMPANY, "Zq7", "127.0.0.1") if secret in shown]


def test_a_program_can_turn_it_down(
    sandbox: Sandbox, client: AscoraClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "ascora_sdk")
    sandbox.fault("*", Status(503))
    client.authenticate()
    assert not [record for record in caplog.records if record.name.startswith("ascora_sdk")]
