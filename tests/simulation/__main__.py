"""`python -m tests.simulation --seeds 500`, or `--seed 7` to see what happens in one."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from multiprocessing import get_context

from .simulation import Ended, run_one, simulate


def main() -> int:
    """Run simulations, and say which seeds fail."""
    asked = _arguments()
    if asked.seed is not None:
        return _replay(asked.seed)
    seeds = range(asked.first, asked.first + asked.seeds)
    started = time.perf_counter()
    failed: list[tuple[int, str]] = []
    with get_context("spawn").Pool(asked.workers) as pool:
        for seed, broken in pool.imap_unordered(run_one, seeds, chunksize=10):
            if broken is not None:
                failed.append((seed, broken))
                print(f"seed {seed}: {broken}", flush=True)
    took = time.perf_counter() - started
    told = ", ".join(
        f"{count} times {name}" for name, count in Counter(one.partition(":")[0] for _, one in failed).items()
    )
    print(f"{asked.seeds} seeds in {took:.0f} s: {told or 'none fails'}")
    if failed:
        print(f"replay one with: nox -s simulate -- --seed {min(failed)[0]}")
    return bool(failed)


def _replay(seed: int) -> int:
    ended: Ended = simulate(seed)
    print("\n".join(ended.trace))
    if ended.broken is None:
        print(f"seed {seed}: every promise was kept")
        return 0
    if ended.broken.__cause__ is not None:
        traceback.print_exception(ended.broken.__cause__)
    print(f"seed {seed}: {ended.broken}")
    return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=500, help="how many seeds to run")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, help="the one seed to run, with a trace")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="how many processes share the work")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
