"""The dossier of a recognition as dual-qualified: application, evidence, decision, publicity, certificate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from agreements.variables import shown_date
from compliance.choices import Stage
from compliance.models import Evaluation
from core.kept import content_of
from governance.dossiers.registry import DossierKind, DossierScope, Fact, Item, Part, Standing
from governance.dossiers.sources import Sources, sources_on
from teachers.models import (
    CaseOutcome,
    PanelCase,
    Recognition,
    RecognitionCertificate,
    RecognitionState,
    TaughtCourse,
)
from teachers.recognition_dossier import KINDS as EVIDENCE
from teachers.recognition_dossier import files_of as dossier_files
from teachers.standards import latest_checks, standard_on
from teachers.views.recognition import may_take_dossier

S = RecognitionState
DECIDED = (S.RECOGNISED, S.REFUSED)
MADE_PUBLIC = (S.PUBLICISED, S.RECOGNISED)


def rows() -> QuerySet:
    return Recognition.objects.exclude(state__in=[S.DRAFT, S.WITHDRAWN]).select_related("teacher__department")


def population(found: QuerySet, scope: DossierScope) -> QuerySet:
    """By the day it was recognised or applied for; plans narrow internships only."""
    return found.filter(
        scope.within_departments("teacher__department"),
        scope.within_years("recognised_on") | scope.within_years("applied_on") if scope.years else Q(),
    )


def facts(recognition: Recognition) -> list[Fact]:
    teacher = recognition.teacher
    return [
        Fact(label=_("Teacher"), value=f"{teacher} · {teacher.staff_number}"),
        Fact(label=_("Department"), value=teacher.department),
        Fact(label=pgettext("of a dual-qualified teacher", "Level"), value=recognition.get_level_display()),
        Fact(label=_("Stage of schooling"), value=recognition.get_stage_display()),
        Fact(label=_("State"), value=recognition.get_state_display()),
        Fact(label=_("Who recognises"), value=recognition.outside_body or recognition.get_body_display()),
        Fact(label=_("Applied on"), value=_day(recognition.applied_on)),
        Fact(label=_("Recognised on"), value=_day(recognition.recognised_on)),
        Fact(label=_("Review due by"), value=_day(recognition.review_due)),
    ]


def _day(day: date | None) -> str:
    return shown_date(day) if day else ""


# --- What must be there ---------------------------------------------------------------------------


def completeness(recognitions: Sequence[Recognition], on: date) -> dict[int, list[Item]]:
    """About fifteen queries beside those of the standard."""
    source = sources_on(standard_on, on)
    checks = latest_checks(recognitions)
    concluding = concluding_checks(recognitions)
    scanned, unscanned = evidence_held(recognitions), evidence_without_scan(recognitions)
    cases = {
        case.recognition_id: case
        for case in PanelCase.objects.filter(recognition__in=recognitions).exclude(outcome="").order_by("pk")
    }
    certified = certificates_held(recognitions)
    found = {}
    for one in recognitions:
        broken = concluding.get(one.pk, set())
        is_recognised = one.state == S.RECOGNISED
        count = unscanned.get(one.teacher_id, 0)
        no_scan = ngettext("%(count)s without a scan", "%(count)s without a scan", count) % {"count": count}
        evidence: Verdict = None
        if one.pk in scanned:
            evidence = (Standing.FAULTY, no_scan) if count else (Standing.PRESENT, "")
        found[one.pk] = [
            _item(
                "application",
                _("Application"),
                (Standing.PRESENT, _day(one.applied_on)) if one.applied_on else None,
                part="dossier",
            ),
            _item(
                "checklist",
                _("Every condition of the standard is met"),
                _conditions(checks.get(one.pk), source),
                source("DQ-06"),
                absent=_("not checked yet"),
                part="dossier",
            ),
            _item(
                "evidence",
                _("Scans of the evidence"),
                evidence,
                absent=no_scan if count else "",
                part="dossier",
            ),
            _item(
                "decision",
                _("Decision of the panel or of the outside body"),
                _decision(one, cases.get(one.pk)),
                source("DQ-03"),
                is_due=one.state in DECIDED or one.state == S.PUBLICISED,
            ),
            _item(
                "publicity",
                pgettext("in a dossier", "Made public"),
                _publicity(one, "DQ-10" in broken),
                source("DQ-10"),
                is_due=one.state in MADE_PUBLIC and not one.is_outside,
            ),
            _item(
                "certificate",
                _("Certificate"),
                (Standing.PRESENT, "") if one.pk in certified else None,
                is_due=is_recognised and not one.is_outside,
                part="certificate",
            ),
            _item(
                "validity",
                _("Valid, and reviewed in time"),
                _validity(one, "DQ-04" in broken, on),
                source("DQ-04"),
                is_due=is_recognised,
            ),
        ]
    return found


type Verdict = tuple[Standing, str] | None


def _item(
    name: str,
    label: str,
    verdict: Verdict,
    source: str = "",
    *,
    is_due: bool = True,
    absent: str = "",
    part: str = "",
) -> Item:
    lacking = (Standing.MISSING, absent) if is_due else (Standing.NOT_REQUIRED, "")
    standing, detail = verdict or lacking
    return Item(
        name=name,
        label=label,
        standing=standing,
        detail=detail,
        source=source,
        part=part if verdict else "",
    )


def concluding_checks(recognitions: Sequence[Recognition]) -> dict[int, set[str]]:
    """Which rules were in the way when each was concluded. One query."""
    rows = Evaluation.objects.current().about_any(recognitions).filter(stage=Stage.CONCLUSION)
    return {pk: set(codes) for pk, codes in rows.values_list("subject_id", "blocking")}


def _conditions(check: Evaluation | None, source: Sources) -> Verdict:
    """What is not known, and what still waits for a person, is not met."""
    if check is None:
        return None
    if check.blocking:
        return Standing.FAULTY, source.titles(check.blocking)
    if check.asking:
        return Standing.FAULTY, _("to be decided: %(rules)s") % {"rules": source.titles(check.asking)}
    return Standing.PRESENT, ""


def _decision(one: Recognition, case: PanelCase | None) -> Verdict:
    """The panel’s count has to carry what was recognised."""
    if case is None:
        return (Standing.PRESENT, one.outside_number) if one.outside_number else None
    if case.outcome == CaseOutcome.POSTPONED:
        return Standing.FAULTY, str(case.get_outcome_display())
    votes = _("%(for)s for, %(against)s against") % {"for": case.votes_for, "against": case.votes_against}
    if case.outcome == CaseOutcome.LOST and one.state in MADE_PUBLIC:
        return Standing.FAULTY, f"{case.get_outcome_display()}: {votes}"
    return Standing.PRESENT, votes


def _publicity(one: Recognition, is_too_short: bool) -> Verdict:
    if one.publicised_from is None:
        return None
    days = " – ".join(filter(None, (_day(one.publicised_from), _day(one.publicised_until))))
    if is_too_short:
        return Standing.FAULTY, _("too short: %(days)s") % {"days": days}
    return Standing.PRESENT, days


def _validity(one: Recognition, is_too_long: bool, on: date) -> Verdict:
    if one.state != S.RECOGNISED:
        return None
    if one.ended_on is not None and one.ended_on <= on:
        return Standing.FAULTY, _("ended on %(day)s") % {"day": _day(one.ended_on)}
    if one.review_due is not None and one.review_due < on:
        return Standing.FAULTY, _("review overdue since %(day)s") % {"day": _day(one.review_due)}
    if is_too_long:
        return Standing.FAULTY, _("the review comes too late: %(day)s") % {"day": _day(one.review_due)}
    return Standing.PRESENT, _day(one.ended_on or one.review_due)


# --- Papers ---------------------------------------------------------------------------------------


def evidence_held(recognitions: Sequence[Recognition]) -> set[int]:
    """Those with a scan of confirmed evidence, or a paper of their own. A query for each kind of evidence."""
    teachers: set[int] = set()
    wanted = [one.teacher_id for one in recognitions]
    for model in EVIDENCE:
        kept = model.objects.confirmed().filter(teacher__in=wanted, files__isnull=False)
        teachers.update(kept.order_by().values_list("teacher", flat=True).distinct())
    own = set(
        Recognition.objects.filter(pk__in=[one.pk for one in recognitions], files__isnull=False)
        .order_by()
        .values_list("pk", flat=True)
    )
    return {one.pk for one in recognitions if one.teacher_id in teachers or one.pk in own}


def evidence_without_scan(recognitions: Sequence[Recognition]) -> dict[int, int]:
    """By teacher: how much confirmed evidence has no scan. A query for each kind of evidence.

    The timetable vouches for courses: they need no paper.
    """
    found: Counter[int] = Counter()
    wanted = {one.teacher_id for one in recognitions}
    for model in EVIDENCE:
        if model is TaughtCourse:
            continue
        rows = model.objects.confirmed().filter(teacher__in=wanted, files__isnull=True)
        found.update(rows.order_by().values_list("teacher", flat=True))
    return found


def certificate_files(recognition: Recognition) -> Iterator[tuple[str, bytes]]:
    rows = RecognitionCertificate.objects.filter(recognition=recognition).exclude(file="")
    for certificate in rows.order_by("ordered_at", "pk"):
        yield f"{certificate.number}.pdf", content_of(certificate)


def certificates_held(recognitions: Sequence[Recognition]) -> set[int]:
    rows = RecognitionCertificate.objects.filter(recognition__in=recognitions).exclude(file="")
    return set(rows.order_by().values_list("recognition", flat=True))


PARTS = [
    Part(
        name="dossier",
        label=gettext_lazy("Application, check-list and evidence"),
        files=dossier_files,
        held=lambda recognitions: {one.pk for one in recognitions},
    ),
    Part(
        name="certificate",
        label=gettext_lazy("Certificate"),
        files=certificate_files,
        held=certificates_held,
    ),
]


KIND = DossierKind(
    name="recognition",
    label=gettext_lazy("Recognitions of dual-qualified teachers"),
    icon="certificate",
    readable=Recognition.objects.visible_to,
    may_take=may_take_dossier,
    rows=rows,
    population=population,
    department="teacher__department_id",
    title=lambda one: f"{one.teacher} · {one.get_level_display()}",
    line=lambda one: one.teacher.staff_number,
    facts=facts,
    completeness=completeness,
    parts=lambda: PARTS,
    person=lambda one: one.teacher,
    order=30,
)
