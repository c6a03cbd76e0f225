"""The client of the public API."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from typing_extensions import Self

from ...concurrency.awaiting import AsyncRuntime
from ...config import PUBLIC_API_URL, PublicConfig, Variables
from ...http import Hooks, RetryPolicy, Secret
from ..base_client import AsyncBaseClient
from ..caller import AsyncCaller
from ..transport import AsyncTransport
from .accounting import AsyncAccounting
from .contacts import AsyncContacts
from .customers import AsyncCustomers
from .enquiries import AsyncEnquiries
from .inventory import AsyncInventory
from .jobs import AsyncJobs
from .quotes import AsyncQuotes
from .remote import AsyncPublicRemote
from .supplier_invoices import AsyncSupplierInvoices
from .suppliers import AsyncSuppliers
from .webhooks import AsyncWebhooks


class AsyncPublicClient(AsyncBaseClient):
    """A client of the API that an account's own key opens (contract: public API).

    One client serves many calls at once and keeps its connections; close it when done, best by `async with`.

    Attributes:
        customers: Read and write customers.
        contacts: Read and write contacts, the people to be asked for at customers.
        jobs: Read and create jobs, and read the hours worked on them.
        inventory: Read supplies, kits and their categories.
        suppliers: Read and write suppliers.
        supplier_invoices: Read and create what suppliers bill.
        enquiries: Submit enquiries.
        webhooks: Have Ascora call an address of yours, or no more.
        quotes: Read, build and change quotes.
        accounting: Read the queue to the accounting system, and record payments.

    Example:
        ```python
        async with AsyncPublicClient(api_key="...") as client:
            async for customer in client.customers.iter(filter_text="smith"):
                print(customer.customer_name)
        ```
    """

    def __init__(
        self,
        *,
        api_key: str | Secret,
        api_url: str = PUBLIC_API_URL,
        timeout: float = 60.0,
        max_retries: int = 3,
        retry: RetryPolicy | None = None,
        hooks: Sequence[Hooks] = (),
        transport: AsyncTransport | None = None,
        runtime: AsyncRuntime | None = None,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            api_key: The API key, from Administration, API Settings.
            api_url: The API's base URL.
            timeout: Seconds that one try may take; large pages have been seen to take 26.
            max_retries: Tries after the first; 0 means none.
            retry: The whole policy, instead of `max_retries`.
            hooks: Functions of your own around each try of each call, for logs and traces.
            transport: Carries the requests; `AsyncHttpxTransport(verify=...)` takes a CA bundle of your own, which this
                API's certificate chain has been seen to need. You close what you hand in.
            runtime: Clocks, sleep and chance, for tests.

        Raises:
            ConfigurationError: If a value cannot be right; the message says what to give.
        """
        # Hidden at once, so that not even a traceback with local variables shows it.
        api_key = Secret(api_key)
        config = PublicConfig(
            api_key=api_key,
            api_url=api_url,
            timeout=timeout,
            retry=RetryPolicy(max_retries=max_retries) if retry is None else retry,
        )
        self._serve(config, hooks, transport, runtime)

    @classmethod
    def from_config(
        cls,
        config: PublicConfig,
        *,
        hooks: Sequence[Hooks] = (),
        transport: AsyncTransport | None = None,
        runtime: AsyncRuntime | None = None,
    ) -> Self:
        """Make a client of a configuration.

        Args:
            config: Who calls, and how patient the calls are.
            hooks: As for the client itself.
            transport: As for the client itself.
            runtime: As for the client itself.

        Returns:
            The client; nothing is sent yet.

        Example:
            >>> from ascora_sdk.public import AsyncPublicClient, PublicConfig
            >>> AsyncPublicClient.from_config(PublicConfig(api_key="abc"))
            AsyncPublicClient(api_url='https://api.ascora.com.au')
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
        """Make a client of the environment variables `ASCORA_API_KEY` and, if it is set, `ASCORA_PUBLIC_API_URL`.

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
            async with AsyncPublicClient.from_env() as client:
                page = await client.customers.list()
            ```
        """
        # Hidden at once, so that not even a traceback with local variables shows it.
        variables = Variables(os.environ if environ is None else environ)
        del environ
        config = PublicConfig.from_env(variables)
        return cls.from_config(config, hooks=hooks, transport=transport, runtime=runtime)

    def _bind(self, caller: AsyncCaller) -> None:
        self.customers = AsyncCustomers(caller)
        self.contacts = AsyncContacts(caller)
        self.jobs = AsyncJobs(caller)
        self.inventory = AsyncInventory(caller)
        self.suppliers = AsyncSuppliers(caller)
        self.supplier_invoices = AsyncSupplierInvoices(caller)
        self.enquiries = AsyncEnquiries(caller)
        self.webhooks = AsyncWebhooks(caller)
        self.quotes = AsyncQuotes(caller)
        self.accounting = AsyncAccounting(caller)

    def as_remote(self) -> AsyncPublicRemote:
        """Give the remote that serves a sync engine by this client.

        Returns:
            The remote; the engine asks for it by itself when it is handed a client.
        """
        return AsyncPublicRemote(self._caller)
