# Generated from ../_async/base_client.py by tools/unasync; do not edit.
"""What the clients of both APIs have in common: options, hooks, raw answers, any request, and the connections."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar

import attrs
from typing_extensions import Self, Unpack

from ..concurrency.blocking import Runtime
from ..config import CallOptions, Config, patience
from ..http import Answer, Attempt, AttemptResult, Hooks, Response, RetryPolicy
from ..operations.anything import any_request
from .caller import Caller
from .transport import HttpxTransport, Transport

T = TypeVar("T")


class BaseClient(ABC):
    """A client, as far as both are alike."""

    @abstractmethod
    def _bind(self, caller: Caller) -> None:
        """Make the resources."""

    def _serve(
        self,
        config: Config,
        hooks: Sequence[Hooks],
        transport: Transport | None,
        runtime: Runtime | None,
    ) -> None:
        self._owned_transport: HttpxTransport | None = None
        if transport is None:
            transport = self._owned_transport = HttpxTransport()
        runtime = runtime or Runtime()
        self._take(Caller(transport=transport, config=config, runtime=runtime, hooks=tuple(hooks)))

    def _take(self, caller: Caller) -> None:
        self._caller = caller
        self._bind(caller)

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        retry: RetryPolicy | None = None,
        hooks: Sequence[Hooks] | None = None,
    ) -> Self:
        """Make a client that differs in patience or hooks and shares everything else, its connections first of all.

        Args:
            timeout: Seconds that one try may take; None keeps this client's.
            max_retries: Tries after the first; None keeps this client's.
            retry: A whole policy; None keeps this client's.
            hooks: Hooks in place of this client's; None keeps them.

        Returns:
            The client. Keep the one that it was made of, whose connections it uses: to close that one ends both, and to
            close this one closes nothing.

        Example:
            ```python
            patient = client.with_options(timeout=120, max_retries=8)
            job = patient.jobs.get("j-1")
            ```
        """
        caller = self._caller
        config: Any = caller.config
        if retry is not None:
            config = attrs.evolve(config, retry=retry)
        seconds, policy = patience(config, CallOptions(timeout=timeout, max_retries=max_retries))
        config = attrs.evolve(config, timeout=seconds, retry=policy)
        client = type(self).__new__(type(self))
        client._owned_transport = None
        client._take(attrs.evolve(caller, config=config, hooks=caller.hooks if hooks is None else tuple(hooks)))
        return client

    def with_raw(self, call: Callable[[Self], T]) -> Answer[T]:
        """Make a call and give the answer's status and headers beside what the call returns.

        Args:
            call: Makes the call with the client that it is handed, which is this one with an eye on the wire.

        Returns:
            What the call returned, and the answer that it came from; the last one, if the call took several.

        Raises:
            AscoraApiError: Or a subclass, if the call fails.
            RuntimeError: If `call` called nothing.

        Example:
            ```python
            answer = client.with_raw(lambda client: client.jobs.get("j-1"))
            print(answer.status, answer.headers.get("x-request-id"), answer.parsed.job_title)
            ```
        """
        responses: list[Response] = []

        def keep(_: Attempt, result: AttemptResult) -> None:
            if result.response is not None:
                # The last alone: a page that came this way goes on with this hook, and would keep every page's bytes.
                responses[:] = [result.response]

        watching = self.with_options(hooks=(*self._caller.hooks, Hooks(after_attempt=keep)))
        parsed = call(watching)
        if not responses:
            raise RuntimeError("the function called nothing; hand in one that makes a call with the client it is given")
        return Answer(parsed=parsed, response=responses[-1])

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Response:
        """Call what the SDK has no method for, with its credentials, retries and errors.

        Args:
            method: The HTTP method.
            path: The path from the API's base URL, beginning with a slash, escaped.
            params: The query; None leaves a parameter out.
            json: The body; Decimals keep their digits. None sends none.
            headers: Further headers; the credentials' cannot be replaced.
            idempotency_key: A text of your own under which Ascora may know a repetition of this call.
            **options: `timeout` and `max_retries` of this call alone.

        Returns:
            The response, with `status`, `headers`, `body` and `json()`.

        Raises:
            AscoraApiError: Or a subclass, if the call fails.
            ValueError: If the path would leave the API.

        Example:
            ```python
            response = client.request("GET", "/customers", params={"limit": 1})
            print(response.json()["total"])
            ```
        """
        operation = any_request(
            method, path, params=params, json=json, headers=headers, idempotency_key=idempotency_key
        )
        return self._caller.execute(operation, options)

    def close(self) -> None:
        """Close the connections; the client and those made of it by `with_options` cannot be used again."""
        if self._owned_transport is not None:
            self._owned_transport.close()

    def __enter__(self) -> Self:
        """Give the client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the client."""
        self.close()

    def __repr__(self) -> str:
        """Show where the client calls and for whom, and no secret."""
        # A traceback may show a client that could not be made.
        shown = self._shown(self._caller.config) if hasattr(self, "_caller") else ""
        return f"{type(self).__name__}({shown})"

    def _shown(self, config: Any) -> str:
        return f"api_url={config.api_url!r}"
