"""Posts: entered, offered, approved or returned, closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import Agreement
from catalogue.models import Major
from core import audit
from core.access import Actor, capability_label
from core.errors import Refused
from internships.models import Plan, PlanTask, Post, PostState, Student
from internships.post_notices import APPROVED, RETURNED, stop_asking, tell_enterprise
from internships.transitions.posts import POST_MOVES
from partnerships.models import Enterprise

EDIT = "post.edit"
# Fields that the enterprise and the staff fill in alike.
OFFERED_FIELDS = (
    "name_en", "name_zh", "occupation", "duties", "is_simple_repetition", "seats", "lower", "similar_staff",
    "open_from", "open_until", "region", "address", "venue", "hours_per_day", "days_per_week", "shift",
    "works_on_holidays", "pay_per_month", "pay_method", "pay_cycle_months", "works_independently",
    "same_post_wage", "lowest_tier_wage", "board", "lodging", "living_notes", "hazards",
    "labour_grade", "is_harmful", "channel", "intermediary", "intermediary_code", "fees", "mentor",
)  # fmt: skip


class NotEditable(Refused):
    """The post is being decided on, or was."""


@transaction.atomic
def enter_post(
    *,
    actor: Actor,
    enterprise: Enterprise,
    agreement: Agreement,
    plan: Plan | None,
    majors: Iterable[Major],
    plan_tasks: Iterable[PlanTask],
    now: datetime,
    **fields: Any,
) -> Post:
    """Enter what an enterprise offers, as a draft.

    Raises:
        PermissionDenied: the actor may not enter posts for the department whose plan or agreement it is.
        ValidationError: something contradicts itself, or names what the actor does not see.
    """
    _require_sight(actor, enterprise=enterprise, agreement=agreement, plan=plan)
    post = build_post(
        enterprise=enterprise,
        agreement=agreement,
        plan=plan,
        majors=majors,
        plan_tasks=plan_tasks,
        created_by_id=actor.pk,
        now=now,
        **fields,
    )
    if not post.permits(actor, EDIT):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(EDIT)}
        )
    audit.record(actor=actor, subject=post, verb="post.enter", now=now, capability=EDIT)
    return post


def build_post(
    *,
    enterprise: Enterprise,
    agreement: Agreement,
    plan: Plan | None,
    majors: Iterable[Major],
    plan_tasks: Iterable[PlanTask],
    created_by_id: int | None,
    now: datetime,
    **fields: Any,
) -> Post:
    """A draft of an enterprise. The caller has authorised it, and is in a transaction."""
    post = Post(
        enterprise=enterprise,
        agreement=agreement,
        plan=plan,
        created_by_id=created_by_id,
        created_at=now,
        **fields,
    )
    write_post(post, majors=majors, plan_tasks=plan_tasks, now=now)
    return post


def keep_found_post(
    *,
    student: Student,
    enterprise: Enterprise,
    plan: Plan,
    majors: Iterable[Major],
    created_by_id: int | None,
    now: datetime,
    **fields: Any,
) -> Post:
    """The post that one student found without the school, for nobody else (INT-08).

    The caller has authorised it, and is in a transaction. Raises ValidationError.
    """
    post = Post(
        found_by=student,
        state=PostState.FOUND,
        enterprise=enterprise,
        plan=plan,
        department_id=plan.department_id,
        seats=1,
        created_by_id=created_by_id,
        created_at=now,
        updated_at=now,
        **fields,
    )
    if post.mentor is not None and post.mentor.enterprise_id != enterprise.pk:
        raise ValidationError({"mentor": _("The mentor works at another enterprise.")})
    post.full_clean(exclude=["agreement"])
    post.save()
    post.majors.set(majors)
    return post


@transaction.atomic
def change_post(
    *,
    actor: Actor,
    pk: int,
    agreement: Agreement,
    plan: Plan | None,
    majors: Iterable[Major],
    plan_tasks: Iterable[PlanTask],
    now: datetime,
    **fields: Any,
) -> Post:
    """Change a post that nobody is deciding on.

    Raises:
        NotVisible, PermissionDenied, NotEditable, ValidationError.
    """
    post = Post.objects.for_write(actor, pk, EDIT)
    _require_sight(actor, enterprise=post.enterprise, agreement=agreement, plan=plan)
    rewrite_post(
        post, agreement=agreement, plan=plan, majors=majors, plan_tasks=plan_tasks, now=now, **fields
    )
    if not post.permits(actor, EDIT):  # another plan, of a department that is not theirs
        raise PermissionDenied
    audit.record(actor=actor, subject=post, verb="post.edit", now=now, capability=EDIT)
    return post


def rewrite_post(
    post: Post,
    *,
    agreement: Agreement,
    plan: Plan | None,
    majors: Iterable[Major],
    plan_tasks: Iterable[PlanTask],
    now: datetime,
    **fields: Any,
) -> None:
    """Give a locked post other contents. The caller has authorised it. Raises NotEditable."""
    if not post.is_editable:
        raise NotEditable(
            _("The post is “%(state)s” and cannot be changed now.") % {"state": post.get_state_display()}
        )
    post.agreement, post.plan = agreement, plan
    for name, value in fields.items():
        setattr(post, name, value)
    write_post(post, majors=majors, plan_tasks=plan_tasks, now=now)


def write_post(post: Post, *, majors: Iterable[Major], plan_tasks: Iterable[PlanTask], now: datetime) -> None:
    """Check a post and save it. Raises ValidationError."""
    plan_tasks = list(plan_tasks)
    found: dict[str, str] = {}
    if any(task.plan_id != post.plan_id for task in plan_tasks):
        found["plan_tasks"] = _("Choose tasks of the plan that the post belongs to.")
    if post.mentor is not None and post.mentor.enterprise_id != post.enterprise_id:
        found["mentor"] = _("The mentor works at another enterprise.")
    agreement = post.agreement
    if agreement is None or not agreement.parties.filter(enterprise=post.enterprise_id).exists():
        found["agreement"] = _("The enterprise is no party to this agreement.")
    if found or agreement is None:
        raise ValidationError(found)
    post.department_id = post.plan.department_id if post.plan else agreement.department_id
    post.updated_at = now
    post.full_clean()
    post.save()
    post.majors.set(majors)
    post.plan_tasks.set(plan_tasks)


@transaction.atomic
def copy_post(*, actor: Actor, pk: int, now: datetime) -> Post:
    """A new draft with the contents of a post one sees, for no plan yet."""
    source: Post = Post.objects.for_write(actor, pk, EDIT)
    if source.agreement is None:
        raise NotEditable(_("What a student found is for nobody else: no agreement stands behind it."))
    return enter_post(
        actor=actor,
        enterprise=source.enterprise,
        agreement=source.agreement,
        plan=None,
        majors=source.majors.all(),
        plan_tasks=[],
        now=now,
        **{name: getattr(source, name) for name in OFFERED_FIELDS},
    )


# --- Moves ------------------------------------------------------------------------------------


@transaction.atomic
def offer_post(*, actor: Actor, pk: int, now: datetime) -> Post:
    """Let it be decided on, for an enterprise that does not do so itself.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    return POST_MOVES.move(actor=actor, pk=pk, name="offer", now=now, changes=as_offered(now))


def as_offered(now: datetime) -> dict[str, Any]:
    """What changes when a post is offered, for the first time or again."""
    return {"offered_at": now, "updated_at": now, "return_reason": "", "approval_reason": ""}


@transaction.atomic
def approve_post(*, actor: Actor, pk: int, now: datetime, reason: str = "") -> Post:
    """Open a post to students. Two decisions on one host wait for each other, so that its limits hold.

    Args:
        reason: why it is approved although the limits of INT-09 are not kept, or the host not vetted.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused: also where a limit is not kept and no reason given.
    """
    post: Post = Post.objects.for_write(actor, pk, "post.approve")
    Enterprise.objects.select_for_update(of=("self",)).get(pk=post.enterprise_id)
    post = POST_MOVES.move(
        actor=actor,
        pk=pk,
        name="approve",
        now=now,
        reason=reason,
        changes={"approved_at": now, "updated_at": now, "approval_reason": reason.strip()},
    )
    stop_asking(post)
    tell_enterprise(post, APPROVED, now=now)
    return post


@transaction.atomic
def return_post(*, actor: Actor, pk: int, reason: str, now: datetime) -> Post:
    """Give a post back to be mended; the enterprise reads why.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    post = POST_MOVES.move(
        actor=actor,
        pk=pk,
        name="return",
        now=now,
        reason=reason,
        changes={"updated_at": now, "return_reason": reason.strip()},
    )
    stop_asking(post)
    tell_enterprise(post, RETURNED, now=now, reason=reason.strip())
    return post


@transaction.atomic
def close_post(*, actor: Actor, pk: int, reason: str, now: datetime) -> Post:
    """Take an approved post off the board. Raises NotVisible, PermissionDenied, TransitionRefused."""
    return POST_MOVES.move(
        actor=actor, pk=pk, name="close", now=now, reason=reason, changes={"updated_at": now}
    )


@transaction.atomic
def withdraw_post(*, actor: Actor, pk: int, reason: str, now: datetime) -> Post:
    """Give an offer up before it is approved. Raises NotVisible, PermissionDenied, TransitionRefused."""
    post = POST_MOVES.move(
        actor=actor, pk=pk, name="withdraw", now=now, reason=reason, changes={"updated_at": now}
    )
    stop_asking(post)
    return post


def _require_sight(actor: Actor, *, enterprise: Enterprise, agreement: Agreement, plan: Plan | None) -> None:
    """A forged key gets nowhere. Raises ValidationError at the field."""
    checks: tuple[tuple[str, Any, Any], ...] = (
        ("enterprise", Enterprise, enterprise),
        ("agreement", Agreement, agreement),
        ("plan", Plan, plan),
    )
    for name, model, record in checks:
        if record is not None and not model.objects.visible_to(actor).filter(pk=record.pk).exists():
            raise ValidationError({name: _("Choose one that you may see.")})
