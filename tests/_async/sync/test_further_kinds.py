"""Kinds that the engine does not know by itself: tasks, and what a host describes, on a server of its own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from typing import Any

import attrs

from ascora_sdk import AsyncAscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import AsyncMemoryStorage, AsyncSqlStorage
from ascora_sdk.sync import KINDS, TASK, Abilities, AsyncSyncEngine, Kind

from ...sync.database import Database


@attrs.frozen(kw_only=True)
class Van:
    """A van, in the host's own words."""

    van_id: str
    plate: str
    customer_id: str | None = None
    day_rate: Decimal | None = None
    fitted_with: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = attrs.field(factory=dict)


VAN = Kind(
    name="van",
    model=Van,
    id_field="van_id",
    modified_field=None,
    keyed={"fitted_with": None},
    references={"customer_id": "customer"},
)


@attrs.frozen
class Vans:
    """A page with all vans."""

    items: Sequence[Any]

    @property
    def received(self) -> int:
        return len(self.items)

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def has_more(self) -> bool:
        return False


class VanRemote:
    """A server of the host's own, which can delete nothing."""

    kinds = (VAN,)

    def __init__(self) -> None:
        self.vans: dict[str, dict[str, Any]] = {}
        self.sent: list[Mapping[str, Any]] = []

    def abilities(self, kind: Kind) -> Abilities:
        return Abilities(delete=False, updated_since=False, any_offset=False)

    async def list_page(self, kind: Kind, *, limit: int, offset: int, since: datetime | None) -> Vans:
        return Vans(list(self.vans.values()))

    async def get(self, kind: Kind, id: str, *, last: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        return self.vans.get(id)

    async def create(self, kind: Kind, item: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        self.sent.append(item)
        van = {"vanId": f"v-{len(self.vans) + 1}", **item}
        self.vans[van["vanId"]] = van
        return van

    async def update(self, kind: Kind, id: str, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        self.sent.append(changes)
        self.vans[id] = {**self.vans[id], **changes}
        return self.vans[id]

    async def delete(self, kind: Kind, id: str) -> None:
        raise AssertionError("it cannot")

    async def pay(self, kind: Kind, id: str, payment: Mapping[str, Any], *, idempotency_key: str) -> Mapping[str, Any]:
        raise AssertionError("it cannot")


async def test_tasks_are_synced_both_ways_if_asked_for(
    sandbox: Sandbox, client: AsyncAscoraClient, storage: AsyncSqlStorage, database: Database
) -> None:
    sandbox.add("task", title="Fetch the fans", status="pending")
    engine = AsyncSyncEngine(client, storage, kinds=[*KINDS, TASK])
    assert (await engine.sync())["task"].created == 1
    with closing(sqlite3.connect(database.path)) as plain, plain:
        (job,) = plain.execute(
            "INSERT INTO ascora_jobs (organization_id, job_title, customer_id, status)"
            " VALUES ('default', 'Dry the cellar', 'c-1', 'pending') RETURNING id"
        ).fetchone()
        plain.execute("UPDATE ascora_records SET fields = json_set(fields, '$.priority', 'high')")
        plain.execute(
            "INSERT INTO ascora_records (organization_id, kind, fields) VALUES ('default', 'task', ?)",
            (json.dumps({"title": "Look again", "job_id": job, "status": "pending"}),),
        )
    report = await engine.sync()
    assert report["task"].pushed == 2
    fans, again = sandbox.records("task")
    assert (fans["title"], fans["priority"]) == ("Fetch the fans", "high")
    assert sandbox.get("job", again["jobId"])["jobTitle"] == "Dry the cellar"
    assert (await engine.sync())["task"].pushed == 0


async def test_a_kind_of_a_hosts_own_comes_from_its_own_remote(client: AsyncAscoraClient) -> None:
    remote, storage = VanRemote(), AsyncMemoryStorage()
    remote.vans["v-1"] = {"vanId": "v-1", "plate": "ABC 123", "fittedWith": {"pump": 1}, "colour": "red"}
    engine = AsyncSyncEngine(client, storage, kinds=[*KINDS, VAN], remotes={"van": remote})
    assert (await engine.sync())["van"].created == 1
    (van,) = await storage.rows("van")
    await storage.edit("van", van["key"], day_rate=Decimal("99.90"), fitted_with={"pump": 1, "fan": 2})
    customer = await storage.add("customer", first_name="Ada")
    await storage.add("van", plate="DEF 456", customer_id=customer)
    remote.vans["v-1"] = {**remote.vans["v-1"], "fittedWith": {"pump": 3}}
    report = await engine.sync()
    assert (report["van"].pushed, report.ok) == (2, True)
    (ada,) = [row for row in await storage.rows("customer") if row["key"] == customer]
    assert remote.vans["v-1"] == {
        "vanId": "v-1",
        "plate": "ABC 123",
        "fittedWith": {"pump": 3, "fan": 2},
        "dayRate": Decimal("99.90"),
        "colour": "red",
    }
    assert remote.sent == [
        {"dayRate": Decimal("99.90"), "fittedWith": {"pump": 3, "fan": 2}},
        {"plate": "DEF 456", "customerId": ada["id"]},
    ]
    assert not (await engine.sync())["van"].pushed


async def test_what_the_other_side_cannot_do_stays_on_record(client: AsyncAscoraClient) -> None:
    remote, storage = VanRemote(), AsyncMemoryStorage()
    remote.vans = {f"v-{number}": {"vanId": f"v-{number}", "plate": str(number)} for number in range(1, 8)}
    engine = AsyncSyncEngine(client, storage, kinds=[VAN], remotes={"van": remote})
    await engine.sync()
    (van,) = [row for row in await storage.rows("van") if row["id"] == "v-3"]
    await storage.remove("van", van["key"])
    for _ in range(2):
        report = await engine.sync()
        assert (report["van"].skipped, report.ok) == (1, True)
    (first, *_, last) = await engine.explain("van", "v-3")
    assert (str(first.decision), str(last.decision)) == ("created", "skipped")
    assert last.reason == "deleted here; the server cannot delete a van"
    assert len(await engine.explain("van", "v-3")) == 2
