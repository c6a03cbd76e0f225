"""A record that both sides have, and what comes of it, for the tests that look at it closely."""

from typing import Any

from ascora_sdk.codec import loads
from ascora_sdk.sync.audit import AuditEntry
from ascora_sdk.sync.kinds import CUSTOMER
from ascora_sdk.sync.notes import Agreed
from ascora_sdk.sync.outcome import Outcome
from ascora_sdk.sync.reconcile import reconcile
from ascora_sdk.sync.records import RecordWrite

from .samples import known, nobody, policy


def meet(local: dict[str, Any], remote: Any, strategy: Any = nobody, **fields: Any) -> Outcome:
    return reconcile(CUSTOMER, known(local, **fields), remote, policy(strategy))


def written(outcome: Outcome) -> RecordWrite:
    assert outcome.write is not None
    assert (outcome.write.key, outcome.write.id) == ("row-1", "c-1")
    assert not outcome.write.deleted_on_server
    assert not outcome.write.delete
    return outcome.write


def base(outcome: Outcome) -> dict[str, Any]:
    """Give what both sides agree on from now on, with what is empty left out."""
    (note,) = (note for note in outcome.keep if isinstance(note, Agreed))
    assert note.key == "c-1"
    return {name: value for name, value in loads(note.base).items() if value is not None}


def told(outcome: Outcome) -> AuditEntry:
    assert outcome.entry is not None
    assert (outcome.entry.id, outcome.entry.key) == ("c-1", "row-1")
    assert outcome.entry.decision is outcome.decision
    return outcome.entry
