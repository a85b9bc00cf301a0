"""What pages show of teachers' files: the same for the teacher, the office and the head."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.access import Actor
from teachers.evidence_kinds import KINDS, EvidenceKind
from teachers.models import Absence, Evidence, QualificationKind, ServicePeriod, Teacher
from teachers.querysets import on_the_day


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of evidence of one teacher."""

    kind: EvidenceKind
    rows: list[Any]

    @property
    def returned(self) -> int:
        return sum(row.is_returned for row in self.rows)


def sections_of(
    actor: Actor, teacher: Teacher, kinds: Iterable[EvidenceKind] = KINDS, *, with_files: bool = False
) -> list[Section]:
    """What stands in a teacher's file. One query a kind, two with the scans."""
    found = []
    for kind in kinds:
        rows = kind.fetched(kind.rows.visible_to(actor).of([teacher.pk]).standing())
        if with_files:
            rows = rows.prefetch_related("files")
        found.append(Section(kind, list(rows)))
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody was and could show on a day; only what is confirmed."""

    on: date
    period: ServicePeriod | None
    absence: Absence | None
    qualifications: list[Any]
    lapsed: list[Any]
    training_hours: float
    counts: list[tuple[EvidenceKind, int]]
    is_manager: bool

    @property
    def has_teaching_certificate(self) -> bool:
        wanted = QualificationKind.TEACHING_CERTIFICATE
        return any(row.kind == wanted for row in self.qualifications)


def standing_of(teacher: Teacher, on: date) -> Standing:
    """On any day, also a past one. Seven queries."""
    confirmed: dict[str, list[Evidence]] = {}
    for kind in KINDS:
        confirmed[kind.slug] = list(kind.rows.of([teacher.pk]).confirmed().known_on(on))
    qualifications: list[Any] = confirmed["qualification"]
    valid = [row for row in qualifications if row.expires_on is None or row.expires_on >= on]
    trainings: list[Any] = confirmed["training"]
    experiences: list[Any] = confirmed["experience"]
    return Standing(
        on=on,
        period=ServicePeriod.objects.of([teacher.pk]).on(on).select_related("department").first(),
        absence=Absence.objects.of([teacher.pk]).filter(on_the_day(on)).first(),
        qualifications=valid,
        lapsed=[row for row in qualifications if row not in valid],
        training_hours=float(sum(row.hours for row in trainings)),
        counts=[(kind, len(confirmed[kind.slug])) for kind in KINDS if kind.slug != "qualification"],
        is_manager=any(row.is_management for row in experiences),
    )
