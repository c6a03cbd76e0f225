"""The sandbox: an Ascora account on loopback, with controls for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime, timezone
from types import TracebackType
from typing import Any

from typing_extensions import Self

from .account import Account
from .api import InstanceApi
from .app import SandboxApp
from .contract import BASE_PATH
from .fault_rules import FaultRules
from .faults import Fault
from .generator import Generator, Record
from .handlers import Service
from .messages import ReceivedRequest
from .server import ServerThread


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


class Sandbox:
    """A server that speaks the instance API from its contract: keeps state, makes data, injects faults.

    Every control may be used from any thread while it serves. Records are dicts with the wire's field names;
    those handed out are copies. State outlives `stop`; a sandbox started again serves at the same port.

    Args:
        customers: how many generated customers there are, `c-1` and up.
        jobs: how many generated jobs, `j-1` and up, each of one of the customers.
        invoices: how many generated invoices, `i-1` and up, each of one of the customers and most of a job.
        seed: decides, with the counts, every byte of the generated records.
        api_token: the token that requests must bear.
        company_code: the company code that requests must carry.
        max_page_size: the most records in a page; a longer page asked for comes shortened without a word.
        default_latency: seconds that every answer takes.
        honours_updated_since: whether lists read `updated_since` or leave it unread.
        honours_idempotency_key: whether a POST with an `Idempotency-Key` seen before gets the first answer again.
        clock: gives the time of changes, aware.
        host: the address to bind.
        port: the port to bind; 0 takes a free one.

    Raises:
        ValueError: if jobs or invoices are asked for without a customer to refer to.

    Example:
        >>> with Sandbox(customers=3) as sandbox:
        ...     sandbox.edit("customer", "c-1", phone="(07) 5550 0000")["id"]
        'c-1'
    """

    def __init__(
        self,
        customers: int = 0,
        jobs: int = 0,
        invoices: int = 0,
        *,
        seed: int = 0,
        api_token: str = "sandbox-token",  # noqa: S107
        company_code: str = "SANDBOX",
        max_page_size: int | None = None,
        default_latency: float = 0.0,
        honours_updated_since: bool = True,
        honours_idempotency_key: bool = True,
        clock: Callable[[], datetime] = _utc_now,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Lay the account out; nothing listens yet."""
        if (jobs or invoices) and not customers:
            raise ValueError("jobs and invoices refer to customers: ask for at least one")
        self.api_token = api_token
        self.company_code = company_code
        self._account = Account(Generator(seed, {"customer": customers, "job": jobs, "invoice": invoices}), clock)
        self._rules = FaultRules()
        service = Service(self._account, company_code, max_page_size, honours_updated_since)
        api = InstanceApi(service, api_token=api_token, honours_idempotency_key=honours_idempotency_key)
        self._app = SandboxApp(self._account, api, self._rules, default_latency)
        self._host = host
        self._port = port
        self._server: ServerThread | None = None

    # Life

    def start(self) -> Self:
        """Start serving, unless it already does.

        Returns:
            The sandbox itself.

        Raises:
            OSError: if the port cannot be bound.
        """
        if self._server is None:
            self._server = ServerThread(self._app, self._host, self._port)
            self._port = self._server.port
        return self

    def stop(self) -> None:
        """Stop serving at once: open connections break, waiting answers never come."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def api_url(self) -> str:
        """The base URL for clients.

        Raises:
            RuntimeError: if the sandbox was never started, so that its port isn't known.
        """
        if not self._port:
            raise RuntimeError("the sandbox has no address yet: enter it with `with`, or call start()")
        return f"http://{self._host}:{self._port}{BASE_PATH}"

    # Records

    def get(self, kind: str, record_id: str) -> Record:
        """Give a record.

        Args:
            kind: `customer`, `job` or `invoice`.
            record_id: its id.

        Raises:
            KeyError: if there is no such record.
        """
        with self._account.lock:
            return deepcopy(self._account.get(kind, record_id))

    def records(self, kind: str) -> Iterator[Record]:
        """Yield a kind's records in the order of creation."""
        return self._account.snapshot(kind)

    def count(self, kind: str) -> int:
        """Count a kind's records."""
        with self._account.lock:
            return len(self._account.table(kind))

    def add(self, kind: str, /, **fields: Any) -> Record:
        """Add a record as somebody at the server would.

        Args:
            kind: the kind of record.
            **fields: the wire's fields, money as `Decimal`; id, createdAt and updatedAt are given if absent.

        Returns:
            The whole record.

        Raises:
            ValueError: if the contract refuses it, or the id is taken.

        Example:
            >>> sandbox.add("job", jobTitle="Dry out", customerId="c-1")["status"]
            'pending'
        """
        with self._account.lock:
            return deepcopy(self._account.create(kind, fields))

    def edit(self, kind: str, record_id: str, /, **fields: Any) -> Record:
        """Change a record as somebody at the server would: updatedAt moves too, unless it is named.

        Returns:
            The whole record.

        Raises:
            KeyError: if there is no such record.
            ValueError: if the contract refuses the change.
        """
        with self._account.lock:
            return deepcopy(self._account.update(kind, record_id, fields))

    def remove(self, kind: str, record_id: str) -> None:
        """Take a record out.

        Raises:
            KeyError: if there is no such record.
        """
        with self._account.lock:
            self._account.delete(kind, record_id)

    def plant(self, kind: str, record: Mapping[str, Any]) -> None:
        r"""Put a record in as it is, valid or not, in place of the one with its id if there is one.

        Example:
            >>> sandbox.plant("customer", {"id": None, "phone": 5, "notes": "\x00 \ud800"})
        """
        with self._account.lock:
            self._account.plant(kind, record)

    def payments(self, invoice_id: str) -> list[Record]:
        """List the payments that an invoice received over the API, in their order."""
        with self._account.lock:
            return self._account.payments(invoice_id)

    # Traffic

    @property
    def requests(self) -> tuple[ReceivedRequest, ...]:
        """Everything received, in its order, whatever became of it."""
        return tuple(self._app.requests)

    def clear_requests(self) -> None:
        """Forget what was received."""
        self._app.requests.clear()

    def fault(self, route: str, fault: Fault, *, times: int | None = 1, after: int = 0) -> None:
        """Let a fault strike the next requests of a route, behind the faults already registered.

        Args:
            route: such as `GET /customers/{id}`, `* /customers`, `POST *` or `*`.
            fault: one of the values of `faults`.
            times: how many requests it strikes; None for all that come.
            after: how many requests of the route pass first.

        Raises:
            ValueError: if the route cannot be read.

        Example:
            >>> sandbox.fault("GET /customers", Status(503), times=2)
        """
        self._rules.add(route, fault, times=times, after=after)

    def clear_faults(self) -> None:
        """Forget every fault."""
        self._rules.clear()
