"""The dossier of an internship: the parts of its archive (INT-34), and what the rules ask to be in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from agreements.variables import shown_date
from compliance.choices import Stage
from compliance.models import Evaluation
from governance.dossiers.placement_papers import not_asked, verdicts_of
from governance.dossiers.registry import DossierKind, DossierScope, Fact, Item, Part, Standing
from governance.dossiers.sources import Sources, sources_on
from internships.rule_checks import rules_in_force
from placements.archive_parts import ArchivePart, archive_parts
from placements.models import Placement, PlacementState
from placements.models.placements import OVER_STATES

# From when on a part has to be there: before the start, once it has begun, once it is over.
BEFORE, BEGUN, OVER = "before", "begun", "over"
ASKED = (
    ("agreement", "INT-13", BEFORE),
    ("consents", "INT-07", BEFORE),
    ("insurance", "INT-36", BEFORE),
    ("training", "INT-35", BEFORE),
    ("plan", "INT-05", BEFORE),
    ("log", "INT-28", BEGUN),
    ("attendance", "INT-24", BEGUN),
    ("inspections", "INT-29", BEGUN),
    ("report", "INT-28", OVER),
    ("summary", "INT-34", OVER),
    ("result", "INT-33", OVER),
)
NOT_DUE = {
    BEFORE: gettext_lazy("due by the start"),
    BEGUN: gettext_lazy("due once it has begun"),
    OVER: gettext_lazy("due once it is over"),
}
# An agreement that is made and not signed is no paper of the archive, and yet something that is there.
SAID_BY_FACTS = frozenset({"agreement"})
TAKE = "archive.take"
# Guardians and pictures of students, and papers that name other students too (the list of all whom a policy
# covers): what a look at whether things are in order can do without.
SENSITIVE = frozenset({"consents", "evidence", "insurance", "inspections"})


def rows() -> QuerySet:
    return Placement.objects.exclude(state=PlacementState.CANCELLED).select_related(
        "student__school_class__major", "post", "enterprise", "plan", "department", "instructor", "mentor"
    )


def population(found: QuerySet, scope: DossierScope) -> QuerySet:
    if scope.plans is not None:
        found = found.filter(plan__in=scope.plans)
    return found.filter(scope.within_departments("department"), scope.within_years("starts_on"))


def facts(placement: Placement) -> list[Fact]:
    student = placement.student
    return [
        Fact(label=_("Student"), value=f"{student} · {student.number}"),
        Fact(
            label=_("Identity number"),
            value=student.identity or "",
            is_sensitive=True,
            hidden=student.masked_identity,
        ),
        Fact(label=_("Phone"), value=student.phone, is_sensitive=True),
        Fact(label=_("Class"), value=student.school_class),
        Fact(label=_("Internship plan"), value=placement.plan.name),
        Fact(label=_("Enterprise"), value=placement.enterprise),
        Fact(label=pgettext("internship", "Post"), value=placement.post),
        Fact(
            label=pgettext("in a dossier", "Days"),
            value=" – ".join(map(shown_date, (placement.starts_on, placement.ended_on or placement.ends_on))),
        ),
        Fact(label=_("State"), value=placement.get_state_display()),
        Fact(label=_("How it came about"), value=placement.get_arrangement_display()),
        Fact(label=_("School instructor"), value=placement.instructor or ""),
        Fact(label=_("Mentor at the enterprise"), value=placement.mentor or ""),
    ]


# --- What must be there ---------------------------------------------------------------------------


def completeness(placements: Sequence[Placement], on: date) -> dict[int, list[Item]]:
    """About thirty queries, whatever the number: one for each part, and those of the rules."""
    source = sources_on(rules_in_force, on)
    known = {part.name: part for part in archive_parts()}
    asked = {name for name, _code, _when in ASKED} & known.keys()
    held = {name: held_of(known[name])(placements) for name in asked}
    verdicts = verdicts_of(placements, source)
    checks = checks_of(placements)
    found: dict[int, list[Item]] = {}
    for placement in placements:
        lines = []
        for name, code, when in ASKED:
            if name not in known:
                continue
            is_held = placement.pk in held[name]
            verdict = verdicts[placement.pk].get(name, (Standing.PRESENT, "")) if is_held else None
            if not is_held and name in SAID_BY_FACTS:
                verdict = verdicts[placement.pk][name]
            standing, detail = verdict or absent(placement, name, when, on)
            lines.append(
                Item(
                    name=name,
                    label=known[name].label,
                    standing=standing,
                    detail=detail,
                    source=source(code),
                    part=name,
                )
            )
        lines.append(_people(placement, source("INT-05"), on))
        lines.append(_rules(placement, checks.get(placement.pk), source, on))
        found[placement.pk] = lines
    return found


def absent(placement: Placement, part: str, when: str, on: date) -> tuple[Standing, str]:
    """What it means that nothing is there, and why nothing is asked for."""
    if why := not_asked(placement, part):
        return Standing.NOT_REQUIRED, why
    standing = lacking(placement, when, on)
    return standing, str(NOT_DUE[when]) if standing is Standing.NOT_REQUIRED else ""


def lacking(placement: Placement, when: str, on: date) -> Standing:
    """What the absence of a part means on a day."""
    is_over = placement.state in OVER_STATES
    has_begun = is_over or (placement.started_on is not None and placement.started_on <= on)
    is_due = {BEFORE: has_begun or placement.starts_on <= on, BEGUN: has_begun, OVER: is_over}[when]
    return Standing.MISSING if is_due else Standing.NOT_REQUIRED


def _people(placement: Placement, source: str, on: date) -> Item:
    missing = [
        name
        for name, person in (
            (_("School instructor"), placement.instructor_id),
            (_("Mentor at the enterprise"), placement.mentor_id),
        )
        if person is None
    ]
    return Item(
        name="people",
        label=_("Instructor and mentor are named"),
        standing=lacking(placement, BEFORE, on) if missing else Standing.PRESENT,
        detail=", ".join(missing),
        source=source,
    )


def checks_of(placements: Sequence[Placement]) -> dict[int, Evaluation]:
    """What the rules found last before the start of each. One query."""
    checks = Evaluation.objects.current().about_any(placements).filter(stage=Stage.START)
    return {check.subject_id: check for check in checks.order_by("evaluated_at", "pk")}


def _rules(placement: Placement, check: Evaluation | None, source: Sources, on: date) -> Item:
    if check is None:
        standing, detail = lacking(placement, BEFORE, on), _("not checked yet")
    elif check.blocking and lacking(placement, BEFORE, on) is Standing.NOT_REQUIRED:
        standing, detail = Standing.NOT_REQUIRED, str(NOT_DUE[BEFORE])
    elif check.blocking:
        standing, detail = Standing.FAULTY, source.titles(check.blocking)
    else:
        standing, detail = Standing.PRESENT, _("checked on %(day)s") % {"day": shown_date(check.on)}
    return Item(
        name="rules",
        label=_("The rules before the start are kept"),
        standing=standing,
        detail=detail,
        source=_("check of the rules"),
    )


# --- Papers ---------------------------------------------------------------------------------------


def held_of(part: ArchivePart) -> Any:
    def held(placements: Sequence[Placement]) -> set[int]:
        return set().union(*(source.held(placements) for source in part.sources))

    return held


def files_of(part: ArchivePart) -> Any:
    def files(placement: Placement) -> Iterable[tuple[str, bytes]]:
        for source in part.sources:
            yield from source.files(placement)

    return files


def parts() -> list[Part]:
    """As they lie in the archive."""
    return [
        Part(
            name=part.name,
            label=part.label,
            files=files_of(part),
            held=held_of(part),
            is_sensitive=part.name in SENSITIVE,
        )
        for part in archive_parts()
    ]


KIND = DossierKind(
    name="placement",
    label=pgettext_lazy("dossiers", "Internships"),
    icon="briefcase",
    readable=Placement.objects.visible_to,
    may_take=lambda user, placement: placement.permits(user, TAKE),
    rows=rows,
    population=population,
    department="department_id",
    title=lambda placement: f"{placement.student} · {placement.enterprise}",
    line=lambda placement: f"{placement.student.number} · {placement.plan.name}",
    facts=facts,
    completeness=completeness,
    parts=parts,
    person=lambda placement: placement.student,
    order=10,
)
