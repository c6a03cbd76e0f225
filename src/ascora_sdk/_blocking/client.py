# Generated from ../_async/client.py by tools/unasync; do not edit.
"""The client of the instance API."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar

import attrs
from typing_extensions import Self, Unpack

from ..concurrency.blocking import Runtime
from ..config import CallOptions, ClientConfig, Variables, patience
from ..http import Answer, Attempt, AttemptResult, Hooks, Response, RetryPolicy, Secret
from ..operations.instance import VERIFY, any_request
from .caller import Caller
from .custom_fields import CustomFields
from .customers import Customers
from .invoices import Invoices
from .jobs import Jobs
from .remote import InstanceRemote
from .tasks import Tasks
from .transport import HttpxTransport, Transport

T = TypeVar("T")


class AscoraClient:
    """A client of one company's Ascora instance (contract: instance API).

    One client serves many calls at once and keeps its connections; close it when done, best by `with`.

    Attributes:
        customers: Read and write customers.
        jobs: Read and write jobs.
        invoices: Read and write invoices, record payments.
        tasks: Schedule, read and write tasks.
        custom_fields: Read how the account describes its own fields.

    Example:
        ```python
        with AscoraClient(
            api_url="https://acme.ascora.com/api/v1", api_token="...", company_code="ACME"
        ) as client:
            client.authenticate()
            customer = client.customers.get("c-1")
        ```
    """

    def __init__(
        self,
        *,
        api_url: str,
        api_token: str | Secret,
        company_code: str,
        timeout: float = 30.0,
        max_retries: int = 3,
        retry: RetryPolicy | None = None,
        hooks: Sequence[Hooks] = (),
        transport: Transport | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            api_url: The API's base URL, like `https://acme.ascora.com/api/v1`.
            api_token: The API token.
            company_code: The company's code.
            timeout: Seconds that one try may take.
            max_retries: Tries after the first; 0 means none.
            retry: The whole policy, instead of `max_retries`.
            hooks: Functions of your own around each try of each call, for logs and traces.
            transport: Carries the requests; `HttpxTransport(client=...)` takes an httpx client of your own. You
                close what you hand in.
            runtime: Clocks, sleep and chance, for tests.

        Raises:
            ConfigurationError: If a value cannot be right; the message says what to give.
        """
        # Hidden at once, so that not even a traceback with local variables shows it.
        api_token = Secret(api_token)
        config = ClientConfig(
            api_url=api_url,
            api_token=api_token,
            company_code=company_code,
            timeout=timeout,
            retry=RetryPolicy(max_retries=max_retries) if retry is None else retry,
        )
        self._serve(config, hooks, transport, runtime)

    @classmethod
    def from_config(
        cls,
        config: ClientConfig,
        *,
        hooks: Sequence[Hooks] = (),
        transport: Transport | None = None,
        runtime: Runtime | None = None,
    ) -> Self:
        """Make a client of a configuration.

        Args:
            config: Where Ascora is, who calls, and how patient the calls are.
            hooks: As for the client itself.
            transport: As for the client itself.
            runtime: As for the client itself.

        Returns:
            The client; nothing is sent yet.

        Example:
            >>> from ascora_sdk import AscoraClient, ClientConfig
            >>> config = ClientConfig(api_url="https://acme.ascora.com/api/v1", api_token="abc", company_code="ACME")
            >>> AscoraClient.from_config(config)
            AscoraClient(api_url='https://acme.ascora.com/api/v1', company_code='ACME')
        """
        client = cls.__new__(cls)
        client._serve(config, hooks, transport, runtime)
        return client

    @classmethod
    def from_env(
        cls,
        environ: Mapping[str, str] | None = None,
        *,
        hooks: Sequence[Hooks] = (),
        transport: Transport | None = None,
        runtime: Runtime | None = None,
    ) -> Self:
        """Make a client of the environment variables (contract: Environment variables).

        Args:
            environ: The variables; the process's own by default.
            hooks: As for the client itself.
            transport: As for the client itself.
            runtime: As for the client itself.

        Returns:
            The client; nothing is sent yet.

        Raises:
            ConfigurationError: If a variable is missing or cannot be read; the message names it.

        Example:
            ```python
            with AscoraClient.from_env() as client:
                client.authenticate()
            ```
        """
        # Hidden at once, so that not even a traceback with local variables shows it.
        variables = Variables(os.environ if environ is None else environ)
        del environ
        config = ClientConfig.from_env(variables)
        return cls.from_config(config, hooks=hooks, transport=transport, runtime=runtime)

    def _serve(
        self,
        config: ClientConfig,
        hooks: Sequence[Hooks],
        transport: Transport | None,
        runtime: Runtime | None,
    ) -> None:
        self._owned_transport: HttpxTransport | None = None
        if transport is None:
            transport = self._owned_transport = HttpxTransport()
        runtime = runtime or Runtime()
        self._bind(Caller(transport=transport, config=config, runtime=runtime, hooks=tuple(hooks)))

    def _bind(self, caller: Caller) -> None:
        self._caller = caller
        self.customers = Customers(caller)
        self.jobs = Jobs(caller)
        self.invoices = Invoices(caller)
        self.tasks = Tasks(caller)
        self.custom_fields = CustomFields(caller)

    def authenticate(self, **options: Unpack[CallOptions]) -> None:
        """Check the credentials.

        Args:
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            AuthenticationError: If Ascora refuses them.
            AscoraApiError: Or another of its subclasses, if the check itself fails.

        Example:
            ```python
            client.authenticate()
            ```

        Contract: instance API, Connection, check of credentials.
        """
        self._caller.execute(VERIFY, options)

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
        config = caller.config if retry is None else attrs.evolve(caller.config, retry=retry)
        seconds, policy = patience(config, CallOptions(timeout=timeout, max_retries=max_retries))
        config = attrs.evolve(config, timeout=seconds, retry=policy)
        client = type(self).__new__(type(self))
        client._owned_transport = None
        client._bind(attrs.evolve(caller, config=config, hooks=caller.hooks if hooks is None else tuple(hooks)))
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

    def as_remote(self) -> InstanceRemote:
        """Give the remote that serves a sync engine by this client.

        Returns:
            The remote; the engine asks for it by itself when it is handed a client.
        """
        return InstanceRemote(self._caller)

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
        name = type(self).__name__
        # A traceback may show a client that could not be made.
        config = self._caller.config if hasattr(self, "_caller") else None
        return f"{name}(api_url={config.api_url!r}, company_code={config.company_code!r})" if config else f"{name}()"
