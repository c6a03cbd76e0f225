"""Edits on either side, syncs, failures and restarts in any order, against a plain model of what must come of them."""

import json
import tempfile
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ascora_sdk import AscoraApiError, AscoraClient
from ascora_sdk.sandbox import Drop, Malformed, Sandbox, Status
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import KindStarted, Manual, MergeFields, SyncEngine, SyncEvent

from .database import Database
from .processes import credentials
from .pull_model import ABSENT, COLUMNS, KEYS, Leaves, PullModel, leaves_of

PAGE_SIZE = 2
TEXTS = st.sampled_from([None, "", "a", "b", "c"])
ENTRIES = st.sampled_from([None, "x", Decimal("1.10"), {"b": [5, None]}])
OBJECTS = st.none() | st.dictionaries(st.sampled_from(KEYS), ENTRIES, max_size=2)
EDITS = st.fixed_dictionaries({}, optional={**dict.fromkeys(COLUMNS, TEXTS), "customFields": OBJECTS})
FAULTS = st.sampled_from([Status(500), Malformed("html"), Malformed("truncated"), Drop()])


class PullMachine(RuleBasedStateMachine):
    @initialize(customers=st.integers(1, 6))
    def begin(self, customers: int) -> None:
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.sandbox = self.stack.enter_context(Sandbox(customers=customers))
        self.client = self.stack.enter_context(AscoraClient(**credentials(self.sandbox), max_retries=0))
        self.database = Database(Path(folder) / "ascora.db")
        self.model = PullModel()
        self.audit: list[dict[str, Any]] = []
        self.resumed_at = 0
        self.restart()
        self.engine_storage.migrate()
        for record in self.sandbox.records("customer"):
            self.model.put(record)

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.engine_storage.close()
            self.stack.close()

    @rule()
    def restart(self) -> None:
        if hasattr(self, "engine_storage"):
            self.engine_storage.close()
        self.engine_storage = SqlStorage(self.database.url)
        self.engine = SyncEngine(
            self.client,
            self.engine_storage,
            page_size=PAGE_SIZE,
            on_event=self._listen,
            strategy=MergeFields(fallback=Manual()),
            most_gone=1,
        )

    @precondition(lambda self: self.model.server)
    @rule(data=st.data(), changes=EDITS)
    def edit_on_the_server(self, data: st.DataObject, changes: dict[str, Any]) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.model.server)))
        if id_ not in self.model.bad:
            self.model.put(self.sandbox.edit("customer", id_, **changes))

    @precondition(lambda self: self.model.server)
    @rule(data=st.data())
    def touch_on_the_server_and_take_back(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.model.server)))
        former = self.model.server[id_]
        self.sandbox.plant("customer", {**former, "phone": "for a moment"})
        self.sandbox.plant("customer", dict(reversed(former.items())))

    @precondition(lambda self: len(self.model.server) < 12)
    @rule(number=st.integers(0, 99), phone=TEXTS)
    def add_on_the_server(self, number: int, phone: str | None) -> None:
        # An id that was there is never given again.
        id_ = f"{'abcd'[number % 4]}-{number}-{len(self.sandbox.requests)}"
        if id_ not in self.model.server:
            self.model.put(self.sandbox.add("customer", id=id_, phone=phone))

    @precondition(lambda self: self.model.server)
    @rule(data=st.data())
    def spoil_on_the_server(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.model.server)))
        record = {**self.model.server[id_], "phone": data.draw(st.sampled_from([5, ["x"], {}]))}
        self.sandbox.plant("customer", record)
        self.model.spoil(record)

    @precondition(lambda self: self.model.bad)
    @rule(data=st.data(), phone=TEXTS)
    def mend_on_the_server(self, data: st.DataObject, phone: str | None) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.model.bad)))
        self.sandbox.plant("customer", {**self.model.server[id_], "phone": phone})
        self.model.put(self.sandbox.edit("customer", id_))

    @precondition(lambda self: self.model.present)
    @rule(data=st.data(), changes=EDITS)
    def edit_here(self, data: st.DataObject, changes: dict[str, Any]) -> None:
        if changes:
            self._edit_here(data.draw(st.sampled_from(self.model.present)), changes)

    @precondition(lambda self: self.model.present)
    @rule(data=st.data(), name=st.sampled_from(["phone", "email"]), here=TEXTS, there=TEXTS)
    def edit_on_both_sides(self, data: st.DataObject, name: str, here: str | None, there: str | None) -> None:
        id_ = data.draw(st.sampled_from(self.model.present))
        if id_ in self.model.server and id_ not in self.model.bad:
            self._edit_here(id_, {name: here})
            self.model.put(self.sandbox.edit("customer", id_, **{name: there}))

    @precondition(lambda self: len(self.model.present) > 1)
    @rule(data=st.data())
    def delete_here(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(self.model.present))
        self.database.delete("customer", id_)
        self.model.delete_here(id_)

    @rule(fault=FAULTS, after=st.integers(0, 5))
    def pull_that_fails_midway(self, fault: Any, after: int) -> None:
        # A listing of everything begins anew, so that it is known which page fails.
        before = self.database.offset("customer") or 0
        self.sandbox.fault("GET /customers", fault, after=after)
        try:
            self.engine.pull("customer", complete=True)
            pages = None
        except AscoraApiError:
            pages = after
        self.sandbox.clear_faults()
        self.model.pull(count=None if pages is None else pages * PAGE_SIZE)
        self._check_rows()
        offset = self.database.offset("customer")
        if pages is None:
            assert offset is None
        elif offset is not None:
            # One that came to nothing leaves an earlier one's place as it was.
            assert offset <= max(before, pages * PAGE_SIZE)

    @rule()
    def pull(self) -> None:
        self.engine.pull("customer")
        resumed = self.resumed_at > 0
        report = self.engine.pull("customer", complete=True)
        assert self.resumed_at == 0
        self.model.pull()
        self._check_rows()
        assert self.database.failures().keys() == {f"pull:{id_}" for id_ in self.model.bad}
        assert report.ok == (not self.model.bad and not self.model.conflicts), resumed
        self._check_that_nothing_happens()

    @rule()
    def sync(self) -> None:
        report = self.engine.sync("customer", complete=True)
        self.model.pull()
        self.model.push()
        there = {record["id"]: record for record in self.sandbox.records("customer")}
        assert there.keys() == self.model.server.keys()
        for id_ in self.model.present:
            if id_ not in self.model.bad:
                assert leaves_of(there[id_]) == self.model.sent(id_)
                self.model.agree(there[id_])
        self._check_rows()
        assert report["customer"].unresolved == len(self.model.conflicts)
        if not self.model.bad:
            self._check_that_nothing_happens()
            records, received = list(self.sandbox.records("customer")), len(self.sandbox.requests)
            assert self.engine.sync("customer")["customer"].pushed == 0
            assert list(self.sandbox.records("customer")) == records
            assert {request.method for request in self.sandbox.requests[received:]} == {"GET"}

    def _check_that_nothing_happens(self) -> None:
        before = self.database.dump()
        again = self.engine.pull("customer", complete=True)["customer"]
        assert (again.unchanged, again.failed) == (again.seen - len(self.model.bad), len(self.model.bad))
        assert self.database.dump() == before

    def _edit_here(self, id_: str, changes: dict[str, Any]) -> None:
        cells: dict[str, Any] = {COLUMNS[name]: changes[name] for name in COLUMNS if name in changes}
        leaves: Leaves = {name: changes[name] for name in COLUMNS if name in changes}
        if "customFields" in changes:
            written = None if changes["customFields"] is None else json.dumps(changes["customFields"], default=float)
            cells["custom_fields"] = written
            custom = json.loads(written or "{}", parse_float=Decimal)
            leaves |= {f"customFields.{key}": custom.get(key, ABSENT) for key in KEYS}
        self.database.edit("customer", id_, **cells)
        self.model.edit_here(id_, leaves)

    def _check_rows(self) -> None:
        rows = self.database.records("customer")
        assert {id_: self._leaves(rows[id_]) for id_ in rows} == self.model.rows()
        states = self.database.run("SELECT ascora_id, base FROM ascora_sync_records")
        bases = {row["ascora_id"]: leaves_of(json.loads(row["base"], parse_float=Decimal)) for row in states}
        assert {id_: bases[id_] for id_ in rows} == {id_: self.model.base[id_] for id_ in rows}
        waiting = {one.record_id: frozenset(map(self._leaf, one.fields)) for one in self.engine.conflicts()}
        assert waiting.keys() == self.model.conflicts.keys()
        for id_, fields in self.model.conflicts.items():
            told = [row for row in self.database.audit(id_) if row["status"] == "pending"][-1]
            said = json.loads(told["response_data"] or "{}").get("fields") or {}
            assert fields <= set(map(self._leaf, said))

    @invariant()
    def the_audit_trail_only_grows(self) -> None:
        if hasattr(self, "database"):
            audit = self.database.audit()
            assert audit[: len(self.audit)] == self.audit
            self.audit = audit

    @invariant()
    def nobody_holds_a_lease(self) -> None:
        if hasattr(self, "database"):
            assert self.database.checkpoint("customer").get("lease_owner") is None

    def _listen(self, event: SyncEvent) -> None:
        if isinstance(event, KindStarted):
            self.resumed_at = event.resumed_at

    @staticmethod
    def _leaf(name: str) -> str:
        wire = {column: name for name, column in COLUMNS.items()}
        return wire.get(name, name.replace("custom_fields", "customFields"))

    @staticmethod
    def _leaves(row: dict[str, Any]) -> Leaves:
        custom = json.loads(row["custom_fields"] or "{}", parse_float=Decimal) or {}
        return leaves_of({**{name: row[column] for name, column in COLUMNS.items()}, "customFields": custom})


TestPullMachine = PullMachine.TestCase
TestPullMachine.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
