"""A manuscript as PDF: cover, contents with pages, chapters with their numbers and pictures."""

from __future__ import annotations

import base64
import mimetypes

from django.template.loader import render_to_string
from django.utils import translation

from core.rendering import RenderedPdf, language_tag, render_pdf
from core.rendering.context import Bilingual
from core.rendering.html import watermark
from reports.charts import LIMITS
from reports.manuscript import Manuscript


def pdf(manuscript: Manuscript) -> RenderedPdf:
    """Raises RenderError."""
    language = manuscript.language
    with translation.override(language):
        html = render_to_string(
            "documents/report.html",
            {
                "report": manuscript,
                "tag": language_tag(language),
                "watermark": watermark(Bilingual.same(manuscript.mark), language) if manuscript.mark else "",
            },
        )
    title = f"{manuscript.title} {manuscript.subtitle}".strip()
    return render_pdf(html=html, title=title, language=language_tag(language), limits=LIMITS)


def picture_address(name: str, content: bytes) -> str:
    """A picture as a `data:` address."""
    kind = mimetypes.guess_type(name)[0] or "image/jpeg"
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
