"""HTML to a PDF that is fit to be kept: tagged, archived, the same bytes for the same HTML.

The site never paints a document itself. Each process that asks for one keeps one *painter*
(`core.painter`) beside it: a small program started on first use, with WeasyPrint and the fonts loaded,
that forks a limited child for every document. Why not simply

- fork here? Right in a Celery child, which has one thread; in a threaded gunicorn a fork can inherit a
  lock that nobody will ever release, and the child would hold the database connection and every secret;
- start a subprocess for every document? Two seconds of imports each time;
- render here? A hostile template then holds the web process for minutes, and memory grows for good.

The painter works the same in both, costs some milliseconds a document, sees neither secrets nor the
database, leaves when its owner does, and paints one document at a time, which is also the throttle.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from unicodedata import category

from core.painter.protocol import pack
from core.rendering.limits import DEFAULT, Limits
from core.rendering.process import painter


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file carried inside the PDF. `relationship` is one of ISO 32000-2, 7.11.3."""

    name: str
    content: bytes
    modified_at: datetime
    description: str = ""
    relationship: str = "Supplement"


@dataclass(frozen=True, kw_only=True)
class RenderedPdf:
    content: bytes
    sha256: str
    pages: int
    cpu_seconds: float
    peak_kib: int


def render_pdf(
    *,
    html: str,
    title: str,
    language: str,
    attachments: Sequence[Attachment] = (),
    limits: Limits = DEFAULT,
) -> RenderedPdf:
    """Paint `html` (images as `data:`) as PDF/A-3a and PDF/UA-1; `language` is a BCP 47 tag.

    Raises RenderRejected where the document is at fault, RenderTimeout where it ran out of time,
    RenderError where the renderer failed.
    """
    header = {
        "kind": "paint",
        "title": title,
        "language": language,
        "limits": asdict(limits),
        "files": [
            {
                "name": attachment.name,
                "description": attachment.description,
                "relationship": attachment.relationship,
                "modified_at": attachment.modified_at.astimezone(UTC).isoformat(),
            }
            for attachment in attachments
        ],
    }
    message = pack(header, [html.encode(), *(attachment.content for attachment in attachments)])
    answer, (content,) = painter.ask(message, wall_seconds=limits.wall_seconds)
    return RenderedPdf(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=answer["pages"],
        cpu_seconds=answer["cpu_seconds"],
        peak_kib=answer["peak_kib"],
    )


def missing_glyphs(text: str) -> set[str]:
    """The characters of `text` that no font of this machine can draw.

    The bundled fonts have all of GB 2312; only for characters beyond it the painter is asked, which
    costs some ten milliseconds, once for the same ones. Private ones are missing whatever is installed:
    a font of symbols would draw something else for what a register meant.
    """
    rare = set(text) - _bundled()
    private = {one for one in rare if category(one) == "Co"}
    rare -= private
    return private | set(_missing("".join(sorted(rare)))) if rare else private


@lru_cache(maxsize=1024)
def _missing(characters: str) -> frozenset[str]:
    message = pack({"kind": "missing", "limits": asdict(DEFAULT)}, [characters.encode()])
    answer, _ = painter.ask(message, wall_seconds=DEFAULT.wall_seconds)
    return frozenset(answer["missing"])


@cache
def _bundled() -> frozenset[str]:
    """ASCII, and the rows and cells of GB 2312 that hold a character."""
    cells = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset(map(chr, range(128))).union(*(pair.decode("gb2312", "ignore") for pair in cells))
