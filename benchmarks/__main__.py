"""``make bench``: every table, in one run. ``python -m benchmarks pdf lists`` runs only those named."""

from __future__ import annotations

import multiprocessing
import os
import pkgutil
import sys
from concurrent.futures import ProcessPoolExecutor

import django

import benchmarks

PLUMBING = {"__main__", "measure", "pages", "peers", "scratch"}


def main(names: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.measure import outcome
    from benchmarks.scratch import drop_generated

    known = [
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in PLUMBING
    ]
    if unknown := set(names) - set(known):
        sys.exit(f"No benchmark {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    missed = 0
    try:
        # A process for each: the collector goes through what an earlier one left, again and again.
        with ProcessPoolExecutor(
            1, mp_context=multiprocessing.get_context("spawn"), max_tasks_per_child=1
        ) as processes:
            for shown, misses in processes.map(outcome, names or known):
                print(shown, flush=True)
                missed += misses
    finally:
        drop_generated()
    print(f"{missed} figures missed their mark." if missed else "Every figure reached its mark.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
