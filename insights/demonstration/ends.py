"""The end of some internships, and what becomes of graduates."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from core.access import THE_SYSTEM
from insights.demonstration.office import Office
from insights.demonstration.stories import Story
from insights.demonstration.tables import document
from internships.models import AssessmentCriterion, Plan, PlanState, Side, Student
from partnerships.models import Contact, Enterprise
from placements.graduates import graduates as known_graduates
from placements.models import Destination, InternshipReport, Placement, PlacementState, ReportState, Vacancy
from placements.models.destinations import ALWAYS_MATCHED, DestinationKind
from placements.operations import certificates, evaluation, mentor_evaluations, placements, vacancies
from placements.operations.evaluation import Given

# Of a class that is back: without a report, not judged, judged by the enterprise alone, not confirmed yet.
REPORTS_MISSING, NOT_JUDGED, ONE_SIDED, UNCONFIRMED, CERTIFIED = 3, 3, 3, 4, 6
REMARKS = {
    Side.ENTERPRISE: ("操作细致，忙而不乱，勤学好问。", "上手快，建议多做工作记录。"),
    Side.SCHOOL: ("日志、报告按时提交，能如实反思问题。", "每次巡访都能看到进步。"),
}
VACANCIES = (
    ("CNC machining technician", "数控加工技术员", 4500, 6500, 4, "approved"),
    ("Equipment maintenance technician", "设备维修技术员", 4800, 7000, 2, "approved"),
    ("Quality inspector", "质量检验员", 4200, 5500, 3, "approved"),
    ("Warehouse planner", "仓储计划员", 4000, 5200, 2, "offered"),
    ("Production assistant", "生产助理", 3900, 5000, 5, "draft"),
)
KINDS = (
    *(DestinationKind.FIELD,) * 4, *(DestinationKind.HOST,) * 3, *(DestinationKind.STUDY,) * 3,
    DestinationKind.ELSEWHERE, DestinationKind.SELF_EMPLOYED,
    DestinationKind.MILITARY, DestinationKind.SEEKING,
)  # fmt: skip


def ended_internships(office: Office, department: str) -> Story:
    """A class that is back: judged by both sides, most results confirmed, certificates ordered for many."""
    chance = Random("the end")
    now = office.at(6, chance)
    yield now
    code = document("centre")["departments"][department]["code"]
    rows = Placement.objects.filter(
        plan__department__code=code, state=PlacementState.IN_PROGRESS, mentor__isnull=False
    )
    mine = list(rows.select_related("student", "mentor", "plan").order_by("pk"))
    for placement in mine:
        placements.finish_placement(actor=office.coordinator, pk=placement.pk, now=now)
    _report(mine[:-REPORTS_MISSING], now)
    now = office.at(4, chance)
    yield now
    judged = mine[:-NOT_JUDGED]
    for number, placement in enumerate(judged):
        is_last = number >= len(judged) - ONE_SIDED
        _judge(office, placement, chance, now, sides=[Side.ENTERPRISE] if is_last else list(Side))
    confirmed = judged[: -ONE_SIDED - UNCONFIRMED]
    now = office.at(3, chance)
    yield now
    mentor_evaluations.ask_mentors(now=now)
    for placement in confirmed:
        evaluation.confirm_result(actor=office.coordinator, pk=placement.pk, now=now)
    for placement in confirmed[:CERTIFIED]:
        # Painted by the worker: the orders stand, as on any other day.
        certificates.issue_certificate(actor=office.coordinator, pk=placement.pk, now=now)
    if confirmed:
        evaluation.make_appeal(
            actor=THE_SYSTEM,
            student_id=confirmed[-1].student_id,
            pk=confirmed[-1].pk,
            reason="评阅时我的最后一部分报告尚未提交。",
            now=now + timedelta(hours=2),
        )


def _report(mine: list[Placement], now: datetime) -> None:
    InternshipReport.objects.bulk_create(
        InternshipReport(
            placement=placement,
            text="我每天参与两百人份冷菜制作，轮转学习了厨房的各个岗位。",
            summary="我学会了忙而有序、及时请教。",
            state=ReportState.SUBMITTED if number % 3 else ReportState.ACCEPTED,
            saved_at=now,
            submitted_at=now,
            decided_at=None if number % 3 else now,
        )
        for number, placement in enumerate(mine)
    )


def _judge(office: Office, placement: Placement, chance: Random, now: datetime, *, sides: list[Side]) -> None:
    level = chance.choice([68, 78, 84, 90])
    for side in sides:
        criteria = AssessmentCriterion.objects.filter(plan=placement.plan_id, side=side)
        scores = {one.pk: Given(min(100, level + chance.randrange(-6, 9))) for one in criteria}
        remark = chance.choice(REMARKS[side])
        mentor = placement.mentor
        if side == Side.SCHOOL or mentor is None:
            evaluation.evaluate_for_school(
                actor=office.coordinator, pk=placement.pk, scores=scores, remark=remark, now=now
            )
        else:
            evaluation.evaluate_for_enterprise(
                actor=THE_SYSTEM,
                contact_id=mentor.pk,
                name=mentor.name,
                pk=placement.pk,
                scores=scores,
                remark=remark,
                now=now,
            )


# --- Graduates --------------------------------------------------------------------------------


def graduates(office: Office) -> Story:
    """Work that is offered to the last year, and what became of those who have gone."""
    chance = Random("graduates")
    now = office.at(2, chance)
    yield now
    _offer(office, chance, now)
    _report_destinations(office, chance, now)


def _offer(office: Office, chance: Random, now: datetime) -> None:
    plans = Plan.objects.filter(state__in=[PlanState.RUNNING, PlanState.APPROVED])
    hosts = (
        Enterprise.objects.filter(posts__plan__in=plans, posts__state="approved").distinct().order_by("pk")
    )
    for (english, chinese, least, most, seats, state), host in zip(VACANCIES, hosts, strict=False):
        vacancy = vacancies.build_vacancy(
            enterprise=host,
            majors=[],
            created_by_id=office.coordinator.pk,
            now=now,
            name_en=english,
            name_zh=chinese,
            duties="在八人班组的一条产线工作，先由老师傅带教。",
            asked_for="有相关岗位实习经历。",
            region=host.region,
            address=host.address,
            pay_from=least,
            pay_to=most,
            seats=seats,
            open_until=office.on + timedelta(days=chance.randrange(30, 75)),
            contact=Contact.objects.current().filter(enterprise=host).order_by("pk").first(),
        )
        if state != "draft":
            vacancies.offer_vacancy(actor=office.coordinator, pk=vacancy.pk, now=now)
        if state == "approved":
            vacancies.approve_vacancy(actor=office.coordinator, pk=vacancy.pk, now=now)
            _apply(office, vacancy, chance, now)


def _apply(office: Office, vacancy: Vacancy, chance: Random, now: datetime) -> None:
    people = list(
        known_graduates(THE_SYSTEM, office.on)
        .filter(state="enrolled")
        .select_related("school_class")
        .order_by("pk")[:200]
    )
    for student in chance.sample(people, min(3, len(people))):
        vacancies.apply(
            actor=THE_SYSTEM,
            student=student,
            pk=vacancy.pk,
            letter="希望继续从事这份工作。",
            parts=["certificate"],
            now=now + timedelta(hours=1),
        )


def _report_destinations(office: Office, chance: Random, now: datetime) -> None:
    gone: list[Student] = list(
        known_graduates(THE_SYSTEM, office.on).filter(state="graduated").order_by("pk")
    )
    rows = []
    for student in gone:
        if chance.random() < 0.08:
            continue
        kind = chance.choice(KINDS)
        is_confirmed = chance.random() < 0.85
        hired = kind not in {DestinationKind.MILITARY, DestinationKind.SEEKING}
        where = "苏州工业园区某企业" if hired else ""
        rows.append(
            Destination(
                student=student,
                kind=kind,
                where=where,
                is_matched=kind in ALWAYS_MATCHED,
                reported_by_id=office.coordinator.pk,
                reported_at=now,
                proof="已核验劳动合同" if is_confirmed else "",
                confirmed_by_id=office.coordinator.pk if is_confirmed else None,
                confirmed_at=now if is_confirmed else None,
            )
        )
    Destination.objects.bulk_create(rows)
