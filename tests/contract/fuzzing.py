"""The sandbox under requests that schemathesis makes up from a document, and how its answers are judged.

The same requests come each time. ASCORA_FUZZ_EXAMPLES asks for more of them, ASCORA_FUZZ_SEED for others.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Literal, TypeVar

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.internal.conjecture import providers
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ensure_resource_availability,
    response_headers_conformance,
    status_code_conformance,
    use_after_free,
)

from ascora_sdk.sandbox import PublicAccount, Sandbox
from ascora_sdk.sandbox.traffic_controls import TrafficControls

from .conformance import answer_problem, invalidity
from .document import INSTANCE, PUBLIC, Api, operations
from .narrowed import fuzzed_schema
from .narrowed_public import PUBLIC_IDS, SUBSCRIPTION

T = TypeVar("T")

EXAMPLES = int(os.environ.get("ASCORA_FUZZ_EXAMPLES", "10"))
SEED = int(os.environ.get("ASCORA_FUZZ_SEED", "0"))
_REPRODUCE = f"ASCORA_FUZZ_SEED={SEED} ASCORA_FUZZ_EXAMPLES={EXAMPLES}"

NAMED = {200, 201, 204, 400, 404}
"""The statuses that the document knows for a request that brings its credentials, in a server that is well."""
_STEPS = 8
_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance]
_SEQUENCE_CHECKS = [*_CHECKS, use_after_free, ensure_resource_availability]
_KNOWN_IDS = {"customers": "c-1", "jobs": "j-1", "invoices": "i-1", "tasks": "t-1"}
_KNOWN_PARTS = {"noteId": "n-1", "attachmentId": "a-1"}
PUBLIC_ACCOUNT = PublicAccount(
    customers=8, contacts=8, jobs=8, quotes=8, supplies=8, kits=8, categories=8, suppliers=8, supplier_invoices=8,
    invoices_to_send=8, payments_to_send=8,
)  # fmt: skip
"""Eight of each kind show all the ways in which data is untidy."""


@dataclass(frozen=True)
class Target:
    """An API of a sandbox, and the connection to it.

    Args:
        sandbox: What serves it.
        session: The connection.
        api: Which of its APIs it is.
        url: Where that lies.
        credentials: What every request needs.
        traffic: What keeps its requests.
        known: What path parameters are filled with so that there is something.
    """

    sandbox: Sandbox
    session: requests.Session
    api: Api
    url: str
    credentials: Mapping[str, str]
    traffic: TrafficControls
    known: Callable[[str], dict[str, str]]

    @property
    def examples(self) -> int:
        """How many requests are made up of an operation; of the public API, whose bodies are large, fewer."""
        return EXAMPLES if self.api is INSTANCE else -(-EXAMPLES // 2)

    def reset(self) -> None:
        """Have there what was there from the start, and nothing else."""
        if self.api is INSTANCE:
            self.sandbox.reset()
            return
        self.sandbox.public.reset()
        self.sandbox.public.add("webhook_subscription", **SUBSCRIPTION)

    def call(self, case: Case) -> Response:
        """Send a request with good credentials."""
        return case.call(base_url=self.url, headers=dict(self.credentials), session=self.session)

    def judge(self, case: Case, response: Response, checks: list[Any] = _CHECKS, **options: Any) -> None:
        """Fail if the document does not describe the answer, or if what it refuses was done."""
        request, answer = self.traffic.requests[-1], Answered.of(response)
        case.validate_response(response, checks=checks, headers=dict(self.credentials), **options)
        assert response.status_code in NAMED, f"{response.status_code} {response.text}"
        wrong = invalidity(request, self.api)
        assert wrong is None or not answer.is_success, f"{wrong}, and yet the answer is {response.status_code}"
        assert (problem := answer_problem(request, answer, self.api)) is None, problem


@dataclass(frozen=True)
class Answered:
    """An answer as the document's check wants it."""

    status: int
    content_type: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Tell whether what was asked for was done: a refusal may come with a good status."""
        return self.status < 300 and b'"success":false' not in self.body

    @classmethod
    def of(cls, response: Response) -> Answered:
        """Take what schemathesis got."""
        headers = {name: ", ".join(values) for name, values in response.headers.items()}
        return cls(response.status_code, headers.get("content-type", ""), headers, response.content)


@contextmanager
def target(api: Api = INSTANCE) -> Iterator[Target]:
    """Serve an account of an API, of the instance API with one object of each kind."""
    with _session() as session, _instance() if api is INSTANCE else Sandbox(public=PUBLIC_ACCOUNT) as sandbox:
        if api is PUBLIC:
            credentials = {"Auth": sandbox.public_api_key}
            url, traffic, known = sandbox.public_url, sandbox.public, public_ids
        else:
            credentials = {"Authorization": f"Bearer {sandbox.api_token}", "X-Company-Code": sandbox.company_code}
            url, traffic, known = sandbox.api_url, sandbox, known_ids
        yield Target(sandbox, session, api, url, credentials, traffic, known)


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session


def _instance() -> Sandbox:
    # A key that an earlier example had too would bring that example's answer.
    sandbox = Sandbox(customers=1, jobs=1, invoices=1, tasks=1, honours_idempotency_key=False)
    sandbox.seed(
        notes=[{"id": "n-1", "jobId": "j-1", "note": "Dried out"}],
        attachments=[{"id": "a-1", "jobId": "j-1", "fileName": "wall.jpg", "content": b"wet"}],
    )
    sandbox.define_custom_field("job", "damage", type="select", options=["fire", "water"])
    return sandbox


def known_ids(operation_id: str) -> dict[str, str]:
    """Give the path parameters under which there is something."""
    path = operations()[operation_id].path
    ids = {**_KNOWN_PARTS, "id": _KNOWN_IDS.get(path.split("/")[1], "")}
    return {name: value for name, value in ids.items() if f"{{{name}}}" in path}


def public_ids(operation_id: str) -> dict[str, str]:
    """Give the same for the public API."""
    path = operations(PUBLIC)[operation_id].path
    return {name: value for name, value in PUBLIC_IDS.items() if f"{{{name}}}" in path}


def fuzz(
    on: Target, operation_id: str, mode: GenerationMode, failures: Literal["status", "success_false"] | None = None
) -> Counter[int]:
    """Send requests of an operation and judge the answers; to those without a flaw they must be what was asked for.

    Args:
        on: Where the requests go.
        operation_id: The operation.
        mode: Whether the requests have flaws.
        failures: How the public API refuses.

    Returns:
        How often each status was answered; a refusal that comes with 200 counts as 400.
    """
    print(_REPRODUCE)
    statuses: Counter[int] = Counter()
    operation = operations(on.api)[operation_id]
    strategy = fuzzed_schema(on.api)[operation.path][operation.method].as_strategy(
        generation_mode=mode, path_parameters=on.known(operation_id) or None
    )

    @_always_the_same(on.examples)
    @given(case=strategy)
    def send(case: Case) -> None:
        on.reset()
        if failures is not None:
            on.sandbox.public.failures = failures
        response = on.call(case)
        is_success = Answered.of(response).is_success
        statuses[response.status_code if is_success else max(400, response.status_code)] += 1
        on.judge(case, response)
        assert mode.is_negative or is_success, f"{response.status_code} {response.text}"

    with _no_words_of_other_modules():
        send()
    return statuses


def fuzz_sequences(on: Target, paths: str) -> Counter[str]:
    """Follow the document's links from operation to operation, and judge the answers by what went before, too.

    Args:
        on: Where the requests go.
        paths: A pattern of the paths to go to.

    Returns:
        How often each operation succeeded.
    """
    print(_REPRODUCE)
    successes: Counter[str] = Counter()

    class Sequence(fuzzed_schema(on.api).include(path_regex=paths).as_state_machine()):
        def setup(self) -> None:
            on.reset()

        def before_call(self, case: Case) -> None:
            if isinstance(case.body, dict) and "invoiceId" in case.body:
                # Which invoice a payment is for stands in the path as well, and no schema can say so.
                case.body["invoiceId"] = case.path_parameters["id"]

        def call(self, case: Case, **_options: Any) -> Response:
            return on.call(case)

        def validate_response(self, response: Response, case: Case, *_rest: Any, **_options: Any) -> None:
            on.judge(case, response, _SEQUENCE_CHECKS, recorder=self.recorder)
            successes[case.operation.definition.raw["operationId"]] += Answered.of(response).is_success

    # To shorten a failing sequence would take minutes, and a sequence is short.
    with _no_words_of_other_modules():
        seed(SEED)(Sequence).run(settings=settings(_settings(on.examples), phases=[Phase.generate]))
    return successes


def _always_the_same(examples: int) -> Callable[[T], T]:
    return lambda function: seed(SEED)(_settings(examples)(function))


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=_STEPS,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=[*HealthCheck],
    )


@contextmanager
def _no_words_of_other_modules() -> Iterator[None]:
    """Keep Hypothesis from drawing the constants of all modules loaded: which these are depends on the tests before."""
    nothing = SimpleNamespace(set_for_type=lambda _: ())
    with pytest.MonkeyPatch.context() as patch:
        # Its own affair: should a release call it by another name, the requests are others, and no worse.
        patch.setattr(providers, "_get_local_constants", lambda: nothing, raising=False)
        patch.setattr(providers, "CONSTANTS_CACHE", {}, raising=False)
        yield
