"""What a test can do to the public API of a sandbox: to its records, past the API, and to its traffic."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from ..account import Account
from ..app import SandboxApp
from ..faults import Fault, Shift
from ..traffic_controls import TrafficControls
from .api import PublicApi
from .faults import PublicShift
from .generator import PublicGenerator
from .paths import matched, public_route
from .quotes import find_quote
from .records import PublicRecords
from .roughness import Record
from .service import PublicService
from .settings import Failures, LabourShape, PublicAccount, Switches


class PublicControls(TrafficControls):
    """The public API's side of a sandbox: `sandbox.public`.

    It has records of its own, shared with nothing of the instance API. They are dicts with the wire's field names;
    those handed out are copies, and hold what the API keeps without showing it. Routes of faults and expectations match
    paths in any case.

    Example:
        >>> with Sandbox(public=PublicAccount(customers=3)) as sandbox:
        ...     sandbox.public.count("customer")
        3
    """

    def __init__(self, account: PublicAccount, seed: int, clock: Callable[[], datetime], api_key: str) -> None:
        """Lay the account out."""
        super().__init__(read_route=public_route)
        self.api_key = api_key
        self._records = PublicRecords(PublicGenerator(account, seed), clock)
        self._initial = account
        self._switches = Switches(account.failures, account.labour_shape)
        self._api = PublicApi(PublicService(self._records, self._switches), api_key)

    @property
    def failures(self) -> Failures:
        """How refusals come: as a `status` of 400 or 404, or with 200 and `success_false`. May be set at any time.

        Raises:
            ValueError: on being set to anything else.
        """
        return self._switches.failures

    @failures.setter
    def failures(self, failures: Failures) -> None:
        self._switches.failures = failures

    @property
    def labour_shape(self) -> LabourShape:
        """How a job's labour comes: `list`, `nested`, `object` or `empty`. May be set at any time.

        Raises:
            ValueError: on being set to anything else.
        """
        return self._switches.labour_shape

    @labour_shape.setter
    def labour_shape(self, shape: LabourShape) -> None:
        self._switches.labour_shape = shape

    def get(self, kind: str, key: str) -> Record:
        """Give a record.

        Args:
            kind: `customer`, `contact`, `job`, `labour`, `quote`, `labour_role`, `supply`, `kit`, `category`,
                `supplier`, `supplier_invoice`, `invoice_to_send`, `payment_to_send`, `enquiry` or
                `webhook_subscription`.
            key: its id, or its number if it has one; a quote's section by its number with a dot.

        Raises:
            KeyError: if there is no such record.
            ValueError: if there is no such kind.
        """
        with self._records.lock:
            if kind == "quote" and "." in key:
                return deepcopy(find_quote(self._records, key))
            return deepcopy(self._records.get(kind, key))

    def records(self, kind: str) -> Iterator[Record]:
        """Yield a kind's records in the order of creation; those marked as sent are still among them."""
        return self._records.snapshot(kind)

    def count(self, kind: str) -> int:
        """Count a kind's records."""
        with self._records.lock:
            return len(self._records.table(kind).rows)

    def add(self, kind: str, /, **fields: Any) -> Record:
        """Add a record as somebody at the server would.

        Args:
            kind: the kind of record, as `get` takes it.
            **fields: the wire's fields, money as `Decimal`, and what the API keeps without showing it (a job's
                `assignedUser`, the `jobNumber` of labour, `isFavourite` of a supply); what is absent is given.

        Returns:
            The whole record.

        Raises:
            ValueError: if a value has the wrong type, or an id or a number is taken.

        Example:
            >>> sandbox.public.add("job", jobNumber="DRQ1", siteCustomer={"id": "...", "name": "Ada"})["jobStatusText"]
            'New'
            >>> sandbox.public.add("labour", jobNumber="DRQ1", roleName="Technician")["isChargeable"]
            False
        """
        with self._records.lock:
            return deepcopy(self._records.create(kind, fields))

    def edit(self, kind: str, key: str, /, **fields: Any) -> Record:
        """Change a record as somebody at the server would.

        Returns:
            The whole record.

        Raises:
            KeyError: if there is no such record.
            ValueError: if a value has the wrong type.
        """
        with self._records.lock:
            return deepcopy(self._records.change(kind, self._records.row(kind, key), fields))

    def remove(self, kind: str, key: str) -> None:
        """Take a record out.

        Raises:
            KeyError: if there is no such record.
        """
        with self._records.lock:
            self._records.table(kind).delete(self._records.row(kind, key))

    def plant(self, kind: str, record: Mapping[str, Any]) -> None:
        r"""Put a record in as it is, valid or not, in place of the one with its id if there is one.

        Example:
            >>> sandbox.public.plant("customer", {"customerId": None, "customerName": "\x00 \ud800", "onHold": "no"})
        """
        with self._records.lock:
            self._records.plant(kind, record)

    def fault(self, route: str, fault: Fault, *, times: int | None = 1, after: int = 0) -> None:
        """Let a fault strike the next requests of a route, behind the faults already registered.

        Args:
            route: such as `GET /Jobs/Jobs`, in any case, `POST *` or `*`.
            fault: one of the values of the instance API's faults, or a `Refusal`.
            times: how many requests it strikes; None for all that come.
            after: how many requests of the route pass first.

        Raises:
            ValueError: if the route cannot be read.

        Example:
            >>> sandbox.public.fault("GET /Customers/Customers", Refusal("Too busy"), times=2)
        """
        here = PublicShift(fault, self._records) if isinstance(fault, Shift) else fault
        super().fault(route, here, times=times, after=after)

    def reset(self) -> None:
        """Go back to the beginning: the generated records, the switches as given, no request and no fault."""
        with self._records.lock:
            self._records.begin_again()
        self.failures = self._initial.failures
        self.labour_shape = self._initial.labour_shape
        self.clear_requests()
        self.clear_faults()

    def app(self, account: Account, default_latency: float) -> SandboxApp:
        """Give the application that serves it.

        Args:
            account: the instance API's account, which keeps the files that come.
            default_latency: seconds that every answer takes.
        """
        return SandboxApp(
            account,
            self._api.answer,
            rules=self._rules,
            requests=self._requests,
            base_path="",
            default_latency=default_latency,
            matched=matched,
        )
