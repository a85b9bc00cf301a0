"""Mentors without an account judge their students by a link each: asked before the last day, reminded once.

The row is the ledger: however often the sweep runs, each of its steps happens once. Whoever stays silent
stands on the list of internships without a result.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.access import THE_SYSTEM, NotVisible
from core.notifications import NewNotification, cancel, notify_many
from internships.models import AssessmentCriterion, Side
from partnerships.contact_links import channel_to, link_to
from placements.day_notices import looking_after, names_of
from placements.evaluation_notices import ASKED
from placements.models import EvaluationResult, MentorEvaluation, Placement, SideEvaluation
from placements.operations.evaluation import JUDGED_STATES, Given, evaluate_for_enterprise
from signing.links import links_about, spend
from signing.models import TaskLink

TASK = "evaluation"
AT_A_TIME = 100
ASKED_BEFORE = timedelta(days=14)
REMINDED_AFTER = timedelta(days=7)
# Nobody is asked about what has been over for longer.
NOT_AFTER = timedelta(days=90)
OPEN_FOR = timedelta(days=60)


def ask_mentors(*, now: datetime) -> int:
    """Ask mentors without an account whose student's last day is near; answers how many links went out."""
    asked, last = 0, 0
    while keys := list(_to_ask(now).filter(pk__gt=last).values_list("pk", flat=True)[:AT_A_TIME]):
        last = keys[-1]
        asked += _ask(keys, now)
    return asked


def _to_ask(now: datetime) -> Any:
    on = timezone.localdate(now)
    of_placement = {"placement": OuterRef("pk")}
    return Placement.objects.filter(
        Exists(AssessmentCriterion.objects.filter(plan=OuterRef("plan"), side=Side.ENTERPRISE)),
        ~Exists(SideEvaluation.objects.filter(**of_placement, side=Side.ENTERPRISE)),
        ~Exists(EvaluationResult.objects.filter(**of_placement)),
        ~Exists(MentorEvaluation.objects.filter(**of_placement, contact=OuterRef("mentor"))),
        Q(ended_on=None, ends_on__lte=on + ASKED_BEFORE) | Q(ended_on__gte=on - NOT_AFTER),
        state__in=sorted(JUDGED_STATES),
        mentor__isnull=False,
        mentor__user=None,
        mentor__left_on=None,
    ).order_by("pk")


@transaction.atomic
def _ask(keys: list[int], now: datetime) -> int:
    placements = [
        placement
        for placement in _to_ask(now)
        .filter(pk__in=keys)
        .select_related("mentor", "student", "instructor__user", "plan__owner")
        .select_for_update(of=("self",), skip_locked=True)
        if channel_to(placement.mentor)
    ]
    rows = MentorEvaluation.objects.bulk_create(
        MentorEvaluation(
            contact=placement.mentor,
            placement=placement,
            asked_by=looking_after(placement)[0],
            created_at=now,
        )
        for placement in placements
    )
    links = TaskLink.objects.bulk_create(_link(row, now) for row in rows)
    notify_many([_asking(row, link) for row, link in zip(rows, links, strict=True)], now=now)
    return len(rows)


def _link(row: MentorEvaluation, now: datetime) -> TaskLink:
    return link_to(row.contact, task=TASK, subject_id=row.pk, expires_at=now + OPEN_FOR, now=now)


def _asking(row: MentorEvaluation, link: TaskLink, *, is_reminder: bool = False) -> NewNotification:
    is_text_message = link.channel == TaskLink.Channel.SMS
    return NewNotification(
        key=f"{ASKED.name}:{row.pk}:{'reminder' if is_reminder else 'asked'}",
        kind=ASKED.name,
        email="" if is_text_message else link.email,
        phone=link.phone if is_text_message else "",
        name=link.name,
        language=link.language,
        subject=link,
        data={
            "student": names_of(row.placement),
            "last_on": row.placement.ended_on or row.placement.ends_on,
            "is_reminder": is_reminder,
        },
    )


@transaction.atomic
def remind_mentors(*, now: datetime) -> int:
    """Ask once more whoever has not answered; answers how many."""
    judged = SideEvaluation.objects.filter(placement=OuterRef("placement"), side=Side.ENTERPRISE)
    rows = list(
        MentorEvaluation.objects.waiting()
        .filter(~Exists(judged), reminded_at=None, created_at__lte=now - REMINDED_AFTER)
        .select_related("placement__student")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )
    links = {link.subject_id: link for link in links_about(TASK, [row.pk for row in rows])}
    open_links = {pk: link for pk, link in links.items() if link.revoked_at is None}
    MentorEvaluation.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    return notify_many(
        [_asking(row, open_links[row.pk], is_reminder=True) for row in rows if row.pk in open_links], now=now
    )


@transaction.atomic
def evaluate_by_link(
    *, link: TaskLink, scores: Mapping[int, Given], remark: str, now: datetime
) -> SideEvaluation:
    """Whoever holds the link judges for the enterprise, once.

    Raises:
        NotVisible: the link leads to another task, or somebody else mentors the student by now.
        UnableToEvaluate: see :func:`placements.operations.evaluation.evaluate_for_enterprise`.
    """
    row = MentorEvaluation.objects.filter(pk=link.subject_id).select_related("contact").first()
    if link.task != TASK or row is None:
        raise NotVisible(f"signing.TaskLink {link.pk}")
    given = evaluate_for_enterprise(
        actor=THE_SYSTEM,
        contact_id=row.contact_id,
        name=row.contact.name,
        pk=row.placement_id,
        scores=scores,
        remark=remark,
        now=now,
    )
    MentorEvaluation.objects.filter(pk=row.pk, answered_at=None).update(answered_at=now)
    cancel(subject=link)
    spend(links_about(TASK, [row.pk]), now=now)
    return given
