"""Refuses a message without Chinese, a fuzzy one, and a catalogue that is behind the code.

Chinese text has full-width punctuation.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
HALF_WIDTH = re.compile(r"[一-龥”’）》][,:;!?]|[,:;!?][一-龥“‘（《]")
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")


def load(path: Path) -> Catalog:
    with path.open("rb") as handle:
        return read_po(handle, locale="zh_Hans")


def complaints(catalogue: Catalog) -> list[str]:
    found = []
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if not all(texts):
            found.append(f"no Chinese: {message.id!r}")
        if message.fuzzy:
            found.append(f"fuzzy: {message.id!r}")
        if any(HALF_WIDTH.search(text) for text in texts if text):
            found.append(f"half-width punctuation in the Chinese: {message.id!r}")
        found += [f"{error}: {message.id!r}" for error in message.check()]
    return found


def extracted() -> Catalog:
    """What the code and templates say today, read from a copy so that nothing here is touched."""
    tracked = subprocess.run(
        [
            "git",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            "*.py",
            "*.html",
            "*.txt",
            "*.po",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    with tempfile.TemporaryDirectory() as folder:
        for name in filter(None, tracked):
            source, target = ROOT / name, Path(folder) / name
            if name.startswith(("tests/", "benchmarks/", "static/")) or not source.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
        subprocess.run(
            [
                sys.executable,
                "-m",
                "django",
                "makemessages",
                *("-l", "zh_Hans", "--no-location", "--no-obsolete", "--no-wrap"),
            ],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        return load(Path(folder) / CATALOGUE)


def main() -> int:
    ours, today = load(ROOT / CATALOGUE), extracted()
    found = complaints(ours)
    known = {message.id for message in ours}
    found += [f"not in the catalogue (run make messages): {m.id!r}" for m in today if m.id not in known]
    for line in found:
        print(line)
    print(f"{len(ours)} messages, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
