"""The papers of an annual report: drawn up anew for a draft, kept and sealed when it is published."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from core.rendering.context import Language
from core.rendering.labels import translated
from reports.annual.telling import manuscript_of
from reports.models import AnnualReport, PaperFormat, PaperLanguage, ReportPaper
from reports.printing import pdf
from reports.word import docx
from signing.sealing.providers import seal_provider
from signing.sealing.seal import seal_document

FOLDER = "annual_reports"
REASON = gettext_noop("Annual report, as published")
LANGUAGES: dict[str, Language] = {PaperLanguage.CHINESE: "zh-hans", PaperLanguage.ENGLISH: "en"}


def drawn_up(report: AnnualReport, language: str, format: str, *, today: date) -> bytes:
    """A paper as it would read now. Raises RenderError."""
    manuscript = manuscript_of(report, LANGUAGES[language], today=today)
    return pdf(manuscript).content if format == PaperFormat.PDF else docx(manuscript)


def keep_papers(report: AnnualReport, *, now: datetime) -> list[ReportPaper]:
    """Make and keep every paper; the PDFs are sealed. The caller holds the report and publishes it next.

    Raises RenderError, and what sealing and writing raise; no file is left then.
    """
    storage = ReportPaper._meta.get_field("file").storage
    today, reason = timezone.localdate(now), translated(REASON)
    kept: list[ReportPaper] = []
    try:
        for language in PaperLanguage.values:
            for format in PaperFormat.values:
                content = drawn_up(report, language, format, today=today)
                if format == PaperFormat.PDF:
                    content = seal_document(
                        content, reason=f"{reason.en} / {reason.zh}", now=now, provider=seal_provider()
                    )
                paper = ReportPaper(report=report, language=language, format=format, made_at=now)
                kept.append(_with_file(paper, storage, content))
        with transaction.atomic():
            return ReportPaper.objects.bulk_create(kept)
    except BaseException:
        for one in kept:
            storage.delete(str(one.file.name))
        raise


def _with_file(paper: ReportPaper, storage: Storage, content: bytes) -> ReportPaper:
    paper.sha256, paper.size = hashlib.sha256(content).hexdigest(), len(content)
    paper.file = storage.save(
        f"{FOLDER}/{paper.made_at:%Y}/{paper.sha256}.{paper.format}", ContentFile(content)
    )
    return paper
