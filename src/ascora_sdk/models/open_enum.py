"""String enumerations that keep a value they do not know, because a server may learn new ones before we do."""

from __future__ import annotations

from enum import Enum

from typing_extensions import Self


class OpenEnum(str, Enum):
    """A string enumeration that accepts any string; its members are the values known today.

    Every member, known or not, equals its plain string, hashes like it and pickles.

    Example:
        >>> from ascora_sdk import JobStatus
        >>> JobStatus("completed") is JobStatus.COMPLETED
        True
        >>> unknown = JobStatus("awaiting_parts")
        >>> unknown == "awaiting_parts", unknown.is_known
        (True, False)
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        # Made afresh each time and not registered: values come from outside and must not pile up in memory.
        text = str.__str__(value)
        member = str.__new__(cls, text)
        member._name_ = text
        member._value_ = text
        return member

    @property
    def is_known(self) -> bool:
        """Whether this version of the SDK knows the value."""
        return self._value_ in type(self)._value2member_map_

    def __str__(self) -> str:
        """Be the wire's own text, on every Python version alike."""
        return str(self._value_)

    def __repr__(self) -> str:
        """Name the class and the wire's text."""
        return f"{type(self).__name__}({self._value_!r})"

    def __format__(self, spec: str) -> str:
        """Format as the wire's own text, on every Python version alike."""
        return format(str(self._value_), spec)
