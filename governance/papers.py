"""A version of a regulation as a paper in both languages."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.models import Centre
from agreements.documents.words import fact, facts, in_both, logo
from agreements.variables import shown_date
from core.rendering import context as paper
from core.rendering import document_html, document_title, language_tag, render_pdf
from core.rendering.context import Language
from core.rendering.labels import translated
from governance.models import RegulationVersion
from governance.texts import clauses

NOT_APPROVED = gettext_noop("Not approved")


def language_of(version: RegulationVersion) -> Language:
    """Both, or the only one in which it is written."""
    if version.text_zh.strip() and version.text_en.strip():
        return "both"
    return "zh-hans" if version.text_zh.strip() else "en"


def pdf(version: RegulationVersion, language: Language | None = None) -> bytes:
    """The paper of a version; needs its regulation with department and position. Raises RenderError."""
    regulation, centre = version.regulation, Centre.current()
    spoken = language or language_of(version)
    sheet = paper.DocumentContext(
        title=paper.Bilingual(en=regulation.name_en, zh=regulation.name_zh),
        reference=regulation.number,
        version=str(version.number),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        kind=in_both(regulation.get_kind_display),
        mark=paper.Bilingual() if version.is_decided else translated(NOT_APPROVED),
        facts=facts(
            fact(lambda: _("Department"), lambda: regulation.department),
            fact(lambda: _("Responsible position"), lambda: regulation.responsible.title),
            fact(lambda: _("Approved at"), lambda: _day(version)),
            fact(
                lambda: _("In force from"),
                lambda: shown_date(version.effective_from) if version.effective_from else "",
            ),
            fact(
                lambda: _("In force until"),
                lambda: shown_date(version.effective_until) if version.effective_until else "",
            ),
            fact(lambda: pgettext("version of a regulation", "What is new, and why"), lambda: version.reason),
        ),
        clauses=clauses(
            "" if spoken == "zh-hans" else version.text_en, "" if spoken == "en" else version.text_zh
        ),
    )
    return render_pdf(
        html=document_html(sheet, language=spoken),
        title=document_title(sheet, language=spoken),
        language=language_tag(spoken),
    ).content


def _day(version: RegulationVersion) -> str:
    return date_format(version.approved_at) if version.approved_at else ""
