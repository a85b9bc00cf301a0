"""The report on what an inspection found and what became of it (整改报告), in both languages."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.models import Centre
from agreements.documents.words import fact, facts, in_both, logo
from agreements.variables import shown_date
from core.rendering import context as paper
from core.rendering import document_html, document_title, language_tag, render_pdf
from core.rendering.labels import translated
from governance.dossiers import dossier_kind
from governance.models import Finding, FindingState, Inspection
from governance.operations.samples import current_draw

TITLE = gettext_noop("Report on the rectification of an inspection")
LANGUAGE: paper.Language = "both"


def report_pdf(inspection: Inspection, *, now: datetime) -> bytes:
    """Needs the inspection with department and responsible. Raises RenderError."""
    found = list(
        inspection.findings.exclude(state=FindingState.WITHDRAWN)
        .select_related("assignee")
        .order_by("number")
    )
    sheet = report_sheet(inspection, found, now=now)
    return render_pdf(
        html=document_html(sheet, language=LANGUAGE),
        title=document_title(sheet, language=LANGUAGE),
        language=language_tag(LANGUAGE),
    ).content


def report_sheet(inspection: Inspection, found: list[Finding], *, now: datetime) -> paper.DocumentContext:
    centre, draw = Centre.current(), current_draw(inspection)
    settled = sum(one.is_settled for one in found)
    day = timezone.localdate(now)
    return paper.DocumentContext(
        title=translated(TITLE),
        reference=str(inspection.pk),
        version=day.isoformat(),
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        facts=facts(
            fact(lambda: _("Inspection"), lambda: inspection.title),
            fact(lambda: _("Who inspects"), lambda: inspection.body),
            fact(lambda: _("Basis"), lambda: inspection.basis),
            fact(
                lambda: pgettext("in a dossier", "Days"),
                lambda: f"{shown_date(inspection.starts_on)} – {shown_date(inspection.ends_on)}",
            ),
            fact(
                lambda: _("Kinds of dossiers"),
                lambda: " · ".join(str(dossier_kind(name).label) for name in inspection.kinds),
            ),
            fact(
                lambda: _("Sample"),
                lambda: (
                    _("%(count)s dossiers, seed %(seed)s, drawn on %(day)s")
                    % {
                        "count": draw.dossiers.count(),
                        "seed": draw.seed,
                        "day": shown_date(timezone.localdate(draw.drawn_at)),
                    }
                    if draw
                    else ""
                ),
            ),
            fact(lambda: _("Department"), lambda: inspection.department),
            fact(lambda: pgettext("inspection", "Who answers for it"), lambda: inspection.responsible),
            fact(
                lambda: _("Findings"),
                lambda: (
                    _("%(all)s, of which %(settled)s are settled") % {"all": len(found), "settled": settled}
                ),
            ),
            fact(lambda: _("As of"), lambda: shown_date(day)),
            fact(lambda: _("Conclusion"), lambda: inspection.conclusion),
        ),
        clauses=[_clause(number, one) for number, one in enumerate(found, start=1)],
    )


def _clause(number: int, finding: Finding) -> paper.Clause:
    return paper.Clause(
        number=str(number),
        heading=in_both(lambda: f"{finding.get_severity_display()} · {finding.get_state_display()}"),
        text=in_both(lambda: "\n\n".join(_lines(finding))),
    )


def _lines(finding: Finding) -> list[str]:
    said = [finding.what]
    pairs = (
        (_("Dossier"), finding.dossier),
        (_("Rule and article"), finding.article),
        (pgettext("finding", "To be put right by"), finding.assignee),
        (_("Until"), shown_date(finding.due_on)),
        (pgettext("finding", "What was done"), finding.answer),
        (
            _("Handed in at"),
            shown_date(timezone.localdate(finding.handed_in_at)) if finding.handed_in_at else "",
        ),
        (_("Closed at"), shown_date(timezone.localdate(finding.closed_at)) if finding.closed_at else ""),
    )
    said += [f"{label}: {value}" for label, value in pairs if value]
    return said
