"""The sandbox under requests made up from the document: it answers as the document says, whatever comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest
import requests
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from ascora_sdk.sandbox import account
from ascora_sdk.sandbox.account import Account
from ascora_sdk.sandbox.api import InstanceApi
from ascora_sdk.sandbox.messages import Answer, error_answer, json_answer
from ascora_sdk.sandbox.public import service
from ascora_sdk.sandbox.public.api import PublicApi

from .document import (
    APIS,
    INSTANCE,
    METHODS,
    PUBLIC,
    Api,
    definition,
    document,
    operation_of,
    operations,
    parameters_of,
)
from .fuzzing import Target, fuzz, fuzz_sequences, target
from .narrowed_public import PUBLIC_IDS

POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


def _may_be_wrong(api: Api, name: str) -> bool:
    """Tell whether a request may be wrong in anything but its ids, which are those that there are."""
    operation = operations(api)[name]
    queries = (one["in"] == "query" for one in parameters_of(operation, api))
    return "requestBody" in definition(operation, api) or any(queries)


def _of_both(names: Callable[[Api], Iterable[str]]) -> list[Any]:
    return [pytest.param(api, name, id=f"{_of(api)}{name}") for api in APIS for name in names(api)]


def _of(api: Api) -> str:
    return "public " if api is PUBLIC else ""


EVERY_OPERATION = pytest.mark.parametrize(("api", "operation"), _of_both(operations))


@pytest.fixture(scope="module")
def all_served() -> Iterator[Mapping[Api, Target]]:
    with target() as instance, target(PUBLIC) as public:
        yield {INSTANCE: instance, PUBLIC: public}


@pytest.fixture
def served(all_served: Mapping[Api, Target]) -> Target:
    return all_served[INSTANCE]


@EVERY_OPERATION
def test_a_request_without_a_flaw_is_carried_out(all_served: Mapping[Api, Target], api: Api, operation: str) -> None:
    assert fuzz(all_served[api], operation, POSITIVE)


@pytest.mark.parametrize(
    ("api", "operation"), _of_both(lambda api: [name for name in operations(api) if _may_be_wrong(api, name)])
)
def test_a_request_with_a_flaw_is_refused(all_served: Mapping[Api, Target], api: Api, operation: str) -> None:
    # The public API has two ways to refuse; the one with a good status is the one to get wrong.
    assert fuzz(all_served[api], operation, NEGATIVE, None if api is INSTANCE else "success_false")[400]


@pytest.mark.parametrize("operation", ["listJobs", "saveCustomer"])
def test_the_public_api_refuses_with_a_status_too(all_served: Mapping[Api, Target], operation: str) -> None:
    assert fuzz(all_served[PUBLIC], operation, NEGATIVE, "status")[400]


# Among few operations sequences get far; only among all of them do they lead from one kind of object to another.
@pytest.mark.parametrize(
    ("api", "paths", "at_least"),
    [
        (INSTANCE, "^/customers", 3),
        (INSTANCE, "^/jobs(/[^/]+(/status)?)?$", 3),
        (INSTANCE, "^/jobs$|/notes", 3),
        (INSTANCE, "^/jobs$|/attachments", 3),
        (INSTANCE, "^/invoices", 3),
        (INSTANCE, "^/tasks", 3),
        (INSTANCE, "^/", 3),
        (PUBLIC, "^/Customers", 3),
        # A deletion that is a POST is none in schemathesis' eyes.
        (PUBLIC, "^/Quotes/(Quote|Add|Clear|Update)", 3),
        (PUBLIC, "^/WebHooks", 2),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_requests_one_after_the_other_fit_together(
    all_served: Mapping[Api, Target], api: Api, paths: str, at_least: int
) -> None:
    succeeded = {operation for operation, times in fuzz_sequences(all_served[api], paths).items() if times}
    # A sequence that gets no further than to the object it made says nothing.
    assert len(succeeded) >= at_least, succeeded


def _ask(on: Target, operation: str, headers: Mapping[str, str]) -> requests.Response:
    method, _, path = operations(on.api)[operation].route.partition(" ")
    path = path.format(**{"kind": "job", **on.known(operation)})
    return on.session.request(method, on.url + path, headers=headers)


@EVERY_OPERATION
@pytest.mark.parametrize("wrong", range(5))
def test_nothing_is_done_without_credentials(
    all_served: Mapping[Api, Target], api: Api, operation: str, wrong: int
) -> None:
    on = all_served[api]
    change = WRONG_CREDENTIALS[api][wrong]
    headers = {name: value for name, value in {**on.credentials, **change}.items() if value is not None}
    answer = _ask(on, operation, headers)
    assert answer.status_code == 401
    assert answer.json()["message"]


WRONG_CREDENTIALS: Mapping[Api, list[dict[str, str | None]]] = {
    INSTANCE: [
        {"Authorization": None},
        {"X-Company-Code": None},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "sandbox-token"},
        {"X-Company-Code": "WRONG"},
    ],
    PUBLIC: [
        {"Auth": None},
        {"Auth": "wrong"},
        {"Auth": ""},
        {"Auth": "Bearer sandbox-key"},
        {"Auth": None, "Authorization": "sandbox-key"},
    ],
}


@pytest.mark.parametrize(("api", "path"), _of_both(lambda api: document(api)["paths"]))
def test_what_the_document_does_not_know_is_not_done(all_served: Mapping[Api, Target], api: Api, path: str) -> None:
    on = all_served[api]
    ids = PUBLIC_IDS if api is PUBLIC else {"id": "c-1", "noteId": "n-1", "attachmentId": "a-1", "kind": "job"}
    filled = path.format(**ids)
    unknown = [method.upper() for method in METHODS if operation_of(method.upper(), filled, api) is None]
    assert unknown
    for method in unknown:
        answer = on.session.request(method, on.url + filled, headers=on.credentials)
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


@pytest.mark.parametrize(
    ("mode", "answer", "told"),
    [
        (POSITIVE, json_answer(200, {"success": False, "message": "No."}), "No."),
        (POSITIVE, json_answer(200, {"success": True}), "'customer' is a required property"),
        (POSITIVE, json_answer(200, {"success": True, "customer": {"customerId": 5}}), "5 is not of type 'string'"),
        (POSITIVE, json_answer(200, {"customerId": "c"}), "'success' is a required property"),
        (NEGATIVE, json_answer(200, {"success": True, "customer": {"customerId": "c"}}), "and yet the answer is 200"),
        (NEGATIVE, json_answer(200, {"success": False, "message": 5}), "5 is not of type 'string'"),
    ],
    ids=["refused", "empty", "wrong field", "no envelope", "done all the same", "wrong refusal"],
)
def test_a_wrong_answer_of_the_public_api_is_found(
    monkeypatch: pytest.MonkeyPatch, mode: GenerationMode, answer: Answer, told: str
) -> None:
    monkeypatch.setattr(PublicApi, "answer", lambda *_: answer)
    with target(PUBLIC) as broken, pytest.raises((AssertionError, FailureGroup), match=told):
        fuzz(broken, "saveCustomer", mode)


@pytest.mark.parametrize("operation", ["createPayment", "markInvoicesAsSent"])
def test_a_check_of_the_public_api_that_is_left_out_is_found(
    all_served: Mapping[Api, Target], monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    monkeypatch.setattr(service, "checked", lambda _, values, **_options: values)
    with pytest.raises((AssertionError, FailureGroup), match=r"and yet the answer is 200|Server error"):
        fuzz(all_served[PUBLIC], operation, NEGATIVE)


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
