"""Hosts that students find without the school: applied for, approved, and tracked like others (INT-08)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Major
from core import audit
from core.access import Actor, NotVisible
from internships.models import Plan, PlanKind
from internships.operations.posts import keep_found_post
from internships.operations.rankings import student_of
from internships.round_progress import cohort_of
from partnerships.models import Contact, Enterprise
from placements.models import Arrangement, PlaceApplication, Placement
from placements.operations.placing import UnableToPlace
from placements.operations.readiness import recheck
from placements.student_notices import tell_student
from placements.transitions.applications import APPLICATION_MOVES
from placements.transitions.placements import EDIT
from teachers.models import Teacher

# What the student says of the work and the school keeps as it is, by the names that a post has for it.
TAKEN_OVER = ("duties", "hours_per_day", "days_per_week", "pay_per_month")


@transaction.atomic
def apply_for_own_place(*, actor: Actor, plan_id: int, now: datetime, **fields: Any) -> PlaceApplication:
    """A student asks to go to a host of their own choice.

    Raises:
        NotVisible: the actor is no student, or the plan is not for their class.
        UnableToPlace: an observation is arranged by the school alone (INT-02), the plan takes nobody, or
            the student has a place.
        ValidationError: something is missing, or one application waits already.
    """
    student = student_of(actor)
    plan = Plan.objects.filter(pk=plan_id).first()
    if plan is None or not cohort_of(plan).filter(pk=student.pk).exists():
        raise NotVisible(f"internships.Plan {plan_id}")
    if plan.kind != PlanKind.POST:
        raise UnableToPlace(_("An observation internship is arranged by the school (INT-02)."))
    if not plan.is_open_to_posts:
        raise UnableToPlace(_("The internship plan is “%(state)s”.") % {"state": plan.get_state_display()})
    if Placement.objects.live().filter(plan=plan, student=student).exists():
        raise UnableToPlace(_("You have a place in this plan already."))
    application = PlaceApplication(plan=plan, student=student, applied_at=now, **fields)
    application.full_clean()
    application.save()
    audit.record(actor=actor, subject=application, verb="place_application.apply", now=now)
    return application


@transaction.atomic
def withdraw_application(*, actor: Actor, pk: int, now: datetime) -> PlaceApplication:
    """Take one's own application back. Raises NotVisible, TransitionRefused."""
    student = student_of(actor)
    if not PlaceApplication.objects.filter(pk=pk, student=student).exists():
        raise NotVisible(f"placements.PlaceApplication {pk}")
    return APPLICATION_MOVES.move(actor=actor, pk=pk, name="withdraw", now=now)


@transaction.atomic
def refuse_application(*, actor: Actor, pk: int, reason: str, now: datetime) -> PlaceApplication:
    """Refuse it, for a reason that the student reads.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    application: PlaceApplication = APPLICATION_MOVES.move(
        actor=actor,
        pk=pk,
        name="refuse",
        reason=reason,
        now=now,
        changes={"answer": reason.strip(), "decided_at": now, "decided_by_id": actor.pk},
    )
    tell_student(application, now=now)
    return application


@transaction.atomic
def approve_application(
    *,
    actor: Actor,
    pk: int,
    enterprise: Enterprise,
    majors: Iterable[Major],
    now: datetime,
    answer: str = "",
    instructor: Teacher | None = None,
    mentor: Contact | None = None,
    **conditions: Any,
) -> Placement:
    """Approve it: the post that the student found and the placement in it come into being together.

    The rules look at it like at every other: without agreement, insurance and training nobody starts.

    Args:
        enterprise: the host as we have it on record.
        conditions: what the school found out of the post (hazards, shift …), as its fields are called.

    Raises:
        NotVisible, PermissionDenied: also where the actor does not see the enterprise.
        TransitionRefused: it was decided on, or withdrawn.
        UnableToPlace: the student has a place by now, or the enterprise is barred.
        ValidationError: the conditions contradict each other.
    """
    application: PlaceApplication = PlaceApplication.objects.select_related(
        "student__school_class", "plan"
    ).for_write(actor, pk, EDIT)
    if not Enterprise.objects.visible_to(actor).filter(pk=enterprise.pk).exists():
        raise NotVisible(f"partnerships.Enterprise {enterprise.pk}")
    if enterprise.is_barred:
        raise UnableToPlace(_("The enterprise is barred."))
    plan, student, today = application.plan, application.student, timezone.localdate(now)
    if Placement.objects.live().filter(plan=plan, student=student).exists():
        raise UnableToPlace(_("The student has a place in this plan already."))
    post = keep_found_post(
        student=student,
        enterprise=enterprise,
        plan=plan,
        majors=majors,
        created_by_id=actor.pk,
        now=now,
        name_zh=application.work,
        address=application.address,
        mentor=mentor,
        **{name: getattr(application, name) for name in TAKEN_OVER} | conditions,
    )
    placement = Placement(
        plan=plan,
        student=student,
        post=post,
        enterprise=enterprise,
        department_id=plan.department_id,
        arrangement=Arrangement.SELF_ARRANGED,
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        instructor=instructor,
        mentor=mentor,
        is_host_imposed=False,
        applied_on=timezone.localdate(application.applied_at),
        application=application.reason,
        approved_on=today,
        approved_by_id=actor.pk,
        created_by_id=actor.pk,
        created_at=now,
        updated_at=now,
    )
    placement.full_clean()
    placement.save()
    audit.record(actor=actor, subject=placement, verb="placement.place", now=now, capability=EDIT)
    application = APPLICATION_MOVES.move(
        actor=actor,
        pk=pk,
        name="approve",
        now=now,
        changes={
            "answer": answer.strip(),
            "decided_at": now,
            "decided_by_id": actor.pk,
            "placement": placement,
        },
    )
    tell_student(application, now=now)
    recheck([placement.pk], now=now)
    return placement
