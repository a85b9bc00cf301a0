"""Internship plans of three cohorts, visits to hosts, and the posts that enterprises offer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import translation

from agreements.models import Agreement
from catalogue.models import Major
from core.school_years import school_year
from insights.demonstration.people import Staff
from insights.demonstration.stories import Story, at_work, interleaved
from insights.demonstration.tables import DATA, document
from internships.defaults import load_defaults
from internships.models import (
    Aspect,
    Conclusion,
    Plan,
    PlanDocument,
    PlanKind,
    Post,
    PostState,
    SchoolClass,
    Verdict,
)
from internships.operations import hosts, plans, posts
from internships.post_problems import problems_before_offer
from internships.rule_checks import rulings_on
from partnerships.models import Contact, ContactRole, Enterprise
from signing.models import Approval, ApprovalRoute, ApprovalStep
from signing.operations import Decision, decide, look_at
from teachers.models import Teacher

# How many hosts of a department, and how many posts they offer between them; the rest of the departments
# offer posts for the whole year.
HOSTS = {"mechatronics": (14, 30), "business": (8, 16), "tourism": (5, 7)}
REST = (5, 7)
KITCHENS = ("H", "C14")  # hotels, restaurants and bakeries, where cooks go
LASTING = timedelta(days=150)  # still, unless the internship is over
LOOKED_FOR = 185  # days ago: hosts, among those with an agreement
# How often a host is found unsuitable, or suitable once something is mended; the rest is suitable.
UNSUITABLE, CONDITIONAL = 0.06, 0.12
A_YEAR = timedelta(days=365)
# What becomes of an offer: the state it ends in, and how often; for a plan that runs most were approved.
ENDS = {
    PostState.APPROVED: 0.66,
    PostState.OFFERED: 0.13,
    PostState.RETURNED: 0.06,
    PostState.DRAFT: 0.07,
    PostState.CLOSED: 0.05,
    PostState.WITHDRAWN: 0.03,
}
ENDS_OF_RUNNING = {PostState.APPROVED: 0.86, PostState.RETURNED: 0.07, PostState.WITHDRAWN: 0.07}


@dataclass(frozen=True, slots=True)
class Cohort:
    """One plan.

    Attributes:
        drafted: how many days ago its draft was begun.
        offered: between how many days ago enterprises offered posts for it.
        starts, weeks: it begins on a Monday so many weeks from now, and ends on a Friday.
        goes_until: how far it has come.
    """

    department: str
    years_ago: int
    kind: PlanKind
    drafted: int
    offered: tuple[int, int]
    starts: int
    weeks: int
    goes_until: str

    def first_day(self, on: date) -> date:
        return on - timedelta(days=on.weekday()) + timedelta(weeks=self.starts)

    def last_day(self, on: date) -> date:
        return self.first_day(on) + timedelta(weeks=self.weeks) - timedelta(days=3)


COHORTS = (
    # The class of cooks has come back from a term at hotels; those of mechanics are at work.
    Cohort("tourism", 2, PlanKind.POST, 200, (165, 140), -14, 13, "running"),
    Cohort("mechatronics", 2, PlanKind.POST, 170, (130, 96), -5, 26, "running"),
    Cohort("business", 1, PlanKind.POST, 110, (62, 22), 13, 25, "approved"),
    Cohort("it", 1, PlanKind.OBSERVATION, 9, (0, 0), 21, 2, "in_review"),
)
RUNNING = [cohort.department for cohort in COHORTS if cohort.goes_until == "running"]


class Internships:
    """Whoever works on internships, and when."""

    def __init__(self, staff: Staff, *, on: date) -> None:
        self.staff, self.on = staff, on
        self.coordinator = staff.one("coordinator", "office")
        self.words: dict[str, Any] = document("internships")
        self.open_plans: list[Plan] = []

    def at(self, days_ago: int, chance: Random) -> datetime:
        return at_work(self.on - timedelta(days=days_ago), chance)


def teachers_of(staff: Staff, department: str) -> list[Teacher]:
    """The instructor and the teacher of a department, whom the students' stories entered."""
    users = [staff.one(position, department) for position in ("instructor", "teacher")]
    return list(Teacher.objects.filter(user__in=users).order_by("pk"))


def stories(staff: Staff, *, on: date) -> Iterator[Story]:
    office = Internships(staff, on=on)
    route = load_defaults()
    for cohort in COHORTS:
        yield plan_story(office, cohort, route, teachers_of(staff, cohort.department))
    yield visits_and_posts(office)


# --- Plans ------------------------------------------------------------------------------------


def plan_story(office: Internships, cohort: Cohort, route: ApprovalRoute, teachers: list[Teacher]) -> Story:
    chance = Random(f"plan {cohort.department} {cohort.years_ago}")
    now = office.at(cohort.drafted, chance)
    yield now
    actor = office.coordinator
    plan = plans.draft_plan(actor=actor, now=now, **_plan_fields(office, cohort, route, teachers))
    lists = office.words["tasks"]
    plans.set_tasks(
        actor=actor,
        pk=plan.pk,
        now=now,
        lines=[
            {
                "title": title,
                "learning_outcome": outcome,
                "typical_task": typical,
            }
            for title, outcome, typical in lists["list"]
        ],
    )
    plans.set_criteria(
        actor=actor,
        pk=plan.pk,
        now=now,
        lines=[{"name": name, "side": side, "weight": weight} for name, side, weight in lists["criteria"]],
    )
    now = office.at(cohort.drafted - 4, chance)
    yield now
    plans.submit_plan(actor=actor, pk=plan.pk, now=now)
    if cohort.goes_until == "in_review":
        return
    for days, person in ((8, office.staff.one("head", cohort.department)), (12, office.staff.deputy)):
        now = office.at(cohort.drafted - days, chance)
        yield now
        approval = Approval.objects.about(plan).open().get()
        step = ApprovalStep.objects.current().get(approval=approval)
        seen = look_at(actor=person, approval=approval, now=now)
        decide(actor=person, step_id=step.pk, decision=Decision.APPROVE, seen=seen, now=now)
    office.open_plans.append(Plan.objects.get(pk=plan.pk))
    if cohort.goes_until != "running":
        return
    yield from _start(office, plan, cohort, chance)


def _plan_fields(
    office: Internships, cohort: Cohort, route: ApprovalRoute, teachers: list[Teacher]
) -> dict[str, Any]:
    department = office.staff.departments[cohort.department]
    entered_in = school_year(office.on) - cohort.years_ago
    what = ("Post internship", "岗位实习") if cohort.kind == PlanKind.POST else ("Observation", "认识实习")
    classes = list(
        SchoolClass.objects.filter(department=department, entered_in=entered_in)
        .select_related("major")
        .order_by("pk")
    )
    return {
        "name_en": f"{what[0]} {department.name_en}, cohort {entered_in}",
        "name_zh": f"{department.name_zh}{entered_in}级{what[1]}",
        "kind": cohort.kind,
        "department": department,
        "entered_in": entered_in,
        "classes": classes,
        "majors": list({one.major_id: one.major for one in classes}.values()),
        "starts_on": cohort.first_day(office.on),
        "ends_on": cohort.last_day(office.on),
        "aims": "学生在真实企业中安全、循序渐进地学习本职业的工作。",
        "owner": office.coordinator,
        "responsible": teachers[0],
        "instructors": teachers,
        "route": route,
    }


def _major(code: str) -> Major:
    return Major.objects.get(code=code)


def _start(office: Internships, plan: Plan, cohort: Cohort, chance: Random) -> Story:
    actor, days_ago = office.coordinator, (office.on - cohort.first_day(office.on)).days
    now = office.at(days_ago + 20, chance)
    yield now
    for kind in PlanDocument.Kind:
        if kind != PlanDocument.Kind.OTHER:
            with translation.override("zh-hans"):
                name = f"{kind.label}.pdf"
            upload = ContentFile((DATA / "scan.pdf").read_bytes(), name=name)
            plans.attach_document(actor=actor, pk=plan.pk, upload=upload, kind=kind, now=now)
    today = now.date()
    plans.publish_hosts(
        actor=actor,
        pk=plan.pk,
        decided_on=today - timedelta(days=5),
        published_on=today,
        address="https://taihu.example/internships/hosts",
        now=now,
    )
    plans.record_filing(
        actor=actor,
        pk=plan.pk,
        kind="before_start",
        number=f"SX-{today:%Y}-{plan.pk:03}",
        authority="苏州市教育局职业教育处",
        filed_on=today,
        now=now,
    )
    plans.declare(
        actor=actor,
        pk=plan.pk,
        is_for_profit=False,
        payment_to_school=Decimal(0),
        copies_host_standards=False,
        now=now,
    )
    now = office.at(days_ago + 4, chance)
    yield now
    plans.start_plan(actor=actor, pk=plan.pk, now=now)


# --- Hosts and posts --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Host:
    enterprise: Enterprise
    agreement: Agreement
    mentors: list[Contact]
    department: str


def visits_and_posts(office: Internships) -> Story:
    """Hosts are visited, plan by plan; then they offer posts."""
    yield office.at(LOOKED_FOR, Random("hosts and posts"))
    stories = []
    for department, hosts_of in _hosts_by_department(office).items():
        cohort = next((one for one in COHORTS if one.department == department), None)
        first, last = cohort.offered if cohort and cohort.offered[0] else (62, 22)
        _most, posts_of = HOSTS.get(department, REST)
        stories += [_visited(office, host, first + 13 - number % 10) for number, host in enumerate(hosts_of)]
        for number in range(posts_of):
            ago = first - number * (first - last) // posts_of
            host = hosts_of[number % len(hosts_of)]
            stories.append(_post(office, host, Random(f"post {department} {number}"), ago))
    yield from interleaved(stories)


def _visited(office: Internships, host: Host, ago: int) -> Story:
    chance = Random(f"visit {host.enterprise.pk}")
    now = office.at(ago, chance)
    yield now
    _visit(office, host, chance, now)


def _hosts_by_department(office: Internships) -> dict[str, list[Host]]:
    """The departments without a plan that is open share what is left."""
    found: dict[str, list[Host]] = defaultdict(list)
    for host in _hosts(office):
        key = host.department if host.department in HOSTS else "others"
        industry = host.enterprise.industry
        if key != "tourism" and host.agreement.last_day < office.on + LASTING:
            continue
        if key == "tourism" and not (industry and industry.code.startswith(KITCHENS)):
            continue
        if len(found[key]) < HOSTS.get(key, REST)[0]:
            found[key].append(host)
    return found


def _hosts(office: Internships) -> Iterator[Host]:
    """Enterprises with a mentor and an agreement that binds today and for a while."""
    keys = {department.pk: key for key, department in office.staff.departments.items()}
    lasting = Agreement.objects.binding(office.on).filter(
        last_day__gte=office.on, starts_on__lte=office.on - timedelta(days=LOOKED_FOR)
    )
    seen: set[int] = set()
    for agreement in lasting.order_by("pk").prefetch_related("parties__enterprise__industry"):
        for party in agreement.parties.all():
            enterprise = party.enterprise
            if (
                enterprise is None
                or enterprise.pk in seen
                or enterprise.is_barred
                or enterprise.country != "CN"
            ):
                continue
            mentors = list(enterprise.contacts.current().with_role(ContactRole.MENTOR).order_by("pk"))
            if mentors:
                seen.add(enterprise.pk)
                yield Host(enterprise, agreement, mentors, keys[enterprise.department_id])


def _visit(office: Internships, host: Host, chance: Random, now: datetime) -> None:
    dice = chance.random()
    conclusion = Conclusion.SUITABLE
    findings = {aspect.value: (Verdict.MET.value, "") for aspect in Aspect}
    if dice < UNSUITABLE:
        conclusion = Conclusion.UNSUITABLE
        missing = "两台压力机缺少防护装置。"
        findings[Aspect.SAFETY] = (Verdict.NOT_MET, missing)
    elif dice < UNSUITABLE + CONDITIONAL:
        conclusion = Conclusion.CONDITIONAL
        findings[Aspect.ENVIRONMENT] = (
            Verdict.PARTLY,
            "宿舍需加装烟雾报警器。",
        )
    hosts.record_visit(
        actor=office.coordinator,
        enterprise_pk=host.enterprise.pk,
        visitors=[office.coordinator],
        findings=findings,
        visited_on=now.date(),
        summary="参观了车间、食堂和宿舍，并与两位企业导师交谈。",
        record_checked_on=now.date(),
        has_clean_credit=True,
        has_clean_safety=conclusion != Conclusion.UNSUITABLE,
        conclusion=conclusion,
        conditions="每间宿舍安装烟雾报警器。" if conclusion == Conclusion.CONDITIONAL else "",
        valid_until=now.date() + A_YEAR,
        now=now,
    )


def _post(office: Internships, host: Host, chance: Random, ago: int) -> Story:
    actor = office.coordinator
    now = office.at(ago, chance)
    yield now
    department = office.staff.departments[host.department]
    plan = next((plan for plan in office.open_plans if plan.department == department), None)
    post = posts.enter_post(actor=actor, now=now, **_post_fields(office, host, plan, chance))
    outcomes = ENDS_OF_RUNNING if host.department in RUNNING else ENDS
    ends = chance.choices(list(outcomes), weights=list(outcomes.values()))[0]
    if ends == PostState.DRAFT or problems_before_offer(post, on=now.date()):
        return
    now += timedelta(minutes=20)
    yield now
    if ends == PostState.WITHDRAWN:
        posts.withdraw_post(actor=actor, pk=post.pk, reason="订单减少。", now=now)
        return
    posts.offer_post(actor=actor, pk=post.pk, now=now)
    if ends == PostState.OFFERED:
        return
    now = office.at(max(ago - 3, 1), chance) + timedelta(hours=2)
    yield now
    _decide(office, post, ends, chance, now)
    if ends == PostState.CLOSED and ago > 8:
        now = office.at(2, chance)
        yield now
        if Post.objects.get(pk=post.pk).state == PostState.APPROVED:
            posts.close_post(actor=actor, pk=post.pk, reason="名额已满。", now=now)


def _decide(office: Internships, post: Post, ends: PostState, chance: Random, now: datetime) -> None:
    """Approved where nothing stands against it; returned where something forbids it, or a word is missing."""
    actor = office.coordinator
    visit = post.enterprise.host_visits.order_by("-visited_on").first()
    crossed = problems_before_offer(post, on=now.date()) or any(
        ruling.forbids for ruling in rulings_on(post, on=now.date())
    )
    if ends == PostState.RETURNED or crossed or visit is None or visit.conclusion == Conclusion.UNSUITABLE:
        reason = chance.choice(office.words["returned"]["reasons"])
        posts.return_post(actor=actor, pk=post.pk, reason=reason, now=now)
        return
    reason = "企业承诺增加人员并增派一名导师。"
    posts.approve_post(actor=actor, pk=post.pk, reason=reason, now=now)


def _post_fields(office: Internships, host: Host, plan: Plan | None, chance: Random) -> dict[str, Any]:
    words = office.words["posts"][host.department]
    name_en, name_zh, duties = chance.choice(words)
    staff = host.enterprise.staff_count or 100
    wage = 4200 + 100 * chance.randrange(24)
    codes = document("agreements")["departments"][host.department]["majors"]
    majors = list(plan.majors.all()) if plan else [_major(code) for code in codes]
    return {
        "enterprise": host.enterprise,
        "agreement": host.agreement,
        "plan": plan,
        "majors": chance.sample(majors, min(2, len(majors))),
        "plan_tasks": list(plan.tasks.all()[: chance.randint(2, 4)]) if plan else [],
        "name_en": name_en,
        "name_zh": name_zh,
        "duties": duties,
        "seats": chance.randint(3, max(4, min(9, staff // 35))),
        "similar_staff": max(46, staff // chance.randint(4, 7)),
        "open_from": None if plan else office.on - timedelta(days=30),
        "open_until": None if plan else office.on + A_YEAR,
        "region": host.enterprise.region,
        "address": host.enterprise.address or str(host.enterprise),
        "shift": "night" if chance.random() < 0.04 else "day",
        "pay_per_month": round(wage * chance.uniform(0.8, 0.95), -2),
        "works_independently": chance.random() < 0.3,
        "same_post_wage": wage,
        "board": chance.choice(["free", "allowance", "none"]),
        "lodging": chance.choice(["free", "charged", "none"]),
        "hazards": ["height"] if chance.random() < 0.03 else [],
        "mentor": chance.choice(host.mentors),
    }
