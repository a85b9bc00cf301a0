"""Scans that anybody may have made are looked at by a child of the worker, which may die of them alone.

How many pages, how large a file, how long and with how much memory is bounded; what goes beyond, or kills the
child, makes the file unreadable and nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from placements.page_reader import SECONDS_A_PAGE, SECONDS_TO_BEGIN, TOO_MUCH, UNREADABLE
from placements.printed_pages import PageCode, ReadPage, UnreadableScan

MOST_BYTES = 200 * 1024**2
MOST_PAGES_OF_A_FILE = 1000
PAGES_AT_A_TIME = 20
# Over what the child may use of the processor: a busy machine is no fault of the file.
PATIENCE = 3


def pages_in(content: bytes, *, is_pdf: bool) -> int:
    """How many pages a file has. Raises UnreadableScan."""
    if len(content) > MOST_BYTES:
        raise UnreadableScan(_("The file is larger than %(size)d MB.") % {"size": MOST_BYTES // 1024**2})
    if not is_pdf:
        return 1
    count = int(_ask("count", content, is_pdf=is_pdf, seconds=SECONDS_TO_BEGIN))
    if count > MOST_PAGES_OF_A_FILE:
        raise UnreadableScan(
            _("%(count)d pages in one file are too many: split the file.") % {"count": count}
        )
    return count


def read_pages(content: bytes, count: int, *, is_pdf: bool) -> Iterator[ReadPage]:
    """The pages of a file in their order. Raises UnreadableScan at the first that cannot be read."""
    for first in range(0, count, PAGES_AT_A_TIME):
        last = min(count, first + PAGES_AT_A_TIME)
        seconds = SECONDS_TO_BEGIN + SECONDS_A_PAGE * (last - first)
        yield from _unpacked(_ask("read", content, first, last, is_pdf=is_pdf, seconds=seconds))


def _ask(act: str, content: bytes, *numbers: int, is_pdf: bool, seconds: float) -> bytes:
    kind = "pdf" if is_pdf else "picture"
    try:
        child = subprocess.run(  # noqa: S603 — our own program, and numbers
            [sys.executable, "-m", "placements.page_reader", act, kind, *map(str, numbers)],
            input=content,
            capture_output=True,
            check=False,
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ.get("PATH", "")},
            timeout=seconds * PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableScan(_("Looking at it took too long.")) from error
    if child.returncode == UNREADABLE:
        raise UnreadableScan(child.stderr.decode(errors="replace")[:300])
    if child.returncode == TOO_MUCH:
        raise UnreadableScan(_("Looking at it needs more memory than it may have."))
    if child.returncode:
        raise UnreadableScan(_("Looking at it ended the program that does so."))
    return child.stdout


def _unpacked(answer: bytes) -> Iterator[ReadPage]:
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        header = json.loads(answer[at:end])
        at = end + 1 + header["size"]
        code = PageCode(*header["code"]) if header["code"] else None
        yield ReadPage(picture=answer[end + 1 : at], code=code)
