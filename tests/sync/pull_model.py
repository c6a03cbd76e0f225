"""What must come of edits, pulls and pushes, in plain words: three values of each leaf, and who wins.

What both sides edited to different ends waits for somebody to decide. A key of the custom fields is a leaf of its own,
which may be absent.
"""

from typing import Any

COLUMNS = {"phone": "phone", "email": "email", "companyName": "company_name"}
KEYS = ("a", "b")
LEAVES = (*COLUMNS, *(f"customFields.{key}" for key in KEYS))
ABSENT = "absent"
Record = dict[str, Any]
Leaves = dict[str, Any]


def leaves_of(record: Record) -> Leaves:
    """Take a record apart, by the wire's names."""
    custom = record.get("customFields") or {}
    return {name: record.get(name) for name in COLUMNS} | {
        f"customFields.{key}": custom.get(key, ABSENT) for key in KEYS
    }


class PullModel:
    def __init__(self) -> None:
        self.server: dict[str, Record] = {}
        self.bad: dict[str, Record] = {}
        self.conflicts: dict[str, frozenset[str]] = {}
        self.base: dict[str, Leaves] = {}
        self._seen: dict[str, Record] = {}
        self._local: dict[str, Leaves | None] = {}

    @property
    def present(self) -> list[str]:
        """The ids of the rows that are here."""
        return sorted(id_ for id_, row in self._local.items() if row is not None)

    def rows(self) -> dict[str, Leaves]:
        return {id_: row for id_, row in self._local.items() if row is not None}

    def put(self, record: Record) -> None:
        """The server has a good record."""
        self.server[record["id"]] = record
        self.bad.pop(record["id"], None)

    def spoil(self, record: Record) -> None:
        """The server has a bad record."""
        self.server[record["id"]] = self.bad[record["id"]] = record

    def edit_here(self, id_: str, changes: Leaves) -> None:
        row = self._local[id_]
        assert row is not None
        row.update(changes)

    def delete_here(self, id_: str) -> None:
        self._local[id_] = None

    def pull(self, start: int = 0, count: int | None = None) -> None:
        """Pull some of the listing."""
        stop = None if count is None else start + count
        for id_ in sorted(self.server)[start:stop]:
            if id_ not in self.bad and self._seen.get(id_) != self.server[id_]:
                self._take(id_, self.server[id_])

    def push(self) -> None:
        """Send what can be sent, after a pull of everything."""
        for id_ in sorted(self._local):
            if id_ in self.bad:
                continue
            row = self._local[id_]
            if id_ in self.conflicts:
                # Somebody may have decided by editing the row.
                self._take(id_, self._seen[id_])
            if row is None:
                if id_ not in self.conflicts:
                    for known in (self.server, self.base, self._seen, self._local):
                        known.pop(id_, None)  # type: ignore[attr-defined]
                continue
            waiting = self.conflicts.get(id_, frozenset())
            for leaf in LEAVES:
                if leaf not in waiting:
                    self.base[id_][leaf] = row[leaf]

    def sent(self, id_: str) -> Leaves:
        """What the server must hold after a push: what is agreed on, and its own values of what waits."""
        waiting, there = self.conflicts.get(id_, frozenset()), leaves_of(self._seen[id_])
        return {leaf: there[leaf] if leaf in waiting else self.base[id_][leaf] for leaf in LEAVES}

    def agree(self, record: Record) -> None:
        """The server has answered what was sent."""
        self.server[record["id"]] = self._seen[record["id"]] = record

    def _take(self, id_: str, record: Record) -> None:
        is_new, self._seen[id_] = id_ not in self._seen, record
        there = leaves_of(record)
        if is_new:
            self.base[id_], self._local[id_] = dict(there), dict(there)
            return
        here, base = self._local[id_], self.base[id_]
        if here is None:
            if there == base:
                self.conflicts.pop(id_, None)
            else:
                self.conflicts[id_] = frozenset()
            return
        waiting = {leaf for leaf in LEAVES if here[leaf] != there[leaf] and base[leaf] not in (here[leaf], there[leaf])}
        for leaf in set(LEAVES) - waiting:
            if here[leaf] == base[leaf]:
                here[leaf] = there[leaf]
            base[leaf] = there[leaf]
        if waiting:
            self.conflicts[id_] = frozenset(waiting)
        else:
            self.conflicts.pop(id_, None)
