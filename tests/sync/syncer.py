"""A process that lets children of its own sync both ways, and pay; each begins at once, with all modules loaded.

It is told what to do line by line, and tells what became of it: the child's number, its result, and how it ended.
"""

import json
import os
import sys
from datetime import date
from decimal import Decimal

from ascora_sdk import AscoraClient
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import LeaseHeldError, SyncEngine


def sync(url: str, credentials: dict[str, str], options: dict[str, float], payment: str | None = None) -> None:
    with AscoraClient(**credentials) as client, SqlStorage(url) as storage:
        engine = SyncEngine(client, storage, **options)
        try:
            report = engine.sync()
            if payment is not None:
                pay(engine, payment)
        except LeaseHeldError:
            tell(result="held")
        else:
            tell(result={name: done.pushed for name, done in report.items()})


def pay(engine: SyncEngine, reference: str) -> None:
    engine.record_payment(
        "i-1", amount=Decimal("0.10"), payment_method="cash", payment_date=date(2026, 2, 17), reference=reference
    )


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sync(**json.loads(line))
            os._exit(0)
        tell(child=child)
        _, status = os.waitpid(child, 0)
        tell(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
