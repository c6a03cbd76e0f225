"""The mark of a field that the wire did not carry, which is not the same as one that it carried as null."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, TypeAlias, TypeVar

T = TypeVar("T")


class Unset(Enum):
    """The type of `UNSET`; a single-member enum, so that type checkers narrow on `is UNSET`.

    Example:
        >>> from ascora_sdk import UNSET, Customer
        >>> customer = Customer(id="c-1", email=None)
        >>> customer.email is None, customer.phone is UNSET, bool(UNSET)
        (True, True, False)
    """

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        """Be false, so that `customer.phone or "none"` reads well."""
        return False

    def __repr__(self) -> str:
        """Show as the name under which it is imported."""
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET
"""The value of a model's field that was absent: it is never sent, whereas `None` is sent as null and clears."""

Maybe: TypeAlias = T | Literal[Unset.UNSET] | None
"""A field that may hold a value, null (`None`), or be absent (`UNSET`)."""
