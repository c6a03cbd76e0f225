# Generated from ../../_async/client/calls.py by tools/unasync; do not edit.
"""Every call that a client can make, by its name: what one operation promises, the tests ask of all."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from ascora_sdk import AscoraClient

DAY = date(2026, 2, 17)
INVOICE: Any = {
    "customer_id": "c-1",
    "invoice_number": "INV-7",
    "invoice_date": DAY,
    "due_date": DAY,
    "total_amount": Decimal("9.90"),
}
PAYMENT: Any = {"amount": Decimal("9.90"), "payment_method": "cash", "payment_date": DAY}
NOT_CALLS = {"as_remote", "close", "from_config", "from_env", "with_options", "with_raw"}


@dataclass(frozen=True)
class Call:
    """One call, on an account that has two of each kind of record.

    Attributes:
        run: Makes the call, with the options that it is handed.
        method: The HTTP method of its first request.
        has_key: Whether it takes an idempotency key.
        answers: Whether its answer has a body that is read.
        requests: How many requests it takes.
    """

    run: Callable[..., Any]
    method: str = "GET"
    has_key: bool = False
    answers: bool = True
    requests: int = 1

    @property
    def unsafe(self) -> bool:
        """Whether it must not be sent again after a lost answer."""
        return self.method in {"POST", "PATCH"}


def _customers(client: AscoraClient, **options: Any) -> object:
    return [item.id for item in client.customers.iter(**options)]


def _jobs(client: AscoraClient, **options: Any) -> object:
    return [item.id for item in client.jobs.iter(**options)]


def _invoices(client: AscoraClient, **options: Any) -> object:
    return [item.id for item in client.invoices.iter(**options)]


def _tasks(client: AscoraClient, **options: Any) -> object:
    return [item.id for item in client.tasks.iter(**options)]


def _download(client: AscoraClient, **options: Any) -> object:
    file = BytesIO()
    client.jobs.attachments.download("j-1", "a-1", file, **options)
    return file.getvalue()


CALLS: dict[str, Call] = {
    "authenticate": Call(lambda client, **options: client.authenticate(**options), answers=False),
    "request": Call(
        lambda client, **options: client.request("POST", "/customers", json={"firstName": "Ada"}, **options),
        "POST",
        has_key=True,
        answers=False,
    ),
    "customers.get": Call(lambda client, **options: client.customers.get("c-1", **options)),
    "customers.list": Call(lambda client, **options: client.customers.list(**options)),
    "customers.iter": Call(_customers),
    "customers.search": Call(lambda client, **options: client.customers.search("a", **options)),
    "customers.create": Call(
        lambda client, **options: client.customers.create(first_name="Ada", **options), "POST", has_key=True
    ),
    "customers.update": Call(lambda client, **options: client.customers.update("c-1", phone="1", **options), "PUT"),
    "customers.delete": Call(
        lambda client, **options: client.customers.delete("c-2", **options), "DELETE", answers=False
    ),
    "jobs.get": Call(lambda client, **options: client.jobs.get("j-1", **options)),
    "jobs.list": Call(lambda client, **options: client.jobs.list(**options)),
    "jobs.iter": Call(_jobs),
    "jobs.create": Call(
        lambda client, **options: client.jobs.create(job_title="Dry", customer_id="c-1", **options),
        "POST",
        has_key=True,
    ),
    "jobs.update": Call(lambda client, **options: client.jobs.update("j-1", description="x", **options), "PUT"),
    "jobs.update_status": Call(
        lambda client, **options: client.jobs.update_status("j-1", "completed", **options), "PATCH"
    ),
    "jobs.delete": Call(lambda client, **options: client.jobs.delete("j-2", **options), "DELETE", answers=False),
    "jobs.notes.add": Call(
        lambda client, **options: client.jobs.notes.add("j-1", "Dried out", **options), "POST", has_key=True
    ),
    "jobs.notes.list": Call(lambda client, **options: client.jobs.notes.list("j-1", **options)),
    "jobs.notes.update": Call(lambda client, **options: client.jobs.notes.update("j-1", "n-1", "x", **options), "PUT"),
    "jobs.notes.delete": Call(
        lambda client, **options: client.jobs.notes.delete("j-1", "n-1", **options), "DELETE", answers=False
    ),
    "jobs.attachments.add": Call(
        lambda client, **options: client.jobs.attachments.add("j-1", b"wet", file_name="a.txt", **options),
        "POST",
        has_key=True,
    ),
    "jobs.attachments.list": Call(lambda client, **options: client.jobs.attachments.list("j-1", **options)),
    "jobs.attachments.get": Call(lambda client, **options: client.jobs.attachments.get("j-1", "a-1", **options)),
    "jobs.attachments.download": Call(_download, requests=2),
    "jobs.attachments.delete": Call(
        lambda client, **options: client.jobs.attachments.delete("j-1", "a-1", **options), "DELETE", answers=False
    ),
    "invoices.get": Call(lambda client, **options: client.invoices.get("i-1", **options)),
    "invoices.list": Call(lambda client, **options: client.invoices.list(**options)),
    "invoices.iter": Call(_invoices),
    "invoices.create": Call(
        lambda client, **options: client.invoices.create(**INVOICE, **options), "POST", has_key=True
    ),
    "invoices.update": Call(lambda client, **options: client.invoices.update("i-1", due_date=DAY, **options), "PUT"),
    "invoices.record_payment": Call(
        lambda client, **options: client.invoices.record_payment("i-1", **PAYMENT, **options), "POST", has_key=True
    ),
    "invoices.send": Call(lambda client, **options: client.invoices.send("i-1", **options), "POST", answers=False),
    "invoices.delete": Call(
        lambda client, **options: client.invoices.delete("i-2", **options), "DELETE", answers=False
    ),
    "tasks.get": Call(lambda client, **options: client.tasks.get("t-1", **options)),
    "tasks.list": Call(lambda client, **options: client.tasks.list(**options)),
    "tasks.iter": Call(_tasks),
    "tasks.schedule": Call(
        lambda client, **options: client.tasks.schedule(title="Fetch", **options), "POST", has_key=True
    ),
    "tasks.update": Call(lambda client, **options: client.tasks.update("t-1", title="x", **options), "PUT"),
    "tasks.delete": Call(lambda client, **options: client.tasks.delete("t-1", **options), "DELETE", answers=False),
    "custom_fields.list": Call(lambda client, **options: client.custom_fields.list("job", **options)),
}


def public_methods(client: AscoraClient) -> dict[str, Callable[..., Any]]:
    """Find every method that a user can call, by its name from the client, resources below resources included."""
    return {name: method for name, method in _methods(client, "") if name not in NOT_CALLS}


def _methods(one: object, prefix: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in dir(one):
        value = getattr(one, name)
        if name.startswith("_"):
            continue
        if inspect.ismethod(value):
            yield f"{prefix}{name}", value
        elif type(value).__module__.startswith("ascora_sdk"):
            yield from _methods(value, f"{prefix}{name}.")
