"""``make bench``: every table, in one run. ``python -m benchmarks pdf lists`` runs only those named."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

import django

import benchmarks

PLUMBING = {"__main__", "measure", "peers", "scratch"}


def main(names: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.measure import table
    from benchmarks.scratch import drop_generated

    known = [
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in PLUMBING
    ]
    if unknown := set(names) - set(known):
        sys.exit(f"No benchmark {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    missed = 0
    try:
        for name in names or known:
            module = importlib.import_module(f"benchmarks.{name}")
            rows = module.run()
            print(table(module.TITLE, rows), flush=True)
            missed += sum(row.verdict == "MISSED" for row in rows)
    finally:
        drop_generated()
    print(f"{missed} figures missed their mark." if missed else "Every figure reached its mark.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
