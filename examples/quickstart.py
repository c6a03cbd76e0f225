"""A sandbox, a database, and three pulls: the first brings all, the second nothing, the third ten edits."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import KindStarted, PagePulled, SyncEngine, SyncEvent, SyncReport

COLUMNS = ("created", "updated", "unchanged", "conflicts", "failed")
console = Console()


def pull(client: AscoraClient, storage: SqlStorage, title: str) -> SyncReport:
    """Pull everything with a progress bar, and show what was done."""
    bars = Progress(
        TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )

    def show(event: SyncEvent) -> None:
        if isinstance(event, KindStarted):
            bars.add_task(f"{event.kind}s", total=None)
        elif isinstance(event, PagePulled):
            bars.update(bars.task_ids[-1], completed=event.done, total=event.total)

    console.rule(title)
    with bars:
        report = SyncEngine(client, storage, on_event=show).pull()
    show_report(report)
    return report


def show_report(report: SyncReport) -> None:
    """Show a report as a table."""
    table = Table(caption=f"{'ok' if report.ok else 'not ok'}, {report.duration:.1f} s")
    table.add_column("kind")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for kind, done in report.items():
        table.add_row(kind, *(f"{getattr(done, column):,}" for column in COLUMNS))
    console.print(table)


def main(database: Path, customers: int, jobs: int, invoices: int) -> None:
    """Run the three pulls against a sandbox of its own."""
    database = database.resolve()
    with Sandbox(customers=customers, jobs=jobs, invoices=invoices) as sandbox:
        storage = SqlStorage(f"sqlite:///{database}")
        storage.migrate()
        with AscoraClient(
            api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code
        ) as client:
            client.authenticate()
            first = pull(client, storage, "First pull: everything is new")
            second = pull(client, storage, "Second pull: nothing changed, nothing is written")
            for number in range(1, 11):
                sandbox.edit("customer", f"c-{number}", phone=f"07 3000 {number:04}")
            third = pull(client, storage, "Third pull: ten customers were edited on the server")
        storage.close()
    assert all(first[kind].created == count for kind, count in zip(first, (customers, jobs, invoices), strict=True))
    assert all(done.unchanged == done.seen for done in second.values())
    assert third["customer"].updated == min(10, customers)
    console.print(f"\nThe database is [bold]{database}[/bold]. Look into it with:", soft_wrap=True)
    console.print(
        f'  python -c "import sqlite3; print(sqlite3.connect({str(database)!r}).execute('
        "'SELECT ascora_customer_id, first_name, phone FROM ascora_customers LIMIT 12').fetchall())\"",
        soft_wrap=True,
        highlight=False,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path, default=Path(f"ascora-demo-{time.strftime('%Y%m%d-%H%M%S')}.db"))
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--jobs", type=int, default=3_000)
    parser.add_argument("--invoices", type=int, default=1_500)
    main(**vars(parser.parse_args()))
