"""The plan of a sync: the very same run, over a storage and remotes that keep to themselves what is written."""

from __future__ import annotations

import attrs

from ...sync.events import SyncEvent
from ...sync.plan import SyncPlan
from ...sync.planning import Findings
from ...sync.records import Scope
from .dry_remote import AsyncDryRemote
from .kind_sync import Steps
from .overlay import AsyncOverlayStorage
from .runs import AsyncRuns


async def plan_run(runs: AsyncRuns, kind: str | None, steps: Steps) -> SyncPlan:
    """Find out what a run would do.

    Args:
        runs: What the engine works with.
        kind: The kind's name; all by default.
        steps: What would be done.

    Raises:
        AscoraApiError: If the server cannot be read.
        MassDeletionError: If the run would raise it.
        ValueError: If there is no such kind.
    """
    chosen = runs.chosen(kind)
    storage = AsyncOverlayStorage(runs.storage)
    remotes = {
        one.name: AsyncDryRemote(runs.remotes[one.name], storage, Scope(runs.organization_id, one.name))
        for one in chosen
    }
    events: list[SyncEvent] = []
    dry = attrs.evolve(runs, storage=storage, remotes={**runs.remotes, **remotes}, emit=events.append)
    report = await dry.run(kind, steps)
    actions = [
        action
        for one in chosen
        for action in Findings(
            kind=one,
            layer=storage.layer(Scope(runs.organization_id, one.name)),
            calls=remotes[one.name].calls,
            events=[event for event in events if getattr(event, "kind", None) == one.name],
        ).actions()
    ]
    counted = tuple(attrs.evolve(one, duration=0.0) for one in report.kinds)
    return SyncPlan(actions=tuple(actions), report=attrs.evolve(report, kinds=counted, duration=0.0))
