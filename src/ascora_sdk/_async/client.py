"""The client of the instance API."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from typing_extensions import Self, Unpack

from ..concurrency.awaiting import AsyncRuntime
from ..config import CallOptions, ClientConfig, Variables
from ..http import Hooks, RetryPolicy, Secret
from ..operations.instance import VERIFY
from .base_client import AsyncBaseClient
from .caller import AsyncCaller
from .custom_fields import AsyncCustomFields
from .customers import AsyncCustomers
from .instance_remote import AsyncInstanceRemote
from .invoices import AsyncInvoices
from .jobs import AsyncJobs
from .tasks import AsyncTasks
from .transport import AsyncTransport


class AsyncAscoraClient(AsyncBaseClient):
    """A client of one company's Ascora instance (contract: instance API).

    One client serves many calls at once and keeps its connections; close it when done, best by `async with`.

    Attributes:
        customers: Read and write customers.
        jobs: Read and write jobs.
        invoices: Read and write invoices, record payments.
        tasks: Schedule, read and write tasks.
        custom_fields: Read how the account describes its own fields.

    Example:
        ```python
        async with AsyncAscoraClient(
            api_url="https://acme.ascora.com/api/v1", api_token="...", company_code="ACME"
        ) as client:
            await client.authenticate()
            customer = await client.customers.get("c-1")
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
        transport: AsyncTransport | None = None,
        runtime: AsyncRuntime | None = None,
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
            transport: Carries the requests; `AsyncHttpxTransport(client=...)` takes an httpx client of your own. You
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
        transport: AsyncTransport | None = None,
        runtime: AsyncRuntime | None = None,
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
            >>> from ascora_sdk import AsyncAscoraClient, ClientConfig
            >>> config = ClientConfig(api_url="https://acme.ascora.com/api/v1", api_token="abc", company_code="ACME")
            >>> AsyncAscoraClient.from_config(config)
            AsyncAscoraClient(api_url='https://acme.ascora.com/api/v1', company_code='ACME')
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
        transport: AsyncTransport | None = None,
        runtime: AsyncRuntime | None = None,
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
            async with AsyncAscoraClient.from_env() as client:
                await client.authenticate()
            ```
        """
        # Hidden at once, so that not even a traceback with local variables shows it.
        variables = Variables(os.environ if environ is None else environ)
        del environ
        config = ClientConfig.from_env(variables)
        return cls.from_config(config, hooks=hooks, transport=transport, runtime=runtime)

    def _bind(self, caller: AsyncCaller) -> None:
        self.customers = AsyncCustomers(caller)
        self.jobs = AsyncJobs(caller)
        self.invoices = AsyncInvoices(caller)
        self.tasks = AsyncTasks(caller)
        self.custom_fields = AsyncCustomFields(caller)

    async def authenticate(self, **options: Unpack[CallOptions]) -> None:
        """Check the credentials.

        Args:
            **options: `timeout` and `max_retries` of this call alone.

        Raises:
            AuthenticationError: If Ascora refuses them.
            AscoraApiError: Or another of its subclasses, if the check itself fails.

        Example:
            ```python
            await client.authenticate()
            ```

        Contract: instance API, Connection, check of credentials.
        """
        await self._caller.execute(VERIFY, options)

    def as_remote(self) -> AsyncInstanceRemote:
        """Give the remote that serves a sync engine by this client.

        Returns:
            The remote; the engine asks for it by itself when it is handed a client.
        """
        return AsyncInstanceRemote(self._caller)

    def _shown(self, config: ClientConfig) -> str:
        return f"api_url={config.api_url!r}, company_code={config.company_code!r}"
