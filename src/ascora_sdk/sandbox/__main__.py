"""The command line: run the package with `python -m`, and it serves until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from shlex import quote

from . import Sandbox

_DEFAULT_PORT = 8080


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}", description="Serve an Ascora account made of generated data."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (default: %(default)s)")
    parser.add_argument("--port", type=int, default=_DEFAULT_PORT, help="0 takes a free one (default: %(default)s)")
    for kind, count in (("customers", 25), ("jobs", 50), ("invoices", 40), ("tasks", 20)):
        parser.add_argument(f"--{kind}", type=int, default=count, metavar="N", help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another seed gives other data")
    parser.add_argument("--max-page-size", type=int, metavar="N", help="the most records in a page")
    parser.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="what every answer takes")
    parser.add_argument("--api-token", default="sandbox-token", metavar="TEXT", help="default: %(default)s")
    parser.add_argument("--company-code", default="SANDBOX", metavar="TEXT", help="default: %(default)s")
    parser.add_argument("--ignore-updated-since", action="store_true", help="leave updated_since unread")
    parser.add_argument("--ignore-idempotency-key", action="store_true", help="leave Idempotency-Key unread")
    parser.add_argument("--files-elsewhere", action="store_true", help="serve attachments' bytes from another origin")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal comes.

    Args:
        arguments: the command line; None for the process's own.

    Returns:
        The exit code.
    """
    options = _parser().parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    with Sandbox(
        options.customers,
        options.jobs,
        options.invoices,
        options.tasks,
        seed=options.seed,
        api_token=options.api_token,
        company_code=options.company_code,
        max_page_size=options.max_page_size,
        default_latency=options.latency,
        honours_updated_since=not options.ignore_updated_since,
        honours_idempotency_key=not options.ignore_idempotency_key,
        files_elsewhere=options.files_elsewhere,
        host=options.host,
        port=options.port,
    ) as sandbox:
        sys.stdout.write(_announcement(sandbox))
        sys.stdout.flush()
        stop.wait()
    return 0


def _announcement(sandbox: Sandbox) -> str:
    """Say where it is in lines that a shell can evaluate."""
    exports = (f"export {name}={quote(value)}\n" for name, value in sandbox.environ.items())
    return f"# The sandbox serves at {sandbox.api_url}\n{''.join(exports)}"


if __name__ == "__main__":
    raise SystemExit(main())
