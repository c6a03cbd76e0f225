"""The SDK's own objects as the beginning of a sandbox's account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import models
from ..codec import encode

if TYPE_CHECKING:
    from ..sandbox import Sandbox

_GROUPS = {
    "Customer": "customers",
    "Job": "jobs",
    "Invoice": "invoices",
    "Task": "tasks",
    "Note": "notes",
    "Attachment": "attachments",
}


def seed(sandbox: Sandbox, *objects: Any) -> None:
    """Add objects of the SDK to the beginning of a sandbox, to which its `reset` goes back.

    They may come in any order: a note finds its job. For objects by the wire's names, there is `Sandbox.seed`.

    Args:
        sandbox: The sandbox.
        *objects: Customers, jobs, invoices, tasks, notes and attachments; what they leave out, the server gives.

    Raises:
        TypeError: If an object is none of these.
        ValueError: If the contract refuses one.

    Example:
        >>> from ascora_sdk import Customer, Job
        >>> from ascora_sdk.sandbox import Sandbox
        >>> sandbox = Sandbox()
        >>> ada = Customer(id="c-7", first_name="Ada")
        >>> seed(sandbox, ada, Job(id="j-7", job_title="Dry out", customer_id="c-7", status="scheduled"))
        >>> sandbox.get("customer", "c-7")["firstName"]
        'Ada'
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in objects:
        groups.setdefault(_group(each), []).append(encode(each))
    sandbox.seed(**groups)


def _group(each: Any) -> str:
    for name, group in _GROUPS.items():
        if isinstance(each, getattr(models, name)):
            return group
    kinds = ", ".join(_GROUPS)
    raise TypeError(f"a sandbox begins with objects of {kinds}; {type(each).__name__} is none of them")
