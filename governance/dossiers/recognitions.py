"""The dossier of a recognition as dual-qualified: application, evidence, decision, publicity, certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agreements.variables import shown_date
from core.kept import content_of
from governance.dossiers.registry import DossierKind, DossierScope, Fact, Item, Part, Standing
from governance.dossiers.sources import sources_on
from teachers.models import PanelCase, Recognition, RecognitionCertificate, RecognitionState
from teachers.recognition_dossier import KINDS as EVIDENCE
from teachers.recognition_dossier import files_of as dossier_files
from teachers.standards import latest_checks, standard_on

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
    """About ten queries beside those of the standard."""
    source = sources_on(standard_on, on)
    checks = latest_checks(recognitions)
    scanned = evidence_held(recognitions)
    cases = {
        case.recognition_id: case
        for case in PanelCase.objects.filter(recognition__in=recognitions).exclude(outcome="").order_by("pk")
    }
    certified = certificates_held(recognitions)
    found = {}
    for one in recognitions:
        is_decided = one.state in DECIDED
        check, case = checks.get(one.pk), cases.get(one.pk)
        is_recognised = one.state == S.RECOGNISED
        votes = (
            _("%(for)s for, %(against)s against") % {"for": case.votes_for, "against": case.votes_against}
            if case
            else one.outside_number
        )
        found[one.pk] = [
            _item(
                "application", _("Application"), one.applied_on is not None, _day(one.applied_on), part=True
            ),
            _item(
                "checklist",
                _("Every condition of the standard is met"),
                check is not None and not check.blocking,
                ", ".join(check.blocking) if check else _("not checked yet"),
                source("DQ-06"),
                part=True,
            ),
            _item("evidence", _("Scans of the evidence"), one.pk in scanned, "", source("DQ-02"), part=True),
            _item(
                "decision",
                _("Decision of the panel or of the outside body"),
                bool(votes),
                votes,
                source("DQ-03"),
                is_due=is_decided or one.state == S.PUBLICISED,
            ),
            _item(
                "publicity",
                pgettext("in a dossier", "Made public"),
                one.publicised_from is not None,
                " – ".join(filter(None, (_day(one.publicised_from), _day(one.publicised_until)))),
                source("DQ-10"),
                is_due=one.state in MADE_PUBLIC and not one.is_outside,
            ),
            _item(
                "certificate",
                _("Certificate"),
                one.pk in certified,
                "",
                is_due=is_recognised and not one.is_outside,
                part=True,
            ),
            _validity(one, source("DQ-04"), on),
        ]
    return found


def _item(
    name: str,
    label: str,
    is_there: bool,
    detail: str,
    source: str = "",
    *,
    is_due: bool = True,
    part: bool = False,
) -> Item:
    lacking = Standing.MISSING if is_due else Standing.NOT_DUE
    return Item(
        name=name,
        label=label,
        standing=Standing.PRESENT if is_there else lacking,
        detail=detail,
        source=source,
        part=("certificate" if name == "certificate" else "dossier") if part and is_there else "",
    )


def _validity(one: Recognition, source: str, on: date) -> Item:
    standing = Standing.NOT_DUE
    if one.state == S.RECOGNISED:
        is_over = (one.review_due is not None and one.review_due < on) or (
            one.ended_on is not None and one.ended_on <= on
        )
        standing = Standing.EXPIRED if is_over else Standing.PRESENT
    return Item(
        name="validity",
        label=_("Valid, and reviewed in time"),
        standing=standing,
        detail=_day(one.ended_on or one.review_due),
        source=source,
    )


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
