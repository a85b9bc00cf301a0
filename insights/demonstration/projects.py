"""Eighteen joint projects of four years, in every state: accepted, with conditions, in acceptance, running,
stopped, returned, waiting.

Made through the operations once the story has been told, each act at its moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import Department, User
from agreements.models import Agreement, Party
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work, working_day
from insights.demonstration.tables import document
from internships.models import Student, StudentState
from partnerships.models import Contact, ContactRole, Enterprise
from partnerships.portal.partner import Partner
from projects.models import Project, Side
from projects.operations import own, proposals, work
from projects.operations.parts import PARTS, add_part
from teachers.models import Teacher

# How far a project goes, step by step.
WAY = ("proposed", "reviewed", "approved", "running", "acceptance", "accepted")
REACHED = {"asked": 0, "returned": 0, "conditional": 5, "stopped": 3} | {
    name: at for at, name in enumerate(WAY)
}
STEPS = (
    *(("方案论证", Side.CENTRE, 0.2), ("现场条件准备", Side.ENTERPRISE, 0.35)),
    *(("中期成果", Side.CENTRE, 0.6), ("试用与评价", Side.ENTERPRISE, 0.85)),
)
OUTCOMES = {
    "technology": (
        ("patent", "实用新型专利：{}", "ZL20252{:07d}.8"),
        ("transfer", "{}技术转让", "JS-{:05d}"),
    ),
    "service": (("process", "{}工艺改进方案", ""),),
    "training": (("course", "{}培训课程包", ""),),
    "research": (("paper", "论文：{}", "CN32-{:04d}"),),
    "curriculum": (("standard", "{}（课程标准）", "TH-BZ-{:04d}"),),
}
REASONS = {
    "returned": "目标不够具体，请补充可检验的指标，并说明企业投入。",
    "stopped": "企业业务调整，相关产品停产，双方同意终止。",
    "conditional": "一条产线的节能指标尚差1.5个百分点，请在三个月内补测并提交报告。",
}
RISK = ("关键器件交货延迟", "提前两个月下单，并确定替代型号。")
MINUTES = "确认分工和进度：学校负责方案，企业提供场地和样件；下次会议检查中期成果。"


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Who does what: the department's head and officer, who approves, and who answers for the enterprise."""

    department: Department
    head: User
    officer: User
    deputy: User
    teacher: Teacher
    others: list[Teacher]
    student: Student | None
    enterprise: Enterprise
    agreement: Agreement
    liaison: Contact | None
    expert: Contact | None

    @property
    def partner(self) -> Partner | None:
        one = self.liaison
        return Partner(one.user, one, (one,)) if one and one.user else None


def make_projects(staff: Staff, *, on: date) -> None:
    """Everything up to a day. Some hundred acts."""
    for key, said in document("projects").items():
        for number, row in enumerate(said["projects"]):
            chance = Random(f"project {row[1]}")
            sides = _sides(staff, key, number, on - timedelta(days=row[4]), on=on, chance=chance)
            if sides is not None:
                _make(sides, row, on=on, chance=chance)


def _sides(staff: Staff, key: str, number: int, day: date, *, on: date, chance: Random) -> Sides | None:
    """Under an agreement that binds from the proposal on, if possible until today."""
    department = staff.departments[key]
    bound = Agreement.objects.filter(department=department, parties__enterprise__department=department)
    from_on = bound.binding(day + timedelta(days=30)).filter(starts_on__lte=day)
    still = from_on.filter(last_day__gte=on)
    rows = list(still.order_by("pk").distinct()[:12]) or list(from_on.order_by("pk").distinct()[:12])
    if not rows:
        return None
    agreement = rows[number % len(rows)]
    party = agreement.parties.filter(role=Party.Role.ENTERPRISE).select_related("enterprise").first()
    if party is None or party.enterprise is None:
        return None
    people = list(party.enterprise.contacts.current().select_related("user").order_by("pk"))
    liaisons = [one for one in people if ContactRole.LIAISON in one.roles and one.user_id]
    teachers = list(Teacher.objects.filter(department=department, left_on=None).order_by("pk")[:20])
    chosen = chance.sample(teachers, min(3, len(teachers)))
    students = Student.objects.filter(school_class__department=department, state=StudentState.ENROLLED)
    return Sides(
        department=department,
        head=staff.one("head", key),
        officer=staff.drafters(key)[0],
        deputy=staff.deputy,
        teacher=chosen[0],
        others=chosen[1:],
        student=students.order_by("pk").first(),
        enterprise=party.enterprise,
        agreement=agreement,
        liaison=liaisons[0] if liaisons else None,
        expert=next(
            (one for one in people if ContactRole.TECHNICIAN in one.roles), people[0] if people else None
        ),
    )


def _make(sides: Sides, row: list[Any], *, on: date, chance: Random) -> None:
    kind, title, aims, state, days_ago, months, budget = row
    proposed = working_day(on - timedelta(days=days_ago))
    starts = proposed + timedelta(days=25)
    fields: dict[str, Any] = {
        "kind": kind,
        "title": title,
        "aims": aims,
        "starts_on": starts,
        "ends_on": starts + timedelta(days=30 * months),
    }
    now = at_work(proposed, chance)
    if state == "asked" and sides.partner is not None:
        own.propose_own(partner=sides.partner, majors=[], now=now, **fields)
        return
    project = proposals.propose(
        actor=sides.officer,
        enterprise_id=sides.enterprise.pk,
        department=sides.department,
        majors=list(sides.teacher.majors.all()[:1]),
        lead_teacher=sides.teacher,
        agreement=sides.agreement,
        now=now,
        **fields,
    )
    _plan(project, sides, budget, now)
    reached = REACHED[state]
    later = at_work(proposed + timedelta(days=4), chance)
    if state == "returned":
        proposals.give_back(actor=sides.head, pk=project.pk, reason=REASONS[state], now=later)
    if reached >= 1:
        proposals.review(actor=sides.head, pk=project.pk, now=later)
    if reached >= 2:
        later = at_work(proposed + timedelta(days=12), chance)
        proposals.approve(actor=sides.deputy, pk=project.pk, now=later)
    if reached >= 3:
        _run(project, sides, state, starts, on=on, chance=chance)
    if reached >= 4:
        _accept(project, sides, state, on=on, chance=chance)


def _add(name: str, project: Project, actor: User, now: datetime, **fields: Any) -> Any:
    return add_part(actor=actor, pk=project.pk, part=PARTS[name], now=now, **fields)


def _plan(project: Project, sides: Sides, budget: int, now: datetime) -> None:
    lasts = project.ends_on - project.starts_on
    by = sides.officer
    for title, side, share in STEPS:
        due = project.starts_on + lasts * share
        _add("milestone", project, by, now, title=title, deliverable=f"{title}报告", side=side, due_on=due)
    for text in (project.aims[:120], "按期提交全部交付物，经费使用符合规定。"):
        _add("criterion", project, by, now, text=text)
    half = Decimal(budget) / 2
    _add("budget_line", project, by, now, purpose="equipment", title="设备与器件", amount=half)
    _add("budget_line", project, by, now, purpose="labour", title="专家与劳务", amount=half)
    ours = Decimal(budget) * Decimal("0.4")
    _add("contribution", project, by, now, enterprise=None, amount=ours, note="专项经费")
    theirs = Decimal(budget) - ours
    _add("contribution", project, by, now, enterprise=sides.enterprise, amount=theirs, note="资金与设备")
    _add("member", project, by, now, teacher=sides.teacher, role="researcher", hours=Decimal(80))
    for one in sides.others:
        _add("member", project, by, now, teacher=one, role="trainer", hours=Decimal(40))
    if sides.expert is not None:
        _add("member", project, by, now, contact=sides.expert, role="expert", hours=Decimal(30))


def _run(project: Project, sides: Sides, state: str, starts: date, *, on: date, chance: Random) -> None:
    by, begun = sides.officer, at_work(starts, chance)
    proposals.start(actor=by, pk=project.pk, now=begun)
    if sides.student is not None and sides.head.can("student.read"):
        _add("member", project, sides.head, begun, student=sides.student, role="assistant", hours=Decimal(20))
    met = at_work(starts + timedelta(days=10), chance)
    _add(
        "meeting",
        project,
        by,
        met,
        held_on=starts + timedelta(days=8),
        place="企业会议室",
        present="双方项目组",
        minutes=MINUTES,
    )
    title, measure = RISK
    owner = (sides.expert or sides.liaison or sides.enterprise).name[:100]
    _add(
        "risk", project, by, met, title=title, side=Side.ENTERPRISE, owner=owner, likelihood=2, impact=3,
        measure=measure,
    )  # fmt: skip
    ends = min(project.ends_on, on - timedelta(days=25))
    for number, line in enumerate(project.budget_lines.all()):
        for place, payer in enumerate((None, sides.enterprise)):
            day = working_day(starts + (ends - starts) * (0.3 + 0.2 * place))
            if day < starts:
                continue
            _add(
                "expense",
                project,
                by,
                at_work(day, chance),
                line=line,
                voucher=f"记-{project.pk:03d}-{number}{place}",
                spent_on=day,
                amount=(line.amount * Decimal("0.4")).quantize(Decimal("0.01")),
                payer=payer,
                purpose=line.title,
            )
    is_over = state in {"acceptance", "accepted", "conditional"}
    for number, milestone in enumerate(project.milestones.all()):
        day = milestone.due_on - timedelta(days=chance.randrange(1, 6))
        if not is_over and (
            milestone.due_on > on - timedelta(days=20) or (state == "stopped" and number > 1)
        ):
            break
        day = working_day(min(max(day, starts), on - timedelta(days=22)))
        work.tick_milestone(
            actor=by, pk=project.pk, row_id=milestone.pk, done_on=day, now=at_work(day, chance)
        )
    if state == "stopped":
        day = starts + (project.ends_on - starts) / 2
        now = at_work(min(day, on - timedelta(days=3)), chance)
        proposals.stop(actor=sides.deputy, pk=project.pk, reason=REASONS[state], now=now)


def _accept(project: Project, sides: Sides, state: str, *, on: date, chance: Random) -> None:
    by = sides.head
    day = working_day(min(project.ends_on, on - timedelta(days=21)))
    now = at_work(day, chance)
    _add("panel", project, by, now, user=by)
    _add("panel", project, by, now, user=sides.deputy)
    expert = sides.expert
    judge = sides.liaison or (expert if expert and expert.user_id is None else None)
    if judge is None:
        return
    _add("panel", project, by, now, contact=judge)
    proposals.begin_acceptance(actor=by, pk=project.pk, now=now)
    _outcomes(project, sides, day, now, confirmed=state != "acceptance")
    work.give_opinion(actor=sides.deputy, pk=project.pk, opinion="accept", now=now)
    if state == "acceptance":
        return
    end = at_work(day + timedelta(days=9), chance)
    conditional = state == "conditional"
    work.give_opinion(actor=by, pk=project.pk, opinion="accept", now=end)
    _opinion(project, sides, judge, end)
    keys = list(project.criteria.values_list("pk", flat=True))
    verdicts = dict.fromkeys(keys, ("met", ""))
    if conditional:
        verdicts[keys[0]] = ("in_part", "一条产线未达到指标。")
    work.judge(actor=by, pk=project.pk, verdicts=verdicts, now=end)
    result, words = (
        ("conditional", REASONS[state]) if conditional else ("accepted", "完成全部任务，同意结题。")
    )
    work.close(actor=by, pk=project.pk, result=result, conclusion=words, now=end)


def _opinion(project: Project, sides: Sides, judge: Contact, now: datetime) -> None:
    """At the portal, or written down for whoever is not there."""
    if sides.partner is not None:
        own.give_own_opinion(partner=sides.partner, pk=project.pk, opinion="accept", now=now)
    else:
        seat = project.panel.get(contact=judge)
        work.record_opinion(actor=sides.head, pk=project.pk, row_id=seat.pk, opinion="accept", now=now)


def _outcomes(project: Project, sides: Sides, day: date, now: datetime, *, confirmed: bool) -> None:
    for kind, title, number in OUTCOMES[project.kind]:
        is_transfer = kind == "transfer"
        outcome = _add(
            "outcome",
            project,
            sides.officer,
            now,
            kind=kind,
            title=title.format(project.title)[:200],
            number=number.format(project.pk * 37) if number else "",
            achieved_on=day,
            value=Decimal(60000) if is_transfer else None,
            centre_share=100 if is_transfer else 60,
            enterprise_share=0 if is_transfer else 40,
            owner=None if is_transfer else sides.enterprise,
        )
        if not confirmed:
            continue
        if sides.partner is not None:
            own.confirm_own(partner=sides.partner, pk=project.pk, row_id=outcome.pk, now=now)
        else:
            reason = "企业联系人邮件确认。"
            work.record_confirmation(
                actor=sides.officer, pk=project.pk, row_id=outcome.pk, reason=reason, now=now
            )
