"""What rules of law are told of placements. Every part of the app says what it knows, for many at once.

Facts about a post, its host and its plan are found once for each of them, however many students are
placed there; ``internships.facts`` words them. What nobody has said is left out: a rule then answers
that it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import translation

from accounts.models import Centre
from catalogue.models import Region
from catalogue.wages import minimum_wages
from internships.conditions import Provision
from internships.facts import (
    USUAL_DAY,
    USUAL_WEEK,
    Facts,
    as_number,
    facts_of_plans,
    facts_of_posts,
    facts_of_student,
    known,
    listing_facts,
)
from internships.models import Plan, PlanKind, Post
from internships.whereabouts import destination
from placements.crowds import Crowds
from placements.models import Arrangement, Lodging, Placement

type Provider = Callable[[Sequence[Placement]], Mapping[int, Facts]]
"""Facts by the key of the placement, in a constant number of queries for any number of them."""

# What the people of a placement see of the rows behind it; fetched once for all.
BEHIND = (
    "student__school_class__major",
    "post__enterprise",
    "post__mentor",
    "post__plan__responsible",
    "post__region",
    "plan",
    "instructor",
    "mentor",
)
_providers: list[Provider] = []


def register_facts(provider: Provider) -> Provider:
    """Add what a part of the app knows; of the same fact the one said later counts. Also a decorator."""
    _providers.append(provider)
    return provider


def facts_of(placements: Sequence[Placement]) -> dict[int, Facts]:
    """Everything that is known of placements, by key. A constant number of queries for any number.

    Names in it are in the language of the installation, whoever asks: the same facts have one fingerprint.
    """
    prefetch_related_objects(list(placements), *BEHIND)
    found: dict[int, Facts] = {placement.pk: {} for placement in placements}
    with translation.override(settings.LANGUAGE_CODE):
        for provide in _providers:
            for pk, sections in provide(placements).items():
                facts = found[pk]
                for section, given in sections.items():
                    facts[section] = {**facts.get(section, {}), **known(given)}
    return found


@register_facts
def of_the_place(placements: Sequence[Placement]) -> dict[int, Facts]:
    """Student, host, post, plan, and the placement itself. Fifteen queries beside the rows behind it."""
    posts = facts_of_posts(_distinct_posts(placements))
    plans = {placement.plan_id: placement.plan for placement in placements}
    told = facts_of_plans(plans.values())
    listed = {pk: listing_facts(plan) for pk, plan in plans.items()}
    crowds = Crowds.at_hosts_of(placements)
    centre = Centre.objects.select_related("region").filter(pk=1).first()
    school = centre.region if centre is not None else None
    wages = minimum_wages(placement.post.region for placement in placements)
    found = {}
    for placement in placements:
        of_post = posts[placement.post_id]
        student = facts_of_student(placement.student, on=placement.starts_on)
        found[placement.pk] = {
            "student": student["student"],
            "host": {**of_post["host"], **listed[placement.plan_id], **crowds.around(placement)},
            "post": {
                **of_post["post"],
                **own_hours(placement),
                "local_minimum_wage": as_number(wages.at(placement.post.region, placement.starts_on)),
            },
            "placement": {
                **of_post["placement"],
                **own_facts(placement),
                **facts_of_distance(placement, school),
            },
            "plan": told[placement.plan_id],
            "agreement": of_post["agreement"],
        }
    return found


def _distinct_posts(placements: Sequence[Placement]) -> list[Post]:
    return list({placement.post_id: placement.post for placement in placements}.values())


def own_hours(placement: Placement) -> dict[str, Any]:
    """Where hours were agreed for one student alone, those of the post do not count."""
    if placement.hours_per_day is None:
        return {}
    day, week = float(placement.hours_per_day), placement.weekly_hours
    return {
        "hours_per_day": day,
        "hours_per_week": week,
        "has_overtime": day > USUAL_DAY or week > USUAL_WEEK,
    }


def facts_of_distance(placement: Placement, school: Region | None) -> dict[str, Any]:
    """How far from the school the student works, and where they sleep (INT-30, INT-31)."""
    where = destination(placement.post.region, school=school)
    housed = placement.post.lodging in {Provision.FREE, Provision.CHARGED}
    return {
        "destination": where,
        "is_local": None if where is None else where == "local",
        "lodging": placement.lodging or (Lodging.UNIFIED.value if housed else None),
    }


def own_facts(placement: Placement) -> dict[str, Any]:
    plan: Plan = placement.plan
    chosen = {Arrangement.SELF_ARRANGED}
    if plan.kind == PlanKind.OBSERVATION:
        # Whoever ranks posts of an observation has looked for one as well (INT-02).
        chosen.add(Arrangement.SELECTION)
    mentor = str(placement.mentor) if placement.mentor else None
    return {
        "type": plan.kind,
        "arranged_by": "student" if placement.arrangement in chosen else "school",
        "starts_on": placement.starts_on,
        "ends_on": placement.ends_on,
        "is_host_imposed": placement.is_host_imposed,
        # Students apply for a host of their own choice as long as the plan takes them (INT-07b, INT-08).
        "may_choose_host": plan.kind == PlanKind.POST and plan.is_open_to_posts,
        "application_on": placement.applied_on,
        "approved_on": placement.approved_on,
        "host_mentor": mentor,
        "host_supervisor": mentor,
        "school_instructor": str(placement.instructor) if placement.instructor else None,
    }
