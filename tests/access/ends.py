"""The rules of the addresses of the end of internships: evaluation, report, certificate, archive."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from internships.models import Plan
from placements.models import (
    Appeal,
    ArchiveOrder,
    ArchiveStage,
    Certificate,
    EvaluationResult,
    EvaluationScan,
    InternshipReport,
    MentorEvaluation,
    Placement,
    PlacementState,
    ReportFile,
    ReportState,
    SideEvaluation,
)
from signing.models import TaskLink
from tests.access.posts import kept
from tests.access.rules import Rule, holder, me, portal, row
from tests.placements.ending import NOW, an_ended_placement, confirmed
from tests.world import World

READ, EDIT = "placement.read", "placement.edit"
GRADE, CONFIRM = "evaluation.grade", "evaluation.confirm"
# Instructs the student of the world: judges for the school, and changes no result.
INSTRUCTOR = ("class_teacher",)


def ended(world: World) -> Placement:
    finished = Placement.objects.filter(student=world.student, state=PlacementState.FINISHED)
    return finished.first() or an_ended_placement(world)


def result(world: World) -> EvaluationResult:
    placement = ended(world)
    return EvaluationResult.objects.filter(placement=placement).first() or confirmed(world, placement)


def on_paper(world: World) -> SideEvaluation:
    placement = ended(world)
    return SideEvaluation.objects.filter(placement=placement).first() or SideEvaluation.objects.create(
        placement=placement, side="enterprise", given_as="吴师傅", given_at=NOW, judged_on=NOW.date(),
        recorded_by=world.coordinator,
    )  # fmt: skip


def with_result(world: World) -> Placement:
    return result(world).placement


def appeal(world: World) -> Appeal:
    return Appeal.objects.first() or Appeal.objects.create(
        placement=ended(world), result=result(world), reason="Look again.", made_at=NOW
    )


def report(world: World) -> InternshipReport:
    return InternshipReport.objects.first() or InternshipReport.objects.create(
        placement=ended(world),
        text="I turned shafts.",
        summary="Patience.",
        state=ReportState.SUBMITTED,
        saved_at=NOW,
        submitted_at=NOW,
    )


def report_file(world: World) -> dict[str, Any]:
    return {"pk": report(world).pk, "file_id": kept(ReportFile, report(world)).pk}


def certificate(world: World) -> Certificate:
    content = b"%PDF-1.7\n"
    digest = hashlib.sha256(content).hexdigest()
    return Certificate.objects.first() or Certificate.objects.create(
        placement=ended(world),
        result=result(world),
        number="PC-SX-2027-00001",
        holder=world.student.name,
        host=world.partner.name,
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        grade="good",
        content_sha256="0" * 64,
        file=default_storage.save("certificates/matrix.pdf", ContentFile(content)),
        sha256=digest,
        size=len(content),
        pages=1,
        issued_at=NOW,
    )


def plan(world: World) -> Plan:
    return ended(world).plan


def packed(world: World) -> ArchiveOrder:
    return ArchiveOrder.objects.first() or ArchiveOrder.objects.create(
        plan=plan(world),
        ordered_by=world.director,
        ordered_at=NOW,
        stage=ArchiveStage.DONE,
        file=default_storage.save("archives/matrix.zip", ContentFile(b"PK")),
        ready_at=NOW,
    )


def of_ended(capability: str, find: Any = ended, **more: Any) -> Rule:
    return row(find, capability, read=READ, seen_by=INSTRUCTOR, **more)


def instructed(find: Any = ended, capability: str = GRADE, **more: Any) -> Rule:
    return row(find, capability, read=READ, also_for=INSTRUCTOR, **more)


def own(find: Any, **more: Any) -> Rule:
    return me(find, arguments=more.pop("arguments", lambda world: {"pk": find(world).pk}), **more)


def without_key(world: World) -> dict[str, Any]:
    """The address names no record: it is about the student's own internship."""
    ended(world)
    return {}


def token_of_evaluation(world: World) -> str:
    about = ended(world)
    asked, _made = MentorEvaluation.objects.get_or_create(
        placement=about, contact=world.mentor, defaults={"asked_by": world.director, "created_at": NOW}
    )
    now = timezone.now()
    link, _made = TaskLink.objects.get_or_create(
        task="evaluation",
        subject_id=asked.pk,
        defaults={
            "name": "x",
            "channel": "by_hand",
            "created_at": now,
            "sent_at": now,
            "opened_at": now,
            "expires_at": now + timedelta(days=7),
        },
    )
    return link.token


RULES: dict[str, Rule] = {
    "evaluation:answer": Rule(access="public", arguments=lambda world: {"token": token_of_evaluation(world)}),
    "placements:result_list": holder(READ),
    "placements:evaluate": instructed(),
    "placements:evaluate_on_paper": of_ended(EDIT),
    "placements:evaluation_scan": instructed(
        on_paper, READ, arguments=lambda world: {"pk": kept(EvaluationScan, on_paper(world)).pk}
    ),
    "placements:evaluation_grid": instructed(capability=READ, arguments=lambda world: {"pk": plan(world).pk}),
    "placements:result_confirm": of_ended(CONFIRM),
    "placements:result_correct": of_ended(CONFIRM, with_result),
    "placements:certificate_issue": of_ended("certificate.issue", with_result, method="POST"),
    "placements:archive": of_ended("archive.take"),
    "placements:archive_check": of_ended("placement.edit", method="POST"),
    "placements:archive_release": of_ended("rule.decide"),
    "placements:plan_archive_release": row(plan, "rule.decide", read="plan.read"),
    "placements:certificates_order": row(plan, "certificate.issue", read="plan.read", method="POST"),
    "placements:archive_order": row(plan, "archive.take", read="plan.read", method="POST"),
    "placements:plan_end_status": row(plan, "plan.read"),
    "placements:plan_archive": row(packed, "archive.take", read="plan.read"),
    "placements:certificate": instructed(certificate, READ),
    "placements:appeal_answer": of_ended(CONFIRM, appeal),
    "placements:report_accept": instructed(report),
    "placements:report_return": instructed(report),
    "placements:report_file": instructed(report, READ, arguments=report_file),
    "portal:evaluations": portal(),
    "portal:evaluate": portal(ended, arguments=lambda world: {"pk": ended(world).pk}, only_for="mentor"),
    "me:report": me(),
    "me:report_edit": own(ended, arguments=without_key),
    "me:report_submit": own(ended, arguments=without_key, method="POST"),
    "me:report_file": own(report, arguments=lambda world: {"pk": report_file(world)["file_id"]}),
    "me:report_file_remove": own(
        report, arguments=lambda world: {"pk": report_file(world)["file_id"]}, method="POST"
    ),
    "me:result": me(),
    "me:result_appeal": own(with_result, method="POST"),
    "me:certificate": own(certificate),
}
