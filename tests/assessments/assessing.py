"""Assessments of the test world: rows as they stand after every step."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from assessments.defaults import load_scheme
from assessments.models import (
    Action,
    ActionSide,
    Answer,
    Assessment,
    AssessmentState,
    EarlyWarning,
    Group,
    Indicator,
    Invitee,
    Reason,
    Scheme,
    Source,
    Survey,
)
from assessments.operations import assessments as operations
from assessments.operations.assessments import Mark
from core.school_years import school_year
from partnerships.models import Contact, Enterprise
from tests.teachers.recognising import a_position
from tests.world import World

POWERS = [
    *("enterprise.read", "agreement.read", "concern.handle"),
    *(f"assessment.{name}" for name in ("read", "edit", "approve", "publish")),
]
S = AssessmentState
FIVES = {"q1": 5, "q2": 5, "q3": 5, "q4": 5, "q5": 5, "q6": 5, "words": ""}


def an_office(world: World) -> User:
    """Whoever assesses, for the whole centre."""
    return a_position(world, "Assessments office", POWERS)


def this_year() -> int:
    return school_year(timezone.localdate())


def a_scheme() -> Scheme:
    load_scheme()
    return Scheme.objects.get(number=1)


def a_small_scheme(**changes: Any) -> Scheme:
    """Two indicators: what people judge, and incidents, each half of the weight."""
    scheme = Scheme.objects.create(number=7, name_en="Small", is_active=True, **changes)
    Indicator.objects.create(scheme=scheme, order=1, weight=50, source=Source.JUDGED, name_en="Judged")
    Indicator.objects.create(
        scheme=scheme, order=2, weight=50, counter="incidents", none_at=2, full_at=0, name_en="Incidents"
    )
    return scheme


def judged(assessment: Assessment, points: int = 4) -> dict[int, Mark]:
    return {
        row.indicator_id: Mark(Decimal(points))
        for row in assessment.results.select_related("indicator")
        if row.indicator.is_judged
    }


def an_assessment(
    enterprise: Enterprise, actor: User, *, state: str = S.DRAFT, study_year: int | None = None, **fields: Any
) -> Assessment:
    """Through the operations, as far as the state asks; then fields as they are given."""
    a_scheme()
    now = timezone.now()
    year = this_year() - 1 if study_year is None else study_year
    one = operations.make(actor=actor, enterprise_id=enterprise.pk, study_year=year, now=now)
    if state != S.DRAFT:
        operations.judge(actor=actor, pk=one.pk, marks=judged(one), now=now)
        operations.write(
            actor=actor, pk=one.pk, conclusion="合作顺利。", income=Decimal(0), allocation="", now=now
        )
        operations.send(actor=actor, pk=one.pk, word_due_on=timezone.localdate(), now=now)
    if state in {S.APPROVED, S.PUBLISHED}:
        operations.record_word(actor=actor, pk=one.pk, words="同意。", is_objection=False, now=now)
        operations.approve(actor=actor, pk=one.pk, now=now)
    if state == S.PUBLISHED:
        operations.publish(actor=actor, pk=one.pk, now=now)
    if fields:
        Assessment.objects.filter(pk=one.pk).update(**fields)
    return Assessment.objects.select_related("enterprise").get(pk=one.pk)


def an_action(assessment: Assessment, owner: User, **fields: Any) -> Action:
    said: dict[str, Any] = {
        "side": ActionSide.ENTERPRISE,
        "title": "为每名实习生配备导师",
        "owner": owner,
        "due_on": timezone.localdate() + timedelta(days=30),
        "made_at": timezone.now(),
    } | fields
    return Action.objects.create(assessment=assessment, enterprise=assessment.enterprise, **said)


def a_survey(enterprise: Enterprise, **fields: Any) -> Survey:
    """Open today."""
    today = timezone.localdate()
    said: dict[str, Any] = {
        "study_year": this_year() - 1,
        "opens_on": today,
        "closes_on": today + timedelta(days=10),
        "made_at": timezone.now(),
    } | fields
    return Survey.objects.create(enterprise=enterprise, **said)


def asked(survey: Survey, **who: Any) -> Invitee:
    """A contact as a liaison unless another group is given, a student or a teacher."""
    group = who.pop("group", None)
    if group is None:
        found = {"contact": Group.LIAISON, "student": Group.STUDENT, "teacher": Group.INSTRUCTOR}
        group = found[next(iter(who))]
    return Invitee.objects.create(survey=survey, group=group, **who)


def answered(survey: Survey, group: str, *marks: int, named: User | None = None) -> None:
    """Answers that give one mark to every question each."""
    for mark in marks:
        numbers = {name: mark for name in FIVES if name != "words"}
        Answer.objects.create(survey=survey, group=group, named=named, **numbers)


def closed(survey: Survey) -> Survey:
    survey.opens_on, survey.closes_on = date(2026, 1, 5), date(2026, 1, 20)
    survey.save()
    return survey


def a_warning(enterprise: Enterprise, reason: str = Reason.QUIET, **fields: Any) -> EarlyWarning:
    numbers: dict[str, Any] = {"limit": 180, "last_on": "2025-01-06"}
    if reason == Reason.CONCERNS:
        numbers = {"count": 2}
    said = {"since_on": timezone.localdate() - timedelta(days=9), "numbers": numbers} | fields
    return EarlyWarning.objects.create(enterprise=enterprise, reason=reason, **said)


def contact_user(contact: Contact) -> User:
    assert contact.user is not None
    return contact.user
