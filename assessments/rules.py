"""What the law asks of a year of cooperation (CO-04 to CO-06, CO-09, CO-10), held against its assessment.

The rules are those of ``cn-cooperation-2022``, or of a child made for the place of the centre.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.cooperation_rules import NoRules, rules_on
from assessments.counted import incidents
from assessments.counters import Span
from assessments.models import Assessment, AssessmentState
from compliance import operations
from compliance.choices import Stage
from compliance.models import Evaluation
from compliance.operations import NoSuchPack, store
from core.access import Actor
from core.contact import contacts_between

READ = "assessment.read"

type Facts = dict[str, Any]


def facts_of(one: Assessment) -> Facts:
    """What the rules are told of a year; what nobody has stated is ``None``: not known. A number of queries
    that does not grow with them."""
    first, last = one.first_day, one.last_day
    counted = incidents(
        Span(enterprises=[one.enterprise_id], study_year=one.study_year, first=first, last=last)
    )
    return {
        "cooperation_year": {
            "income": None if one.income is None else float(one.income),
            "states_allocation": bool(one.allocation.strip()) if one.income is not None else None,
            "is_certified": one.enterprise.is_integration_type,
            "hears_enterprise": _hears_enterprise(one),
            "is_published": one.state == AssessmentState.PUBLISHED,
            "is_reviewed": one.is_decided,
            "contacts": contacts_between(first, last, one.enterprise_id),
            "incidents": int(counted[one.enterprise_id].value or 0),
        }
    }


def _hears_enterprise(one: Assessment) -> bool | None:
    """Whether it said its word; as long as it may still say it, nobody knows."""
    if one.word_at is not None:
        return True
    return False if one.is_decided else None


def check(one: Assessment, *, now: datetime) -> Evaluation | None:
    """Hold a year against the rules and keep what came of it; ``None`` where there are no rules."""
    on = timezone.localdate(now)
    try:
        version = rules_on(on)
    except NoSuchPack:
        return None
    return store(
        subject=one,
        facts=facts_of(one),
        version=version,
        stage=Stage.COOPERATION_YEAR,
        on=on,
        now=now,
        department_id=one.department_id,
    )


@transaction.atomic
def check_again(*, actor: Actor, pk: int, now: datetime) -> Assessment:
    """Hold it against the rules of today.

    Raises:
        NotVisible: there is no such assessment for the actor.
        NoRules: none are in force where the centre is.
    """
    one: Assessment = Assessment.objects.for_write(actor, pk, READ)
    if check(one, now=now) is None:
        raise NoRules(_("No rules of cooperation are in force where the centre is."))
    return one


def latest_check(one: Assessment) -> Evaluation | None:
    """What was found last. One query."""
    return operations.latest_check(one, Stage.COOPERATION_YEAR)
