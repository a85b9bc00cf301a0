"""What the end of an internship puts into its archive: plan, report, summary, result and certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from agreements.variables import shown_date
from core.kept import content_of
from internships.models import PlanDocument
from placements.models import (
    Certificate,
    EvaluationResult,
    EvaluationScan,
    InternshipReport,
    Placement,
    ReportState,
)

HANDED_IN = (ReportState.SUBMITTED, ReportState.ACCEPTED)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def as_text(*lines: str) -> bytes:
    """A text file as Windows' editors open it in Chinese, too."""
    return BYTE_ORDER_MARK + "\r\n".join("\n".join(lines).splitlines()).encode()


def plan_files(placement: Placement) -> Iterator[tuple[str, bytes]]:
    plan = placement.plan
    yield (
        f"{plan.name}.txt",
        as_text(
            plan.name,
            f"{shown_date(plan.starts_on)} – {shown_date(plan.ends_on)}",
            "",
            plan.aims,
            "",
            *(f"{task}\n{task.learning_outcome}" for task in plan.tasks.all()),
            "",
            *(f"{one.name} · {one.get_side_display()} · {one.weight} %" for one in plan.criteria.all()),
        ),
    )
    for document in PlanDocument.objects.filter(parent=plan).order_by("pk"):
        with document.file.open("rb") as file:
            yield document.name, file.read()


def plan_held(placements: Sequence[Placement]) -> set[int]:
    return {placement.pk for placement in placements}


def _handed_in(placement: Placement) -> InternshipReport | None:
    return InternshipReport.objects.filter(placement=placement, state__in=HANDED_IN).first()


def report_files(placement: Placement) -> Iterator[tuple[str, bytes]]:
    report = _handed_in(placement)
    if report is None:
        return
    if report.text:
        yield f"{_('Report of an internship')}.txt", as_text(report.text)
    for kept in report.files.order_by("pk"):
        with kept.file.open("rb") as file:
            yield kept.name, file.read()


def summary_files(placement: Placement) -> Iterator[tuple[str, bytes]]:
    report = _handed_in(placement)
    if report is not None and report.summary:
        yield _("Summary of the internship") + ".txt", as_text(report.summary)


def reports_held(placements: Sequence[Placement]) -> set[int]:
    rows = InternshipReport.objects.filter(placement__in=placements, state__in=HANDED_IN)
    return set(rows.order_by().values_list("placement", flat=True))


def result_files(placement: Placement) -> Iterator[tuple[str, bytes]]:
    for result in placement.results.order_by("version"):
        yield f"{_('Result')} {result.version}.txt", as_text(*_lines(result))
    for scan in EvaluationScan.objects.filter(parent__placement=placement).order_by("pk"):
        with scan.file.open("rb") as file:
            yield scan.name, file.read()


def certificate_files(placement: Placement) -> Iterator[tuple[str, bytes]]:
    for certificate in Certificate.objects.filter(placement=placement).order_by("issued_at", "pk"):
        yield f"{certificate.number}.pdf", content_of(certificate)


def _lines(result: EvaluationResult) -> Iterator[str]:
    yield f"{result.get_grade_display()} · {result.total}"
    for line in result.lines:
        yield f"{line['criterion']} · {line['weight']} % · {line['score']} {line['remark']}".strip()
    yield f"{_('Remark of the enterprise')}: {result.enterprise_remark}"
    yield f"{_('Remark of the school')}: {result.school_remark}"
    if result.reason:
        yield f"{_('Why it was corrected')}: {result.reason}"


def results_held(placements: Sequence[Placement]) -> set[int]:
    rows = EvaluationResult.objects.filter(placement__in=placements)
    return set(rows.order_by().values_list("placement", flat=True))


def certificates_held(placements: Sequence[Placement]) -> set[int]:
    rows = Certificate.objects.filter(placement__in=placements)
    return set(rows.order_by().values_list("placement", flat=True))
