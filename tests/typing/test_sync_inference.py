"""What editors and type checkers know of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from typing_extensions import assert_type

from ascora_sdk import AscoraClient, AsyncAscoraClient
from ascora_sdk.public import AsyncPublicClient, PublicClient
from ascora_sdk.storage import AsyncMemoryStorage, AsyncSqlStorage, MemoryStorage, SqlStorage
from ascora_sdk.sync import (
    AsyncSyncEngine,
    AuditEntry,
    Conflict,
    Decision,
    Dispute,
    KindReport,
    Manual,
    MergeFields,
    NewestWins,
    Resolution,
    SyncEngine,
    SyncPlan,
    SyncReport,
)


def engines(client: AscoraClient, storage: SqlStorage) -> None:
    report = SyncEngine(client, storage).pull("customer")
    assert_type(report, SyncReport)
    assert_type(report["customer"], KindReport)
    assert_type(report["customer"].created, int)
    assert_type(report.ok, bool)
    SyncEngine(storage, client)  # type: ignore[arg-type]


def both_ways(client: AscoraClient, storage: SqlStorage, memory: MemoryStorage, public: PublicClient) -> None:
    def choose(conflict: Conflict) -> Resolution:
        assert_type(conflict.fields, Mapping[str, Dispute])
        assert_type(conflict.local_modified, datetime | None)
        return Resolution.remote()

    engine = SyncEngine(client, memory, strategy={"job": Manual(), "*": MergeFields(fallback=NewestWins())})
    SyncEngine(public, storage, strategy=choose, deletions="keep")
    SyncEngine(client, storage, strategy=lambda _: "local")
    SyncEngine(client, storage, strategy="local")  # type: ignore[arg-type]
    SyncEngine(client, storage, deletions="forget")  # type: ignore[arg-type]
    assert_type(engine.sync(complete=True), SyncReport)
    assert_type(engine.push("job"), SyncReport)
    assert_type(engine.retry_failed(), SyncReport)
    assert_type(engine.plan("customer"), SyncPlan)
    assert_type(engine.conflicts(), list[Conflict])
    assert_type(engine.resolve("customer:c-1", "merge"), None)
    assert_type(engine.resolve("customer:c-1", {"phone": None}), None)
    engine.resolve("customer:c-1", "newest")  # type: ignore[arg-type]
    assert_type(engine.explain("customer", "c-1"), list[AuditEntry])
    assert_type(engine.explain("customer", "c-1")[0].decision, Decision)
    day = date(2026, 2, 17)
    engine.record_payment("i-1", amount=Decimal("9.90"), payment_method="cash", payment_date=day, reference="r")
    engine.record_payment("i-1", amount=9.9, payment_method="cash", payment_date=day, reference="r")  # type: ignore[arg-type]
    assert_type(engine.settle_payment("r", arrived=True), None)


async def awaiting_engines(
    client: AsyncAscoraClient, storage: AsyncSqlStorage, memory: AsyncMemoryStorage, public: AsyncPublicClient
) -> None:
    engine = AsyncSyncEngine(client, storage)
    assert_type(await engine.pull(), SyncReport)
    assert_type(await engine.sync(complete=True), SyncReport)
    assert_type(await engine.push("job"), SyncReport)
    assert_type(await engine.retry_failed(), SyncReport)
    assert_type(await engine.plan(), SyncPlan)
    assert_type(await engine.conflicts(), list[Conflict])
    assert_type(await engine.resolve("customer:c-1", Resolution.local()), None)
    assert_type(await engine.explain("job", "j-1"), list[AuditEntry])
    assert_type(await engine.settle_payment("r", arrived=False), None)
    AsyncSyncEngine(public, memory)
    AsyncSyncEngine(client, SqlStorage(""))  # type: ignore[arg-type]
