"""What papers, days and visits put into the archive of an internship, one file after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agreements.variables import shown_date
from core.exports import ExportColumn, stream_csv
from core.kept import content_of
from placements.archive_files import as_text
from placements.models import (
    ANSWERED,
    Consent,
    Insured,
    LogEntry,
    LogFile,
    Placement,
    SafetyTraining,
    SupervisionVisit,
    Tripartite,
    TripartiteState,
    VisitedStudent,
    WorkDay,
)
from placements.tripartite_copies import sealed_envelope

type File = tuple[str, bytes]


def those_with(model: type[Model], **conditions: Any) -> Callable[[Sequence[Placement]], set[int]]:
    """Of which placements there are rows: one query."""

    def held(placements: Sequence[Placement]) -> set[int]:
        rows: Any = model._default_manager.filter(placement__in=placements, **conditions)
        return set(rows.order_by().values_list("placement", flat=True).distinct())

    return held


def _attached(kept: Iterable[Any]) -> Iterator[File]:
    for one in kept:
        with one.file.open("rb") as file:
            yield one.name, file.read()


# --- Papers -----------------------------------------------------------------------------------


def agreement_files(placement: Placement) -> Iterator[File]:
    """The agreement and its amendments as they were signed: sealed, or printed with the scan."""
    papers = Tripartite.objects.filter(placement=placement, state=TripartiteState.SIGNED)
    for paper in papers.prefetch_related("scans").order_by("amendment_no", "pk"):
        name = paper.reference.replace("/", "-")
        envelope = sealed_envelope(paper)
        if envelope is not None:
            with envelope.sealed_file.open("rb") as file:
                yield f"{name}.pdf", file.read()
        else:
            yield f"{name}.pdf", content_of(paper)
        yield from _attached(paper.scans.all())


agreements_held = those_with(Tripartite, state=TripartiteState.SIGNED, amendment_no=0)


def consent_files(placement: Placement) -> Iterator[File]:
    rows = Consent.objects.filter(placement=placement, state__in=ANSWERED).order_by("recorded_at", "pk")
    for consent in rows.prefetch_related("scans"):
        yield (
            f"{_('Consent')} {consent.get_party_display()} {consent.name}.txt",
            as_text(
                str(consent),
                f"{consent.get_means_display()} · {shown_date(consent.decided_on)}",
                consent.reason,
            ),
        )
        yield from _attached(consent.scans.all())


consents_held = those_with(Consent, state__in=ANSWERED)


def insurance_files(placement: Placement) -> Iterator[File]:
    rows = Insured.objects.filter(placement=placement).select_related("policy").order_by("covers_from", "pk")
    for insured in rows.prefetch_related("policy__scans"):
        policy = insured.policy
        yield (
            f"{policy}.txt",
            as_text(
                f"{_('Insurer')}: {policy.insurer}",
                f"{_('Policy number')}: {policy.number}",
                f"{shown_date(insured.covers_from)} – {shown_date(insured.covers_until)}",
                f"{_('Premium paid by')}: {policy.get_paid_by_display()}",
            ),
        )
        yield from _attached(policy.scans.all())


insurance_held = those_with(Insured)


def training_files(placement: Placement) -> Iterator[File]:
    rows = SafetyTraining.objects.filter(placement=placement).order_by("held_on", "pk")
    for training in rows.prefetch_related("scans"):
        yield (
            f"{training.course}.txt",
            as_text(
                str(training),
                f"{training.score} / {training.pass_mark} · {training.chip.label}",
            ),
        )
        yield from _attached(training.scans.all())


trainings_held = those_with(SafetyTraining)


# --- Days -------------------------------------------------------------------------------------


def _voucher(row: LogEntry | WorkDay) -> str:
    return str(row.vouched_by_contact or row.vouched_by or "")


LOG_COLUMNS = (
    ExportColumn(pgettext_lazy("of work", "day"), "happened_on"),
    ExportColumn(gettext_lazy("tasks"), lambda entry: "; ".join(str(task) for task in entry.tasks.all())),
    ExportColumn(gettext_lazy("what I did"), "text"),
    ExportColumn(gettext_lazy("state"), "get_state_display"),
    ExportColumn(gettext_lazy("confirmed by"), _voucher),
    ExportColumn(gettext_lazy("comment of the instructor"), "comment"),
    ExportColumn(gettext_lazy("files"), lambda entry: "; ".join(file.name for file in entry.files.all())),
)
DAY_COLUMNS = (
    ExportColumn(pgettext_lazy("of work", "day"), "day"),
    ExportColumn(gettext_lazy("presence"), "get_presence_display"),
    ExportColumn(gettext_lazy("hours"), "hours"),
    ExportColumn(gettext_lazy("begin"), "begins_at"),
    ExportColumn(gettext_lazy("end"), "ends_at"),
    ExportColumn(gettext_lazy("who said so"), "get_source_display"),
    ExportColumn(gettext_lazy("confirmed by"), _voucher),
    ExportColumn(gettext_lazy("note"), "note"),
)


def log_files(placement: Placement) -> Iterator[File]:
    entries = list(
        LogEntry.objects.filter(placement=placement)
        .select_related("vouched_by", "vouched_by_contact")
        .prefetch_related("tasks", "files")
        .order_by("happened_on", "pk")
    )
    if entries:
        yield f"{_('Log')}.csv", b"".join(stream_csv(LOG_COLUMNS, entries))


logs_held = those_with(LogEntry)


def attendance_files(placement: Placement) -> Iterator[File]:
    days = list(
        WorkDay.objects.filter(placement=placement)
        .select_related("vouched_by", "vouched_by_contact")
        .order_by("day")
    )
    if days:
        yield f"{_('Hours')}.csv", b"".join(stream_csv(DAY_COLUMNS, days))


attendance_held = those_with(WorkDay)


def evidence_files(placement: Placement) -> Iterator[File]:
    """What the student put beside the entries of the log."""
    rows = LogFile.objects.filter(parent__placement=placement).select_related("parent")
    for kept in rows.order_by("parent__happened_on", "pk"):
        with kept.file.open("rb") as file:
            yield f"{kept.parent.happened_on:%Y-%m-%d} {kept.name}", file.read()


def evidence_held(placements: Sequence[Placement]) -> set[int]:
    rows = LogFile.objects.filter(parent__placement__in=placements).order_by()
    return set(rows.values_list("parent__placement", flat=True).distinct())


# --- Visits -----------------------------------------------------------------------------------


def inspection_files(placement: Placement) -> Iterator[File]:
    """The records of the visits to this student, also in vain; nothing about others."""
    rows = VisitedStudent.objects.filter(placement=placement).select_related("visit__recorded_by")
    rows = rows.prefetch_related("visit__findings", "visit__visitors", "visit__files")
    for line in rows.order_by("visit__visited_on", "pk"):
        visit = line.visit
        yield f"{visit.visited_on:%Y-%m-%d} {visit.get_way_display()}.txt", as_text(*_of_visit(visit, line))
        yield from _attached(visit.files.all())


def _of_visit(visit: SupervisionVisit, line: VisitedStudent) -> Iterator[str]:
    yield f"{shown_date(visit.visited_on)} · {visit.get_way_display()}"
    yield ", ".join(str(visitor) for visitor in visit.visitors.all())
    yield visit.others_met
    yield visit.summary
    for finding in visit.findings.all():
        yield f"{finding.get_aspect_display()}: {finding.get_verdict_display()} {finding.note}".strip()
    yield visit.measures
    if not line.was_met:
        yield _("The student was not met.")
    yield line.note


inspections_held = those_with(VisitedStudent, was_met=True)
