"""A PDF against bare WeasyPrint on the same HTML, and how many a minute two workers make."""

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.measure import Row, in_turn
from core.rendering import Limits, RenderTimeout, document_html, language_tag, render_pdf
from core.rendering.context import Language
from core.rendering.process import FONT_CONFIGURATION, painter
from tests.core.sample_document import agreement, long_agreement

TITLE = "Documents"
BATCH = 60
PLAIN = (
    '<html lang="zh-Hans"><style>html { font-family: "Paper Serif SC" }</style><h1>合作协议</h1>'
    + "<p>校企双方本着互利共赢的原则，经友好协商，自愿签订本协议，共同遵守。</p>" * 12
)
HOSTILE = "<table><tr><td colspan=100000>x</td></tr></table>"

# Both tell of every step here; in the program they run in the painter, which has no log.
for name in ("fontTools", "weasyprint"):
    logging.getLogger(name).setLevel(logging.ERROR)


def paint(html: str, language: Language = "zh-hans") -> None:
    render_pdf(html=html, title="Agreement", language=language_tag(language))


def bare(html: str) -> None:
    from weasyprint import HTML

    HTML(string=html).write_pdf(pdf_variant="pdf/a-3a")


def with_full_fonts(html: str) -> str:
    return html.replace("Paper Serif SC", "Noto Serif CJK SC").replace("Paper Sans SC", "Noto Sans CJK SC")


def paint_many(html: str, count: int) -> int:
    """In a worker of its own; the most memory it and its painter held, in MiB."""
    for _ in range(count):
        paint(html)
    return (status_kib("self", "VmHWM") + status_kib(painter.pid, "VmHWM")) >> 10


def status_kib(pid: int | str | None, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def bare_many(html: str, count: int) -> int:
    for _ in range(count):
        bare(html)
    return status_kib("self", "VmHWM") >> 10


def in_two_workers(many: Callable[[str, int], int], html: str) -> tuple[float, int]:
    """Seconds of wall clock a document, and the larger worker's memory."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        list(workers.map(many, [html] * 2, [1] * 2))
        start = time.perf_counter()
        sizes = list(workers.map(many, [html] * 2, [BATCH // 2] * 2))
        return (time.perf_counter() - start) / BATCH, max(sizes)


def hostile_cpu_seconds() -> float:
    paint(PLAIN)
    before = children_cpu_seconds()
    try:
        render_pdf(html=HOSTILE, title="x", language="en", limits=Limits(wall_seconds=60))
    except RenderTimeout:
        return children_cpu_seconds() - before
    raise AssertionError("The hostile document was painted.")


def children_cpu_seconds() -> float:
    """Of the painter's children that have ended (proc(5), fields 16 and 17)."""
    fields = Path(f"/proc/{painter.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def run() -> list[Row]:
    os.environ["FONTCONFIG_FILE"] = str(FONT_CONFIGURATION)  # before WeasyPrint: the same fonts for both
    short = document_html(agreement(), language="zh-hans")
    both = document_html(agreement(), language="both")
    long = document_html(long_agreement(), language="zh-hans")
    rows = []
    for name, html, runs in (
        ("4 pages, Chinese", short, 7),
        ("5 pages, both languages", both, 5),
        ("15 pages, Chinese", long, 5),
    ):
        ours, limit = in_turn(lambda html=html: paint(html), lambda html=html: bare(html), runs=runs)
        rows.append(Row(name=name, ours=ours, limit=limit, against="bare WeasyPrint, same HTML", wanted=1.15))

    ours, limit = in_turn(lambda: paint(PLAIN), lambda: paint(with_full_fonts(PLAIN)))
    rows.append(
        Row(name="bundled fonts, plain page", ours=ours, limit=limit, against="full Noto CJK", wanted=1 / 1.7)
    )
    rows.append(
        Row(
            name="a hostile template",
            ours=hostile_cpu_seconds(),
            limit=6.0,
            against="6 seconds of CPU",
            wanted=1.0,
        )
    )
    for name, html in (("a plain page, 2 workers", PLAIN), ("4 pages, 2 workers", short)):
        ours, mebibytes = in_two_workers(paint_many, html)
        limit, bare_mebibytes = in_two_workers(bare_many, html)
        note = (
            f"{60 / ours:.0f} a minute, each worker {mebibytes} MiB with its painter (bare {bare_mebibytes})"
        )
        rows.append(Row(name=name, ours=ours, limit=limit, against="bare, 2 workers", wanted=1.15, note=note))
    return rows
