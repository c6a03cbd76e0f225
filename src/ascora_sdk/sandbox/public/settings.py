"""What a public API's account is made of, and the switches for what the contract says in more than one way."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, get_args

Failures = Literal["status", "success_false"]
LabourShape = Literal["list", "nested", "object", "empty"]

_OF_CUSTOMERS = ("contacts", "jobs", "quotes")


@dataclass(frozen=True, kw_only=True)
class PublicAccount:
    """How many generated records the public API has of each kind, and how it speaks.

    Args:
        customers: how many customers.
        contacts: how many contacts, each of one of the customers.
        jobs: how many jobs, each of one of the customers; of four jobs, three have 1 to 3 rows of labour.
        quotes: how many quotes, each of one of the customers; each fifth has sections.
        supplies: how many supplies.
        kits: how many kits.
        categories: how many categories: every second is a category two, below the one before it.
        suppliers: how many suppliers.
        supplier_invoices: how many supplier invoices, each of one of the suppliers.
        invoices_to_send: how many invoices that wait to be sent to accounting, each of one of the jobs if there are
            any.
        payments_to_send: how many payments that wait likewise.
        labour_roles: how many labour roles.
        irregular: whether generated data is as untidy as Ascora's: trailing blanks, empty texts for null, numbers as
            texts, dates in every form, NUL and lone surrogates, unknown fields. Any 8 successive records of a kind
            show all of it. Dates are in UTC with `Z` and all else is tidy if not.
        failures: whether what an operation refuses comes with a `status` of 400 or 404, or as 200 with `success` false.
        labour_shape: how a job's labour comes: a `list`, a list `nested` in a list, a lone row as an `object`, or
            always `empty`.

    Raises:
        ValueError: if a count is less than 0, a switch has no such position, or records are asked for without any to
            refer to.

    Example:
        >>> with Sandbox(public=PublicAccount(customers=10, jobs=40)) as sandbox:
        ...     sandbox.public.get("job", "DRQ13001")["siteCustomer"]["name"]
        '...'
    """

    customers: int = 0
    contacts: int = 0
    jobs: int = 0
    quotes: int = 0
    supplies: int = 0
    kits: int = 0
    categories: int = 0
    suppliers: int = 0
    supplier_invoices: int = 0
    invoices_to_send: int = 0
    payments_to_send: int = 0
    labour_roles: int = 3
    irregular: bool = True
    failures: Failures = "status"
    labour_shape: LabourShape = "list"

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, int) and value < 0:
                raise ValueError(f"{field.name} must be 0 or more, not {value}")
        Switches(self.failures, self.labour_shape)
        if not self.customers and any(getattr(self, name) for name in _OF_CUSTOMERS):
            raise ValueError(f"{', '.join(_OF_CUSTOMERS)} refer to customers: ask for at least one")
        if self.supplier_invoices and not self.suppliers:
            raise ValueError("supplier_invoices refer to suppliers: ask for at least one")


@dataclass
class Switches:
    """The switches of a public API in service."""

    failures: Failures
    labour_shape: LabourShape

    def __setattr__(self, name: str, value: str) -> None:
        """Turn a switch.

        Raises:
            ValueError: if it has no such position.
        """
        positions: tuple[str, ...] = get_args(Failures if name == "failures" else LabourShape)
        if value not in positions:
            raise ValueError(f"{name} is one of {', '.join(positions)}, not {value!r}")
        object.__setattr__(self, name, value)
