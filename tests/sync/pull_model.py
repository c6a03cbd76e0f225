"""What must come of edits and pulls, in plain words: three values of each field, and who wins."""

from typing import Any

COLUMNS = {"phone": "phone", "email": "email", "companyName": "company_name", "customFields": "custom_fields"}
Record = dict[str, Any]


class PullModel:
    def __init__(self) -> None:
        self.server: dict[str, Record] = {}
        self.bad: dict[str, Record] = {}
        self.counts: dict[str, int] = {}
        self.new_conflicts: dict[str, dict[str, Record]] = {}
        self._seen: dict[str, Record] = {}
        self.base: dict[str, Record] = {}
        self._local: dict[str, Record | None] = {}
        self._in_dispute: set[str] = set()

    @property
    def present(self) -> list[str]:
        """The ids of the rows that are here."""
        return sorted(id_ for id_, row in self._local.items() if row is not None)

    def rows(self) -> dict[str, Record]:
        return {id_: row for id_, row in self._local.items() if row is not None}

    def put(self, record: Record) -> None:
        """The server has a good record."""
        self.server[record["id"]] = record
        self.bad.pop(record["id"], None)

    def spoil(self, record: Record) -> None:
        """The server has a bad record."""
        self.server[record["id"]] = self.bad[record["id"]] = record

    def edit_here(self, id_: str, name: str, value: Any) -> None:
        row = self._local[id_]
        assert row is not None
        row[name] = value

    def delete_here(self, id_: str) -> None:
        self._local[id_] = None

    def is_disputed(self, id_: str, name: str) -> bool:
        """Whether both sides hold values of their own, so that the next edit here may well end the dispute."""
        row = self._local[id_]
        values = (self.base[id_][name], self._seen[id_].get(name), row and row[name])
        return all(values[one] != values[other] for one, other in ((0, 1), (0, 2), (1, 2)))

    def pull(self, start: int = 0, count: int | None = None) -> None:
        """Pull some of the listing."""
        self.counts = dict.fromkeys(("created", "updated", "unchanged", "conflicts", "failed"), 0)
        self.new_conflicts = {}
        stop = None if count is None else start + count
        for id_ in sorted(self.server)[start:stop]:
            self.counts[self._pull_one(id_, self.server[id_])] += 1

    def _pull_one(self, id_: str, record: Record) -> str:
        if id_ in self.bad:
            return "failed"
        if self._seen.get(id_) == record:
            if self._local[id_] is None and id_ in self._in_dispute:
                # What was deleted is a record whose edit on the server was never agreed on: that is told as well.
                return self._deleted_and_changed(id_)
            return "unchanged"
        remote = {name: record.get(name) for name in COLUMNS}
        is_new = id_ not in self._seen
        self._seen[id_] = record
        if is_new:
            self.base[id_], self._local[id_] = dict(remote), dict(remote)
            return "created"
        local, base = self._local[id_], self.base[id_]
        if local is None:
            self.base[id_] = remote
            return self._deleted_and_changed(id_)
        disputed = {
            name: {"base": base[name], "local": local[name], "remote": remote[name]}
            for name in COLUMNS
            if local[name] != remote[name] and base[name] not in (local[name], remote[name])
        }
        for name in COLUMNS.keys() - disputed.keys():
            if local[name] == base[name]:
                local[name] = remote[name]
            base[name] = remote[name]
        self._in_dispute.discard(id_)
        if disputed:
            self.new_conflicts[id_] = disputed
            self._in_dispute.add(id_)
        return "conflicts" if disputed else "updated"

    def _deleted_and_changed(self, id_: str) -> str:
        self._in_dispute.discard(id_)
        self.new_conflicts[id_] = {}
        return "conflicts"
