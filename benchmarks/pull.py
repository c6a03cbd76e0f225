"""The engine's pull into SQLite against a loop by hand: at first, when nothing changed, and the memory it takes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx
from calls import headers
from harness import sandbox_process, tell

from ascora_sdk import AscoraClient, ClientConfig
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import SyncEngine

PAGE = 100
COUNT = 20_000
ROUNDS = 7
FIELDS = (
    "id firstName lastName companyName email phone mobile streetAddress suburb state postcode country customerType "
    "billingAddress taxId notes createdAt updatedAt"
).split()


def by_hand(config: ClientConfig, database: Path) -> None:
    """Pull customers as one would by hand: httpx, json, and an upsert with sqlite3."""
    connection = sqlite3.connect(database)
    connection.execute(f"CREATE TABLE IF NOT EXISTS customers ({', '.join(FIELDS)}, PRIMARY KEY (id))")
    updates = ", ".join(f"{name} = excluded.{name}" for name in FIELDS)
    upsert = f"INSERT INTO customers VALUES ({', '.join('?' * len(FIELDS))}) ON CONFLICT (id) DO UPDATE SET {updates}"
    with httpx.Client(headers=headers(config)) as client:
        offset, more = 0, True
        while more:
            query = {"limit": PAGE, "offset": offset, "sort_by": "id", "sort_order": "asc"}
            page = client.get(f"{config.api_url}/customers", params=query).json()
            with connection:
                connection.executemany(upsert, [[item.get(name) for name in FIELDS] for item in page["data"]])
            offset += len(page["data"])
            more = page["hasMore"]
    connection.close()


def by_engine(config: ClientConfig, database: Path) -> None:
    """Pull all customers by the engine, as the other does; what changed alone would be no match."""
    with SqlStorage(f"sqlite:///{database}") as storage, AscoraClient.from_config(config) as client:
        storage.migrate()
        SyncEngine(client, storage, page_size=PAGE).pull("customer", complete=True)


def speed() -> None:
    """Compare the times, each round on databases of its own, first empty and then full."""
    times: dict[str, list[float]] = {}
    with sandbox_process("--customers", str(COUNT)) as environ, tempfile.TemporaryDirectory() as folder:
        config = ClientConfig.from_env(environ)
        by_hand(config, Path(folder, "warm-up.db"))
        for turn in range(ROUNDS):
            for state in ("empty", "full"):
                for work in (by_hand, by_engine):
                    begin = time.perf_counter()
                    work(config, Path(folder, f"{work.__name__}-{turn}.db"))
                    times.setdefault(f"{state} {work.__name__}", []).append(time.perf_counter() - begin)
    middle = {name: median(values) for name, values in times.items()}
    tell("pull 20,000 customers into SQLite, at first", middle["empty by_hand"], middle["empty by_engine"], at_most=3)
    tell("the same when nothing changed", middle["full by_hand"], middle["full by_engine"], at_most=1.6)


def memory() -> None:
    """Compare the peak memory of pulling 20,000 and 200,000 customers, each in a process of its own."""
    peaks = {}
    for count in (COUNT, 10 * COUNT):
        with sandbox_process("--customers", str(count)), tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, __file__, "--peak", str(Path(folder, "peak.db"))]
            peaks[count] = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    small, large = peaks[COUNT], peaks[10 * COUNT]
    print(
        f"{'peak memory of a pull':<58} 20,000: {small / 1024:.1f} MB   200,000: {large / 1024:.1f} MB   "
        f"{large / small:.2f} times (at most 1.1){'' if large <= 1.1 * small else '  MISSED'}"
    )


def peak(database: Path) -> None:
    """Pull once and print this process's peak memory in kilobytes."""
    import resource

    by_engine(ClientConfig.from_env(), database)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        peak(Path(sys.argv[2]))
    else:
        speed()
        memory()
