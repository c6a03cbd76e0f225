"""A process of its own that pulls; it says so when it begins, and with its report when it is done."""

import json
import sys
import time

from ascora_sdk import AscoraClient
from ascora_sdk.storage import SqlStorage
from ascora_sdk.sync import LeaseHeldError, SyncEngine


def main(url: str, credentials: dict[str, str], kind: str | None, options: dict[str, float], patient: bool) -> None:
    with AscoraClient(**credentials) as client, SqlStorage(url) as storage:
        engine = SyncEngine(client, storage, **options)
        print("ready", flush=True)
        sys.stdin.readline()
        while True:
            try:
                report = engine.pull(kind)
            except LeaseHeldError:
                if not patient:
                    print(json.dumps("held"), flush=True)
                    return
                time.sleep(0.02)
            else:
                print(json.dumps({name: done.created for name, done in report.items()}), flush=True)
                return


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
