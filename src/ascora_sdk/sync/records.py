"""What passes between the engine and a storage: records, and what is to be written of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs


@attrs.frozen
class Scope:
    """One organization's records of one kind; nothing is ever read or written across two.

    Attributes:
        organization_id: The host's own id for its tenant, text of any form.
        kind: The kind's name.
    """

    organization_id: str
    kind: str


@attrs.frozen(kw_only=True)
class StoredRecord:
    """What a storage has of one record.

    Attributes:
        key: The storage's own name for the row, text that never changes and is never given to another row; None if
            there is no row any more.
        id: Its Ascora id; None if it was made here and has none yet.
        local: Its values by the names of the model's fields, each equal to what was written unless somebody edited
            it; None if somebody deleted it here.
        modified: When it was last edited here, aware; None if the storage does not know.
        problem: What stands here and cannot be read, in one line that names the field; None if all can be.
    """

    key: str | None
    id: str | None
    local: Mapping[str, Any] | None
    modified: datetime | None = None
    problem: str | None = None

    @property
    def name(self) -> str:
        """What it is called in the outbox: a row by its key, a record without one so that no row can be called it."""
        return f"gone:{self.id}" if self.key is None else self.key

    @property
    def edit_key(self) -> str:
        """What it is called among the edited: a row by its key, a record without one by its id."""
        return f"gone:{self.id}" if self.key is None else f"row:{self.key}"


@attrs.frozen(kw_only=True)
class RecordWrite:
    """One row to be written.

    Attributes:
        key: The storage's own name for the row; None for a new one.
        id: The Ascora id that the row has from now on; None if it has none (any more).
        values: The values of all of the kind's fields by the names of the model's fields, each as the wire carries it
            (text, a number as `int` or `Decimal`, a list, a mapping; None if absent or null); or None if they stay as
            they are.
        settled: Whether both sides agree on the row as it now is, so that `edited` need not give it again until
            somebody edits it; if not, `edited` must give it.
        deleted_on_server: Whether the row is to be marked as deleted on the server; if not, such a mark is taken off.
        delete: Whether to take the row away; then nothing else counts.
    """

    key: str | None
    id: str | None
    values: Mapping[str, Any] | None = None
    settled: bool = True
    deleted_on_server: bool = False
    delete: bool = False


@attrs.frozen(kw_only=True)
class Rejected:
    """A row that a storage cannot hold as it is, and has not written.

    Attributes:
        write: What was to be written.
        reason: What cannot be held, in one line that names the field.
    """

    write: RecordWrite
    reason: str


@attrs.frozen(kw_only=True)
class Lease:
    """The right to be the one worker on a scope; whoever dies loses it when it runs out.

    Attributes:
        owner: The worker's own random name.
        until: When it runs out unless it is renewed.
    """

    owner: str
    until: datetime
