"""Surveys: opened for many enterprises at once, answered without a trace, reminded of once.

Locks: the enterprises while surveys of them are opened; the survey, who is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import notices
from assessments.models import NUMBERS, Answer, Group, Invitee, Survey
from assessments.operations.assessments import first_day, held, last_day, may_assess_year
from assessments.transitions import EDIT
from core import audit
from core.access import Actor, NotVisible
from core.anonymity import mix, not_mixed, write_anew
from core.errors import Refused
from core.notifications import Kind, NewNotification, notify_many
from internships.models import StudentState
from partnerships.models import Contact, ContactRole, Enterprise
from placements.models import Placement

LONGEST = timedelta(days=90)
REMINDED_BEFORE = timedelta(days=3)


class UnableToSurvey(Refused):
    """Not in this state, or not so; the message says why."""


@transaction.atomic
def open_surveys(
    *,
    actor: Actor,
    enterprises: Iterable[int],
    study_year: int,
    opens_on: date,
    closes_on: date,
    now: datetime,
) -> list[Survey]:
    """A survey of a school year for each enterprise that has none yet: liaisons, mentors, students and
    instructors of the internships that ran there in the year. The new ones; they are told when it opens.

    Raises PermissionDenied, UnableToAssess, UnableToSurvey.
    """
    today = timezone.localdate(now)
    may_assess_year(study_year, today)
    if not today <= opens_on <= closes_on <= opens_on + LONGEST:
        raise UnableToSurvey(
            _("It opens today or later, and is open for %(days)d days at most.") % {"days": LONGEST.days}
        )
    scope = actor.scope_for(EDIT)
    if not scope:
        raise PermissionDenied
    visible = Enterprise.objects.visible_to(actor).filter(pk__in=list(enterprises))
    asked = [one for one in held(visible) if scope.covers(one.department_id)]
    known = set(
        Survey.objects.filter(enterprise__in=asked, study_year=study_year)
        .order_by()
        .values_list("enterprise", flat=True)
    )
    surveys: list[Survey] = Survey.objects.bulk_create(
        Survey(
            enterprise=one,
            study_year=study_year,
            opens_on=opens_on,
            closes_on=closes_on,
            made_by_id=actor.pk,
            made_at=now,
        )
        for one in asked
        if one.pk not in known
    )
    Invitee.objects.bulk_create(_invitees({one.enterprise_id: one for one in surveys}, study_year))
    for one in surveys:
        audit.record(actor=actor, subject=one, verb="survey.open", now=now, capability=EDIT)
    return surveys


def _invitees(surveys: Mapping[int, Survey], study_year: int) -> Iterator[Invitee]:
    """Who is asked, each once: a liaison who is a mentor as well answers as the liaison. Two queries."""
    contacts: dict[int, tuple[Survey, Group]] = {}
    rows = Contact.objects.in_portal().filter(enterprise__in=list(surveys))
    for pk, enterprise in rows.with_role(ContactRole.LIAISON).order_by("pk").values_list("pk", "enterprise"):
        contacts[pk] = surveys[enterprise], Group.LIAISON
    students: set[tuple[int, int]] = set()
    teachers: set[tuple[int, int]] = set()
    ran = Placement.objects.filter(
        enterprise__in=list(surveys),
        started_on__lte=last_day(study_year),
        ends_on__gte=first_day(study_year),
    ).order_by("pk")
    for enterprise, mentor, left_on, student, state, teacher in ran.values_list(
        *("enterprise", "mentor", "mentor__left_on", "student", "student__state", "instructor")
    ):
        if mentor is not None and left_on is None:
            contacts.setdefault(mentor, (surveys[enterprise], Group.MENTOR))
        if state != StudentState.LEFT:
            students.add((enterprise, student))
        if teacher is not None:
            teachers.add((enterprise, teacher))
    for pk, (survey, group) in contacts.items():
        yield Invitee(survey=survey, group=group, contact_id=pk)
    for enterprise, student in sorted(students):
        yield Invitee(survey=surveys[enterprise], group=Group.STUDENT, student_id=student)
    for enterprise, teacher in sorted(teachers):
        yield Invitee(survey=surveys[enterprise], group=Group.INSTRUCTOR, teacher_id=teacher)


@transaction.atomic
def move_end(*, actor: Actor, pk: int, closes_on: date, now: datetime) -> Survey:
    """Close a survey earlier or later than planned, while it has not closed: what came of it may have been
    seen since. Raises NotVisible, PermissionDenied, UnableToSurvey."""
    survey: Survey = Survey.objects.for_write(actor, pk, EDIT)
    today = timezone.localdate(now)
    if survey.is_over(today):
        raise UnableToSurvey(_("It is closed, and what came of it is shown: it does not open again."))
    if not max(today, survey.opens_on) <= closes_on <= survey.opens_on + LONGEST:
        raise UnableToSurvey(
            _("It closes today or later, and is open for %(days)d days at most.") % {"days": LONGEST.days}
        )
    survey.closes_on = closes_on
    survey.save(update_fields=["closes_on"])
    audit.record(actor=actor, subject=survey, verb="survey.move", now=now, capability=EDIT)
    return survey


# --- Answering ----------------------------------------------------------------------------------


@transaction.atomic
def answer(*, user_id: int, invitee_id: int, answers: Mapping[str, Any], now: datetime) -> None:
    """Keep what somebody thinks, and beside it only that they have answered: for an anonymous group nothing
    leads from one to the other, and no act is recorded, whose time would. The caller has found that it is
    their own.

    Locked is the survey and never one of those asked: the lock would stay on their row.

    Raises NotVisible, UnableToSurvey, ValidationError.
    """
    asked = Invitee.objects.filter(pk=invitee_id)
    if not Survey.objects.select_for_update().filter(pk__in=asked.order_by().values("survey")):
        raise NotVisible(f"assessments.Invitee {invitee_id}")
    row = asked.select_related("survey").get()
    if not row.survey.is_open(timezone.localdate(now)):
        raise UnableToSurvey(_("The survey is not open."))
    if row.has_answered:
        raise UnableToSurvey(_("You have answered already."))
    group = Group(row.group)
    given = Answer(
        survey=row.survey,
        group=group,
        named_id=None if group.is_anonymous else user_id,
        words=answers.get("words", "").strip(),
        **{name: answers[name] for name in NUMBERS},
    )
    given.full_clean(exclude=["survey", "named"])
    given.save(force_insert=True)
    Invitee.objects.filter(pk=row.pk).update(has_answered=True)
    write_anew(Invitee.objects.filter(survey=row.survey_id), "has_answered")


def mix_closed(*, on: date) -> int:
    """Mix the anonymous answers of surveys that nobody can answer any more, once. Answers how many surveys.

    Two queries, and five for each survey that is mixed.
    """
    anonymous = Answer.objects.exclude(group=Group.LIAISON)
    waiting = not_mixed(anonymous.filter(survey__closes_on__lt=on), "survey")
    for pk in waiting:
        with transaction.atomic():
            Survey.objects.select_for_update().get(pk=pk)
            write_anew(Invitee.objects.filter(survey=pk), "has_answered")
            mix(anonymous.filter(survey=pk))
    return len(waiting)


# --- Telling ------------------------------------------------------------------------------------

ACCOUNTS = ("contact__user", "student__user", "teacher__user")


def _page(row: Invitee) -> str:
    match row.group:
        case Group.STUDENT:
            return reverse("me:survey", args=[row.survey_id])
        case Group.INSTRUCTOR:
            return reverse("assessments:survey_answer", args=[row.survey_id])
    return reverse("portal:survey", args=[row.survey_id])


def _notes(rows: Any, kind: Kind) -> Iterator[NewNotification]:
    for row in rows.select_related("survey__enterprise", "contact", "student", "teacher").order_by("pk"):
        person = row.contact or row.student or row.teacher
        if person is None or person.user_id is None:
            continue
        yield NewNotification(
            key=f"{kind.name}:{row.pk}:u{person.user_id}",
            kind=kind.name,
            recipient_id=person.user_id,
            subject=row.survey,
            data={
                "enterprise": notices.name_of(row.survey.enterprise),
                "title": row.survey.year,
                "closes_on": row.survey.closes_on,
                "is_anonymous": Group(row.group).is_anonymous,
                "url": _page(row),
            },
        )


@transaction.atomic
def remind(*, on: date, now: datetime) -> int:
    """Tell everybody who is asked once that a survey is open, and once, three days before it closes, those
    who have not answered. Answers how many notifications were new. Four queries."""
    waiting = Invitee.objects.filter(has_answered=False, survey__opens_on__lte=on, survey__closes_on__gte=on)
    ending = waiting.filter(survey__closes_on__lte=on + REMINDED_BEFORE, survey__opens_on__lt=on)
    return notify_many([*_notes(waiting, notices.SURVEY), *_notes(ending, notices.SURVEY_ENDS)], now=now)
