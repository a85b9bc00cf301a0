"""Asking for decisions until they are taken, and when they are late, telling the superiors.

Whoever can decide is told when it is their turn, on the day before it is due, on the day after, and
every week from then on; after the deadline their superiors are told once. After a standstill each
person hears only what holds now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.utils import timezone, translation

from accounts.holders import Holders
from accounts.models import User
from core.emails import headline
from core.models import Notification
from core.notifications import NewNotification, notify_many, report_refusal
from signing.models import Approval, ApprovalStep
from signing.notices import DECISION, NOBODY_DECIDES, OVERDUE
from signing.operations import escalated
from signing.policies import Stuck, with_whom

EVERY = timedelta(days=7)


class Stage(StrEnum):
    ASKED = "asked"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told on a day: a stage, and how often it has been told before."""

    stage: Stage
    time: int = 0


def notice_on(on: date, *, due_on: date) -> Notice:
    """The latest notice that is due on a day. The day on which it is due still belongs to the decider."""
    if on > due_on:
        return Notice(Stage.OVERDUE, (on - due_on - timedelta(days=1)) // EVERY)
    return Notice(Stage.DUE if on >= due_on - timedelta(days=1) else Stage.ASKED)


def sweep_approvals(*, on: date, now: datetime) -> int:
    """Tell everybody what waits for them and is not told yet; answers how many notifications were new.

    A constant number of queries, and one more for each step that is overdue for the first time.
    """
    steps = (
        ApprovalStep.objects.current()
        .select_related("approval__opened_by")
        .prefetch_related("approval__subject")
        .order_by("pk")
    )
    stuck = with_whom(steps, on=on)
    with transaction.atomic():
        current = _held_current([case.step.pk for case in stuck])
        stuck = [case for case in stuck if case.step.pk in current]
        told = notify_many((row for case in stuck for row in _rows(case, on)), now=now)
        _mark_escalated(stuck, on=on, now=now)
    return told


# Whoever decides on a step or takes its approval back holds the approval's lock, and cancels what waits
# before letting it go. A step in their hands is left to the next sweep; one that they are done with is not
# current any more.
STILL_CURRENT = """
SELECT step.id
FROM signing_approvalstep step
JOIN signing_approval approval ON approval.id = step.approval_id
WHERE step.id = ANY(%s) AND step.status = 'current'
ORDER BY step.id
FOR KEY SHARE OF step, approval SKIP LOCKED
"""


def _held_current(steps: list[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(STILL_CURRENT, [steps])
        return {pk for (pk,) in cursor.fetchall()}


def _mark_escalated(stuck: list[Stuck], *, on: date, now: datetime) -> None:
    for case in stuck:
        if case.superiors and case.step.escalated_at is None and on > case.step.deadline:
            escalated(step_id=case.step.pk, now=now)


def tell_of_refusal(refused: Notification, now: datetime) -> None:
    """A mail about a decision did not arrive: whoever asked goes and sees, or else their superiors."""
    subject = refused.subject
    approval = Approval.objects.about(subject).select_related("opened_by").first() if subject else None
    if approval is None:
        return  # the record was deleted, and its approval with it
    for person in _who_follows_up(approval, refused.recipient, timezone.localdate(now)):
        with translation.override(person.language):
            report_refusal(refused, about=headline(refused), owner=person, now=now)


def _who_follows_up(approval: Approval, unreached: User | None, on: date) -> list[User]:
    asker = approval.opened_by
    if asker.is_active and asker != unreached:
        return [asker]
    return Holders.on(on).superiors_of_person(asker)


def _rows(case: Stuck, on: date) -> Iterator[NewNotification]:
    notice = notice_on(on, due_on=case.step.deadline)
    if not case.deciders:
        yield _row(case, NOBODY_DECIDES.name, case.step.approval.opened_by, "", {})
    lenders: dict[int, User | None] = {}
    people = {holder.user.pk: holder.user for holder in case.deciders}
    for holder in sorted(case.deciders, key=lambda holder: holder.lender is not None):
        lenders.setdefault(holder.user.pk, holder.lender)
    for pk, lender in lenders.items():
        yield _row(
            case,
            DECISION.name,
            people[pk],
            f"{notice.stage}:{notice.time}",
            {"stage": notice.stage, "lender": lender and _names(lender)},
        )
    if notice.stage is Stage.OVERDUE:
        for superior in case.superiors:
            yield _row(case, OVERDUE.name, superior, "", {"deciders": _all_names(people.values())})


def _row(case: Stuck, kind: str, recipient: User, notice: str, data: dict[str, Any]) -> NewNotification:
    step, approval = case.step, case.step.approval
    return NewNotification(
        key=f"{kind}:{step.pk}:{case.step.deadline.isoformat()}:{notice}:{recipient.pk}",
        kind=kind,
        recipient_id=recipient.pk,
        subject=approval.subject,
        data={
            "step": {"en": step.name_en, "zh": step.name_zh},
            "due_on": case.step.deadline,
            "asked_by": _names(approval.opened_by),
            **data,
        },
    )


def _all_names(people: Iterable[User]) -> dict[str, str]:
    names = [_names(person) for person in people]
    return {"zh": "、".join(name["zh"] for name in names), "en": ", ".join(name["en"] for name in names)}


def _names(user: User) -> dict[str, str]:
    return {"zh": user.name, "en": user.name_latin}
