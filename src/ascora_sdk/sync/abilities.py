"""What a remote can do, so that nothing is planned that it cannot."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Abilities:
    """What the other side can do with records of one kind.

    Attributes:
        create: It takes new records.
        update: It takes changes of records.
        delete: It deletes records.
        get: It gives one record by its id.
        updated_since: It can list what was modified since some time; one that leaves the question unread may say so
            too, the engine notices.
        any_offset: A page of a listing may begin anywhere, so that pages can overlap; if not, offsets are multiples of
            the limit.
        pay: It records payments.
    """

    create: bool = True
    update: bool = True
    delete: bool = True
    get: bool = True
    updated_since: bool = True
    any_offset: bool = True
    pay: bool = False
