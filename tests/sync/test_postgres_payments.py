"""Payments on PostgreSQL, where two transactions are under way at once, and one must not come within the other.

The second call begins when the first one has looked and is about to write, and goes on until it is done or waits for a
lock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, text

from ascora_sdk import AscoraApiError, AscoraClient
from ascora_sdk.sandbox import AnswerLost, Drop, Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import LeaseHeldError, SyncEngine, SyncError

from ..storage.postgres import own_schema, running_postgres
from .processes import credentials

ROUTE = "POST /invoices/{id}/payments"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = :name"

HELD = (
    "UPDATE ascora_sync_checkpoints SET lease_owner = 'another', lease_until = now() + interval '1 hour' "
    "WHERE kind = 'invoice'"
)


class Work:
    """Does something before the first note is kept."""

    def __init__(self, work: Any, storage: Interrupted) -> None:
        self._work, self._storage = work, storage

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)

    def keep(self, scope: Any, notes: Any) -> None:
        if self._storage.then is not None:
            then, self._storage.then = self._storage.then, None
            then()
        self._work.keep(scope, notes)


class Interrupted:
    """A storage that does something before it keeps the first note."""

    def __init__(self, storage: SqlStorage, then: Callable[[], object]) -> None:
        self._storage = storage
        self.then: Callable[[], object] | None = then

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with self._storage.transaction() as work:
            yield Work(work, self)


class Desk:
    """Two workers on the same records, one of which begins while the other one is at work."""

    def __init__(self, client: AscoraClient, postgres: Engine) -> None:
        self._client, self._postgres = client, postgres
        self.has_waited = False
        self.engine = SyncEngine(client, SqlStorage(postgres))

    def at_once(self, first: Callable[[SyncEngine], Any], second: Callable[[SyncEngine], Any]) -> list[type | None]:
        """Run both; the second one begins when the first one has looked and is about to write.

        Returns:
            What each raised.
        """
        url = self._postgres.url.update_query_dict({"application_name": "second"})
        with ThreadPoolExecutor(1) as pool, SqlStorage(url) as storage:
            begun: list[Future[type | None]] = []

            def begin() -> None:
                begun.append(pool.submit(_raised, second, SyncEngine(self._client, storage)))
                _until(lambda: begun[0].done() or self._is_second_waiting())
                self.has_waited = not begun[0].done()

            raised = _raised(first, SyncEngine(self._client, Interrupted(SqlStorage(self._postgres), begin)))
            return [raised, begun[0].result(60)]

    def let_another_have_the_lease(self) -> None:
        with self._postgres.begin() as connection:
            connection.execute(text(HELD))

    def _is_second_waiting(self) -> bool:
        with self._postgres.connect() as connection:
            return bool(connection.execute(text(WAITING), {"name": "second"}).scalar_one())


def _raised(call: Callable[[SyncEngine], Any], engine: SyncEngine) -> type | None:
    try:
        call(engine)
    except (AscoraApiError, SyncError, KeyError) as error:
        return type(error)
    return None


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "nothing came in 60 s"


def pay(engine: SyncEngine) -> None:
    engine.record_payment(
        "i-1",
        amount=Decimal("0.10"),
        payment_method="cash",
        payment_date=date(2026, 2, 17),
        reference="receipt-1",
    )


def did_not_arrive(engine: SyncEngine) -> None:
    engine.settle_payment("receipt-1", arrived=False)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(customers=1, invoices=1, honours_idempotency_key=False) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    with running_postgres() as url:
        yield url


@pytest.fixture
def desk(postgres_url: str, sandbox: Sandbox) -> Iterator[Desk]:
    with own_schema(postgres_url) as postgres, AscoraClient(**credentials(sandbox), max_retries=0) as client:
        SqlStorage(postgres).migrate()
        yield Desk(client, postgres)


@pytest.mark.parametrize("is_lost", [False, True])
def test_one_that_is_recorded_twice_at_once_is_paid_once(desk: Desk, sandbox: Sandbox, *, is_lost: bool) -> None:
    desk.engine.sync()
    if is_lost:
        sandbox.fault(ROUTE, AnswerLost("drop"))
    raised = desk.at_once(pay, pay)
    assert set(raised) <= {None, LeaseHeldError, AscoraApiError if is_lost else None}
    for _ in range(2):
        assert desk.engine.sync("invoice").ok
        pay(desk.engine)
    assert len(sandbox.payments("i-1")) == 1
    sandbox.assert_received(ROUTE, times=1)


def test_a_person_who_clicks_twice_at_once_says_it_once(desk: Desk, sandbox: Sandbox) -> None:
    desk.engine.sync()
    sandbox.fault(ROUTE, Drop())
    assert _raised(pay, desk.engine) is AscoraApiError
    sandbox.edit("invoice", "i-1", paidAmount=Decimal("0.05"))
    assert not desk.engine.sync("invoice").ok
    sandbox.fault(ROUTE, AnswerLost("drop"))

    def say_and_send(engine: SyncEngine) -> None:
        did_not_arrive(engine)
        engine.sync("invoice")

    assert desk.at_once(did_not_arrive, say_and_send) == [None, KeyError]
    for _ in range(2):
        desk.engine.sync("invoice")
        assert _raised(pay, desk.engine) in (None, AscoraApiError)
    assert desk.engine.sync("invoice").ok
    assert len(sandbox.payments("i-1")) == 1


def test_while_another_has_the_lease_it_is_written_down_by_one_after_the_other(desk: Desk, sandbox: Sandbox) -> None:
    desk.engine.sync()
    desk.let_another_have_the_lease()
    assert desk.at_once(pay, pay) == [LeaseHeldError, LeaseHeldError]
    assert desk.has_waited
    sandbox.assert_received(ROUTE, times=0)
