"""Objects whose fields nobody has written down."""

from __future__ import annotations

from attrs import field

from ...models.record import Extra, record
from .record import PublicRecord


@record
class Unknown(PublicRecord):
    """An object of which the contract names no field; all that came is in `extra`, by the wire's names.

    Kits, categories and labour roles are of this kind.

    Example:
        >>> Unknown(extra={"kitId": "k-1"}).extra["kitId"]
        'k-1'
    """

    extra: Extra = field(factory=dict)
