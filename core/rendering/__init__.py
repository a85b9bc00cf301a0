"""Documents: from plain data to HTML to a PDF that is kept. See docs/documents.md."""

from core.rendering.errors import RenderError, RenderRejected, RenderTimeout
from core.rendering.html import document_html, document_title
from core.rendering.limits import Limits
from core.rendering.pdf import Attachment, RenderedPdf, missing_glyphs, render_pdf
from core.rendering.qr import qr_svg
from core.rendering.typography import language_tag

__all__ = [
    "Attachment",
    "Limits",
    "RenderError",
    "RenderRejected",
    "RenderTimeout",
    "RenderedPdf",
    "document_html",
    "document_title",
    "language_tag",
    "missing_glyphs",
    "qr_svg",
    "render_pdf",
]
