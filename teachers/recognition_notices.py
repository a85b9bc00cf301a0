"""What is told of recognitions: to the teacher, to those who decide next, to the members of a panel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from accounts.models import User
from core.notifications import Importance, Kind, notify
from teachers.models import Objection, Panel, Recognition

APPLIED = Kind(
    name="teachers.recognition_applied",
    label=_("Applications for recognition that wait for my department"),
    icon="send",
    can_wait=True,
)
APPROVED = Kind(
    name="teachers.recognition_approved",
    label=_("Applications for recognition that wait for a panel"),
    icon="gavel",
    can_wait=True,
)
RETURNED = Kind(
    name="teachers.recognition_returned",
    label=_("My application for recognition came back"),
    icon="arrow-back-up",
    importance=Importance.HIGH,
)
PUBLIC = Kind(
    name="teachers.recognition_public",
    label=_("My recognition is made public"),
    icon="speakerphone",
)
DECIDED = Kind(
    name="teachers.recognition_decided",
    label=_("Decisions on my recognition"),
    icon="certificate",
    importance=Importance.HIGH,
)
REVIEWED = Kind(
    name="teachers.recognition_reviewed",
    label=_("Reviews of my recognition"),
    icon="refresh",
    importance=Importance.HIGH,
)
OBJECTED = Kind(
    name="teachers.recognition_objected",
    label=_("Objections to recognitions"),
    icon="alert-triangle",
    importance=Importance.HIGH,
)
OBJECTION_ANSWERED = Kind(
    name="teachers.recognition_objection_answered",
    label=_("Answers to my objections"),
    icon="checks",
    importance=Importance.HIGH,
    can_be_off=False,  # who objected need not see the recognition: the mail is where the answer is read
)
APPEALED = Kind(
    name="teachers.recognition_appealed",
    label=_("Appeals against refused and revoked recognitions"),
    icon="scale",
    importance=Importance.HIGH,
)
APPEAL_ANSWERED = Kind(
    name="teachers.recognition_appeal_answered",
    label=_("Answers to my appeal"),
    icon="scale",
    importance=Importance.HIGH,
)
SUMMONED = Kind(
    name="teachers.panel_called", label=_("Panels that I sit on"), icon="gavel", importance=Importance.HIGH
)
LAPSES = Kind(
    name="teachers.recognition_lapses",
    label=_("My recognition that is to be reviewed"),
    icon="hourglass-high",
    importance=Importance.HIGH,
)
LAPSING = Kind(
    name="teachers.recognitions_lapsing",
    label=_("Recognitions that lapse unless they are reviewed"),
    icon="hourglass-high",
    can_wait=True,
)
KINDS = (
    *(APPLIED, APPROVED, RETURNED, PUBLIC, DECIDED, REVIEWED, OBJECTED, APPEALED, APPEAL_ANSWERED),
    *(OBJECTION_ANSWERED, SUMMONED, LAPSES, LAPSING),
)


def tell_holders(
    capability: str, kind: Kind, recognition: Recognition, *, by: int | None, now: datetime
) -> None:
    """Whoever holds the power over the teacher's department, but for who acted and the teacher."""
    holders = Holders.on(timezone.localdate(now)).of(capability, recognition.teacher.department_id)
    people = {holder.user.pk: holder.user for holder in holders}
    for person in people.values():
        if person.pk not in {by, recognition.teacher.user_id}:
            data = names_of(recognition) | {"is_revoked": recognition.ended_on is not None}
            _tell(recognition, kind, person, now=now, data=data)


def tell_teacher(
    kind: Kind, recognition: Recognition, *, now: datetime, reason: str = "", **more: Any
) -> None:
    user = recognition.teacher.user
    if user is not None:
        data = names_of(recognition) | {
            "reason": reason,
            "state": recognition.state,
            "publicised_until": recognition.publicised_until,
            "review_due": recognition.review_due,
            "is_revoked": recognition.ended_on is not None,
            **more,
        }
        _tell(recognition, kind, user, now=now, data=data)


def tell_objector(objection: Objection, *, by: int | None, now: datetime) -> None:
    """Whoever objected, or entered it for somebody from outside."""
    if objection.made_by_id != by:
        notify(
            key=f"{OBJECTION_ANSWERED.name}:{objection.pk}",
            kind=OBJECTION_ANSWERED.name,
            recipient=objection.made_by,
            subject=objection,
            data=names_of(objection.recognition)
            | {"outcome": objection.outcome, "reason": objection.answer, "url": ""},
            now=now,
        )


def tell_members(panel: Panel, *, by: int | None, now: datetime, cancelled_for: str = "") -> None:
    """That they are called, or that nothing comes of it: then with the reason."""
    what = "cancelled:" if cancelled_for else ""
    for member in panel.members.select_related("user").exclude(user=by):
        notify(
            key=f"{SUMMONED.name}:{what}{panel.pk}:u{member.user_id}",
            kind=SUMMONED.name,
            recipient=member.user,
            subject=panel,
            data={
                "name": panel.name,
                "held_on": panel.held_on,
                "place": panel.place,
                "cancelled_for": cancelled_for,
            },
            now=now,
        )


def names_of(recognition: Recognition) -> dict[str, Any]:
    teacher = recognition.teacher
    return {
        "teacher": {"zh": teacher.name, "en": teacher.name_latin or teacher.name},
        "level": recognition.level,
        "url": reverse("teachers:recognition_detail", args=[recognition.pk]),
    }


def _tell(recognition: Recognition, kind: Kind, person: User, *, now: datetime, data: dict[str, Any]) -> None:
    notify(
        key=f"{kind.name}:{recognition.pk}:{now.isoformat()}:u{person.pk}",
        kind=kind.name,
        recipient=person,
        subject=recognition,
        data=data,
        now=now,
    )
