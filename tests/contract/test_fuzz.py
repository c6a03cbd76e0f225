"""The sandbox under requests made up from the document: it answers as the document says, whatever comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from ascora_sdk.sandbox import account
from ascora_sdk.sandbox.account import Account
from ascora_sdk.sandbox.api import InstanceApi
from ascora_sdk.sandbox.messages import Answer, error_answer, json_answer

from .document import METHODS, definition, document, operation_of, operations, parameters_of
from .fuzzing import Target, fuzz, fuzz_sequences, known_ids, target

POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# In everything but its ids, which are those that there are.
MAY_BE_WRONG = [
    name
    for name, operation in operations().items()
    if "requestBody" in definition(operation) or any(one["in"] == "query" for one in parameters_of(operation))
]


@pytest.fixture(scope="module")
def served() -> Iterator[Target]:
    with target() as served:
        yield served


@pytest.mark.parametrize("operation", operations())
def test_a_request_without_a_flaw_is_carried_out(served: Target, operation: str) -> None:
    assert fuzz(served, operation, POSITIVE)


@pytest.mark.parametrize("operation", MAY_BE_WRONG)
def test_a_request_with_a_flaw_is_refused(served: Target, operation: str) -> None:
    assert fuzz(served, operation, NEGATIVE)[400]


# Among few operations sequences get far; only among all of them do they lead from one kind of object to another.
@pytest.mark.parametrize(
    "paths",
    [
        "^/customers",
        "^/jobs(/[^/]+(/status)?)?$",
        "^/jobs$|/notes",
        "^/jobs$|/attachments",
        "^/invoices",
        "^/tasks",
        "^/",
    ],
)
def test_requests_one_after_the_other_fit_together(served: Target, paths: str) -> None:
    succeeded = {operation for operation, times in fuzz_sequences(served, paths).items() if times}
    # A sequence that gets no further than to the object it made says nothing.
    assert len(succeeded) > 2, succeeded


def _route(operation: str, **ids: str) -> tuple[str, str]:
    method, _, path = operations()[operation].route.partition(" ")
    return method, path.format(**{"kind": "job", **known_ids(operation), **ids})


@pytest.mark.parametrize("operation", operations())
@pytest.mark.parametrize(
    "wrong",
    [
        {"Authorization": None},
        {"X-Company-Code": None},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "sandbox-token"},
        {"X-Company-Code": "WRONG"},
    ],
    ids=str,
)
def test_nothing_is_done_without_credentials(served: Target, operation: str, wrong: dict[str, str | None]) -> None:
    method, path = _route(operation)
    headers = {name: value for name, value in {**served.credentials, **wrong}.items() if value is not None}
    answer = served.session.request(method, served.sandbox.api_url + path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["message"]


@pytest.mark.parametrize("path", document()["paths"])
def test_what_the_document_does_not_know_is_not_done(served: Target, path: str) -> None:
    filled = path.format(id="c-1", noteId="n-1", attachmentId="a-1", kind="job")
    unknown = [method.upper() for method in METHODS if operation_of(method.upper(), filled) is None]
    assert unknown
    for method in unknown:
        answer = served.session.request(method, served.sandbox.api_url + filled, headers=served.credentials)
        assert answer.status_code in {404, 405}, method


# It can fail


@pytest.mark.parametrize(
    ("mode", "answer", "told"),
    [
        (POSITIVE, error_answer(500, "It broke."), "Server error"),
        (NEGATIVE, error_answer(500, "It broke."), "Server error"),
        (POSITIVE, error_answer(400, "No."), "400"),
        (NEGATIVE, json_answer(201, {"id": "c-2"}), "and yet the answer is 201"),
        (POSITIVE, error_answer(418, "Tea?"), "418"),
        (POSITIVE, Answer(200, b"<html>", "text/html"), "[Cc]ontent-[Tt]ype"),
        (POSITIVE, json_answer(201, {"id": 5}), "5 is not of type 'string'"),
        (POSITIVE, json_answer(201, {"phone": "5"}), "'id' is a required property"),
        (NEGATIVE, json_answer(400, {"message": "No.", "errors": ["phone"]}), "is not of type 'object'"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_wrong_answer_is_found(
    monkeypatch: pytest.MonkeyPatch, mode: GenerationMode, answer: Answer, told: str
) -> None:
    monkeypatch.setattr(InstanceApi, "answer", lambda *_: answer)
    with target() as broken, pytest.raises((AssertionError, FailureGroup), match=told):
        fuzz(broken, "createCustomer", mode)


@pytest.mark.parametrize("operation", ["createJob", "createInvoice", "scheduleTask", "addNote"])
def test_a_check_that_is_left_out_is_found(served: Target, monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    monkeypatch.setattr(account, "check_new", lambda *_: None)
    with pytest.raises((AssertionError, FailureGroup), match="and yet the answer is 201"):
        fuzz(served, operation, NEGATIVE)


def test_a_deletion_that_is_not_done_is_found(served: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Account, "delete", lambda *_: None)
    with pytest.raises(FailureGroup, match="previously deleted"):
        fuzz_sequences(served, "^/tasks")


def test_a_creation_that_is_not_done_is_found(served: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    create = Account.create

    def forget(self: Account, kind: str, values: Mapping[str, Any], **options: Any) -> Mapping[str, Any]:
        record = create(self, kind, values, **options)
        self.delete(kind, record["id"])
        return record

    monkeypatch.setattr(Account, "create", forget)
    with pytest.raises(FailureGroup, match="just created"):
        fuzz_sequences(served, "^/tasks")
