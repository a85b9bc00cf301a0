"""Evaluation of practice by people of enterprises who have no account: asked by link, reminded once.

The practice is what the link is about; the links themselves say who was asked, and when. However often the
sweep runs, nobody is asked or reminded twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import THE_SYSTEM, Actor, NotVisible
from core.notifications import NewNotification, cancel, notify_many
from partnerships.contact_links import channel_to, link_to
from partnerships.models import Contact
from signing.links import links_about, spend
from signing.models import TaskLink
from teachers.models import EVALUATED_STATES, Practice, PracticeEvaluation, PracticeSide, PracticeState
from teachers.operations.practice import UnableToPractise, evaluate_for_enterprise
from teachers.practice_notices import BY_LINK, names_of
from teachers.transitions.practice import ACCEPT

TASK = "practice"
ASKED_BEFORE = timedelta(days=7)
REMINDED_AFTER = timedelta(days=7)
OPEN_FOR = timedelta(days=60)
# Nobody is asked about what has been over for longer.
NOT_AFTER = timedelta(days=90)
OF_ENTERPRISE = PracticeEvaluation.objects.filter(side=PracticeSide.ENTERPRISE)


def askable(actor: Actor, practice: Practice) -> QuerySet[Contact]:
    """The people of the enterprise who can be asked by link: they have an address and no account."""
    contacts: QuerySet[Contact] = Contact.objects.visible_to(actor).filter(
        enterprise=practice.enterprise_id, left_on=None, user=None
    )
    return contacts.exclude(email="", phone="")


@transaction.atomic
def ask_by_link(*, actor: Actor, pk: int, contact_id: int, now: datetime) -> TaskLink:
    """Send somebody in the enterprise a link to evaluate a teacher's practice.

    Raises NotVisible, PermissionDenied, UnableToPractise.
    """
    practice: Practice = Practice.objects.for_write(actor, pk, ACCEPT)
    is_given = OF_ENTERPRISE.filter(practice=practice).exists()
    if not practice.takes_evaluation(is_given=False):
        raise UnableToPractise(
            _("It is evaluated from its first day on, and not changed once it is accepted.")
        )
    contact = askable(actor, practice).filter(pk=contact_id).first()
    if contact is None:
        raise NotVisible(f"partnerships.Contact {contact_id}")
    if not channel_to(contact):
        raise UnableToPractise(_("No e-mail address is known, and no text messages are sent."))
    if is_given:
        raise UnableToPractise(_("The enterprise has evaluated it already."))
    link = _send([(practice, contact)], now)[0]
    audit.record(actor=actor, subject=practice, verb="practice.ask", now=now, capability=ACCEPT)
    return link


@transaction.atomic
def ask_guides(*, now: datetime) -> int:
    """Ask those who guide a teacher and have no account, once the last day is near; answers how many."""
    on = timezone.localdate(now)
    rows = (
        Practice.objects.filter(
            ~Exists(OF_ENTERPRISE.filter(practice=OuterRef("pk"))),
            ~Exists(TaskLink.objects.filter(task=TASK, subject_id=OuterRef("pk"))),
            state__in=EVALUATED_STATES,
            ends_on__range=(on - NOT_AFTER, on + ASKED_BEFORE),
            mentor__isnull=False,
            mentor__user=None,
            mentor__left_on=None,
        )
        .select_related("mentor", "teacher", "enterprise")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )
    asked = [(row, row.mentor) for row in rows if row.mentor is not None and channel_to(row.mentor)]
    return len(_send(asked, now))


@transaction.atomic
def remind_guides(*, now: datetime) -> int:
    """Ask once more whoever has not answered; answers how many."""
    waiting = TaskLink.objects.filter(
        task=TASK, used_at=None, revoked_at=None, sent_at__lte=now - REMINDED_AFTER, expires_at__gt=now
    )
    links = {link.pk: link for link in waiting.order_by("pk")}
    rows = Practice.objects.filter(
        ~Exists(OF_ENTERPRISE.filter(practice=OuterRef("pk"))),
        pk__in=[link.subject_id for link in links.values()],
        state__in=[*EVALUATED_STATES, PracticeState.ACCEPTED],
    )
    practices = rows.select_related("teacher", "enterprise").in_bulk()
    return notify_many(
        [
            _asking(practices[link.subject_id], link, step="reminder")
            for link in links.values()
            if link.subject_id in practices
        ],
        now=now,
    )


def _send(asked: list[tuple[Practice, Contact]], now: datetime) -> list[TaskLink]:
    links = TaskLink.objects.bulk_create(
        link_to(contact, task=TASK, subject_id=practice.pk, expires_at=now + OPEN_FOR, now=now)
        for practice, contact in asked
    )
    notify_many(
        [_asking(practice, link, step="asked") for (practice, _to), link in zip(asked, links, strict=True)],
        now=now,
    )
    return links


def _asking(practice: Practice, link: TaskLink, *, step: str) -> NewNotification:
    is_text_message = link.channel == TaskLink.Channel.SMS
    return NewNotification(
        key=f"{BY_LINK.name}:{link.pk}:{step}",
        kind=BY_LINK.name,
        email="" if is_text_message else link.email,
        phone=link.phone if is_text_message else "",
        name=link.name,
        language=link.language,
        subject=link,
        data=names_of(practice) | {"ends_on": practice.ends_on, "is_reminder": step == "reminder"},
    )


@transaction.atomic
def evaluate_by_link(*, link: TaskLink, grade: str, remark: str, now: datetime) -> PracticeEvaluation:
    """Whoever holds the link evaluates for the enterprise, once.

    Raises NotVisible, UnableToPractise, ValidationError.
    """
    practice = Practice.objects.select_for_update(of=("self",)).filter(pk=link.subject_id).first()
    if link.task != TASK or practice is None:
        raise NotVisible(f"signing.TaskLink {link.pk}")
    if OF_ENTERPRISE.filter(practice=practice).exists():
        raise UnableToPractise(_("The enterprise has evaluated it already."))
    given = evaluate_for_enterprise(
        actor=THE_SYSTEM,
        pk=practice.pk,
        enterprise_id=practice.enterprise_id,
        grade=grade,
        remark=remark,
        name=link.name,
        now=now,
    )
    cancel(subject=link)
    spend(links_about(TASK, [practice.pk]), now=now)
    return given


def asked_of(practice: Practice) -> list[dict[str, Any]]:
    """Who was asked by link and when, the last first. One query."""
    links = links_about(TASK, [practice.pk]).order_by("-sent_at", "-pk")
    return [{"name": link.display_name, "on": _day(link.sent_at), "opened": link.opened_at} for link in links]


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
