"""Looks at scans in a process of its own: `python -m placements.page_reader ACT KIND [FIRST LAST]`.

The file comes on the standard input; what is found goes to the standard output, a line of JSON a page and
the bytes of its picture. It imports neither Django nor any app, is handed no secret, and may neither write
files nor take more memory or time than it sets itself before it reads a byte (`placements.scan_reading`).
"""

from __future__ import annotations

import json
import resource
import sys

MOST_MEMORY = 2 * 1024**3
SECONDS_TO_BEGIN = 10
SECONDS_A_PAGE = 10
UNREADABLE, TOO_MUCH = 3, 4


def main(arguments: list[str]) -> int:
    act, kind, *rest = arguments
    first, last = (int(number) for number in rest) if rest else (0, 1)
    seconds = SECONDS_TO_BEGIN + SECONDS_A_PAGE * (last - first)
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    from placements import printed_pages

    content, is_pdf = sys.stdin.buffer.read(), kind == "pdf"
    answer = sys.stdout.buffer
    try:
        if act == "count":
            answer.write(str(printed_pages.pages_in(content, is_pdf=is_pdf)).encode())
            return 0
        for number in range(first, last):
            page = printed_pages.read_page(content, number, is_pdf=is_pdf)
            code = [page.code.code, page.code.page, page.code.pages] if page.code else None
            answer.write(json.dumps({"code": code, "size": len(page.picture)}).encode() + b"\n")
            answer.write(page.picture)
    except printed_pages.UnreadableScan as fault:
        sys.stderr.write(str(fault))
        return UNREADABLE
    except MemoryError:
        return TOO_MUCH
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
