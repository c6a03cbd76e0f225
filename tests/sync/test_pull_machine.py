"""Edits on either side, pulls, failures and restarts in any order, against a plain model of what must come of them."""

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
from ascora_sdk.sync import KindStarted, SyncEngine, SyncEvent, SyncReport

from .database import Database
from .processes import credentials
from .pull_model import COLUMNS, PullModel

PAGE_SIZE = 2
TEXTS = st.sampled_from([None, "", "a", "b", "c"])
OBJECTS = st.sampled_from([None, {}, {"a": "x"}, {"a": Decimal("1.10")}, {"a": {"b": [5, None]}}])
EDITS = st.dictionaries(st.sampled_from([name for name in COLUMNS if name != "customFields"]), TEXTS, max_size=2)
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
        self.engine = SyncEngine(self.client, self.engine_storage, page_size=PAGE_SIZE, on_event=self._listen)

    @rule(data=st.data(), changes=EDITS, custom=st.none() | OBJECTS.map(lambda value: (value,)))
    def edit_on_the_server(self, data: st.DataObject, changes: dict[str, Any], custom: tuple[Any] | None) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.model.server)))
        if id_ not in self.model.bad:
            fields = {**changes, **({"customFields": custom[0]} if custom else {})}
            self.model.put(self.sandbox.edit("customer", id_, **fields))

    @rule(data=st.data())
    def touch_on_the_server_and_take_back(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.model.server)))
        former = self.model.server[id_]
        self.sandbox.plant("customer", {**former, "phone": "for a moment"})
        self.sandbox.plant("customer", dict(reversed(former.items())))

    @precondition(lambda self: len(self.model.server) < 12)
    @rule(number=st.integers(0, 99), phone=TEXTS)
    def add_on_the_server(self, number: int, phone: str | None) -> None:
        id_ = f"{'abcd'[number % 4]}-{number}"
        if id_ not in self.model.server:
            self.model.put(self.sandbox.add("customer", id=id_, phone=phone))

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
    @rule(data=st.data(), name=st.sampled_from(sorted(COLUMNS)))
    def edit_here(self, data: st.DataObject, name: str) -> None:
        id_ = data.draw(st.sampled_from(self.model.present))
        value = data.draw(OBJECTS if name == "customFields" else TEXTS)
        if not self.model.is_disputed(id_, name):
            is_json = name == "customFields" and value is not None
            written = json.dumps(value, default=float) if is_json else value
            self.database.edit("customer", id_, **{COLUMNS[name]: written})
            self.model.edit_here(id_, name, value if not is_json else json.loads(written, parse_float=Decimal))

    @precondition(lambda self: self.model.present)
    @rule(data=st.data(), name=st.sampled_from(["phone", "email"]), here=TEXTS, there=TEXTS)
    def edit_on_both_sides(self, data: st.DataObject, name: str, here: str | None, there: str | None) -> None:
        id_ = data.draw(st.sampled_from(self.model.present))
        if id_ not in self.model.bad and not self.model.is_disputed(id_, name):
            self.database.edit("customer", id_, **{COLUMNS[name]: here})
            self.model.edit_here(id_, name, here)
            self.model.put(self.sandbox.edit("customer", id_, **{name: there}))

    @precondition(lambda self: len(self.model.present) > 1)
    @rule(data=st.data())
    def delete_here(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(self.model.present))
        self.database.delete("customer", id_)
        self.model.delete_here(id_)

    @rule(fault=FAULTS, after=st.integers(0, 5))
    def pull_that_fails_midway(self, fault: Any, after: int) -> None:
        self.sandbox.fault("GET /customers", fault, after=after)
        try:
            self.engine.pull("customer")
            pages = None
        except AscoraApiError:
            pages = after
        self.sandbox.clear_faults()
        self.model.pull(start=self.resumed_at, count=None if pages is None else pages * PAGE_SIZE)
        self._check_rows()
        cursor = self.database.checkpoint("customer").get("cursor")
        if pages is None:
            assert cursor is None
        elif cursor is not None:
            assert json.loads(cursor)["offset"] <= self.resumed_at + pages * PAGE_SIZE

    @rule()
    def pull(self) -> None:
        report = self._pull_and_count()
        if self.resumed_at:
            report = self._pull_and_count()
        assert self.resumed_at == 0
        assert self.database.failures().keys() == self.model.bad.keys()
        assert report.ok == (not self.model.bad and not self.model.counts["conflicts"])

        before = self.database.dump()
        again = self.engine.pull("customer")["customer"]
        assert (again.unchanged, again.failed) == (again.seen - len(self.model.bad), len(self.model.bad))
        assert self.database.dump() == before

    def _pull_and_count(self) -> SyncReport:
        report = self.engine.pull("customer")
        self.model.pull(start=self.resumed_at)
        counts = {name: getattr(report["customer"], name) for name in self.model.counts}
        assert counts == self.model.counts
        self._check_rows()
        return report

    def _check_rows(self) -> None:
        rows = self.database.records("customer")
        found = {id_: {name: self._cell(rows[id_], name) for name in COLUMNS} for id_ in rows}
        assert found == self.model.rows()
        states = self.database.run("SELECT ascora_id, base FROM ascora_sync_records")
        bases = {row["ascora_id"]: json.loads(row["base"], parse_float=Decimal) for row in states}
        for id_ in rows:
            assert {name: bases[id_].get(name) for name in COLUMNS} == self.model.base[id_]
        for id_, fields in self.model.new_conflicts.items():
            told = self.database.audit(id_)[-1]
            assert told["status"] == "pending"
            said = json.loads(told["response_data"], parse_float=Decimal)["fields"] or {}
            assert {name: said[COLUMNS[name]] for name in fields} == fields

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
    def _cell(row: dict[str, Any], name: str) -> Any:
        text = row[COLUMNS[name]]
        return json.loads(text, parse_float=Decimal) if name == "customFields" and text is not None else text


TestPullMachine = PullMachine.TestCase
TestPullMachine.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
