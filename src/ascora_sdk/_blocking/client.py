# Generated from ../_async/client.py by tools/unasync; do not edit.
"""The client of the instance API."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from typing_extensions import Self, Unpack

from ..concurrency.blocking import Runtime
from ..config import CallOptions, ClientConfig, Variables
from ..http import Hooks, RetryPolicy, Secret
from ..operations.instance import VERIFY
from .base_client import BaseClient
from .caller import Caller
from .custom_fields import CustomFields
from .customers import Customers
from .instance_remote import InstanceRemote
from .invoices import Invoices
from .jobs import Jobs
from .tasks import Tasks
from .transport import Transport


class AscoraClient(BaseClient):
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

    def _bind(self, caller: Caller) -> None:
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

    def as_remote(self) -> InstanceRemote:
        """Give the remote that serves a sync engine by this client.

        Returns:
            The remote; the engine asks for it by itself when it is handed a client.
        """
        return InstanceRemote(self._caller)

    def _shown(self, config: ClientConfig) -> str:
        return f"api_url={config.api_url!r}, company_code={config.company_code!r}"
