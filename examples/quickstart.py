"""A sandbox, a database, and four syncs: all comes, nothing happens, edits go both ways, a conflict is decided."""

from __future__ import annotations

import argparse
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ascora_sdk import AscoraClient
from ascora_sdk.sandbox import Sandbox
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import Manual, MergeFields, SyncEngine, SyncReport

COLUMNS = ("created", "updated", "pushed", "deleted", "conflicts", "requests")
console = Console()


def sync(engine: SyncEngine, title: str) -> SyncReport:
    """Sync, and show what was done."""
    console.rule(title)
    report = engine.sync()
    table = Table(caption=f"{'ok' if report.ok else 'not ok'}, {report.duration:.1f} s")
    table.add_column("kind")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for kind, done in report.items():
        table.add_row(kind, *(f"{getattr(done, column):,}" for column in COLUMNS))
    console.print(table)
    return report


def edit_here(path: Path) -> None:
    """Edit a customer, make one with a job, and delete an invoice: by plain SQL, as any program may."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE ascora_customers SET phone = '07 3000 0001' WHERE ascora_customer_id = 'c-1'")
        database.execute("UPDATE ascora_customers SET notes = 'Rings back' WHERE ascora_customer_id = 'c-3'")
        ada = "INSERT INTO ascora_customers (organization_id, first_name) VALUES ('default', 'Ada') RETURNING id"
        (row,) = database.execute(ada).fetchone()
        job = "INSERT INTO ascora_jobs (organization_id, job_title, customer_id, status) VALUES ('default', ?, ?, ?)"
        database.execute(job, ("Dry the cellar", row, "pending"))
        database.execute("DELETE FROM ascora_invoices WHERE ascora_invoice_id = 'i-1'")


def edit_there(sandbox: Sandbox) -> None:
    """Edit two customers on the server, one of them in the field that was edited here too, and delete an invoice."""
    sandbox.edit("customer", "c-1", phone="07 3000 0002")
    sandbox.edit("customer", "c-2", email="grace@example.com")
    sandbox.edit("customer", "c-3", suburb="Toowong")
    sandbox.remove("invoice", "i-2")


def main(database: Path, customers: int, jobs: int, invoices: int) -> None:
    """Run the four syncs against a sandbox of its own."""
    database = database.resolve()
    with (
        Sandbox(customers=customers, jobs=jobs, invoices=invoices) as sandbox,
        SqlStorage(f"sqlite:///{database}") as storage,
        AscoraClient(api_url=sandbox.api_url, api_token=sandbox.api_token, company_code=sandbox.company_code) as client,
    ):
        storage.migrate()
        client.authenticate()
        engine = SyncEngine(client, storage, strategy=MergeFields(fallback=Manual()))
        first = sync(engine, "First sync: everything is new")
        second = sync(engine, "Second sync: nothing changed, nothing is written")
        edit_here(database)
        edit_there(sandbox)
        third = sync(engine, "Third sync: edits on both sides")
        (conflict,) = engine.conflicts()
        phone = conflict.fields["phone"]
        console.print(f"\n{conflict}: {phone.local} here, {phone.remote} there. The one from here is right:\n")
        engine.resolve(conflict.id, "local")
        fourth = sync(engine, "Fourth sync: what was decided is sent")
        console.rule("The story of customer c-1")
        for entry in engine.explain("customer", "c-1"):
            console.print(f"{entry.at:%H:%M:%S} {entry.decision:<9} {entry.reason or ''}", highlight=False)
        assert sandbox.get("customer", "c-1")["phone"] == "07 3000 0001"
    assert all(first[kind].created == count for kind, count in zip(first, (customers, jobs, invoices), strict=True))
    assert all(not (done.created or done.updated or done.pushed) for done in second.values())
    assert (third["customer"].pushed, third["customer"].unresolved, third["job"].pushed) == (2, 1, 1)
    assert (third["invoice"].pushed, third["invoice"].deleted) == (1, 1)
    assert fourth.ok
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
