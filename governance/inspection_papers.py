"""The report on what an inspection found and what became of it (整改报告), in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from accounts.models import Centre
from agreements.documents.words import fact, facts, in_both, logo
from agreements.variables import shown_date
from core.rendering import context as paper
from core.rendering import document_html, document_title, language_tag, render_pdf
from core.rendering.labels import translated
from governance.dossiers import Dossier, Item, dossier_kind
from governance.inspection_reading import Matrix, matrices
from governance.models import Finding, FindingState, Inspection
from governance.operations.samples import current_draw

TITLE = gettext_noop("Report on the rectification of an inspection")
LANGUAGE: paper.Language = "both"
type Sample = Callable[[], list[Dossier]]


def report_pdf(inspection: Inspection, sample: Sample, *, now: datetime) -> bytes:
    """Needs the inspection with department and responsible. Raises RenderError.

    Args:
        sample: what was drawn, as far as whoever takes the report may read it, in words of the language that
            is active; asked once for each.
    """
    found = list(
        inspection.findings.exclude(state=FindingState.WITHDRAWN)
        .select_related("assignee")
        .order_by("number")
    )
    sheet = report_sheet(inspection, found, sample, now=now)
    return render_pdf(
        html=document_html(sheet, language=LANGUAGE),
        title=document_title(sheet, language=LANGUAGE),
        language=language_tag(LANGUAGE),
    ).content


def report_sheet(
    inspection: Inspection, found: list[Finding], sample: Sample, *, now: datetime
) -> paper.DocumentContext:
    centre, draw = Centre.current(), current_draw(inspection)
    settled = sum(one.is_settled for one in found)
    day = timezone.localdate(now)
    told = cache(lambda _language: {matrix.kind.name: matrix for matrix in matrices(sample())})
    kinds = list(told(get_language()))
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
        clauses=[
            *(_clause(number, one) for number, one in enumerate(found, start=1)),
            *(
                _completeness(number, lambda name=name: told(get_language())[name])  # type: ignore[misc]
                for number, name in enumerate(kinds, start=len(found) + 1)
            ),
        ],
    )


def _completeness(number: int, matrix: Callable[[], Matrix]) -> paper.Clause:
    """How the papers of one kind stand: all four numbers, and each dossier in which something is lacking."""
    return paper.Clause(
        number=str(number),
        heading=in_both(lambda: _("Completeness: %(kind)s") % {"kind": matrix().kind.label}),
        text=in_both(lambda: "\n\n".join(_standings(matrix()))),
    )


def _lacking(item: Item) -> str:
    words = {"paper": item.label, "standing": item.standing.chip.label, "detail": item.detail}
    if item.detail:
        return _("%(paper)s – %(standing)s (%(detail)s)") % words
    return _("%(paper)s – %(standing)s") % words


def _standings(matrix: Matrix) -> list[str]:
    said = [" · ".join(f"{standing.chip.label}: {count}" for standing, count in matrix.counts)]
    for dossier in matrix.dossiers:
        lacking = [_lacking(item) for item in dossier.lacking]
        if lacking:
            papers = _("; ").join(lacking)
            said.append(_("%(dossier)s: %(papers)s") % {"dossier": dossier.title, "papers": papers})
    return said


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
