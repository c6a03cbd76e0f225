"""The wire's names and ours."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1024)
def wire_name(name: str) -> str:
    """Turn a field's name into the wire's.

    Example:
        >>> wire_name("street_address")
        'streetAddress'
    """
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
