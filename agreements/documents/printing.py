"""From a paper to its file: drafts are painted on the fly, approved papers once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.choices import AmendmentState, Language, State
from agreements.documents.agreement import agreement_document
from agreements.documents.amendment import amendment_document, reference_of
from agreements.documents.consolidated import consolidated_document, has_consolidated_text
from agreements.models import Agreement, AgreementDocument, Amendment
from core.access import Actor, NotVisible
from core.errors import Refused
from core.kept import content_of, with_its_row
from core.rendering import (
    RenderedPdf,
    document_html,
    document_title,
    language_tag,
    missing_glyphs,
    render_pdf,
)
from core.rendering.context import DocumentContext, Verification
from core.rendering.context import Language as PaperLanguage
from signing.subjects import fingerprint, snapshot_of

type Paper = Agreement | Amendment

# Nobody has approved these words, or they were given up.
DRAFT_STATES = frozenset({State.DRAFT, State.IN_REVIEW, State.WITHDRAWN})
DRAFT_AMENDMENT_STATES = frozenset({AmendmentState.DRAFT, AmendmentState.IN_REVIEW, AmendmentState.WITHDRAWN})
PAPER_LANGUAGES: dict[str, PaperLanguage] = {
    Language.ENGLISH: "en",
    Language.CHINESE: "zh-hans",
    Language.BOTH: "both",
}
LANGUAGES: dict[str, Language] = {spoken: Language(language) for language, spoken in PAPER_LANGUAGES.items()}
CODE_LENGTH = 20
ATTEMPTS = 3


class NotPrintable(Refused):
    """There is no such document, or it cannot be made; the message says why."""


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """A PDF, and where it is kept unless it is a draft."""

    content: bytes
    name: str
    kept: AgreementDocument | None = None


def agreement_of(paper: Paper) -> Agreement:
    return paper.agreement if isinstance(paper, Amendment) else paper


def amendment_of(paper: Paper) -> Amendment | None:
    return paper if isinstance(paper, Amendment) else None


def is_draft(paper: Paper) -> bool:
    states = DRAFT_AMENDMENT_STATES if isinstance(paper, Amendment) else DRAFT_STATES
    return paper.state in states


def languages_of(paper: Paper) -> tuple[Language, ...]:
    """The languages in which it can be printed, that of the agreement first.

    An agreement from before this program has its words on the scan and none here.
    """
    agreement = agreement_of(paper)
    own = Language(agreement.language)
    if agreement.is_imported and not isinstance(paper, Amendment):
        return ()
    return (own, Language.CHINESE, Language.ENGLISH) if own is Language.BOTH else (own,)


def document_of(*, actor: Actor, paper: Paper, language: Language, now: datetime) -> PrintedDocument:
    """The PDF of a paper that the actor may read: the kept one, or a draft.

    Raises:
        NotPrintable, DocumentDamaged: the message says why.
        RenderError: see :mod:`core.rendering.errors`.
    """
    paper = _fetched(actor, paper)
    if language not in languages_of(paper):
        raise NotPrintable(_("There is no such document of this agreement."))
    if is_draft(paper):
        sheet = _sheet(paper, version=version_of(paper, fingerprint_of(paper)))
        return PrintedDocument(paint(sheet, language).content, file_name(paper, language, "draft"))
    kept = store_document(actor=actor, paper=paper, language=language, now=now)
    return PrintedDocument(content_of(kept), file_name(paper, language, f"v{kept.version}"), kept)


def consolidated_text_of(
    *, actor: Actor, agreement: Agreement, language: Language, on: date
) -> PrintedDocument:
    """The text of a concluded agreement as amended on a day: painted to be read, never kept.

    Raises:
        NotPrintable: it is not concluded, or its words are not here.
        RenderError: see :mod:`core.rendering.errors`.
    """
    agreement = agreement_of(_fetched(actor, agreement))
    if not has_consolidated_text(agreement) or language not in languages_of(agreement):
        raise NotPrintable(_("There is no such document of this agreement."))
    pdf = paint(consolidated_document(agreement, on=on), language, is_final=True)
    return PrintedDocument(pdf.content, file_name(agreement, language, f"consolidated-{on.isoformat()}"))


def store_document(*, actor: Actor, paper: Paper, language: Language, now: datetime) -> AgreementDocument:
    """The kept document of an approved paper; it is made if this version was not made yet.

    Painting takes a second, so it is done before the agreement is locked; whoever finds then that
    the words have changed, or that somebody was quicker, begins again.

    Raises:
        NotPrintable: it is not approved, or holds characters that no font has.
        RenderError: see :mod:`core.rendering.errors`; nothing is kept.
    """
    for _attempt in range(ATTEMPTS):
        paper = _fetched(actor, paper)
        if is_draft(paper):
            raise NotPrintable(_("Only approved words are kept: this is still a draft."))
        words = fingerprint_of(paper)
        version = version_of(paper, words)
        this = {"version": version, "language": language}
        if kept := kept_documents(paper).filter(**this).first():
            return kept
        pdf = paint(_sheet(paper, version=version, words=words), language, is_final=True)
        with transaction.atomic():
            paper = _fetched(actor, paper, lock=True)
            if is_draft(paper) or fingerprint_of(paper) != words or version_of(paper, words) != version:
                continue
            if kept := kept_documents(paper).filter(**this).first():
                return kept
            document = AgreementDocument(
                agreement=agreement_of(paper),
                amendment=amendment_of(paper),
                content_sha256=words,
                sha256=pdf.sha256,
                size=len(pdf.content),
                pages=pdf.pages,
                created_at=now,
                created_by_id=actor.pk,
                **this,
            )
            return _keep(document, pdf.content)
    raise NotPrintable(_("The text is being changed just now. Try again in a moment."))


# --- Versions ---------------------------------------------------------------------------------


def fingerprint_of(paper: Paper) -> str:
    """SHA-256 of the reference and all the words; how they are painted does not matter."""
    number = reference_of(paper) if isinstance(paper, Amendment) else paper.number
    return fingerprint({"reference": number, "words": snapshot_of(paper)})


def version_of(paper: Paper, words: str) -> int:
    """The number under which these words are kept, in whatever language; else the next one."""
    last = kept_documents(paper).order_by("-version").first()
    if last is None:
        return 1
    return last.version if last.content_sha256 == words else last.version + 1


def kept_documents(paper: Paper) -> QuerySet[AgreementDocument]:
    return AgreementDocument.objects.filter(agreement=agreement_of(paper), amendment=amendment_of(paper))


def _fetched(actor: Actor, paper: Paper, *, lock: bool = False) -> Paper:
    """The paper as it is now, behind its agreement's lock if asked for."""
    if lock:
        Agreement.objects.for_write(actor, agreement_of(paper).pk, "agreement.read")
    rows = type(paper).objects.visible_to(actor)
    related = ("agreement__type",) if isinstance(paper, Amendment) else ("type",)
    fresh = rows.select_related(*related).filter(pk=paper.pk).first()
    if fresh is None:
        raise NotVisible(f"{paper._meta.label} {paper.pk}")
    return fresh


def _keep(document: AgreementDocument, content: bytes) -> AgreementDocument:
    document.file.save(f"{document.sha256}.pdf", ContentFile(content), save=False)
    with with_its_row(document.file.storage, str(document.file.name)):
        document.save(force_insert=True)
    return document


# --- Painting ---------------------------------------------------------------------------------


def file_name(paper: Paper, language: Language, version: str) -> str:
    number = reference_of(paper) if isinstance(paper, Amendment) else paper.number
    name = "-".join(filter(None, (number.replace("/", "-"), version, PAPER_LANGUAGES[language])))
    return f"{name}.pdf"


def verification_address(code: str) -> str:
    return f"{settings.SITE_URL}{reverse('agreements:verify', args=[code])}"


def _sheet(paper: Paper, *, version: int, words: str = "") -> DocumentContext:
    """What is painted; a draft has no ``words`` that anybody could verify."""
    verification = Verification(address=verification_address(words[:CODE_LENGTH])) if words else None
    if isinstance(paper, Amendment):
        return amendment_document(paper, version=version, is_draft=not words, verification=verification)
    return agreement_document(paper, version=version, is_draft=not words, verification=verification)


def paint(sheet: DocumentContext, language: Language, *, is_final: bool = False) -> RenderedPdf:
    spoken = PAPER_LANGUAGES[language]
    html = document_html(sheet, language=spoken)
    if is_final and (missing := missing_glyphs(html)):
        raise NotPrintable(
            _("No font can print these characters: %(characters)s.")
            % {"characters": " ".join(sorted(missing))}
        )
    return render_pdf(html=html, title=document_title(sheet, language=spoken), language=language_tag(spoken))
