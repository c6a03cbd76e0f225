"""Side by side in one run: a baseline and the SDK take turns, and the ratio of their medians is what counts."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

ANSI = {True: "\x1b[32m", False: "\x1b[31m"} if sys.stdout.isatty() else {True: "", False: ""}


def compare(
    title: str,
    baseline: Callable[[], object],
    ours: Callable[[], object],
    *,
    rounds: int,
    at_most: float | None = None,
    at_least_faster: float | None = None,
) -> float:
    """Time both in turns and print the ratio.

    Args:
        title: What is compared.
        baseline: What it is compared with.
        ours: The SDK's way.
        rounds: How often each is timed.
        at_most: The most that ours may take, as a multiple of the baseline's time.
        at_least_faster: How many times faster ours has to be.

    Returns:
        Our median time as a multiple of the baseline's.
    """
    baseline(), ours()
    theirs_s, ours_s = [], []
    for turn in range(rounds):
        pair = [(baseline, theirs_s), (ours, ours_s)]
        for work, times in pair if turn % 2 else reversed(pair):
            gc.collect()
            begin = time.perf_counter()
            work()
            times.append(time.perf_counter() - begin)
    ratio = median(ours_s) / median(theirs_s)
    tell(title, median(theirs_s), median(ours_s), at_most=at_most, at_least_faster=at_least_faster)
    return ratio


def tell(
    title: str,
    theirs: float,
    ours: float,
    *,
    at_most: float | None = None,
    at_least_faster: float | None = None,
) -> None:
    """Print one line: both figures, their ratio, and what was aimed at."""
    ratio = ours / theirs
    if at_least_faster is not None:
        good, aim = 1 / ratio >= at_least_faster, f"at least {at_least_faster:g}"
        shown = f"{1 / ratio:.2f} times faster"
    else:
        good, shown, aim = (
            ratio <= (at_most or ratio),
            f"{ratio:.2f} times",
            f"at most {at_most:g}" if at_most else "no aim",
        )
    print(
        f"{title:<58} baseline {theirs * 1e3:10.3f} ms   ours {ours * 1e3:10.3f} ms   "
        f"{ANSI[good]}{shown} ({aim}){'' if good else '  MISSED'}{chr(27) + '[0m' if ANSI[good] else ''}",
        flush=True,
    )


@contextmanager
def sandbox_process(*options: str) -> Iterator[dict[str, str]]:
    """Run a sandbox in a process of its own and give its environment variables."""
    command = [sys.executable, "-m", "ascora_sdk.sandbox", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        environ: dict[str, str] = {}
        assert process.stdout is not None
        while len(environ) < 3:
            line = process.stdout.readline()
            assert line, "the sandbox did not start"
            name, _, value = line.strip().removeprefix("export ").partition("=")
            if name.startswith("ASCORA_"):
                environ[name] = value.strip("'\"")
        os.environ.update(environ)
        yield environ
    finally:
        process.terminate()
        process.wait(timeout=10)
