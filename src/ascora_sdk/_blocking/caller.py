# Generated from ../_async/caller.py by tools/unasync; do not edit.
"""One call from beginning to end: credentials, tries, the pauses between them, and the error if none succeeds."""

from __future__ import annotations

import logging
from typing import Any, Final, TypeGuard, TypeVar

import attrs
from tenacity import Retrying, RetryCallState, retry_if_result

from ..codec import DecodeError
from ..concurrency.blocking import Runtime
from ..config import CallOptions, Config, patience
from ..http import (
    AttemptResult,
    FileFailure,
    Headers,
    Hooks,
    Outcome,
    RateGate,
    RefusedError,
    Request,
    Response,
    RetryPolicy,
    Subject,
    TransportFailure,
    delay_before_retry,
    is_gone_already,
    is_rate_limit,
    malformed,
    may_have_been_carried_out,
    problem,
    refused,
    retry_after,
    same_origin,
)
from ..operations import Operation
from ..operations.attachments import redirected
from ..version import __version__
from .hooks import announce, conclude
from .transport import Transport

T = TypeVar("T")
log = logging.getLogger("ascora_sdk")
# Silent unless the program sets logging up.
log.addHandler(logging.NullHandler())

_NO_OPTIONS: Final[CallOptions] = {}
_USER_AGENT: Final = Headers({"user-agent": f"ascora-sdk/{__version__}"})


@attrs.define
class _Call:
    """How far one call has come."""

    operation: Operation[Any]
    request: Request
    policy: RetryPolicy
    authorized: bool
    started: float
    attempts: int = 0
    may_have_been_carried_out: bool = False


@attrs.frozen
class _Try:
    """How one try ended, the seconds it took, and those until the next one; None if there is to be none."""

    outcome: Outcome
    seconds: float
    delay: float | None

    def result(self) -> AttemptResult:
        """Tell hooks how it ended."""
        response = self.outcome if isinstance(self.outcome, Response) else None
        failure = None if isinstance(self.outcome, Response) else self.outcome
        return AttemptResult(response=response, failure=failure, seconds=self.seconds, retry_in=self.delay)


@attrs.frozen(kw_only=True)
class Caller:
    """Carries out operations; what `with_options` changes, it changes in a copy with the same transport and gate.

    Attributes:
        transport: What carries requests.
        config: Where, who, and how patiently.
        runtime: Clocks, sleep and chance.
        hooks: What is called around each try, in this order.
        gate: Until when calls are held back.
    """

    transport: Transport
    config: Config
    runtime: Runtime
    hooks: tuple[Hooks, ...] = ()
    gate: RateGate = attrs.field(factory=RateGate)
    _credentials: Headers = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Write the headers once that every call has."""
        object.__setattr__(self, "_credentials", Headers({**self.config.credentials, **_USER_AGENT}))

    def execute(self, operation: Operation[T], options: CallOptions = _NO_OPTIONS) -> T:
        """Carry out an operation and read its answer.

        Args:
            operation: What to ask and how to read the answer.
            options: What this call is told beside what the client was.

        Returns:
            What the operation reads from a successful answer.

        Raises:
            AscoraApiError: Or one of its five subclasses, if the API or the way to it fails.
        """
        call = self._begun(operation, options)
        response = self._answer(call)
        try:
            onward = redirected(operation, response)
            if onward is None:
                return operation.decode(response)
        except RefusedError as refusal:
            raise refused(self._subject(call), response, str(refusal)) from None
        except DecodeError as error:
            raise malformed(self._subject(call), response, str(error)) from None
        return self.execute(onward, options)

    def _begun(self, operation: Operation[Any], options: CallOptions) -> _Call:
        timeout, policy = patience(self.config, options) if options else (self.config.timeout, self.config.retry)
        # The token goes to the API's own origin alone, whatever address the API names.
        authorized = operation.address is None or same_origin(operation.address, self.config.api_url)
        request = Request(
            method=operation.method,
            url=operation.url(self.config.api_url),
            headers=operation.all_headers(self._credentials if authorized else _USER_AGENT),
            content=operation.content,
            timeout=timeout,
            sink=operation.sink,
        )
        return _Call(operation, request, policy, authorized, self.runtime.monotonic())

    def _answer(self, call: _Call) -> Response:
        last = self._try(call)
        if last.delay is not None:
            last = self._try_again(call, last.delay)
        outcome = last.outcome
        if _succeeded(outcome) or _leads_on(outcome, call):
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
        if not self.hooks:
            return self._send(call, call.request)
        attempt, request = announce(self.hooks, call.request, call.operation, number=call.attempts)
        begun = self.runtime.monotonic()
        try:
            ended = self._send(call, request)
        except BaseException as error:
            seconds = self.runtime.monotonic() - begun
            result = AttemptResult(response=None, failure=error, seconds=seconds, retry_in=None)
            conclude(self.hooks, attempt, result)
            raise
        conclude(self.hooks, attempt, ended.result())
        return ended

    def _send(self, call: _Call, request: Request) -> _Try:
        begun = self.runtime.monotonic()
        outcome: Outcome
        try:
            outcome = self.transport.send(request)
            if request.sink is not None and _succeeded(outcome) and outcome.body:
                # From a transport that knows no sinks.
                request.sink.begin()
                request.sink.write(outcome.body)
        except TransportFailure as failure:
            outcome = failure
            outcome.cut_short |= not getattr(request.content, "is_whole", True)
        except FileFailure as failure:
            raise failure.error from None
        seconds = self.runtime.monotonic() - begun
        done = _succeeded(outcome) or _leads_on(outcome, call)
        ended = _Try(outcome, seconds, None if done else self._delay_after(call, outcome))
        _tell(call, ended)
        return ended

    def _delay_after(self, call: _Call, outcome: Outcome) -> float | None:
        call.may_have_been_carried_out |= may_have_been_carried_out(outcome)
        policy, now, monotonic = call.policy, self.runtime.now(), self.runtime.monotonic()
        delay = delay_before_retry(
            policy,
            outcome,
            repeatable=call.operation.repeatable,
            retries=call.attempts - 1,
            elapsed=monotonic - call.started,
            now=now,
            random=self.runtime.random,
        )
        if is_rate_limit(outcome) and call.operation.address is None:
            asked = retry_after(outcome, now)
            hold = (delay or 0.0) if asked is None else min(asked, policy.max_retry_after)
            self.gate.hold(until=monotonic + hold)
        return None if _is_spent(call.request) else delay

    def _subject(self, call: _Call) -> Subject:
        operation = call.operation
        return Subject(
            method=operation.method,
            url=operation.shown(call.request.url),
            resource=operation.resource,
            id=operation.id,
            attempts=call.attempts,
            repeatable=operation.repeatable,
            secrets=self.config.secrets,
            authorized=call.authorized,
            credentials=self.config.credentials_named,
            of_file=operation.address is not None,
        )


def _succeeded(outcome: Outcome) -> TypeGuard[Response]:
    return isinstance(outcome, Response) and 200 <= outcome.status < 300


def _delay(state: RetryCallState) -> float:
    tried: _Try = state.outcome.result()  # type: ignore[union-attr]  # there is an outcome whenever it is asked for
    return tried.delay or 0.0


def _leads_on(outcome: Outcome, call: _Call) -> TypeGuard[Response]:
    return isinstance(outcome, Response) and call.operation.redirects > 0 and 300 <= outcome.status < 400


def _is_spent(request: Request) -> bool:
    # A body that came from an iterator, say, cannot be had a second time.
    return any(getattr(file, "is_spent", False) for file in (request.content, request.sink))


def _tell(call: _Call, ended: _Try) -> None:
    # The path's template, not the path: an id or a search text is none of a log's business.
    outcome, method, template, number = ended.outcome, call.operation.method, call.operation.template, call.attempts
    how = f"status {outcome.status}" if isinstance(outcome, Response) else f"no answer while {outcome.phase.value}"
    if isinstance(outcome, Response) and outcome.status < 400:
        log.debug("%s %s: %s at try %d, in %.3f s", method, template, how, number, ended.seconds)
    else:
        then = "giving up" if ended.delay is None else f"trying again in {ended.delay:.3g} s"
        log.info("%s %s: %s at try %d, %s", method, template, how, number, then)


_TO_BE_TRIED_AGAIN = retry_if_result(lambda tried: tried.delay is not None)
