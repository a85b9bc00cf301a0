"""Who is told of assessments, surveys, actions and early warnings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from assessments.models import Assessment
from assessments.transitions import APPROVE
from core.notifications import Importance, Kind, NewNotification, Readers, notify_many
from partnerships.models import Enterprise

SENT = Kind(
    name="assessments.sent",
    label=_("Assessments on which our enterprise is asked for its word"),
    icon="report-analytics",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
TAKEN_BACK = Kind(
    name="assessments.taken_back",
    label=_("Assessments that the school works on anew"),
    icon="report-analytics",
    readers=Readers.PARTNERS,
)
ANSWERED = Kind(
    name="assessments.answered",
    label=_("Answers to our objections to an assessment"),
    icon="message-circle",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
APPROVED = Kind(
    name="assessments.approved",
    label=_("Grades of our enterprise"),
    icon="circle-check",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
PUBLISHED = Kind(
    name="assessments.published",
    label=_("Published assessments of our enterprise"),
    icon="checks",
    readers=Readers.PARTNERS,
)
WORD = Kind(
    name="assessments.word",
    label=_("What enterprises say to their assessment"),
    icon="message-report",
    importance=Importance.HIGH,
)
SURVEY = Kind(
    name="assessments.survey",
    label=_("Surveys on how the cooperation went"),
    icon="star",
    can_wait=True,
    readers=Readers.EVERYBODY,
)
SURVEY_ENDS = Kind(
    name="assessments.survey_ends",
    label=_("Surveys that close soon"),
    icon="clock",
    can_wait=True,
    readers=Readers.EVERYBODY,
)
ACTION = Kind(
    name="assessments.action",
    label=_("Improvement actions that I look after"),
    icon="checklist",
    readers=Readers.STAFF | Readers.PARTNERS,
)
ACTION_DUE = Kind(
    name="assessments.action_due",
    label=_("Improvement actions that are due"),
    icon="alarm",
    readers=Readers.STAFF | Readers.PARTNERS,
)
ACTION_DONE = Kind(
    name="assessments.action_done", label=_("Improvement actions that enterprises have done"), icon="checks"
)
WARNING = Kind(
    name="assessments.warning",
    label=_("Early warnings about enterprises that I look after"),
    icon="alert-triangle",
    can_wait=True,
)
KINDS = (
    *(SENT, TAKEN_BACK, ANSWERED, APPROVED, PUBLISHED, WORD, SURVEY, SURVEY_ENDS),
    *(ACTION, ACTION_DUE, ACTION_DONE, WARNING),
)


def name_of(enterprise: Enterprise) -> dict[str, str]:
    return {"zh": enterprise.name, "en": enterprise.name_en or enterprise.name}


def liaisons(enterprise: Enterprise) -> list[int]:
    rows = enterprise.contacts.liaisons_with_account()
    return sorted(set(rows.order_by().values_list("user", flat=True)))


def facts(one: Assessment) -> dict[str, Any]:
    """What every mail says of it."""
    grade = one.final_grade
    return {
        "title": one.year,
        "enterprise": name_of(one.enterprise),
        "word_due_on": one.word_due_on,
        "grade": grade.value if grade and one.is_decided else "",
        "is_objection": one.is_objection,
    }


def _tell(one: Assessment, kind: Kind, people: Iterable[int], *, url: str, now: datetime, words: str) -> None:
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{one.pk}:{now.isoformat()}:u{user}",
                kind=kind.name,
                recipient_id=user,
                subject=one,
                data=facts(one) | {"url": url, "words": words},
            )
            for user in sorted(set(people))
        ],
        now=now,
    )


def tell_enterprise(one: Assessment, kind: Kind, *, now: datetime, words: str = "") -> None:
    """The liaisons of the enterprise who have an account."""
    url = reverse("portal:assessment", args=[one.pk])
    if kind is TAKEN_BACK:  # there is no page of it at the portal any more
        url = reverse("portal:assessments")
    said = words or (one.answer if kind is ANSWERED else "")
    _tell(one, kind, liaisons(one.enterprise), url=url, now=now, words=said)


def tell_centre(one: Assessment, kind: Kind, *, now: datetime) -> None:
    """Who made it, who looks after the enterprise, and who approves for its department."""
    holders = Holders.on(timezone.localdate(now)).of(APPROVE, one.department_id)
    people = {one.made_by_id, one.enterprise.owner_id} | {holder.user.pk for holder in holders}
    told = {user for user in people if user is not None}
    _tell(one, kind, told, url=one.get_absolute_url(), now=now, words=one.word)
