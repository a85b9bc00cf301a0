"""What is told about enterprises: to their people, and to whoever looks after them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from accounts.models import User
from core.emails import headline
from core.models import Notification
from core.notifications import Importance, Kind, Readers, report_refusal
from partnerships.models import Enterprise
from partnerships.policies import EDIT
from signing.models import TaskLink

INVITATION = Kind(
    name="partnerships.invitation",
    label=_("Invitations to the partner portal"),
    icon="mail-opened",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.NOBODY,
)
# To whoever looks after the enterprise, from the portal.
CORRECTIONS_PROPOSED = Kind(
    name="partnerships.corrections_proposed",
    label=_("What enterprises say is different from our records"),
    icon="pencil",
)
# To whoever proposed them.
CORRECTIONS_DECIDED = Kind(
    name="partnerships.corrections_decided",
    label=_("What became of corrections that I proposed"),
    icon="checks",
    readers=Readers.PARTNERS,
)
# To one person of the enterprise, by link.
QUESTION = Kind(
    name="partnerships.question",
    label=_("Questions of the centre, by link"),
    icon="link-plus",
    can_be_off=False,
    readers=Readers.NOBODY,
)
# To whoever asked.
QUESTION_ANSWERED = Kind(
    name="partnerships.question_answered",
    label=_("Answers to what I asked by link"),
    icon="message-circle",
)


def looking_after(enterprise: Enterprise, *, now: datetime) -> list[User]:
    """Its owner; where it has none, everybody who may edit it."""
    if enterprise.owner is not None:
        return [enterprise.owner]
    holders = Holders.on(timezone.localdate(now)).of(EDIT, enterprise.department_id)
    return list({holder.user.pk: holder.user for holder in holders}.values())


def tell_of_refusal(refused: Notification, now: datetime) -> None:
    """A mail to somebody of an enterprise came back: whoever looks after it finds out the right address."""
    enterprise = _enterprise_of(refused.subject)
    if enterprise is None:
        return
    for person in looking_after(enterprise, now=now):
        with translation.override(person.language):
            report_refusal(refused, about=headline(refused), owner=person, now=now)


def _enterprise_of(subject: Any) -> Enterprise | None:
    if isinstance(subject, TaskLink):  # a question that was asked by link
        return Enterprise.objects.filter(questions=subject.subject_id).first()
    return subject if isinstance(subject, Enterprise) else None
