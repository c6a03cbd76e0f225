"""A sync of 100,000 customers of which 1 % changed on each side, beside a first pull and a tenth of the customers.

What a sync costs is to grow with what changed, not with what is there: so 10,000 customers with as many changes are the
baseline. Each sync runs in a process of its own, which tells what it cost; the sandbox runs in another one.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from calls import headers
from harness import ANSI, sandbox_process

from ascora_sdk import ClientConfig

MANY, FEW = 100_000, 10_000
CHANGES = 1_000
ROUNDS = 1  # nearly all of a round is the sandbox, sorting; more make the medians calmer
COSTS = ("requests", "statements", "rows written", "seconds", "not waiting", "CPU seconds", "peak MB")
SECONDS = {"seconds", "not waiting", "CPU seconds"}
Cost = dict[str, float]


def sync_once(database: Path) -> None:
    """Sync customers once, and print what it cost as JSON."""
    from sqlalchemy import create_engine, event

    from ascora_sdk import AscoraClient, Hooks
    from ascora_sdk.storage import SqlStorage
    from ascora_sdk.sync import SyncEngine

    began: dict[int, float] = {}
    waits: list[tuple[float, float]] = []
    waiting = Hooks(
        before_attempt=lambda attempt: began.update({id(attempt): time.perf_counter()}),
        after_attempt=lambda attempt, _: waits.append((began.pop(id(attempt)), time.perf_counter())),
    )
    engine = create_engine(f"sqlite:///{database}")
    connections: list[Any] = []
    statements: list[None] = []
    event.listen(engine, "connect", lambda connection, _record: connections.append(connection))
    event.listen(engine, "before_cursor_execute", lambda *_: statements.append(None))
    with SqlStorage(engine) as storage, AscoraClient.from_env(hooks=[waiting]) as client:
        storage.migrate()
        statements.clear()
        written = sum(connection.total_changes for connection in connections)
        begin, cpu = time.perf_counter(), time.process_time()
        report = SyncEngine(client, storage).sync("customer")["customer"]
        seconds = time.perf_counter() - begin
        cost: Cost = {
            "requests": report.requests,
            "statements": len(statements),
            "rows written": sum(connection.total_changes for connection in connections) - written,
            "seconds": seconds,
            "not waiting": seconds - covered(waits),
            "CPU seconds": time.process_time() - cpu,
            "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    engine.dispose()
    did = {"created": report.created, "updated": report.updated, "pushed": report.pushed, "ok": report.ok}
    print(json.dumps({"cost": cost, "did": did}))


def covered(spans: list[tuple[float, float]]) -> float:
    """Measure the time in which at least one request was under way."""
    total, until = 0.0, float("-inf")
    for begin, end in sorted(spans):
        total += max(0.0, end - max(begin, until))
        until = max(until, end)
    return total


def run_sync(database: Path, **expected: int) -> Cost:
    """Sync in a process of its own, and see that it did what it had to."""
    command = [sys.executable, __file__, "--sync", str(database)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert told["did"] == {"created": 0, "updated": 0, "pushed": 0, "ok": True, **expected}, told["did"]
    cost: Cost = told["cost"]
    return cost


def edit_both_sides(config: ClientConfig, database: Path, count: int, turn: int) -> None:
    """Edit as many customers there as here, all over, and none on both sides."""
    step = count // CHANGES
    with httpx.Client(headers=headers(config), timeout=60) as client, ThreadPoolExecutor(4) as threads:

        def edit(number: int) -> None:
            answer = client.put(f"{config.api_url}/customers/c-{number * step + 1}", json={"notes": f"there {turn}"})
            answer.raise_for_status()

        list(threads.map(edit, range(CHANGES)))
    rows = [(f"here {turn}", f"c-{number * step + 2}") for number in range(CHANGES)]
    with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        connection.executemany("UPDATE ascora_customers SET notes = ? WHERE ascora_customer_id = ?", rows)


def middle(costs: list[Cost]) -> Cost:
    """Give the median of each cost."""
    return {name: median(cost[name] for cost in costs) for name in COSTS}


def measure(count: int) -> dict[str, Cost]:
    """Pull everything at first; then sync with changes, and without, some times over."""
    with sandbox_process("--customers", str(count)) as environ, tempfile.TemporaryDirectory() as folder:
        config, database = ClientConfig.from_env(environ), Path(folder, "sync.db")
        costs = {"first pull": [run_sync(database, created=count)], "changes": [], "nothing": []}
        for turn in range(ROUNDS):
            edit_both_sides(config, database, count, turn)
            costs["changes"].append(run_sync(database, updated=CHANGES, pushed=CHANGES))
        # What was sent lately is listed once more, within the overlap, and is known.
        costs["nothing"] = [run_sync(database) for _ in range(ROUNDS)]
    return {name: middle(each) for name, each in costs.items()}


def show(title: str, cost: Cost) -> None:
    """Print what a sync cost."""
    shown = "".join(f"{cost[name]:>13,.2f}" if name in SECONDS else f"{cost[name]:>13,.0f}" for name in COSTS)
    print(f"{title:<48}{shown}", flush=True)


def show_ratio(title: str, ours: Cost, theirs: Cost, aims: dict[str, float]) -> None:
    """Print each cost as a multiple of another sync's, and whether it is as much as was aimed at, or less."""
    cells = []
    for name in COSTS:
        ratio = ours[name] / theirs[name] if theirs[name] else 1.0 if not ours[name] else float("inf")
        good = name not in aims or ratio <= aims[name]
        text = f"{ratio:.2f} times" if good else f"{ratio:.2f} MISSED"
        cells.append(f"{ANSI[good] if name in aims else ''}{text:>13}{chr(27) + '[0m' if ANSI[good] else ''}")
    print(f"{title:<48}{''.join(cells)}", flush=True)


def main() -> None:
    """Measure both accounts, and print them side by side."""
    few, many = measure(FEW), measure(MANY)
    print(f"{'':<48}{''.join(f'{name:>13}' for name in COSTS)}")
    show(f"{MANY:,} customers: first pull", many["first pull"])
    show(f"{MANY:,} customers: {CHANGES:,} changes on each side", many["changes"])
    show(f"{FEW:,} customers: {CHANGES:,} changes on each side", few["changes"])
    show(f"{MANY:,} customers: nothing changed", many["nothing"])
    show(f"{FEW:,} customers: nothing changed", few["nothing"])
    # For each page of changes the sandbox sorts all its customers; so the time in which we wait for it is no aim.
    aims = {
        "requests": 1.05,
        "statements": 1.05,
        "rows written": 1.05,
        "not waiting": 1.5,
        "CPU seconds": 1.3,
        "peak MB": 1.1,
    }
    show_ratio("ten times the customers, the same changes", many["changes"], few["changes"], aims)
    show_ratio("ten times the customers, nothing changed", many["nothing"], few["nothing"], aims)
    show_ratio("changes, beside a first pull", many["changes"], many["first pull"], {"rows written": 0.1})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--sync"]:
        sync_once(Path(sys.argv[2]))
    else:
        main()
