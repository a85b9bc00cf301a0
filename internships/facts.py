"""What rules of law are told of plans, hosts, posts and students, as ``compliance.facts`` names it.

What nobody has said is left out: a rule then answers that it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.codes import get_scheme
from internships.conditions import Channel, Fee, PayMethod, Shift
from internships.headcounts import headcounts_of
from internships.models import (
    Aspect,
    FilingKind,
    HostVisit,
    Plan,
    PlanDocument,
    PlanState,
    Post,
    Side,
    Student,
    Verdict,
)

type Facts = dict[str, dict[str, Any]]

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
    """Everything a post says before any student is placed in it. Ten queries at most."""
    visit = (
        HostVisit.objects.filter(enterprise=post.enterprise_id)
        .most_recent()
        .prefetch_related("findings")
        .first()
    )
    facts: Facts = {
        "host": host_facts(post, visit),
        "post": post_facts(post),
        "placement": placement_facts(post),
        "agreement": pay_facts(post),
    }
    if post.plan is not None:
        facts["plan"] = plan_facts(post.plan)
    return {section: known(given) for section, given in facts.items()}


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


def host_facts(post: Post, visit: HostVisit | None) -> dict[str, Any]:
    enterprise, plan = post.enterprise, post.plan
    counts = headcounts_of(post)
    facts: dict[str, Any] = {
        "is_registered": bool(enterprise.code) and get_scheme(enterprise.scheme).key != "none",
        "venue_type": post.venue,
        "staff": enterprise.staff_count,
        "interns": counts.in_host.interns,
        "post_staff": post.similar_staff,
        "post_interns": counts.in_similar_posts.interns,
        "is_approved": bool(plan.hosts_decided_on) if plan else None,
        "is_published": bool(plan.hosts_published_on) if plan else None,
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


def post_facts(post: Post) -> dict[str, Any]:
    day, week = float(post.hours_per_day), post.hours_per_week
    return {
        "major_codes": sorted(major.code for major in post.majors.all()),
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
        "covers_typical_tasks": post.plan_tasks.exclude(typical_task="").exists() if plan else None,
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


def plan_facts(plan: Plan) -> dict[str, Any]:
    """Four queries."""
    kinds = set(plan.documents.order_by().values_list("kind", flat=True))
    sides = set(plan.criteria.order_by().values_list("side", flat=True))
    filed = set(plan.filings.order_by().values_list("kind", flat=True))
    documents = {DOCUMENTS[kind] for kind in DOCUMENTS if kind in kinds}
    if plan.state in CONCLUDED:
        documents.add("plan")
    return {
        "documents": sorted(documents),
        "tasks": [task.title for task in plan.tasks.all()],
        "has_assessment": bool(sides),
        "is_assessed_jointly": sides == set(Side) if sides else None,
        "reports": sorted({REPORTS[kind] for kind in REPORTS if kind in filed}),
    }


def as_number(amount: Any) -> float | None:
    return None if amount is None else float(amount)
