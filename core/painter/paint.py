"""HTML to PDF with WeasyPrint: one archived (PDF/A-3a), accessible (PDF/UA-1) file, fetching nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pydyf
from weasyprint import HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.painter.xmp import with_pdf_ua

VARIANT = "pdf/a-3a"

WARM_UP = """<html lang="zh-Hans"><title>.</title><style>
h1, p { font-family: "Paper Serif SC" } table { font-family: "Paper Sans SC" }</style>
<h1>Agreement</h1><p>合作协议</p><ol><li>1</li></ol><table><tr><th>甲</th><td>乙</td></tr></table>
<img alt="." src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>">"""


class Rejected(Exception):
    """The document itself is at fault. `cause` is a key of core.rendering.errors.CAUSES."""

    def __init__(self, cause: str, detail: str = "") -> None:
        super().__init__(cause, detail)
        self.cause = cause
        self.detail = detail


@dataclass(frozen=True)
class EmbeddedFile:
    name: str
    content: bytes
    description: str
    relationship: str
    modified_at: datetime


class ClosedFetcher(URLFetcher):
    """Reads `data:` alone. Anything else ends the painting: a contract with a hole in it is no contract."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.refused = ""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.lower().startswith("data:"):
            self.refused = self.refused or url[:200]
            raise FatalURLFetchingError(url)
        return super().fetch(url, headers)


class Complaints(logging.Handler):
    """What WeasyPrint only logs as an error (a broken image, a missing description) and goes on."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


class Painter:
    """Holds what every document needs, loaded once: modules, fonts, the parsed base style sheet."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.complaints = Complaints()
        logger = logging.getLogger("weasyprint")
        logger.handlers = [self.complaints]
        logger.propagate = False
        self.paint(html=WARM_UP, title=".", language="zh-Hans", files=())

    def paint(
        self, *, html: str, title: str, language: str, files: Sequence[EmbeddedFile]
    ) -> tuple[bytes, int]:
        """The PDF and its number of pages. Raises Rejected."""
        self.complaints.texts.clear()
        fetcher = ClosedFetcher()
        try:
            document = HTML(string=html, url_fetcher=fetcher).render(
                font_config=self.fonts, pdf_variant=VARIANT
            )
            document.metadata.title = title
            document.metadata.lang = language
            content = document.write_pdf(
                finisher=_finish,
                pdf_variant=VARIANT,
                attachments=[
                    Attachment(
                        string=file.content,
                        name=file.name,
                        description=file.description,
                        relationship=file.relationship,
                        created=file.modified_at,
                        modified=file.modified_at,
                    )
                    for file in files
                ],
            )
        except FatalURLFetchingError as error:
            raise Rejected("fetch", fetcher.refused) from error
        except RecursionError as error:
            raise Rejected("nesting") from error
        if fetcher.refused:  # inside an SVG WeasyPrint goes on
            raise Rejected("fetch", fetcher.refused)
        if self.complaints.texts:
            raise Rejected("faults", "; ".join(self.complaints.texts[:5])[:1000])
        return content, len(document.pages)


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    metadata.stream = [with_pdf_ua(b"".join(metadata.stream))]
    if "AF" in pdf.catalog:  # each embedded file is listed twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
