"""What rules of law are told of plans, hosts, posts and students, as ``compliance.facts`` names it.

What nobody has said is left out: a rule then answers that it does not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from catalogue.wages import minimum_wages
from core.codes import get_scheme
from internships.conditions import Channel, Fee, PayMethod, Shift
from internships.headcounts import headcounts_of_many
from internships.models import (
    Aspect,
    AssessmentCriterion,
    Filing,
    FilingKind,
    HostVisit,
    Plan,
    PlanDocument,
    PlanState,
    PlanTask,
    Post,
    Side,
    Student,
    Verdict,
)

type Facts = dict[str, dict[str, Any]]
"""Groups of facts, as ``compliance.facts`` names them."""

ASPECTS = {aspect.value: aspect.value for aspect in Aspect} | {Aspect.POST.value: "posts"}
DOCUMENTS = {
    PlanDocument.Kind.MANAGEMENT_RULES: "management_rules",
    PlanDocument.Kind.SAFETY_RULES: "safety_rules",
    PlanDocument.Kind.EMERGENCY_PLAN: "emergency_plan",
}
REPORTS = {
    FilingKind.BEFORE_START: "before_start",
    FilingKind.CONSENT: "superior_consent",
    FilingKind.CROSS_PROVINCE: "provincial_filing",
    FilingKind.OVERSEAS: "provincial_filing",
}
PAYING = {
    PayMethod.DIRECT: ("money", "student"),
    PayMethod.THROUGH_OTHERS: ("money", "third_party"),
    PayMethod.IN_KIND: ("goods", "student"),
}
CHARGED = frozenset(Fee) - {Fee.GUARANTEE, Fee.IDENTITY_PAPERS}
CONCLUDED = frozenset({PlanState.APPROVED, PlanState.RUNNING, PlanState.CLOSED})
# The hours that a day and a week have by law; whatever is above is overtime.
USUAL_DAY, USUAL_WEEK = 8, 40


def facts_of_post(post: Post) -> Facts:
    """Everything a post says before any student is placed in it; see :func:`facts_of_posts`."""
    return facts_of_posts([post])[post.pk]


def facts_of_posts(posts: Iterable[Post]) -> dict[int, Facts]:
    """The same for many, by key, in eleven queries for any number of posts.

    Needs their enterprises, mentors, regions and plans with the responsible teachers.
    """
    several = list({post.pk: post for post in posts}.values())
    visits = _last_visits(several)
    counted = headcounts_of_many(several)
    majors, typical = _majors(several), _with_typical_tasks(several)
    wages = minimum_wages(post.region for post in several)
    plans = facts_of_plans([post.plan for post in several if post.plan is not None])
    found = {}
    for post in several:
        counts = counted[post.pk]
        facts: Facts = {
            "host": host_facts(post, visits.get(post.enterprise_id))
            | listing_facts(post.plan)
            | {
                "interns": counts.in_host.interns,
                "post_interns": counts.in_similar_posts.interns,
            },
            "post": post_facts(post, majors[post.pk])
            | {"local_minimum_wage": as_number(wages.at(post.region, post.term[0]))},
            "placement": placement_facts(post) | {"covers_typical_tasks": post.pk in typical},
            "agreement": pay_facts(post),
        }
        if post.plan is not None:
            facts["plan"] = plans[post.plan.pk]
        else:
            del facts["placement"]["covers_typical_tasks"]
        found[post.pk] = {section: known(given) for section, given in facts.items()}
    return found


def _last_visits(posts: list[Post]) -> dict[int, HostVisit]:
    """The last visit to each host, with what it found, unless an incident has ended it. Two queries."""
    last = (
        HostVisit.objects.filter(enterprise__in={post.enterprise_id for post in posts})
        .most_recent()
        .filter(ended_on=None)
        .prefetch_related("findings")
    )
    return {visit.enterprise_id: visit for visit in last}


def _majors(posts: list[Post]) -> dict[int, list[str]]:
    """The codes of the majors that each post is for. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Post.majors.through.objects.filter(post__in=[post.pk for post in posts])
    for post_id, code in rows.order_by("major__code").values_list("post", "major__code"):
        found[post_id].append(code)
    return found


def _with_typical_tasks(posts: list[Post]) -> set[int]:
    """The posts that cover a typical task of the occupation. One query."""
    rows = Post.plan_tasks.through.objects.filter(post__in=[post.pk for post in posts])
    return set(rows.exclude(plantask__typical_task="").values_list("post", flat=True))


def facts_of_student(student: Student, *, on: date) -> Facts:
    """Who is to be placed; needs the class with its major."""
    school_class = student.school_class
    return {
        "student": {
            "birth_date": student.born_on,
            "sex": student.sex,
            "study_year": school_class.study_year(on),
            "major_code": school_class.major.code,
        }
    }


def known(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


def listing_facts(plan: Plan | None) -> dict[str, Any]:
    """Whether the hosts of a plan were approved and published (INT-03)."""
    return {
        "is_approved": bool(plan.hosts_decided_on) if plan else None,
        "is_published": bool(plan.hosts_published_on) if plan else None,
    }


def host_facts(post: Post, visit: HostVisit | None) -> dict[str, Any]:
    """What is known of the host of a post, but for how many interns there are."""
    enterprise = post.enterprise
    facts: dict[str, Any] = {
        "is_registered": bool(enterprise.code) and get_scheme(enterprise.scheme).key != "none",
        "venue_type": post.venue,
        "staff": enterprise.staff_count,
        "post_staff": post.similar_staff,
    }
    if visit is not None:
        found = {finding.aspect: finding.verdict for finding in visit.findings.all()}
        facts |= {
            "visited_on": visit.visited_on,
            "inspected": sorted(ASPECTS[aspect] for aspect in found),
            "is_lawful": found.get(Aspect.QUALIFICATION) == Verdict.MET,
            "checked_on": visit.record_checked_on,
            "is_dishonest": None if visit.has_clean_credit is None else not visit.has_clean_credit,
            "safe_years": None if visit.has_clean_safety is None else 3 * visit.has_clean_safety,
        }
    return facts


def post_facts(post: Post, majors: list[str]) -> dict[str, Any]:
    day, week = float(post.hours_per_day), post.hours_per_week
    return {
        "major_codes": majors,
        "hazards": list(post.hazards),
        "labour_grade": post.labour_grade,
        "is_harmful": post.is_harmful,
        "is_only_repetitive": post.is_simple_repetition,
        "hours_per_day": day,
        "hours_per_week": week,
        "has_overtime": day > USUAL_DAY or week > USUAL_WEEK,
        "shift": Shift(post.shift).value,
        "works_on_rest_days": post.works_on_holidays,
        "wage": as_number(post.same_post_wage),
        "lowest_wage_tier": as_number(post.lowest_tier_wage),
    }


def placement_facts(post: Post) -> dict[str, Any]:
    first, last = post.term
    plan = post.plan
    return {
        "type": plan.kind if plan else None,
        "starts_on": first,
        "ends_on": last,
        "channel": Channel(post.channel).value,
        "host_mentor": str(post.mentor) if post.mentor else None,
        "school_instructor": str(plan.responsible) if plan and plan.responsible else None,
        "is_independent": post.works_independently,
    }


def pay_facts(post: Post) -> dict[str, Any]:
    form, payee = PAYING[PayMethod(post.pay_method)]
    return {
        "pay": as_number(post.pay_per_month) or 0,
        "pay_form": form,
        "payee": payee,
        "pay_cycle_months": post.pay_cycle_months,
        "fees": sorted(set(post.fees) & CHARGED),
        "holds_papers": Fee.IDENTITY_PAPERS in post.fees,
        "asks_guarantee": Fee.GUARANTEE in post.fees,
    }


def facts_of_plans(plans: Iterable[Plan]) -> dict[int, dict[str, Any]]:
    """What is known of plans, by key. Four queries for any number of them."""
    several = {plan.pk: plan for plan in plans}
    kinds = _by_plan(PlanDocument, several, "parent", "kind")
    sides = _by_plan(AssessmentCriterion, several, "plan", "side")
    filed = _by_plan(Filing, several, "plan", "kind")
    tasks = _by_plan(PlanTask, several, "plan", "title", order="order")
    return {
        pk: known(plan_facts(plan, kinds=kinds[pk], sides=sides[pk], filed=filed[pk], tasks=tasks[pk]))
        for pk, plan in several.items()
    }


def _by_plan(
    model: type[Model], plans: Mapping[int, Plan], key: str, value: str, *, order: str = "pk"
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = model._default_manager.filter(**{f"{key}__in": list(plans)}).order_by(order)
    for pk, each in rows.values_list(key, value):
        found[pk].append(each)
    return found


def plan_facts(
    plan: Plan,
    *,
    kinds: Collection[str],
    sides: Collection[str],
    filed: Collection[str],
    tasks: list[str],
) -> dict[str, Any]:
    documents = {DOCUMENTS[kind] for kind in DOCUMENTS if kind in kinds}
    if plan.state in CONCLUDED:
        documents.add("plan")
    return {
        "documents": sorted(documents),
        "tasks": tasks,
        "has_assessment": bool(sides),
        "is_assessed_jointly": set(sides) == set(Side) if sides else None,
        "copies_host_standards": plan.copies_host_standards,
        "is_for_profit": plan.is_for_profit,
        "payment_to_school": as_number(plan.payment_to_school),
        "reports": sorted({REPORTS[kind] for kind in REPORTS if kind in filed}),
    }


def as_number(amount: Any) -> float | None:
    return None if amount is None else float(amount)
