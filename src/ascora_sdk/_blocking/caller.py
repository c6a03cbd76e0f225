# Generated from ../_async/caller.py by tools/unasync; do not edit.
"""One call from beginning to end: credentials, tries, the pauses between them, and the error if none succeeds."""

from __future__ import annotations

import logging
from typing import Any, TypeGuard, TypeVar

import attrs
from tenacity import Retrying, RetryCallState, retry_if_result

from ..codec import DecodeError
from ..concurrency.blocking import Runtime
from ..config import ClientConfig
from ..http import (
    Headers,
    Outcome,
    RateGate,
    Request,
    Response,
    Subject,
    TransportFailure,
    delay_before_retry,
    is_gone_already,
    is_rate_limit,
    malformed,
    may_have_been_carried_out,
    problem,
    retry_after,
)
from ..operations import Operation
from ..version import __version__
from .transport import Transport

T = TypeVar("T")
log = logging.getLogger("ascora_sdk")


@attrs.define
class _Call:
    """How far one call has come."""

    operation: Operation[Any]
    request: Request
    started: float
    attempts: int = 0
    may_have_been_carried_out: bool = False


@attrs.frozen
class _Try:
    """How one try ended, and the seconds until the next one; None if there is to be none."""

    outcome: Outcome
    delay: float | None = None


@attrs.frozen(kw_only=True)
class Caller:
    """Carries out operations; what `with_options` changes, it changes in a copy with the same transport and gate.

    Attributes:
        transport: What carries requests.
        config: Where, who, and how patiently.
        runtime: Clocks, sleep and chance.
        gate: Until when calls are held back.
    """

    transport: Transport
    config: ClientConfig
    runtime: Runtime
    gate: RateGate = attrs.field(factory=RateGate)
    _credentials: Headers = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Write the headers once that every call has."""
        credentials = {
            "authorization": f"Bearer {self.config.api_token.reveal()}",
            "x-company-code": self.config.company_code,
            "user-agent": f"ascora-sdk/{__version__}",
        }
        object.__setattr__(self, "_credentials", Headers(credentials))

    def execute(self, operation: Operation[T]) -> T:
        """Carry out an operation and read its answer.

        Args:
            operation: What to ask and how to read the answer.

        Returns:
            What the operation reads from a successful answer.

        Raises:
            AscoraApiError: Or one of its five subclasses, if the API or the way to it fails.
        """
        call = _Call(
            operation,
            Request(
                method=operation.method,
                url=operation.url(self.config.api_url),
                headers=operation.all_headers(self._credentials),
                content=operation.content,
                timeout=self.config.timeout,
            ),
            self.runtime.monotonic(),
        )
        response = self._answer(call)
        try:
            return operation.decode(response)
        except DecodeError as error:
            raise malformed(self._subject(call), response, str(error)) from None

    def _answer(self, call: _Call) -> Response:
        last = self._try(call)
        if last.delay is not None:
            last = self._try_again(call, last.delay)
        outcome = last.outcome
        if _succeeded(outcome):
            return outcome
        if call.operation.method == "DELETE" and call.may_have_been_carried_out and is_gone_already(outcome):
            # An earlier try did the work and its answer was lost: what was asked for is done.
            return Response(status=204)
        raise problem(self._subject(call), outcome, now=self.runtime.now())

    def _try_again(self, call: _Call, delay: float) -> _Try:
        self.runtime.sleep(delay)
        retrying = Retrying(sleep=self.runtime.sleep, wait=_delay, retry=_TO_BE_TRIED_AGAIN)
        last: _Try = retrying(self._try, call)
        return last

    def _try(self, call: _Call) -> _Try:
        # Asked again after each sleep, since another call may have been told to wait longer meanwhile.
        while held := self.gate.wait(now=self.runtime.monotonic()):
            self.runtime.sleep(held)
        call.attempts += 1
        outcome: Outcome
        try:
            outcome = self.transport.send(call.request)
        except TransportFailure as failure:
            outcome = failure
        return _Try(outcome) if _succeeded(outcome) else self._after_failure(call, outcome)

    def _after_failure(self, call: _Call, outcome: Outcome) -> _Try:
        call.may_have_been_carried_out |= may_have_been_carried_out(outcome)
        policy, now, monotonic = self.config.retry, self.runtime.now(), self.runtime.monotonic()
        delay = delay_before_retry(
            policy,
            outcome,
            repeatable=call.operation.repeatable,
            retries=call.attempts - 1,
            elapsed=monotonic - call.started,
            now=now,
            random=self.runtime.random,
        )
        if is_rate_limit(outcome):
            asked = retry_after(outcome, now)
            hold = (delay or 0.0) if asked is None else min(asked, policy.max_retry_after)
            self.gate.hold(until=monotonic + hold)
        _tell(call, outcome, delay)
        return _Try(outcome, delay)

    def _subject(self, call: _Call) -> Subject:
        operation = call.operation
        return Subject(
            method=operation.method,
            url=call.request.url,
            resource=operation.resource,
            id=operation.id,
            attempts=call.attempts,
            repeatable=operation.repeatable,
            secrets=(self.config.api_token,),
        )


def _succeeded(outcome: Outcome) -> TypeGuard[Response]:
    return isinstance(outcome, Response) and 200 <= outcome.status < 300


def _delay(state: RetryCallState) -> float:
    tried: _Try = state.outcome.result()  # type: ignore[union-attr]  # there is an outcome whenever it is asked for
    return tried.delay or 0.0


def _tell(call: _Call, outcome: Outcome, delay: float | None) -> None:
    # The path's template, not the path: an id or a search text is none of a log's business.
    how = f"status {outcome.status}" if isinstance(outcome, Response) else f"no answer while {outcome.phase.value}"
    then = "giving up" if delay is None else f"trying again in {delay:.3g} s"
    log.info("%s %s: %s at try %d, %s", call.operation.method, call.operation.template, how, call.attempts, then)


_TO_BE_TRIED_AGAIN = retry_if_result(lambda tried: tried.delay is not None)
